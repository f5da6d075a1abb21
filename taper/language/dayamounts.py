"""Is an amount that of each dose, or of the whole day: "10 mg a day twice a day", "20 mg daily morning and night"?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.core.errors import Span
from taper.language.ask import puzzled
from taper.language.cursor import Puzzled
from taper.language.saidwhens import is_each_day, span_of
from taper.language.sketch import Said, SaidDose
from taper.language.whens import ADay, Daily, EachDay, TimesADay, When


def refuse_places_of_a_days_amount(whens: Sequence[Said[When]], *, places: int) -> None:
    """Asks about "20 mg a day in the morning and evening": of each dose, or of the whole day?

    "Daily every morning and evening" says each day twice, and nothing of the amount; "a day" always speaks of it.
    Raises Puzzled.
    """
    by_day = [said for said in whens if isinstance(said.value, ADay)]
    if not by_day and not is_each_day(whens):
        by_day = [said for said in whens if isinstance(said.value, Daily)]
    if by_day and places > 1:
        # The answer stands in the place of "a day" alone, so that the times behind it are kept.
        raise _each_or_whole(by_day[0].span, choices=(f"{places} times a day",))


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
    alone = len(dose.whens) == len(whens)  # an answer in the place of other words would lose them
    choices = (f"{first.count} times a day", f"a day in {first.count} divided doses") if alone else ()
    raise _each_or_whole(span_of(whens), choices=choices)


def _each_or_whole(span: Span, *, choices: tuple[str, ...]) -> Puzzled:
    text = "Is this the amount of each dose, or of the whole day?"
    return puzzled(text, span, choices=choices, why="One of the readings is several times the other.")


def _tells_the_days_amount(said: Said[When], dose: SaidDose, count_at: int) -> bool:
    """Whether "a day" stands here, or "daily" between the amount and the count."""
    if isinstance(said.value, ADay):
        return True
    behind = dose.amount is None or dose.amount.span.end <= said.span.start
    return (
        isinstance(said.value, Daily) and not isinstance(said.value, EachDay) and behind and said.span.end <= count_at
    )
