"""What may be taken as needed, with which bounds, once all that was said of it is put together?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from taper.core.amount import Amount
from taper.core.plan import AsNeeded
from taper.language.ask import puzzled
from taper.language.dayamounts import refuse_count_of_a_days_amount
from taper.language.sketch import LeastGap, Limit, MostADay, Said, SaidStep
from taper.language.taken import Taken
from taper.language.whens import AtClock, AtMeals, AtSlot, Daily, EveryHours, MostTimes, TimesADay, When

_TIMES_OF_DAY = (AtSlot, AtClock, AtMeals)


def as_needed_of(step: SaidStep, takens: Sequence[Taken], text: str) -> AsNeeded:
    """The amounts, bounds, reason and time of day of a step taken as needed; `text` is what was read.

    Raises Puzzled where a bound is said twice, or where days are named on which it may be taken.
    """
    if len(takens) != 1 or step.needed is None:
        raise puzzled("Which of these amounts is taken as needed, and which at set times?", step.span)
    taken, whens = takens[0], step.doses[0].whens
    _refuse_days(whens)
    refuse_count_of_a_days_amount(step.doses[0])
    gaps = [said.value.hours for said in whens if isinstance(said.value, EveryHours)]
    limits = [said.value for said in step.limits]
    gap = _only(step, [*gaps, *(limit.hours for limit in limits if isinstance(limit, LeastGap))])
    return AsNeeded(
        amount_min=taken.amount,
        amount_max=taken.up_to or taken.amount,
        min_gap_hours=gap,
        max_per_day=_most(step, limits),
        max_times_per_day=_only(step, [*_counts(whens), *_times(limits)]),
        reason=step.needed.value,
        when=" ".join(filter(None, (_usual_gap(whens), _time_of_day(whens, text)))) or None,
        of=taken.of,
    )


def _refuse_days(whens: Iterable[Said[When]]) -> None:
    allowed = (EveryHours, TimesADay, MostTimes, Daily, *_TIMES_OF_DAY)
    for said in whens:
        if not isinstance(said.value, allowed) or (isinstance(said.value, EveryHours) and said.value.run is not None):
            raise puzzled("On which days may this be taken? As needed has no days of its own.", said.span)


def _counts(whens: Iterable[Said[When]]) -> list[int]:
    """ "3 times a day as needed": at most so many."""
    counted = [said.value.count for said in whens if isinstance(said.value, TimesADay | MostTimes)]
    return counted or [1 for said in whens if isinstance(said.value, Daily)][:1]


def _times(limits: Iterable[Limit]) -> list[int]:
    return [limit.times for limit in limits if isinstance(limit, MostADay) and limit.times is not None]


def _only(step: SaidStep, said: Sequence[int]) -> int | None:
    if len(set(said)) > 1:
        raise puzzled("This says two different things of how often. Which one holds?", step.span)
    return said[0] if said else None


def _most(step: SaidStep, limits: Iterable[Limit]) -> Amount | None:
    amounts = {limit.amount for limit in limits if isinstance(limit, MostADay) and limit.amount is not None}
    if len(amounts) > 1:
        raise puzzled("The most a day is said twice, differently. Which one holds?", step.span)
    return amounts.pop() if amounts else None


def _usual_gap(whens: Iterable[Said[When]]) -> str | None:
    """ "every 4 to 6 hours": the range as it was said, beside the shortest gap that is watched."""
    ranges = (said.value for said in whens if isinstance(said.value, EveryHours) and said.value.up_to is not None)
    return next((f"every {hours.hours} to {hours.up_to} hours" for hours in ranges), None)


def _time_of_day(whens: Sequence[Said[When]], text: str) -> str | None:
    """ "at bedtime", in the words of the text."""
    spans = dict.fromkeys(said.span for said in whens if isinstance(said.value, _TIMES_OF_DAY))
    words = [" ".join(text[span.start : span.end].lower().split()) for span in spans]
    return " and ".join(words) or None
