"""Strengths as they are named on the command line."""

from __future__ import annotations

from fractions import Fraction

import pytest

from taper.core.amount import Amount, Unit
from taper.core.errors import Unanswered
from taper.core.plan import Split
from taper.language import read_tablet


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("5 mg tablet", "5 mg tablet"),
        ("5mg", "5 mg tablet"),
        ("2.50 mg tabs", "2.5 mg tablet"),
        ("100 mg capsule", "100 mg capsule"),
        ("49/51 mg tablet", "49/51 mg tablet"),
        ("150 mg extended-release tablet", "150 mg extended-release tablet"),
        ("150 mg Extended Release tablets", "150 mg extended-release tablet"),
        ("25 mcg/hour patch", "25 mcg/hour patch"),
    ],
)
def test_a_strength_is_named_in_the_plain_form(text: str, name: str) -> None:
    """Number, space, unit, form; without a form a tablet is meant."""
    assert read_tablet(text, split=Split.NONE).name == name


def test_a_strength_holds_its_amount() -> None:
    """A plain strength is an amount, exactly."""
    assert read_tablet("2.5 mg", split=Split.NONE).amount == Amount(Fraction(5, 2), Unit.MG)


@pytest.mark.parametrize("text", ["49/51 mg tablet", "25 mcg/hour patch"])
def test_a_combination_or_a_rate_is_a_name_and_holds_no_amount(text: str) -> None:
    """What one holds cannot be counted with."""
    assert read_tablet(text, split=Split.NONE).amount is None


@pytest.mark.parametrize("text", ["100 mg capsule", "21 mg patch", "150 mg extended-release tablet"])
def test_what_must_stay_whole_is_never_split(text: str) -> None:
    """The split asked for holds for plain tablets only."""
    assert read_tablet(text, split=Split.HALF).split is Split.NONE
    assert read_tablet("5 mg", split=Split.HALF).split is Split.HALF


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tablet",
        "5",
        "mg",
        "5 tablets",
        "0 mg",
        ".5 mg",
        "1,000 mg",
        "05 mg",
        "5 mg pebble",
        "-5 mg",
        "5 mg mg",
        "\x00",
    ],
)
def test_nonsense_is_asked_about(text: str) -> None:
    """The question quotes what was read and says what was expected."""
    with pytest.raises(Unanswered, match="Write a number, a unit and a form"):
        read_tablet(text, split=Split.NONE)
