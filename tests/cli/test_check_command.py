"""`taper check`: every finding, the most urgent plan first, and an exit code that a prompt can use."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Cli

START = ("--start", "2026-12-02")
LONG = """
starts_on = "2026-12-02"
medicine = "madeupin"
limits = { stop_by = "2026-12-03" }
[[steps]]
days = 9
slots = [{ slot = "morning", amount = "40 mg" }]
"""


@pytest.fixture
def long(tmp_path: Path) -> str:
    """A plan that goes past its own latest stop."""
    file = tmp_path / "plan.toml"
    file.write_text(LONG, encoding="utf-8")
    return str(file)


def test_nothing_to_say(cli: Cli) -> None:
    """An empty store, and a plan within all limits."""
    assert cli("check").out == "Nothing stands out.\n"
    cli.kept()
    checked = cli("check")
    assert (checked.code, checked.out) == (0, "Nothing stands out.\n")
    assert cli("check", "--json").json == {"findings": []}


def test_an_approved_stop_is_said_with_the_name_and_exits_0(cli: Cli, long: str) -> None:
    """The provider's word was given; it stays to be seen."""
    assert cli("add", "--file", long, "--approved-by", "Dr Wolf", "--yes").code == 0
    checked = cli("check")
    assert checked.code == 0
    assert "Approved by Dr Wolf." in checked.out
    (stop, note) = cli("check", "--json").json["findings"]
    assert (stop["level"], stop["code"], stop["approved_by"]) == ("stop", "stop-by", "Dr Wolf")
    assert (note["level"], note["code"], note["approved_by"]) == ("note", "no-facts", None)


def test_a_stop_that_nobody_approved_exits_7(cli: Cli, home: Path) -> None:
    """As where a person's own facts came after the plan; a name that stood for nothing of it does not count."""
    cli.kept("--approved-by", "Dr Wolf")
    (home / "facts").mkdir(parents=True)
    (home / "facts" / "mine.toml").write_text(
        'name = "prednisone"\n[[statement]]\nkind = "longest-duration"\ntext = "My provider says 5 days at most."\n'
        'days = 5\nnature = "hard limit"\nsource = "my provider"\nread_on = 2026-11-23\n',
        encoding="utf-8",
    )
    assert cli("check").code == 0, "the plan was entered on a provider's word"
    assert cli("stop", "A", "--yes").code == 0
    other = ("add", "prednisone 5 mg daily for 3 days, then stop", *START, "--label", "B", "--yes")
    assert cli(*other).code == 0
    (home / "facts" / "mine.toml").write_text(
        (home / "facts" / "mine.toml").read_text(encoding="utf-8").replace("days = 5", "days = 2"), encoding="utf-8"
    )
    checked = cli("check")
    assert checked.code == 7
    assert checked.out.startswith("B  prednisone\n!! Used before: plan A")


def test_findings_stand_under_their_plan_the_most_urgent_first(cli: Cli, long: str) -> None:
    """A stop before a warning before a note, whichever was entered first."""
    cli("add", "amoxicillin 500 mg daily for 9 days, then stop", *START, "--yes")
    cli("add", "metoprolol 50 mg daily for 9 days, then stop", *START, "--for", "Anna", "--yes")
    cli("add", "--file", long, "--approved-by", "Dr Wolf", "--yes")
    found = cli("check", "--json").json["findings"]
    assert [(one["label"], one["level"], one["code"]) for one in found] == [
        ("C", "stop", "stop-by"),
        ("C", "note", "no-facts"),
        ("B", "warn", "no-taper"),
        ("A", "note", "no-facts"),
    ]
    headings = [line for line in cli("check").out.splitlines() if line[:1] in "ABC" and line[1:3] == "  "]
    assert headings == ["C  madeupin", "B  metoprolol (Anna)", "A  amoxicillin"]


def test_two_plans_are_said_of_once_and_of_each_when_asked(cli: Cli) -> None:
    """In the check of all, under the later one."""
    cli("add", "diazepam 5 mg at bedtime for 5 days, then stop", *START, "--yes")
    cli("add", "Soma 350 mg at bedtime for 5 days, then stop", *START, "--yes", at="2026-12-01T13:06:00Z")
    assert [(one["label"], one["code"]) for one in cli("check", "--json").json["findings"]] == [("B", "both-sedate")]
    for plan in ("A", "B"):
        (one,) = cli("check", plan, "--json").json["findings"]
        assert one["code"] == "both-sedate"


def test_add_says_it_before_the_yes(cli: Cli) -> None:
    """The other plans are looked at before the person is asked, and in JSON it comes with the plan."""
    cli("add", "diazepam 5 mg at bedtime for 5 days, then stop", *START, "--yes")
    added = cli.typing("add", "Soma 350 mg at bedtime for 5 days, then stop", *START, answers="asked\nno\n")
    assert "This plan and plan A (diazepam) are taken at the same time." in added.out.replace("\n   ", " ")
    data = cli("add", "Soma 350 mg at bedtime for 5 days, then stop", *START, "--yes", "--json").json
    assert [one["code"] for one in data["findings"]] == ["both-sedate"]
