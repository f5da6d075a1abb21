"""What to tell the provider before the start: asked in one line, kept with the plan, or answered later."""

from __future__ import annotations

from pathlib import Path

import pytest
from commandline import BURST, Cli

SOMA = "Soma 350 mg three times a day and at bedtime for 14 days, then stop"
START = ("--start", "2026-12-02")
ITEMS = [
    "porphyria, or an allergy to a carbamate such as meprobamate",
    "pregnancy or nursing",
    "other medicines",
    "allergies and other conditions",
    "seizures",
    "liver or kidney trouble",
    "alcohol",
]


def answers(cli: Cli, plan: str = "A") -> list[str | None]:
    """The answers of a plan, in the order of what is asked."""
    told = cli("show", plan, "--json").json["tell"]
    assert all(one["source"] and one["text"] for one in told)
    return [one["answer"] for one in told]


def test_a_terminal_lists_each_thing_and_asks_once(cli: Cli) -> None:
    """A line each, one answer for all, and then the yes to the whole plan."""
    added = cli.typing("add", SOMA, *START, answers="asked\nyes\n")
    assert added.code == 0, added.err
    for number, item in enumerate(ITEMS, 1):
        assert f"  {number}  {item}\n" in added.err
    assert added.err.count("[asked / no / 2 yes / not yet]") == 1
    assert answers(cli) == ["asked"] * 7
    assert "Not answered" not in added.out


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("no, 5 yes, 6 asked", ["no", "no", "no", "no", "yes", "asked", "no"]),
        ("Seizures: yes; rest no", ["no", "no", "no", "no", "yes", "no", "no"]),
        ("2 no", [None, "no", None, None, None, None, None]),
        ("ASKED", ["asked"] * 7),
        ("all yes", ["yes"] * 7),
        ("not yet", [None] * 7),
        ("", [None] * 7),
        ("no, 5 not yet", ["no"] * 4 + [None] + ["no"] * 2),
    ],
)
def test_each_thing_can_be_answered_by_its_number_or_words(cli: Cli, typed: str, expected: list[str | None]) -> None:
    """One word is for what is not named by itself; nothing answered stays so."""
    assert cli.typing("add", SOMA, *START, answers=f"{typed}\nyes\n").code == 0
    assert answers(cli) == expected


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("yes", "Yes to which of them?"),
        ("9 no", '"9" is none of these.'),
        ("o no", '"o" stands for several of these.'),
        ("2 perhaps", '"perhaps" is no answer.'),
        ("what?", '"what?" is no answer.'),
    ],
)
def test_what_cannot_be_read_is_asked_again(cli: Cli, typed: str, said: str) -> None:
    """A bare yes too: it seldom is for all, and might be meant for the plan."""
    added = cli.typing("add", SOMA, *START, answers=f"{typed}\nasked\nyes\n")
    assert added.code == 0, added.err
    assert said in added.err.replace("\n  ", " ")
    assert answers(cli) == ["asked"] * 7


def test_a_script_that_answers_nothing_is_told_so(cli: Cli) -> None:
    """--yes never waits; what was not answered is kept as that."""
    added = cli("add", SOMA, *START, "--yes")
    assert added.code == 0
    assert "Not answered, and to be told to your provider before the start" in added.out.replace("\n   ", " ")
    assert "taper told A asked" in added.out.replace("\n   ", " ")
    assert answers(cli) == [None] * 7
    data = cli("add", BURST, *START, "--yes", "--json", "--label", "white bottle").json
    assert {one["answer"] for one in data["tell"]} == {None}
    assert 'taper told "white bottle" asked' in data["to_tell"]


def test_a_script_answers_with_told(cli: Cli) -> None:
    """By words or numbers; one word is for all the others."""
    added = cli("add", SOMA, *START, "--told", "no", "--told", "seizures=yes", "--told", "7=asked", "--yes", "--json")
    assert [one["answer"] for one in added.json["tell"]] == ["no"] * 4 + ["yes", "no", "asked"]
    assert added.json["to_tell"] == "Tell your provider before you start, as you answered yes: seizures."
    assert answers(cli) == ["no"] * 4 + ["yes", "no", "asked"]


@pytest.mark.parametrize("told", ["seizures=maybe", "nonsense=no", "yes", "="])
def test_an_answer_that_cannot_be_read_keeps_nothing(cli: Cli, told: str) -> None:
    """Exit 3 with what can be said."""
    added = cli("add", SOMA, *START, "--told", told, "--yes", "--json")
    assert added.code == 3
    assert added.json["questions"][0]["choices"]
    assert cli("list", "--json").json == []


def test_nothing_is_asked_where_nothing_is_known(cli: Cli) -> None:
    """A medicine without facts works; that nothing is known of it is a note."""
    added = cli.typing("add", "madeupin 5 mg daily for 3 days, then stop", *START, answers="yes\n")
    assert added.code == 0, added.err
    assert "concern you" not in added.err
    assert "taper knows nothing of madeupin" in added.out
    assert cli("told", "A").out.startswith("taper knows of nothing to tell about madeupin")
    assert cli("told", "A", "asked", "--json").code == 3
    assert cli("add", "madeupin 5 mg daily for 3 days", *START, "--told", "asked", "--yes").code == 3


def test_it_can_be_answered_later(cli: Cli) -> None:
    """With the newest answer counting, for what is named; in a terminal it asks the same line."""
    cli("add", SOMA, *START, "--told", "5=yes", "--yes")
    first = cli("told", "A", "--json").json
    assert [one["answer"] for one in first["tell"]] == [None] * 4 + ["yes", None, None]
    assert "as you answered yes: seizures" in first["text"]
    assert [one["code"] for one in cli("check", "--json").json["findings"]] == ["tell-provider"]
    told = cli("told", "A", "asked", "alcohol=no")
    assert (told.code, told.out.count(": asked"), told.out.count(": no")) == (0, 6, 1)
    assert cli("check", "--json").json == {"findings": []}
    assert cli.typing("told", "A", answers="1 no\n").code == 0
    assert answers(cli) == ["no", *["asked"] * 5, "no"]


def test_show_says_them(cli: Cli) -> None:
    """A line each."""
    cli("add", SOMA, *START, "--told", "seizures=no", "--yes")
    shown = cli("show", "A").out
    assert "  5  seizures: no\n" in shown
    assert "  2  pregnancy or nursing: not answered\n" in shown


def test_a_preview_says_what_will_be_asked(cli: Cli) -> None:
    """In one line, and in JSON with the source of each."""
    assert "tell your provider of what concerns you: porphyria" in cli("preview", SOMA, *START).out
    told = cli("preview", SOMA, *START, "--json").json["tell"]
    assert [one["item"] for one in told] == ITEMS
    assert {one["answer"] for one in told} == {None}


def test_a_plan_that_is_refused_asks_nothing_first(cli: Cli, home: Path) -> None:
    """The provider's word is wanted at once, before any question; then it is kept with the plan."""
    (home / "facts").mkdir(parents=True)
    (home / "facts" / "mine.toml").write_text(
        'name = "soma"\n[[statement]]\nkind = "longest-duration"\ntext = "My provider says 5 days at most."\n'
        'days = 5\nnature = "hard limit"\nsource = "my provider"\nread_on = 2026-11-23\n',
        encoding="utf-8",
    )
    refused = cli.typing("add", SOMA, *START, answers="")
    assert refused.code == 5
    assert "concern you" not in refused.err
    assert "My provider says 5 days at most. (source: my provider)" in refused.err.replace("\n  ", " ")
    assert '--approved-by "Dr' in refused.err.replace("\n  ", " ")
    assert cli("list", "--all", "--json").json == []
    kept = cli.typing("add", SOMA, *START, "--approved-by", "Dr Wolf", answers="asked\nyes\n")
    assert kept.code == 0, kept.err
    assert cli("show", "A", "--json").json["versions"][0]["approved_by"] == "Dr Wolf"
