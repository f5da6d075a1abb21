"""A provider's rule makes exactly the amounts it says, or asks."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taper.core.amount import Amount, Unit, plain, read_plain
from taper.core.pieces import make
from taper.core.plan import Split, Tablet
from taper.core.ramp import Base, ByAmount, ByPercent, Ramp, RampError, Rounding, Toward, amounts_of_ramp

TEN = Tablet("10 mg", Unit.TABLET, read_plain("10 mg"))
FIVE = Tablet("5 mg", Unit.TABLET, read_plain("5 mg"))


def mg(text: str) -> Amount:
    return read_plain(f"{text} mg")


def said(start: str, ramp: Ramp, *tablets: Tablet) -> list[str]:
    return [plain(amount) for amount in amounts_of_ramp(mg(start), ramp, tablets)]


TABLE = [
    ("40", Ramp(ByAmount(mg("10")), target=mg("10")), "30 20 10"),
    ("40", Ramp(ByAmount(mg("5")), target=mg("10")), "35 30 25 20 15 10"),
    ("10", Ramp(ByAmount(mg("2.5"))), "7.5 5 2.5"),
    ("2.5", Ramp(ByAmount(mg("2.5")), rises=True, target=mg("10")), "5 7.5 10"),
    ("100", Ramp(ByPercent(Fraction(10), Base.ORIGINAL)), "90 80 70 60 50 40 30 20 10"),
    ("80", Ramp(ByPercent(Fraction(25), Base.CURRENT), count=2), "60 45"),
    (
        "80",
        Ramp(ByPercent(Fraction(25), Base.CURRENT), count=3, rounding=Rounding(mg("5"), Toward.NEAREST)),
        "60 45 35",
    ),
    ("80", Ramp(ByPercent(Fraction(25), Base.CURRENT), count=3, rounding=Rounding(mg("5"), Toward.DOWN)), "60 45 30"),
    ("64", Ramp(ByPercent(Fraction(50), Base.CURRENT), target=mg("8")), "32 16 8"),
    ("1", Ramp(ByAmount(Amount(Fraction(250), Unit.MCG))), "0.75 0.5 0.25"),
]


@pytest.mark.parametrize(("start", "ramp", "expected"), TABLE)
def test_a_rule_makes_the_amounts_it_says(start: str, ramp: Ramp, expected: str) -> None:
    """The table of rules, each written out by hand."""
    assert said(start, ramp) == [f"{number} mg" for number in expected.split()]


ASKED = [
    ("40", Ramp(ByAmount(mg("15")), target=mg("5")), "goes past 5"),
    ("40", Ramp(ByAmount(mg("15"))), "past nothing"),
    ("40", Ramp(ByAmount(mg("5")), target=mg("50")), "does not lie ahead"),
    ("40", Ramp(ByAmount(mg("5")), rises=True, target=mg("10")), "does not lie ahead"),
    ("40", Ramp(ByAmount(mg("5")), rises=True), "Where does this end"),
    ("40", Ramp(ByPercent(Fraction(10), Base.CURRENT)), "Where does this end"),
    ("45", Ramp(ByPercent(Fraction(25), Base.CURRENT), count=1), "rounding is needed"),
    ("10", Ramp(ByPercent(Fraction(100, 3), Base.CURRENT), count=1), "rounding is needed"),
    (
        "50",
        Ramp(ByPercent(Fraction(25), Base.CURRENT), count=1, rounding=Rounding(mg("25"), Toward.NEAREST)),
        "half-way",
    ),
    ("10", Ramp(ByPercent(Fraction(10), Base.CURRENT), count=3, rounding=Rounding(mg("5"), Toward.UP)), "nothing more"),
    ("40", Ramp(ByAmount(Amount(Fraction(1), Unit.TABLET)), target=mg("10")), "different units"),
]


@pytest.mark.parametrize(("start", "ramp", "question"), ASKED)
def test_a_rule_that_leaves_something_open_asks(start: str, ramp: Ramp, question: str) -> None:
    """An end that is missed, a rounding that is not said, a rule that never ends: each is a question."""
    with pytest.raises(RampError, match=question):
        amounts_of_ramp(mg(start), ramp)


def test_an_amount_the_tablets_cannot_make_names_its_neighbours() -> None:
    """35 mg of 10 mg tablets that are not split: 30 mg and 40 mg are named, none is chosen."""
    with pytest.raises(RampError, match="cannot be made") as asked:
        amounts_of_ramp(mg("40"), Ramp(ByAmount(mg("5")), target=mg("10")), (TEN,))
    assert [plain(amount) for amount in asked.value.choices] == ["30 mg", "40 mg"]
    assert said("40", Ramp(ByAmount(mg("5")), target=mg("25")), TEN, FIVE) == ["35 mg", "30 mg", "25 mg"]


_tablets = st.lists(
    st.builds(
        lambda strength, split: Tablet(f"{strength} mg", Unit.TABLET, mg(str(strength)), split),
        st.sampled_from((1, 2, 5, 10, 25)),
        st.sampled_from(Split),
    ),
    max_size=3,
    unique_by=lambda tablet: tablet.strength,
).map(tuple)
_changes = st.builds(ByAmount, st.integers(1, 80).map(lambda n: Amount(Fraction(n, 4), Unit.MG))) | st.builds(
    ByPercent, st.sampled_from((5, 10, 20, 25, 50)).map(Fraction), st.sampled_from(Base)
)
_ramps = st.builds(
    Ramp,
    _changes,
    rises=st.booleans(),
    target=st.none() | st.integers(1, 400).map(lambda n: Amount(Fraction(n, 4), Unit.MG)),
    count=st.none() | st.integers(1, 12),
    rounding=st.none()
    | st.builds(Rounding, st.sampled_from((1, 5)).map(lambda n: mg(str(n))), st.sampled_from(Toward)),
)


@given(st.integers(1, 400), _ramps, _tablets)
def test_no_rule_rises_passes_its_end_or_makes_what_the_tablets_cannot(
    quarters: int, ramp: Ramp, tablets: tuple[Tablet, ...]
) -> None:
    """Whatever the rule: its amounts go one way, end where it says, and can all be made; or it asks."""
    start = Amount(Fraction(quarters, 4), Unit.MG)
    try:
        found = amounts_of_ramp(start, ramp, tablets)
    except RampError:
        return
    numbers = [start.number, *(amount.number for amount in found)]
    assert numbers == sorted(set(numbers), reverse=not ramp.rises)
    assert ramp.count is None or len(found) == ramp.count
    assert ramp.target is None or found[-1] == ramp.target
    assert all(number > 0 for number in numbers)
    assert all(make(amount, tablets) is not None for amount in found)
