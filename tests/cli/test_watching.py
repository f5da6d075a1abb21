"""At the command line: what an intake is warned of, what a course together with earlier ones is, and what is left."""

from __future__ import annotations

import re

import pytest
from commandline import Cli
from life import MISREADABLE

PAIN = "tramadol 50 mg every 6 hours as needed for pain for 5 days, max 4 times a day"
COURSE = "Soma 350 mg at bedtime for 14 days, then stop"


@pytest.fixture
def pain(cli: Cli) -> Cli:
    """Five days as needed from 1 December in UTC; one was taken at 09:00."""
    cli.kept("--strength", "50 mg", "--zone", "UTC", text=PAIN)
    assert cli("take", "A", at="2026-12-01T15:00:00Z").code == 0
    return cli


def test_a_taking_too_soon_is_recorded_and_warned_of_on_standard_error(pain: Cli) -> None:
    """Exit 0; the record on standard output, the warning beside it."""
    soon = pain("take", "A", at="2026-12-01T15:20:00Z")
    assert soon.code == 0
    assert soon.out.startswith("Recorded: plan A,")
    assert soon.err.startswith("!! This is 20 minutes after the one of 15:00; the plan says at")
    assert "!! Recorded by mistake?  taper undo" in soon.err


def test_the_last_allowed_one_is_a_note(cli: Cli) -> None:
    """A word beforehand is no warning, and nothing is to be undone."""
    cli.kept("--strength", "50 mg", "--zone", "UTC", text=PAIN)
    for hour in ("03", "09", "15"):
        said = cli("take", "A", at=f"2026-12-02T{hour}:00:00Z")
    assert said.err.startswith("·  The next one, not before 21:00, is the last allowed today: 3 of at")
    assert "undo" not in said.err


def test_check_stops_a_script_where_a_days_maximum_was_passed(pain: Cli) -> None:
    """Exit 7, with what was taken when; the next day it is over."""
    for minute in ("20", "25", "30", "35"):
        pain("take", "A", at=f"2026-12-01T15:{minute}:00Z")
    checked = pain("check", "--json", at="2026-12-01T16:00:00Z")
    assert checked.code == 7
    findings = checked.json["findings"]
    assert (findings[0]["level"], findings[0]["code"]) == ("stop", "taken-too-often")
    assert findings[0]["where"] == "taken 15:35"
    assert pain("check", at="2026-12-02T16:00:00Z").code == 0


def test_a_course_begun_again_is_shown_with_the_earlier_one_before_the_yes(cli: Cli) -> None:
    """`add` says it beside the reading, `show` and `check` go on saying it, and the JSON has it as well."""
    cli.kept("--strength", "350 mg", "--zone", "UTC", text=COURSE)
    for day in range(1, 15):
        cli("take", "A", at=f"2026-12-{day:02}T22:00:00Z")
    again = ("add", COURSE, "--strength", "350 mg", "--zone", "UTC", "--start", "2026-12-18", "--label", "B")
    asked = cli(*again, at="2026-12-17T12:00:00Z")
    assert asked.code == 3
    assert "Used before: plan A" in asked.out
    kept = cli(*again, "--yes", "--json", at="2026-12-17T12:00:00Z")
    assert [finding["level"] for finding in kept.json["findings"] if finding["code"] == "exposure"] == ["warn"]
    shown = cli("show", "B", "--json", at="2026-12-19T12:00:00Z").json
    assert [(one["label"], one["days"], one["prescribed"]) for one in shown["exposure"]["earlier"]] == [("A", 14, 14)]
    assert "exposure" in {finding["code"] for finding in shown["findings"]}
    assert "Used before: plan A" in cli("show", "B").out
    assert "exposure" in {finding["code"] for finding in cli("check", "--json").json["findings"]}


def test_what_is_left_over_is_shown_after_the_end(cli: Cli) -> None:
    """With the days of use."""
    cli.kept("--strength", "350 mg", "--quantity", "14", "--zone", "UTC", text=COURSE)
    cli("take", "A", at="2026-12-01T22:00:00Z")
    shown = cli("show", "A", at="2026-12-20T12:00:00Z").out
    words = " ".join(shown.replace("\n", " ").split()).replace("\u00a0", " ")
    assert "Used on 1 day." in words
    assert "At most 13 tablets of 350 mg are left over" in words
    assert "Ask your pharmacy about take-back." in words


def test_what_is_said_is_written_safely_and_names_nothing_in_the_notices(pain: Cli) -> None:
    """No amount that could be misread, and no medicine's name in a warning."""
    said = pain("take", "A", "--amount", "1000.5 mg", at="2026-12-01T15:20:00Z").err
    assert not MISREADABLE.search(re.sub(r"\d\d:\d\d", "", said)), said
    assert "tramadol" not in said
