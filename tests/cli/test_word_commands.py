"""`taper hold`, `resume`, `revise`, `zone` and `history` as a person and a script meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import BURST, Cli, Shell

LATER = "2026-12-03T09:00:00Z"
DR = ("--approved-by", "Dr Example")


@pytest.fixture
def plan_a(cli: Cli) -> Cli:
    """A prednisone plan A of 8 days from 1 December, seen on day 3."""
    cli.kept()
    cli("list", at=LATER)
    return cli


def test_a_hold_is_shown_in_words_before_the_yes(plan_a: Cli) -> None:
    """Steps, last dose, tablets, and what becomes of the prescribed end; without a yes nothing changes."""
    asked = plan_a("hold", "A", "--days", "4")
    assert asked.code == 3
    assert "Step 1 goes on until Tue 8 Dec; step 2 moves to Wed 9 to Sat 12 Dec" in " ".join(asked.out.split())
    assert "16 more tablets of 10 mg are needed." in asked.out
    assert "4 days past the prescribed end (Tue 8 Dec)" in " ".join(asked.err.split())
    assert plan_a("list", "--json").json[0]["last_use_on"] == "2026-12-08"


@pytest.mark.parametrize(("answer", "last"), [("yes", "2026-12-12"), ("no", "2026-12-08")])
def test_a_hold_asks_first(plan_a: Cli, answer: str, last: str) -> None:
    """In a terminal the yes is typed."""
    done = plan_a.typing("hold", "A", "--days", "4", answers=f"{answer}\n")
    assert done.code == 0
    assert "Recorded as reported by you. Keep it?" in done.err
    assert plan_a("list", "--json").json[0]["last_use_on"] == last


def test_json_tells_all_of_a_change(plan_a: Cli) -> None:
    """One object, alone on standard output."""
    done = plan_a("hold", "A", "--days", "4", "--note", "dizzy", "--yes", "--json").json
    assert done["tablets_more"] == [{"count": "16", "of": "10 mg tablet"}]
    assert (done["last_use_on"], done["prescribed_end_on"], done["days_past_prescribed"]) == (
        "2026-12-12",
        "2026-12-08",
        4,
    )
    assert done["counts_from"] == "2026-12-03T09:00:00+00:00"
    assert done["first_change"] == "Sat 5 Dec 08:00"
    assert done["by"] == "reported by the person"


def test_revise_reads_a_file_and_standard_input(plan_a: Cli, tmp_path: Path) -> None:
    """As add does; the day from which it counts is known, so that neither needs a first day."""
    path = tmp_path / "left.toml"
    step = '[[steps]]\ndays = 2\nslots = [{ slot = "morning", amount = "30 mg" }]\n'
    path.write_text(f'medicine = "prednisone"\nstarts_on = 2026-12-04\n{step}', encoding="utf-8")
    assert plan_a("revise", "A", "--file", str(path), *DR, "--yes").code == 0
    done = plan_a("revise", "A", "-", *DR, "--yes", "--json", stdin=b"10 mg daily for 3 days, then stop")
    assert (done.code, done.json["last_use_on"]) == (0, "2026-12-06")
    days = plan_a("show", "A", "--json").json["days"]
    assert [day["total"] for day in days] == ["40 mg", "40 mg", "40 mg", "10 mg", "10 mg", "10 mg"]


def test_revise_takes_further_tablets(plan_a: Cli) -> None:
    """What the tablets on hand cannot make is asked about, until another strength is named."""
    assert plan_a("revise", "A", "5 mg daily for 3 days, then stop", *DR, "--yes").code == 3
    done = plan_a("revise", "A", "5 mg daily for 3 days, then stop", "--strength", "5 mg", *DR, "--yes", "--json")
    assert done.code == 0, done.err
    assert {"count": "3", "of": "5 mg tablet"} in done.json["tablets_more"]


def test_a_text_of_another_day_than_on_is_asked_about(plan_a: Cli) -> None:
    """The text and --on must agree."""
    refused = plan_a("revise", "A", "starting 2026-12-05: 20 mg daily for 2 days", "--on", "2026-12-06", *DR, "--yes")
    assert refused.code == 3


def test_the_history_is_read_as_paragraphs_and_as_json(plan_a: Cli) -> None:
    """When, what, by whom, and the note; show has it too."""
    plan_a("hold", "A", "--days", "2", "--note", "still wheezing", "--yes")
    text = plan_a("history", "A")
    said = " ".join(text.out.split())
    assert "2 Thu 3 Dec 2026 09:00, held, reported by the person Step 1 goes on until Sun 6 Dec" in said
    assert '"still wheezing"' in said
    assert said.removeprefix("Plan A ") in " ".join(plan_a("show", "A").out.split())
    versions = plan_a("history", "A", "--json").json["versions"]
    assert [version["change"] for version in versions] == ["entered", "held"]


def test_travel_is_shown_and_asked(plan_a: Cli) -> None:
    """The last intake, the next dose in both zones, the hours between."""
    plan_a("take", "A", "--dose", "morning", "--at", "08:00")
    shown = plan_a("zone", "Asia/Tokyo")
    assert shown.code == 3
    said = " ".join(shown.out.split())
    assert "Last intake: Thu 3 Dec 08:00 (UTC), Thu 3 Dec 17:00 (Asia/Tokyo)." in said
    assert "Next dose by the clocks there: Thu 3 Dec 23:00 (UTC), Fri 4 Dec 08:00 (Asia/Tokyo)." in said
    assert "15 hours from the last intake to the next dose there; usual are 24 hours." in said
    assert plan_a("zone", "Asia/Tokyo", "--yes").code == 0
    assert plan_a("show", "A", "--json").json["zone"] == "Asia/Tokyo"
    assert "goes by the clocks of Asia/Tokyo already" in plan_a("zone", "Asia/Tokyo").out


def test_without_a_zone_it_is_that_of_this_machine(cli: Cli) -> None:
    """On arrival "taper zone" is enough."""
    cli.kept("--zone", "Europe/Berlin")
    assert cli("zone", "--yes", "--json").json["zone"] == "UTC"


def test_elsewhere_both_clocks_are_shown(shell: Shell) -> None:
    """While the machine and the plan are in different zones, times are printed in both."""
    berlin = ("add", BURST, "--start", "2026-12-01", "--zone", "Europe/Berlin", "--strength", "10 mg", "--yes")
    assert shell(*berlin).code == 0
    assert "08:00 (07:00 here)" in shell("upcoming").out
    assert "08:00 (Tue 02:00 here)" not in shell("today", TZ="America/New_York").out
    assert "08:00 (02:00 here)" in shell("today", TZ="America/New_York").out
    assert "here)" not in shell("upcoming", TZ="Europe/Berlin").out


@pytest.mark.parametrize("command", ["hold", "resume", "revise", "zone", "history", "stop", "extend"])
def test_help_has_an_example(cli: Cli, command: str) -> None:
    """And the options that all changes have."""
    shown = cli(command, "--help")
    assert "Example" in shown.out
    assert command == "history" or "--approved-by" in shown.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("hold", "A", "--days", "2", "--on", "yesterday"),
        ("hold", "A", "--days", "2", "--on", "9999-12-31"),
        ("resume", "A", "--on", "2026-13-01"),
        ("stop", "A", "--on", "2199-12-31"),
        ("revise", "A", ""),
        ("revise", "A", "20 mg daily", "--on", "0001-01-01"),
        ("zone", "Europe/../Berlin"),
        ("extend", "A", *DR),
    ],
)
def test_odd_input_is_a_question(plan_a: Cli, arguments: tuple[str, ...]) -> None:
    """Never a traceback."""
    result = plan_a(*arguments, "--yes")
    assert result.code in (2, 3), result.err
    assert "Traceback" not in result.err
