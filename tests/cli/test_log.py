"""`taper log` and `taper upcoming` for people: by day, with what turns among the doses."""

from __future__ import annotations

import pytest
from commandline import BURST, FOUR_A_DAY, Cli

EVENING = "2026-12-01T18:10:00Z"


@pytest.fixture
def week(cli: Cli) -> Cli:
    """A plan of two steps, of which the first day and the fifth were recorded."""
    assert (
        cli("add", BURST, "--strength", "10 mg", "--start", "2026-12-01", "--yes", at="2026-11-30T12:00:00Z").code == 0
    )
    assert cli("take", at="2026-12-01T08:02:00Z").code == 0
    assert cli("take", at="2026-12-05T08:03:00Z").code == 0
    return cli


def test_the_log_has_a_line_for_everything_that_json_has(week: Cli) -> None:
    """And the steps and ends among them, which nobody recorded."""
    week("note", "slept badly", "--for-provider", at="2026-12-05T09:00:00Z")
    shown = week("log", at="2026-12-09T10:00:00Z")
    assert shown.out.splitlines() == [
        "Tue 1 December 2026",
        "   08:02  ✓  A  4 tablets of 10 mg taken, for 08:00",
        "Sat 5 December 2026",
        "          ▲  A  step 2 of 2 begins: 2 tablets of 10 mg in the morning",
        "   08:03  ✓  A  2 tablets of 10 mg taken, for 08:00",
        "   09:00  ·  A  slept badly; for the provider",
        "Tue 8 December 2026",
        "          ■  A  last dose of the plan",
    ]
    assert len(week("log", "--json").json) == 3


def test_what_was_recorded_on_another_day_says_so(week: Cli) -> None:
    """It stands on the day on which it happened."""
    week("take", "--dose", "2026-12-02/morning", "--at", "2026-12-02T08:30Z", at="2026-12-03T07:00:00Z")
    shown = week("log").out
    assert "Wed 2 December 2026\n   08:30  ✓  A  4 tablets of 10 mg taken, for 08:00 [recorded Thu 3 Dec]\n" in shown


def test_a_stop_stands_in_the_log(week: Cli) -> None:
    """At its instant; steps behind it never began."""
    assert week("stop", "A", "--yes", at="2026-12-03T10:00:00Z").code == 0
    shown = week("log", at="2026-12-09T10:00:00Z").out
    assert "   10:00  ■  A  stopped before its end\n" in shown
    assert "▲" not in shown


def test_the_last_dose_is_never_marked_before_it(cli: Cli) -> None:
    """Where the days ahead end within the last day, a later dose of it is only not shown."""
    cli.kept("--strength", "350 mg", text=FOUR_A_DAY)
    cut = cli("upcoming", "--days", "1", at="2026-12-14T00:30:00Z").out
    assert cut.count("(last dose)") == 0
    whole = cli("upcoming", "--days", "2", at="2026-12-14T00:30:00Z").out
    assert [line for line in whole.splitlines() if "(last dose)" in line] == [
        "   22:00  ■  A: 1 tablet of 350 mg (last dose)"
    ]


@pytest.mark.parametrize("columns", [20, 40])
def test_narrow_terminals_have_every_line_whole(week: Cli, columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is cut off, and no line is longer than the terminal."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for arguments in (("log",), ("upcoming",), ("today",)):
        shown = week(*arguments, at="2026-12-05T10:00:00Z").out
        assert max(map(len, shown.splitlines())) <= columns, arguments
    assert "tablets" in shown
