"""What of a taking goes past the bounds that were stated, given every other taking of the medicine?

A day's maximum holds for the calendar day and for any 24 hours. A taking may be written down late, so that it is held
against those after it as well as those before it. Nothing is ever refused here; it is only seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from taper.core.amount import Amount
from taper.core.localtime import local_date
from taper.core.measure import Told, Total, exceeds, total
from taper.core.plan import Tablet

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Use:
    """One taking: when, and how much where that is known.

    `of` and `tablets` are the strengths its amount is told in, where those are others than of the bounds; `plan` is the
    label of its plan where that is another one.
    """

    at: datetime
    amount: Amount | None
    of: str | None = None
    tablets: tuple[Tablet, ...] | None = None
    plan: str | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """Bounds as they were stated, None where nothing was.

    `of` and `tablets` are the strengths their amounts are told in; `zone` is whose calendar says what a day is.
    """

    zone: str
    tablets: tuple[Tablet, ...] = ()
    of: str | None = None
    min_gap_hours: int | None = None
    most_at_once: Amount | None = None
    max_per_day: Amount | None = None
    max_times_per_day: int | None = None

    def told(self, amount: Amount) -> Told:
        """One of its own amounts."""
        return Told(amount, self.of, self.tablets)

    def told_of(self, use: Use) -> Told | None:
        """The amount of a taking; None where it is unknown."""
        if use.amount is None:
            return None
        if use.tablets is None:
            return Told(use.amount, use.of or self.of, self.tablets)
        return Told(use.amount, use.of, use.tablets)


@dataclass(frozen=True, slots=True)
class TooSoon:
    """Less than the least gap lies between this taking and another one; `other_plan` is its plan where not this one."""

    other_at: datetime
    gap_hours: int
    other_plan: str | None = None


@dataclass(frozen=True, slots=True)
class TooMuchAtOnce:
    """More than was said to take at a time."""

    most: Amount


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Nothing tells whether this is more than was said to take at a time."""

    taken: Amount
    most: Amount


@dataclass(frozen=True, slots=True)
class OverMaximum:
    """More than the daily maximum: in the calendar day, or else in 24 hours from `since` on.

    `most` is as stated; `total.stated` is the same in the unit of the total. `plans` are other plans counted in.
    """

    total: Total
    most: Amount
    since: datetime | None
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TooOften:
    """More takings than a day may have: in the calendar day, or else in 24 hours from `since` on."""

    times: int
    most: int
    since: datetime | None
    plans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncounted:
    """The daily maximum cannot be held against what was taken: an amount is unknown or in another unit."""

    most: Amount


Breach = TooSoon | TooMuchAtOnce | Uncompared | OverMaximum | TooOften | Uncounted


def breaches(stated: Stated, use: Use, others: Sequence[Use]) -> tuple[Breach, ...]:
    """What of a taking goes past stated bounds, given all other takings."""
    return (
        *_too_soon(stated, use, others),
        *_too_much_at_once(stated, use),
        *_too_often(stated, use, others),
        *_over_maximum(stated, use, others),
    )


def _too_soon(stated: Stated, use: Use, others: Sequence[Use]) -> Iterator[Breach]:
    if stated.min_gap_hours is None:
        return
    gap = timedelta(hours=stated.min_gap_hours)
    near = [other for other in others if abs(other.at - use.at) < gap]
    if near:
        nearest = min(near, key=lambda other: (abs(other.at - use.at), other.at))
        yield TooSoon(nearest.at, stated.min_gap_hours, nearest.plan)


def _too_much_at_once(stated: Stated, use: Use) -> Iterator[Breach]:
    most, told = stated.most_at_once, stated.told_of(use)
    if most is None or told is None:
        return
    match exceeds(told, stated.told(most)):
        case True:
            yield TooMuchAtOnce(most)
        case None:
            yield Uncompared(told.amount, most)


_Window = tuple[datetime | None, list[Use]]
"""Some takings, and when the 24 hours that hold them began; None for a calendar day."""


def _windows(stated: Stated, use: Use, others: Sequence[Use]) -> Iterator[_Window]:
    """The calendar day first; the 24 hours around are named only where the day itself is within its bounds."""
    uses = [*others, use]
    on = local_date(use.at, zone=stated.zone)
    yield None, [one for one in uses if local_date(one.at, zone=stated.zone) == on]
    for begin in sorted({one.at for one in uses if use.at - _DAY < one.at <= use.at}):
        yield begin, [one for one in uses if begin <= one.at < begin + _DAY]


def _too_often(stated: Stated, use: Use, others: Sequence[Use]) -> Iterator[Breach]:
    most = stated.max_times_per_day
    if most is None:
        return
    for since, uses in _windows(stated, use, others):
        if len(uses) > most:
            yield TooOften(len(uses), most, since, _plans(uses))
            return


def _over_maximum(stated: Stated, use: Use, others: Sequence[Use]) -> Iterator[Breach]:
    most = stated.max_per_day
    if most is None:
        return
    sums = [(since, uses, total_of(uses, stated, most)) for since, uses in _windows(stated, use, others)]
    over = next(((since, uses, summed) for since, uses, summed in sums if summed.is_over), None)
    if over is not None:
        since, uses, summed = over
        yield OverMaximum(summed, most, since, _plans(uses))
    elif not all(summed.is_whole for _, _, summed in sums):
        yield Uncounted(most)


def _plans(uses: Iterable[Use]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(use.plan for use in uses if use.plan is not None))


def total_of(uses: Iterable[Use], stated: Stated, maximum: Amount) -> Total:
    """What some takings add up to beside a maximum."""
    return total([stated.told_of(use) for use in uses], stated.told(maximum))
