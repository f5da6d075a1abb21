"""At which slots, on which days, does one dose stand, once all that was said of its time is put together?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.core.errors import Span
from taper.core.plan import EveryDay, EveryNthDay
from taper.language.ask import puzzled
from taper.language.dayamounts import refuse_count_of_a_days_amount
from taper.language.dosetimes import Elapsed, Timing
from taper.language.hourly import timing_by_hours
from taper.language.places import at_once, once_a_day, places_of
from taper.language.rhythms import rhythm_of
from taper.language.saidwhens import names_places, of_kind, one_more, span_of, twice_differently
from taper.language.setting import Setting
from taper.language.sketch import Said, SaidDose
from taper.language.whens import (
    AsOneDose,
    Daily,
    EveryHours,
    FirstAt,
    InTurn,
    MostTimes,
    Once,
    OtherDays,
    TimesADay,
    When,
)

_HOW_OFTEN = ("once daily", "twice daily", "3 times daily", "every other day", "once a week")


def timing_of(dose: SaidDose, setting: Setting, *, by_day: bool) -> Timing | Elapsed:
    """When a dose is taken; `by_day` where its day stands before or behind it ("day 1: 40 mg"), which is once a day.

    Raises Puzzled where the text does not say, or says two things.
    """
    whens = dose.whens
    if not whens and not by_day:
        raise puzzled("How often is this taken, and when?", _amount_span(dose), choices=_HOW_OFTEN, follows=True)
    _refuse_bounds(whens)
    _refuse_one_more(whens)
    refuse_count_of_a_days_amount(dose)
    if by_day and all(isinstance(said.value, Once) for said in whens):
        return Timing(once_a_day(setting), EveryDay())
    hours = of_kind(whens, EveryHours)
    if of_kind(whens, FirstAt) and not hours:
        raise puzzled("At which times are the other doses taken?", span_of(whens))
    if hours:
        return timing_by_hours(whens, hours, setting)
    turns = of_kind(whens, InTurn)
    if turns:
        return _in_turn(whens, turns, setting)
    if not whens:
        return Timing(once_a_day(setting), EveryDay())
    return _by_days(whens, setting)


def _by_days(whens: Sequence[Said[When]], setting: Setting) -> Timing:
    others, single, placed = bool(of_kind(whens, OtherDays)), bool(of_kind(whens, AsOneDose)), names_places(whens)
    rhythm = rhythm_of(whens)
    if others:
        if rhythm not in {None, EveryDay()}:
            raise twice_differently(whens)
        return Timing(places_of(whens, setting) if placed else (), None, placed, on_other_days=True)
    if single and rhythm is None:
        places = places_of(whens, setting) if placed else at_once(setting)
        return Timing(places, EveryDay(), placed, single=True)
    return Timing(places_of(whens, setting), rhythm, placed)


def _refuse_bounds(whens: Sequence[Said[When]]) -> None:
    """Asks about bounds and ranges, which say nothing of when a scheduled dose is taken."""
    for said in whens:
        if isinstance(said.value, MostTimes):
            choices = (f"{said.value.count} times a day", f"as needed, up to {said.value.count} times a day")
            raise puzzled("Is this taken as needed? If not, how often a day?", said.span, choices=choices)
        if isinstance(said.value, EveryHours) and said.value.up_to is not None:
            raise puzzled("How often exactly? This is a range.", said.span)


def _refuse_one_more(whens: Sequence[Said[When]]) -> None:
    """ "In the morning and once a day": once in all, or a second taking?"""
    if any(said.joined and isinstance(said.value, Daily | TimesADay) for said in whens[1:]):
        raise one_more(whens)


def _in_turn(whens: Sequence[Said[When]], turns: list[InTurn], setting: Setting) -> Timing:
    """ "one day", "the next": every second day, at the places said with it."""
    others = [said for said in whens if not isinstance(said.value, InTurn)]
    if len(turns) > 1 or rhythm_of(others) not in {None, EveryDay()}:
        raise twice_differently(whens)
    placed = names_places(others)
    return Timing(places_of(others, setting) if placed else (), EveryNthDay(2, turns[0].turn), placed)


def _amount_span(dose: SaidDose) -> Span:
    return dose.amount.span if dose.amount else dose.span
