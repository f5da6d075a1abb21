"""`taper add`: what is shown and asked before a plan is kept, and what keeps it from being kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import BURST, FOUR_A_DAY, Cli

EXAMPLE = Path(__file__).parents[2] / "schedules" / "plans" / "soma-back-pain.toml"


def plans(cli: Cli) -> list[str]:
    """The labels of the plans in the store, sorted."""
    return sorted(plan["label"] for plan in cli("list", "--all", "--json").json)


def test_a_script_keeps_a_plan_with_yes(cli: Cli) -> None:
    """--yes and --start keep it without a question; the reading is shown."""
    added = cli("add", BURST, "--start", "2026-12-02", "--strength", "10 mg", "--yes")
    assert added.code == 0
    assert "24 tablets of 10 mg in all" in added.out
    assert "Kept as plan A" in added.out
    assert plans(cli) == ["A"]


def test_json_is_the_only_thing_on_standard_output(cli: Cli) -> None:
    """With --yes and --json a program reads one JSON value."""
    added = cli("add", BURST, "--start", "2026-12-02", "--yes", "--json")
    assert added.json["label"] == "A"
    assert added.json["already"] is False


def test_yes_without_a_first_day_is_asked_about(cli: Cli) -> None:
    """A script must say when day 1 is; nothing is assumed."""
    added = cli("add", BURST, "--yes", "--json")
    assert added.code == 3
    assert "day 1" in added.json["questions"][0]["text"]
    assert plans(cli) == []


def test_nobody_to_ask_and_no_yes_is_exit_3(cli: Cli) -> None:
    """Outside a terminal the reading is shown, and --yes is asked for."""
    added = cli("add", BURST, "--start", "2026-12-02")
    assert added.code == 3
    assert "prednisone" in added.out
    assert "--yes" in added.err
    assert plans(cli) == []


def test_a_question_in_json_is_alone_on_standard_output(cli: Cli) -> None:
    """With --json the reading goes to standard error, beside a question or a yes."""
    asked = cli("add", BURST, "--start", "2026-12-02", "--json")
    assert (asked.code, list(asked.json)) == (3, ["questions"])
    assert "prednisone" in asked.err
    assert cli.typing("add", BURST, "--start", "2026-12-02", "--json", answers="\nyes\n").json["label"] == "A"


def test_a_person_says_yes(cli: Cli) -> None:
    """In a terminal day 1, today's doses, what to tell the provider and the yes are asked for, in that order."""
    added = cli.typing("add", FOUR_A_DAY, "--strength", "350 mg", answers="today\n08:00\nasked\nyes\n")
    assert added.code == 0
    asked = [
        added.err.index(words)
        for words in ("When is day 1?", "did you take already?", "one of these concern you?", "match the paper?")
    ]
    assert asked == sorted(asked)
    assert "[08:00, 12:00, all, none]" in added.err
    states = [dose["state"] for dose in cli("today", "--json").json["plans"][0]["doses"]]
    assert states == ["taken", "not tracked", "ahead", "ahead"]


def test_a_person_says_no(cli: Cli) -> None:
    """A no keeps nothing, and is no error."""
    added = cli.typing("add", BURST, "--start", "2026-12-02", answers="asked\nno\n")
    assert added.code == 0
    assert "Nothing was stored." in added.err
    assert plans(cli) == []


@pytest.mark.parametrize(("answer", "starts_on"), [("tomorrow", "2026-12-02"), ("2027-01-05", "2027-01-05")])
def test_day_one_is_asked_for(cli: Cli, answer: str, starts_on: str) -> None:
    """Tomorrow and a date are understood as day 1."""
    cli.typing("add", BURST, answers=f"{answer}\nasked\nyes\n")
    assert cli("list", "--json").json[0]["starts_on"] == starts_on


def test_ctrl_d_at_a_question_keeps_nothing(cli: Cli) -> None:
    """Input that ends at a question stops the command."""
    added = cli.typing("add", BURST, answers="")
    assert added.code == 130
    assert "Traceback" not in added.err
    assert plans(cli) == []


@pytest.mark.parametrize(("taken", "states"), [("morning", ["taken"]), ("08:00", ["taken"]), ("none", ["not tracked"])])
def test_todays_doses_are_named_by_slot_or_time(cli: Cli, taken: str, states: list[str]) -> None:
    """--taken says which of today's earlier doses were taken."""
    cli.kept("--taken", taken)
    assert [dose["state"] for dose in cli("today", "--json").json["plans"][0]["doses"]] == states


@pytest.mark.parametrize("taken", ["evening", "23:00", "nonsense"])
def test_a_dose_that_was_not_due_is_asked_about(cli: Cli, taken: str) -> None:
    """Only a dose of today, due before now, can have been taken already."""
    added = cli("add", BURST, "--start", "2026-12-01", "--taken", taken, "--yes", "--json")
    assert added.code == 3
    assert added.json["questions"][0]["choices"] == ["morning (08:00)"]


def test_the_same_plan_is_noticed(cli: Cli) -> None:
    """An identical active plan is not stored again."""
    cli.kept()
    again = cli("add", BURST, "--start", "2026-12-01", "--strength", "10 mg", "--label", "A", "--yes", "--json")
    assert (again.code, again.json["already"]) == (0, True)
    assert plans(cli) == ["A"]


def test_a_second_plan_of_a_medicine_wants_also(cli: Cli) -> None:
    """Another active plan of the same medicine for the same person is a question, unless --also is said."""
    cli.kept()
    second = ("add", "prednisone 5 mg daily for 3 days, then stop", "--start", "2026-12-02", "--yes")
    assert cli(*second).code == 3
    assert cli(*second, "--also").code == 0
    assert plans(cli) == ["A", "B"]


def test_another_persons_plan_is_no_second_one(cli: Cli) -> None:
    """--for keeps two people's plans of one medicine apart."""
    cli.kept()
    assert cli("add", BURST, "--start", "2026-12-02", "--for", "Anna", "--yes").code == 0
    assert {plan["person"] for plan in cli("list", "--json").json} == {"me", "Anna"}


def test_an_example_is_never_kept(cli: Cli) -> None:
    """A made-up plan is refused with the reason."""
    added = cli("add", "--file", str(EXAMPLE), "--start", "2026-12-02", "--yes")
    assert added.code == 3
    assert "example" in added.err
    assert plans(cli) == []


def test_a_limit_wants_a_providers_word(cli: Cli, tmp_path: Path) -> None:
    """A finding of level stop is exit 5 until --approved-by names who said so."""
    plan = tmp_path / "plan.toml"
    plan.write_text(
        'starts_on = "2026-12-02"\nlimits = { stop_by = "2026-12-03" }\n'
        '[[steps]]\ndays = 9\nslots = [{ slot = "morning", amount = "40 mg" }]\n',
        encoding="utf-8",
    )
    refused = cli("add", "--file", str(plan), "--yes")
    assert refused.code == 5
    assert "--approved-by" in refused.err
    assert plans(cli) == []
    assert cli("add", "--file", str(plan), "--yes", "--approved-by", "Dr Example").code == 0


def test_a_label_in_use_is_asked_about(cli: Cli) -> None:
    """Two active plans never share a label."""
    cli.kept()
    added = cli("add", "ibuprofen 200 mg daily for 3 days, then stop", "--start", "2026-12-02", "--label", "a", "--yes")
    assert added.code == 3


def test_without_a_daemon_it_says_so(cli: Cli) -> None:
    """Nothing reminds until a daemon runs: that is said on standard error."""
    added = cli("add", BURST, "--start", "2026-12-02", "--yes")
    assert "taper daemon start" in added.err.replace("\n  ", " ")
