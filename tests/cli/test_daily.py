"""What a person does every day: looks, takes, skips, snoozes, takes back."""

from __future__ import annotations

import pytest
from commandline import FOUR_A_DAY, Cli, Result

EVENING = "2026-12-01T18:02:00Z"
NEXT_NOON = "2026-12-02T12:30:00Z"
AFTER_THE_END = "2026-12-10T12:00:00Z"


@pytest.fixture
def four_a_day(cli: Cli) -> Cli:
    """A plan of four doses a day, entered at 13:05 on day 1."""
    cli.kept("--strength", "350 mg", text=FOUR_A_DAY)
    return cli


def states(cli: Cli) -> list[str]:
    """What became of today's doses."""
    return [dose["state"] for dose in cli("today", "--json").json["plans"][0]["doses"]]


def test_the_dose_that_waits_is_taken(four_a_day: Cli) -> None:
    """Without a word more, take answers the one open dose."""
    taken = four_a_day("take", "--json", at=EVENING)
    assert taken.json["recorded"]["dose"] == "2026-12-01/evening"
    assert states(four_a_day) == ["not tracked", "not tracked", "taken", "ahead"]


def test_skip_leaves_it_out(four_a_day: Cli) -> None:
    """A skipped dose is answered, with its words kept."""
    four_a_day("skip", "--note", "felt dizzy", at=EVENING)
    assert states(four_a_day)[2] == "skipped"
    assert "felt dizzy" in four_a_day("log").out


def test_not_sure_is_an_answer(four_a_day: Cli) -> None:
    """--not-sure is recorded as such."""
    assert four_a_day("take", "--not-sure", "--json", at=EVENING).json["recorded"]["answer"] == "unsure"


def test_an_early_dose_is_recorded_and_marked(four_a_day: Cli) -> None:
    """Outside a terminal an early intake is recorded, marked and warned of on standard error."""
    taken = four_a_day("take", "--dose", "evening", "--json")
    assert taken.code == 0
    assert taken.json["recorded"]["marks"] == ["early"]
    assert "taper undo" in taken.err


def test_a_second_one_is_recorded_as_extra(four_a_day: Cli) -> None:
    """A second intake in a script is exit 0, extra, warned of, and can be undone."""
    four_a_day("take", at=EVENING)
    second = four_a_day("take", "--json", at="2026-12-01T18:20:00Z")
    assert (second.code, second.json["recorded"]["marks"]) == (0, ["extra"])
    undone = four_a_day("undo", "--json")
    assert undone.json["undone"]["marks"] == ["extra"]
    assert [entry["undone"] for entry in four_a_day("log", "--json").json] == [False, True]


@pytest.mark.parametrize(("answer", "count"), [("1", 1), ("2", 2)])
def test_a_person_is_asked_which_one_it_was(four_a_day: Cli, answer: str, count: int) -> None:
    """In a terminal a second intake is asked about: the same one, or one more."""
    four_a_day("take", at=EVENING)
    second = four_a_day.typing("take", answers=f"{answer}\n")
    assert second.code == 0
    assert "same: " in second.err
    assert len(four_a_day("log", "--json").json) == count


@pytest.fixture
def two_plans(cli: Cli) -> Cli:
    """Two plans with a dose at noon, "A" entered first."""
    cli.kept("--strength", "350 mg", text=FOUR_A_DAY, label="A")
    cli("list", at="2026-12-01T13:06:00Z")
    cli.kept(text="prednisone 10 mg at noon for 5 days, then stop", label="white bottle")
    return cli


def test_several_open_doses_are_asked_about(two_plans: Cli) -> None:
    """Two plans with an open dose: take never guesses, and lists them."""
    asked = two_plans("take", "--json", at=NEXT_NOON)
    assert asked.code == 3
    choices = asked.json["questions"][0]["choices"]
    assert [choice.partition(",")[0] for choice in choices] == [
        "A 2026-12-02/noon",
        "white bottle 2026-12-02/noon",
    ]
    assert two_plans("log", "--json").json == []


def test_a_person_chooses_among_open_doses(two_plans: Cli) -> None:
    """In a terminal the chosen dose of the chosen plan is recorded."""
    assert two_plans("list", at=NEXT_NOON).code == 0
    taken = two_plans.typing("take", "--json", answers="2\n")
    assert taken.json["recorded"]["label"] == "white bottle"


@pytest.mark.parametrize("name", ["noon", "12:00", "2026-12-02/noon"])
def test_a_dose_is_named_by_slot_time_or_id(four_a_day: Cli, name: str) -> None:
    """--dose takes any of the three."""
    taken = four_a_day("take", "A", "--dose", name, "--at", "12:10", "--amount", "1 tablet", "--json", at=NEXT_NOON)
    recorded = taken.json["recorded"]
    assert (recorded["dose"], recorded["amount"]) == ("2026-12-02/noon", "1 tablet")
    assert recorded["happened_at"] == "2026-12-02T12:10:00+00:00"


def test_a_dose_after_the_end_is_recorded_and_warned_of(cli: Cli) -> None:
    """Past the end everything can still be written down, and the warning is said at once."""
    cli.kept()
    taken = cli("take", "A", "--json", at=AFTER_THE_END)
    assert (taken.code, taken.json["recorded"]["marks"]) == (0, ["past-end"])
    assert "This course ended 2 days ago" in taken.err


def test_a_snooze_says_until_when(four_a_day: Cli) -> None:
    """The open dose is asked about again later."""
    assert four_a_day("snooze", "--minutes", "15", "--json", at=EVENING).json["until"] == "2026-12-01T18:17:00+00:00"


def test_nothing_to_snooze_is_not_found(four_a_day: Cli) -> None:
    """Without an open dose it is exit 4."""
    assert four_a_day("snooze").code == 4


def test_nothing_to_undo_is_not_found(four_a_day: Cli) -> None:
    """Without a record it is exit 4."""
    assert four_a_day("undo").code == 4


def keys(result: Result) -> set[str]:
    """The keys of the first entry of a JSON list."""
    return set(result.json[0])


def test_upcoming_lists_what_will_be_said(four_a_day: Cli) -> None:
    """In order of time, each entry with the keys of the contract; names stay hidden."""
    shown = four_a_day("upcoming", "--days", "14", "--json")
    assert keys(shown) >= {"at", "kind", "plan", "title", "text"}
    assert [entry["at"] for entry in shown.json] == sorted(entry["at"] for entry in shown.json)
    assert {entry["kind"] for entry in shown.json} == {"dose", "stop-soon", "last-dose", "stopped"}
    assert "carisoprodol" not in shown.out


def test_upcoming_for_people_groups_by_day(four_a_day: Cli) -> None:
    """A person reads the day once, and a line for each thing."""
    shown = four_a_day("upcoming", "--days", "1")
    assert shown.out.splitlines()[:2] == ["Tue 1 Dec 2026", "   18:00     A: 1 tablet of 350 mg"]


def test_today_says_what_became_of_each_dose(four_a_day: Cli) -> None:
    """A line for each dose, with its state."""
    shown = four_a_day("today")
    assert "18:00  1 tablet of 350 mg, evening: ahead" in shown.out


def test_list_and_show_say_where_the_plan_stands(four_a_day: Cli) -> None:
    """One line for each plan; show writes it out with its history."""
    assert "day 1 of 14" in four_a_day("list").out
    shown = four_a_day("show", "A", "--table")
    assert "Tue 1 Dec 2026 13:05, entered, by you" in shown.out
    assert "last dose mon 14 december 2026" in shown.out.lower()
    assert four_a_day("show", "--json").json["form"]["zone"] == "UTC"


def test_an_unknown_plan_is_not_found(four_a_day: Cli) -> None:
    """Exit 4, with the labels there are."""
    shown = four_a_day("show", "Z")
    assert shown.code == 4
    assert "A" in shown.err


def test_check_says_what_stands_out(four_a_day: Cli) -> None:
    """No finding of level stop stands: exit 0."""
    assert four_a_day("check", "--json").code == 0


def test_an_empty_store_is_no_error(cli: Cli) -> None:
    """Looking without a plan answers empty lists."""
    assert cli("list", "--json").json == []
    assert cli("upcoming", "--json").json == []
    assert cli("log", "--json").json == []
    assert cli("today", "--json").json["plans"] == []
    assert cli("check", "--json").json == {"findings": []}
