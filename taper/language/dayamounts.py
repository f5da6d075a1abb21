"""Is an amount that of each dose, or of the whole day: "10 mg a day twice a day", "20 mg daily morning and night"?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.core.errors import Span
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.saidwhens import is_each_day, of_kind, span_of
from taper.language.sketch import Said, SaidDose
from taper.language.whens import ADay, Daily, EachDay, TimesADay, When


def each_or_whole(span: Span, *, choices: tuple[str, ...] = ()) -> Puzzled:
    """The question where the amount may be that of each dose or of the whole day."""
    text = "Is this the amount of each dose, or of the whole day?"
    return puzzled(text, span, choices=choices, why="One of the readings is several times the other.")


def may_be_of_the_day(whens: Sequence[Said[When]]) -> bool:
    """Whether the amount may be that of the day, where several times of it are named beside it.

    "Daily every morning and evening" says each day twice, and nothing of the amount; "a day" always speaks of it.
    """
    return bool(of_kind(whens, ADay)) or (bool(of_kind(whens, Daily)) and not is_each_day(whens))


def refuse_count_of_a_days_amount(dose: SaidDose) -> None:
    """Asks about "10 mg a day twice a day" and "10 mg daily twice a day": twice 10 mg, or 10 mg in two doses?

    "10 mg twice a day daily" and "10 mg every day, twice a day" say how often, and on which days. Raises Puzzled.
    """
    counted = [said for said in dose.whens if isinstance(said.value, TimesADay) and said.value.count > 1]
    by_day = [said for said in dose.whens if counted and _tells_the_days_amount(said, dose, counted[0].span.start)]
    if not by_day:
        return
    whens, first = [by_day[0], counted[0]], counted[0].value
    assert isinstance(first, TimesADay)
    alone = list(dose.whens) == whens  # an answer in the place of other words would lose them
    choices = (f"{first.count} times a day", f"a day in {first.count} divided doses") if alone else ()
    raise each_or_whole(span_of(whens), choices=choices)


def _tells_the_days_amount(said: Said[When], dose: SaidDose, count_at: int) -> bool:
    """Whether "a day" stands here, or "daily" between the amount and the count."""
    if isinstance(said.value, ADay):
        return True
    behind = dose.amount is None or dose.amount.span.end <= said.span.start
    return (
        isinstance(said.value, Daily) and not isinstance(said.value, EachDay) and behind and said.span.end <= count_at
    )
