"""Does a changed plan need the provider's word: is it higher, faster or longer than what the provider prescribed?

Slower and faster are told apart by the totals of the days, from the day before the change on. With what is known (the
plan in force, and the one prescribed), each date has a span: from the least to the most that those plans have had in a
day by then. A change is *slower* as long as every day's total stays within the span of its date:

- above the span is *raised*: more in a day than the plans had until that date (a taper that goes back up, a rise that
  comes sooner);
- below it is *faster*: the taper is further down on that date than the plans are (or the rise was taken back);
- a single dose that is larger than any of theirs by that date is *raised* as well;
- a last day with more than the plans have on theirs is *cut short*: the way down was left out, and the end is sudden;
- a last day past the prescribed end is *longer*.

What cannot be compared needs the name too: plans whose totals go up and down, anything as needed, totals in units that
do not add up. The same totals on every day are no change of pace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from taper.core.amount import Amount, spoken
from taper.core.record import Dose
from taper.core.words import long_date, short_date

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Course:
    """What one plan gives from a date on: its doses, its last day of use (None where open), anything as needed."""

    doses: tuple[Dose, ...]
    last_on: date | None
    has_needed: bool = False


def reasons_for_word(
    changed: Course, *, known: Sequence[Course], from_on: date, prescribed_end_on: date | None
) -> tuple[str, ...]:
    """Why a change needs a provider's word, in sentences; empty where the person may report it alone.

    `known` are the plan in force and the one prescribed; `from_on` is the first day of the change. All courses have
    their doses from the day before on.
    """
    if any(course.has_needed for course in (changed, *known)):
        return ("Something of it is taken as needed, so that it cannot be said whether that is more or less.",)
    doses = [dose for course in (changed, *known) for dose in course.doses]
    if doses and not all(dose.amount.measures_like(doses[0].amount) for dose in doses):
        return ("Its amounts are in units that cannot be compared with those of the plan.",)
    found = (*_longer(changed, prescribed_end_on), *_at_other_pace(changed, known, from_on))
    return found[:2]


def _longer(changed: Course, prescribed_end_on: date | None) -> Iterable[str]:
    if prescribed_end_on is None:
        return ()
    end = long_date(prescribed_end_on)
    if changed.last_on is None:
        return (f"It has no end, and goes past the prescribed end ({end}).",)
    return (f"This goes past the prescribed end ({end}).",) if changed.last_on > prescribed_end_on else ()


def _at_other_pace(changed: Course, known: Sequence[Course], from_on: date) -> Iterable[str]:
    last_on = max((dose.on for course in (changed, *known) for dose in course.doses), default=from_on)
    totals = _totals(changed.doses)
    others = [_totals(course.doses) for course in known]
    has_day_before = any(from_on - _DAY in one for one in others)
    dates = [from_on + n * _DAY for n in range(-1 if has_day_before else 0, (last_on - from_on).days + 1)]
    if all(_same(totals.get(on), others[0].get(on)) for on in dates) and not _larger_dose(changed, known):
        return ()
    above, below = _out_of_span(totals, others, dates)
    higher = tuple(text for text in (above, *_larger_dose(changed, known), *_ends_higher(totals, others)) if text)
    if higher:
        return higher
    if not all(_goes_one_way([one.get(on) for on in _until(dates, one)]) for one in (totals, *others)):
        return ("The days go up and down, so that it cannot be said whether this is slower or faster.",)
    return (below,) if below else ()


def _until(dates: Sequence[date], totals: Mapping[date, Amount]) -> list[date]:
    """The dates up to the last one with a dose: that a plan ends is no step down."""
    last_on = max(totals, default=dates[0])
    return [on for on in dates if on <= last_on]


def _totals(doses: Iterable[Dose]) -> dict[date, Amount]:
    found: dict[date, Amount] = {}
    for dose in doses:
        found[dose.on] = found[dose.on] + dose.amount if dose.on in found else dose.amount
    return found


def _same(one: Amount | None, other: Amount | None) -> bool:
    if one is None or other is None:
        return one is other
    return not one.exceeds(other) and not other.exceeds(one)


def _less(one: Amount | None, other: Amount | None) -> bool:
    """Whether the first is less than the second; None is nothing."""
    if other is None:
        return False
    return other.number > 0 if one is None else other.exceeds(one)


def _goes_one_way(totals: Sequence[Amount | None]) -> bool:
    falls = any(_less(after, before) for before, after in pairwise(totals))
    rises = any(_less(before, after) for before, after in pairwise(totals))
    return not (falls and rises)


def _out_of_span(
    totals: Mapping[date, Amount], others: Sequence[Mapping[date, Amount]], dates: Sequence[date]
) -> tuple[str, str]:
    """What is said of the first day above the span, and of the first one below it; empty where there is none."""
    least = most = others[0].get(dates[0])
    above = below = ""
    for on in dates:
        for one in others:
            least = one.get(on) if _less(one.get(on), least) else least
            most = one.get(on) if _less(most, one.get(on)) else most
        if _less(most, totals.get(on)) and not above:
            above = f"On {short_date(on)} it gives {_said(totals.get(on))}, more than the plan until then."
        if _less(totals.get(on), least) and not below:
            below = f"On {short_date(on)} it is down to {_said(totals.get(on))}, where the plan has {_said(least)}."
    return above, below


def _said(total: Amount | None) -> str:
    return "nothing" if total is None else spoken(total)


def _larger_dose(changed: Course, known: Sequence[Course]) -> tuple[str, ...]:
    """A single dose larger than any the plans had by its date."""
    for dose in changed.doses:
        before = [one.amount for course in known for one in course.doses if one.on <= dose.on]
        if before and all(dose.amount.exceeds(one) for one in before):
            return (f"On {short_date(dose.on)} a single dose is {spoken(dose.amount)}, more than any until then.",)
    return ()


def _ends_higher(totals: Mapping[date, Amount], others: Sequence[Mapping[date, Amount]]) -> tuple[str, ...]:
    """That the last day has more than the last days of the plans."""
    lasts = [one[max(one)] for one in others if one]
    if not totals or not lasts or not all(totals[max(totals)].exceeds(last) for last in lasts):
        return ()
    return (f"It ends with {spoken(totals[max(totals)])} on {short_date(max(totals))}, more than the plan ends with.",)
