"""`taper add` with nothing said: a plan entered step by step in a terminal, kept, and saved as a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import Cli, Shell
from terminal import in_terminal

TEXT = "prednisone: 40 mg once a day for 4 days, then 20 mg once a day for 4 days, then stop. Dispense 24 tablets"
OPTIONS = ("--strength", "10 mg", "--start", "2026-12-02")
ANSWERS = (
    *("", "prednisone", "10 mg", "1"),
    *("40 mg", "1", "", "4 days", "1"),
    *("20 mg", "1", "", "4 days", "2"),
    *("24", "tomorrow"),
    "asked",
)


def typed(*answers: str) -> str:
    """Each answer with Enter behind it."""
    return "".join(f"{answer}\n" for answer in answers)


def test_a_plan_is_entered_step_by_step(shell: Shell, tmp_path: Path) -> None:
    """It grows before one's eyes, its text is shown, and it is kept after the yes and saved where one says."""
    file = tmp_path / "plan.toml"
    code, printed = in_terminal(shell, "add", typed=typed(*ANSWERS, "yes", str(file)))
    assert code == 0, printed
    places = (
        "Whose plan is it?",
        "Which medicine is it?",
        "So far, with tomorrow as day 1:",
        "16 tablets of 10 mg in all",
        "What then?",
        "So far",
        "24 tablets of 10 mg in all",
        "How many were dispensed?",
        "When is day 1?",
        "Now: ",
        "Does this match the paper?",
        "Kept as plan A",
        "Save it as a plan file",
    )
    at = 0
    for words in places:
        at = printed.index(words, at)
    again = shell("add", TEXT, *OPTIONS, "--yes", "--json")
    assert '"already": true' in again.out
    from_file = shell("preview", "--file", str(file), "--json")
    assert from_file.out == shell("preview", TEXT, *OPTIONS, "--json").out


def test_going_back_changes_an_answer(cli: Cli) -> None:
    """Two questions back, another amount: only what is answered last counts."""
    answers = ("", "prednisone", "10 mg", "1", "50 mg", "1", "back", "back", "40 mg", *ANSWERS[5:])
    added = cli.typing("add", answers=typed(*answers, "yes", ""))
    assert added.code == 0, added.err
    assert "50 mg" not in added.out
    assert cli("add", TEXT, *OPTIONS, "--yes", "--json").json["already"] is True


def test_what_cannot_be_read_is_asked_again(cli: Cli) -> None:
    """An amount without a unit, one the tablets cannot make, a bare number of days, a count that is not the plan's."""
    first = ("", "prednisone", "10 mg", "1", "40", "7.5 mg", "40 mg", "daly", "1", "at 8", "", "4", "4 days", "5", "1")
    answers = (*first, *ANSWERS[9:14], "30", *ANSWERS[14:])
    added = cli.typing("add", answers=typed(*answers, "yes", ""))
    assert added.code == 0, added.err
    for said in ("of what?", "cannot be made of 10 mg tablet", "not understood", "in the evening?", "30 dispensed"):
        assert said in added.err.replace("\n  ", " ").replace("\n", " "), said
    assert "Give a number from 1 to 4" in added.err
    assert cli("add", TEXT, *OPTIONS, "--yes", "--json").json["already"] is True


def test_quit_keeps_nothing(cli: Cli) -> None:
    """At any question; it is no error."""
    left = cli.typing("add", answers=typed("", "prednisone", "quit"))
    assert left.code == 0
    assert "Nothing was stored." in left.err
    assert cli("list", "--json").json == []


def test_a_no_at_the_end_keeps_nothing(cli: Cli) -> None:
    """And saves no file."""
    left = cli.typing("add", answers=typed(*ANSWERS, "no"))
    assert left.code == 0
    assert "plan file" not in left.err
    assert cli("list", "--json").json == []


@pytest.mark.parametrize("answers", [(), ("", "prednisone"), ANSWERS[:8], ANSWERS])
def test_ctrl_d_leaves_at_any_question(shell: Shell, answers: tuple[str, ...]) -> None:
    """Exit 130, no traceback, nothing stored."""
    code, printed = in_terminal(shell, "add", typed=typed(*answers) + "\x04")
    assert code == 130
    assert "Traceback" not in printed
    assert shell("list", "--json").out.strip() == "[]"


def test_ctrl_c_leaves(shell: Shell) -> None:
    """The same for Ctrl-C."""
    code, printed = in_terminal(shell, "add", typed=typed("", "prednisone"), interrupt_at="Which tablets are on hand?")
    assert code == 130
    assert "Traceback" not in printed
    assert shell("list", "--json").out.strip() == "[]"


def test_ctrl_d_at_the_file_leaves_the_plan_kept(shell: Shell) -> None:
    """The plan was kept before; only the file is not written."""
    code, printed = in_terminal(shell, "add", typed=typed(*ANSWERS, "yes") + "\x04")
    assert code == 0, printed
    assert "Kept as plan A" in printed


def test_a_file_that_is_there_is_not_written_over(cli: Cli, tmp_path: Path) -> None:
    """Another path is asked for."""
    mine, plan = tmp_path / "mine.toml", tmp_path / "plan.toml"
    mine.write_text("mine", encoding="utf-8")
    added = cli.typing("add", answers=typed(*ANSWERS, "yes", str(mine), str(tmp_path / "no" / "x"), str(plan)))
    assert added.code == 0, added.err
    assert mine.read_text(encoding="utf-8") == "mine"
    assert plan.is_file()


def test_options_beside_it_are_not_asked_again(cli: Cli) -> None:
    """The strengths and day 1 stand already; a bad option is told at once."""
    answers = ("", "prednisone", "", *ANSWERS[4:15], "asked", "yes", "")
    added = cli.typing("add", *OPTIONS, answers=typed(*answers))
    assert added.code == 0, added.err
    assert "tablets are on hand" not in added.err
    assert cli("add", TEXT, *OPTIONS, "--yes", "--json").json["already"] is True
    for option in (("--strength", "ten"), ("--zone", "Atlantis"), ("--start", "soon")):
        assert cli.typing("add", *option, answers="").code == 3


@pytest.mark.parametrize("options", [(), ("--yes",), ("--json",)])
def test_without_a_terminal_nothing_said_is_wrong_usage(cli: Cli, options: tuple[str, ...]) -> None:
    """Exit 2, as before."""
    assert cli("add", *options).code == 2


@pytest.mark.parametrize("options", [("--yes",), ("--json",)])
def test_scripts_are_never_guided(cli: Cli, options: tuple[str, ...]) -> None:
    """--yes and --json are for programs, in a terminal too."""
    assert cli.typing("add", *options, answers="").code == 2


@pytest.mark.parametrize("question", [0, 1, 4, 15])
def test_a_byte_that_is_no_text_is_asked_again(shell: Shell, question: int) -> None:
    """In a locale that takes UTF-8 strictly, too; no traceback."""
    answers = (*ANSWERS[:question], "a\udcff", *ANSWERS[question:], "no")
    code, printed = in_terminal(shell, "add", typed=typed(*answers), PYTHONIOENCODING="utf-8:strict")
    assert code == 0, printed
    assert "that can be seen" in printed
    assert "Traceback" not in printed


def test_such_a_byte_in_an_answer_to_a_question_is_asked_about(shell: Shell) -> None:
    """The same where questions are asked one by one."""
    text = "prednisone 40 mg dialy for 3 days"
    code, printed = in_terminal(shell, "add", text, typed="d\udcff\n\n", PYTHONIOENCODING="utf-8:strict")
    assert code == 3, printed
    assert printed.count("one thing is not clear yet") == 2


def test_what_is_as_needed_is_entered_in_a_terminal(shell: Shell) -> None:
    """The reason, the gap and the most a day are asked for; nothing is scheduled."""
    answers = (
        "",
        "tramadol",
        "50 mg",
        "1",
        "50 mg",
        "as needed",
        "for pain",
        "6",
        "200 mg",
        "5 days",
        "2",
        "",
        "tomorrow",
    )
    code, printed = in_terminal(shell, "add", typed=typed(*answers, "asked", "yes", ""))
    assert code == 0, printed
    said = "as needed for pain, at least 6 hours apart, at most 200 mg a day"
    assert said in " ".join(printed.replace("\u00a0", " ").split()), printed
    shown = shell("show", "A", "--json")
    assert '"min_gap": "PT6H"' in shown.out
