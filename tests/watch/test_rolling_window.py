"""Any 24 hours: the fast rules against a slow oracle that looks at every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from life import mg

from taper.core.amount import Amount, Unit
from taper.core.breach import OverMaximum, Stated, TooOften, TooSoon, Use, breaches
from taper.core.localtime import local_date
from taper.core.measure import Told, total
from taper.core.plan import Split, Tablet

ZONE = "Europe/Berlin"
BEGIN = datetime(2026, 10, 24, tzinfo=UTC)
"""The night after it, the clocks of Berlin go back: a calendar day has 25 hours."""

MINUTES = 3 * 24 * 60
DAY = 24 * 60
TABLETS = (Tablet("50 mg", amount=mg(50), split=Split.NONE),)

_minutes = st.integers(0, MINUTES)
_uses = st.lists(st.tuples(_minutes, st.sampled_from(("25 mg", "50 mg", "1 tablet", "1.5 tablet"))), max_size=7)

IN_MG = {"25 mg": 25, "50 mg": 50, "1 tablet": 50, "1.5 tablet": 75}
AMOUNTS = {
    "25 mg": mg(25),
    "50 mg": mg(50),
    "1 tablet": Amount(Fraction(1), Unit.TABLET),
    "1.5 tablet": Amount(Fraction(3, 2), Unit.TABLET),
}


def use(minute: int, amount: str) -> Use:
    """A taking so many minutes after the beginning."""
    return Use(BEGIN + timedelta(minutes=minute), AMOUNTS[amount])


def worst_of_any_24_hours(uses: list[tuple[int, int]], minute: int) -> int:
    """The most in any 24 hours that hold a minute: every minute is tried as their beginning."""
    return max(
        sum(amount for at, amount in uses if begin <= at < begin + DAY) for begin in range(minute - DAY + 1, minute + 1)
    )


def of_the_day(uses: list[tuple[int, int]], minute: int) -> int:
    """What falls on the calendar day of a minute."""
    on = local_date(BEGIN + timedelta(minutes=minute), zone=ZONE)
    return sum(amount for at, amount in uses if local_date(BEGIN + timedelta(minutes=at), zone=ZONE) == on)


@given(_uses, _minutes, st.sampled_from(sorted(AMOUNTS)), st.integers(1, 12), st.sampled_from((Unit.MG, Unit.TABLET)))
@settings(max_examples=150, deadline=None)
def test_a_maximum_is_passed_when_the_oracle_says_so(
    others: list[tuple[int, str]], minute: int, amount: str, quarter_hundreds: int, unit: Unit
) -> None:
    """In the calendar day, or in any 24 hours; whether the maximum is told in mg or in tablets."""
    most = 25 * quarter_hundreds
    stated = Amount(Fraction(most, 50), Unit.TABLET) if unit is Unit.TABLET else mg(most)
    found = breaches(Stated(ZONE, TABLETS, max_per_day=stated), use(minute, amount), [use(*one) for one in others])
    uses = [*((at, IN_MG[what]) for at, what in others), (minute, IN_MG[amount])]
    today, worst = of_the_day(uses, minute), worst_of_any_24_hours(uses, minute)
    over = [breach for breach in found if isinstance(breach, OverMaximum)]
    assert [breach.since is None for breach in over] == ([today > most] if max(today, worst) > most else [])
    if today > most:
        assert over[0].total.amount in (mg(today), Amount(Fraction(today, 50), Unit.TABLET))
    assert len(over) == len(found), "everything can be compared"


@given(st.lists(_minutes, max_size=8), _minutes, st.integers(1, 5), st.integers(1, 30))
@settings(max_examples=150, deadline=None)
def test_a_count_and_a_gap_are_passed_when_the_oracle_says_so(
    others: list[int], minute: int, most: int, gap_hours: int
) -> None:
    """How often in the day or any 24 hours, and how close to another one before or after."""
    stated = Stated(ZONE, max_times_per_day=most, min_gap_hours=gap_hours)
    found = breaches(stated, use(minute, "50 mg"), [use(at, "50 mg") for at in others])
    uses = [(at, 1) for at in (*others, minute)]
    often = max(of_the_day(uses, minute), worst_of_any_24_hours(uses, minute)) > most
    close = any(abs(at - minute) < gap_hours * 60 for at in others)
    kinds = {type(breach) for breach in found}
    assert kinds == {kind for kind, holds in ((TooOften, often), (TooSoon, close)) if holds}


@given(st.lists(st.sampled_from(sorted(AMOUNTS)), min_size=1, max_size=6), st.randoms())
@settings(max_examples=100, deadline=None)
def test_a_total_is_the_same_in_any_order(amounts: list[str], shuffled: st.DataObject) -> None:
    """And what cannot be told leaves a sum of the rest that is never more."""
    takings = [Told(AMOUNTS[amount], tablets=TABLETS) for amount in amounts]
    mixed = list(takings)
    shuffled.shuffle(mixed)  # type: ignore[attr-defined]
    limit = Told(mg(1000))
    assert total(takings, limit) == total(mixed, limit)
    with_unknown = total([*takings, None, Told(Amount(Fraction(5), Unit.ML))], limit)
    assert (with_unknown.amount, with_unknown.is_whole) == (total(takings, limit).amount, False)
