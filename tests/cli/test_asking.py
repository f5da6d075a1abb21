"""Questions asked one by one: in a terminal, never elsewhere, and with the changed text shown each time."""

from __future__ import annotations

import pytest
from commandline import BURST, Cli, Shell
from terminal import in_terminal

WRONG = "prednisone: 40 mg dialy for 4 days, then 20 mg at 8 for 4 days, then stop"
START = ("--start", "2026-12-02")


def plans(cli: Cli) -> list[str]:
    """The labels of the plans in the store."""
    return sorted(plan["label"] for plan in cli("list", "--json").json)


def test_a_terminal_asks_one_by_one_and_goes_on(shell: Shell) -> None:
    """A choice by its number, then other words; after each the text is shown, and then the plan."""
    code, printed = in_terminal(shell, "add", WRONG, *START, typed="1\n8 pm\nasked\nyes\n")
    assert code == 0, printed
    places = (
        "two things are not clear yet",
        "^^^^^",
        "1  daily",
        'Now: "prednisone: 40 mg daily for 4 days, then 20 mg at 8 for',
        "one thing is not clear yet",
        "2  8 pm",
        "Does this match the paper?",
        "Kept as plan A",
    )
    at = 0
    for words in places:
        at = printed.index(words, at)


def test_the_plan_kept_is_the_one_that_the_answers_made(cli: Cli) -> None:
    """Answered in turn, it is the same plan as if it had been typed so."""
    added = cli.typing("add", WRONG, *START, "--strength", "10 mg", answers="1\n2\nasked\nyes\n")
    assert added.code == 0, added.err
    text = "prednisone: 40 mg daily for 4 days, then 20 mg at 8 pm for 4 days, then stop"
    again = cli("add", text, *START, "--strength", "10 mg", "--yes", "--json")
    assert again.json["already"] is True


def test_a_wrong_number_and_the_same_words_are_asked_again(cli: Cli) -> None:
    """Neither is an answer, and nothing is guessed from it."""
    added = cli.typing("add", WRONG, *START, answers="7\ndialy\n1\n2\nasked\nyes\n")
    assert "There is no choice 7" in added.err
    assert "stands there already" in added.err
    assert plans(cli) == ["A"]


def test_the_whole_text_can_be_typed_anew(cli: Cli) -> None:
    """ "all", and then another text."""
    added = cli.typing("add", "take it as directed", *START, answers=f"all\n{BURST}\nasked\nyes\n")
    assert added.code == 0, added.err
    assert f'Now: "{BURST[:30]}' in added.err
    assert plans(cli) == ["A"]


def test_an_option_is_asked_for_its_value(cli: Cli) -> None:
    """Halves need a word of the provider: the choice sets --split, and the reading says halves."""
    added = cli.typing(
        "add", "7.5 mg daily for 4 days, then stop", *START, "--strength", "5 mg", answers="--split half\nyes\n"
    )
    assert added.code == 0, added.err
    assert "--split half" in added.err
    assert "1 and a half tablets" in added.out or "1.5 tablets" in added.out


def test_enter_leaves_with_nothing_stored(cli: Cli) -> None:
    """Exit 3, as without a terminal."""
    left = cli.typing("add", WRONG, *START, answers="\n")
    assert left.code == 3
    assert "Nothing was stored." in left.err
    assert plans(cli) == []


@pytest.mark.parametrize("typed", ["\x04", "1\n\x04"])
def test_ctrl_d_at_a_question_leaves(shell: Shell, typed: str) -> None:
    """At the first question or a later one: exit 130, no traceback, nothing stored."""
    code, printed = in_terminal(shell, "add", WRONG, *START, typed=typed)
    assert code == 130
    assert "Traceback" not in printed
    assert shell("list", "--json").out.strip() == "[]"


def test_ctrl_c_at_a_question_leaves(shell: Shell) -> None:
    """The same for Ctrl-C."""
    code, printed = in_terminal(shell, "add", WRONG, *START, interrupt_at="types the whole text anew")
    assert code == 130
    assert "Traceback" not in printed


def test_with_json_and_outside_a_terminal_all_are_told_at_once(cli: Cli) -> None:
    """Nothing waits for an answer; programs get data."""
    assert len(cli("add", WRONG, *START, "--yes", "--json").json["questions"]) == 2
    told = cli("add", WRONG, *START)
    assert told.code == 3
    assert "two things must be answered first" in told.err
    data = cli.typing("add", WRONG, *START, "--json", answers="")
    assert data.code == 3
    assert len(data.json["questions"]) == 2


def test_preview_asks_only_when_told(cli: Cli) -> None:
    """--ask in a terminal; without it the questions are told at once."""
    assert cli("preview", WRONG, *START, "--ask").code == 3
    assert cli.typing("preview", WRONG, *START, answers="1\n2\n").code == 3
    asked = cli.typing("preview", WRONG, *START, "--ask", answers="1\n2\n")
    assert asked.code == 0, asked.err
    assert "at 20:00" in asked.out


def test_a_first_day_that_is_no_date_is_asked_again(cli: Cli) -> None:
    """Then tomorrow is still understood."""
    added = cli.typing("add", BURST, answers="soon\n2026-02-30\ntomorrow\nasked\nyes\n")
    assert added.code == 0, added.err
    assert cli("list", "--json").json[0]["starts_on"] == "2026-12-02"


def test_a_dose_that_is_none_is_asked_again(cli: Cli) -> None:
    """A slip at today's doses does not throw away what was answered before."""
    added = cli.typing("add", BURST, answers="today\n11:11\n08:00\nasked\nyes\n")
    assert added.code == 0, added.err
    assert cli("today", "--json").json["plans"][0]["doses"][0]["state"] == "taken"


def test_a_second_plan_of_a_medicine_is_asked_about(cli: Cli) -> None:
    """--also is a choice by its number; other words are no answer."""
    cli.kept()
    second = ("add", "prednisone 5 mg daily for 3 days, then stop", *START)
    assert cli.typing(*second, answers="asked\nyes\nboth\n\n").code == 3
    assert plans(cli) == ["A"]
    assert cli.typing(*second, answers="asked\nyes\n1\n").code == 0
    assert plans(cli) == ["A", "B"]


def test_a_label_in_use_is_asked_about(cli: Cli) -> None:
    """Another one is typed as the option."""
    cli.kept()
    text = "ibuprofen 200 mg daily for 3 days, then stop"
    added = cli.typing("add", text, *START, "--label", "a", answers="asked\nyes\n--label C\n")
    assert added.code == 0, added.err
    assert plans(cli) == ["A", "C"]


def test_an_example_of_an_answer_is_shown_and_not_numbered(cli: Cli) -> None:
    """In JSON it is a key of its own."""
    from taper.app.answers import question_json
    from taper.cli.questions import told
    from taper.core.errors import Question

    question = question_json(Question("How much?", choices=("5 mg",), example="40 mg daily"), text="")
    assert question["example"] == "40 mg daily"
    assert told(question, numbered=["5 mg"]).splitlines() == [
        "  How much?",
        "    1  5 mg",
        "    - Write it like: 40 mg daily",
    ]
    assert told(question).splitlines()[1:] == ["    - 5 mg", "    - Write it like: 40 mg daily"]
