"""What changes or removes a plan: shown first, done after the yes, never by guess."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Cli

LATER = "2026-12-03T09:00:00Z"
DR = ("--approved-by", "Dr Example")


@pytest.fixture
def plan_a(cli: Cli) -> Cli:
    """A prednisone plan A of 8 days from 1 December."""
    cli.kept()
    return cli


def last_dose(cli: Cli) -> str:
    """The last dose's date, as listed."""
    return str(cli("list", "--all", "--json").json[0]["last_dose_on"])


def test_extend_wants_the_providers_word(plan_a: Cli) -> None:
    """Going past the prescribed end is exit 5 without --approved-by."""
    refused = plan_a("extend", "A", "--days", "7", "--yes")
    assert refused.code == 5
    assert "--approved-by" in refused.err
    assert last_dose(plan_a) == "2026-12-08"


def test_extend_moves_the_end_after_a_yes(plan_a: Cli) -> None:
    """Before and after are shown; without a yes nothing changes."""
    asked = plan_a("extend", "A", "--days", "7", *DR)
    assert asked.code == 3
    assert "Tue 8 December 2026" in asked.out
    assert "Tue 15 December 2026" in asked.out
    assert last_dose(plan_a) == "2026-12-08"
    assert plan_a("extend", "A", "--days", "7", *DR, "--yes").code == 0
    assert last_dose(plan_a) == "2026-12-15"


def test_a_change_in_json_is_alone_on_standard_output(plan_a: Cli) -> None:
    """With --json the comparison goes to standard error."""
    asked = plan_a("extend", "A", "--days", "7", *DR, "--json")
    assert (asked.code, list(asked.json)) == (3, ["questions"])
    assert "Tue 15 December 2026" in asked.err


@pytest.mark.parametrize(("answer", "state"), [("yes", "stopped"), ("no", "active")])
def test_stop_is_never_refused_and_asks_first(plan_a: Cli, answer: str, state: str) -> None:
    """Stopping needs no word of anybody, only the person's yes."""
    stopped = plan_a.typing("stop", "A", answers=f"{answer}\n")
    assert stopped.code == 0
    assert plan_a("list", "--all", "--json").json[0]["state"] == state


def test_correct_moves_the_first_day_and_keeps_what_was_taken(plan_a: Cli) -> None:
    """The start date typed wrongly: intakes are carried over by time."""
    plan_a("take", "--at", "08:05", at=LATER)
    corrected = plan_a("correct", "A", "--start", "2026-11-30", "--yes", "--json")
    assert corrected.code == 0
    assert last_dose(plan_a) == "2026-12-07"
    assert [entry["dose"] for entry in plan_a("log", "--json").json] == ["2026-12-03/morning"]


def test_correct_repairs_an_amount(plan_a: Cli) -> None:
    """One step's amount is replaced."""
    assert plan_a("correct", "A", "--step", "2", "--amount", "10 mg", "--yes").code == 0
    assert plan_a("show", "--json").json["days"][-1]["total"] == "10 mg"


def test_correct_reads_the_text_again(plan_a: Cli) -> None:
    """The whole text again, beside the tablets, zone and first day of the plan as it was."""
    text = "prednisone 30 mg daily for 3 days, then stop"
    assert plan_a("correct", "A", "--text", text, "--yes").code == 0
    shown = plan_a("show", "--json").json
    assert (shown["starts_on"], shown["last_dose_on"]) == ("2026-12-01", "2026-12-03")
    assert shown["supply"] == [{"of": "10 mg tablet", "count": "9"}]
    assert [version["change"] for version in shown["versions"]] == ["entered", "corrected"]


def test_correct_with_nothing_to_correct_is_wrong_usage(plan_a: Cli) -> None:
    """Exit 2 names the options."""
    assert plan_a("correct", "A").code == 2


@pytest.mark.parametrize("columns", ["30", "60", "80", "100"])
def test_before_and_after_fit_the_terminal(plan_a: Cli, monkeypatch: pytest.MonkeyPatch, columns: str) -> None:
    """Side by side where there is room, one below the other where there is not."""
    monkeypatch.setenv("COLUMNS", columns)
    shown = plan_a("correct", "A", "--start", "2026-11-30")
    assert max(len(line) for line in shown.out.splitlines()) <= int(columns)
    assert "Mon 30 November" in " ".join(shown.out.split())


def test_delete_wants_the_label_typed(plan_a: Cli) -> None:
    """It lists what goes, and goes only after the label was typed."""
    asked = plan_a("delete", "A")
    assert asked.code == 3
    assert "1 version" in asked.err
    assert plan_a("delete", "A", "--type", "B").code == 3
    assert plan_a.typing("delete", "A", answers="no\n").code == 3
    assert plan_a("list", "--json").json
    assert plan_a.typing("delete", "A", answers="A\n").code == 0
    assert plan_a("list", "--all", "--json").json == []


def test_a_setting_is_changed_and_taken_back(cli: Cli) -> None:
    """config writes one setting; --unset takes it back to its default."""
    assert cli("config", "show-names", "yes", "--json").json == {"show-names": "yes"}
    assert cli("config", "show-names", "--unset", "--json").json == {"show-names": "no"}
    assert "time.morning = 08:00" in cli("config").out


def test_uninstall_says_what_stays(plan_a: Cli, home: Path) -> None:
    """Without --purge nothing is deleted."""
    shown = plan_a("uninstall")
    assert shown.code == 0
    assert str(home / "taper.db") in shown.out.replace("\n  ", "")
    assert (home / "taper.db").exists()


def test_purge_wants_words_typed_and_leaves_other_files(plan_a: Cli, home: Path) -> None:
    """It lists the files, deletes only its own, and only after the words were typed."""
    (home / "mine.txt").write_text("not taper's")
    (home / "taper.log.2").write_text("")
    plan_a("config", "repeats", "2")
    assert plan_a("uninstall", "--purge").code == 3
    assert plan_a("uninstall", "--purge", "--type", "yes").code == 3
    assert (home / "taper.db").exists()
    assert plan_a("uninstall", "--purge", "--type", "delete everything").code == 0
    assert [path.name for path in home.iterdir()] == ["mine.txt"]


def test_a_setting_for_one_plan_is_shown_with_that_plan(plan_a: Cli) -> None:
    """Only what differs is shown, and taken back it is gone."""
    assert plan_a("config", "--plan", "A", "repeat-minutes", "5", "--json").json == {"repeat-minutes": "5"}
    assert plan_a("config", "repeat-minutes", "--json").json == {"repeat-minutes": "10"}
    assert "Settings for this plan alone: repeat-minutes 5;" in plan_a("show", "A").out
    assert plan_a("show", "A", "--json").json["settings"] == {"repeat-minutes": "5"}
    assert plan_a("config", "--plan", "A", "repeat-minutes", "--unset").code == 0
    assert plan_a("show", "A", "--json").json["settings"] == {}


def test_what_is_the_same_for_all_plans_cannot_be_set_for_one(plan_a: Cli) -> None:
    """The refusal names what can; a plan that does not exist is not found."""
    refused = plan_a("config", "--plan", "A", "show-names", "yes")
    assert refused.code == 3
    assert "minutes, repeats, snooze-minutes, quiet" in refused.err
    assert plan_a("config", "--plan", "Z", "repeats", "1").code == 4


def test_quiet_hours_are_a_setting(cli: Cli) -> None:
    """A time that is none is refused with what it may be."""
    assert cli("config", "quiet", "22:30-06:30", "--json").json == {"quiet": "22:30-06:30"}
    assert 'times such as "22:30-06:30", or no' in cli("config", "quiet", "all night").err.replace("\n  ", " ")
