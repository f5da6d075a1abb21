"""What is said beside one dose of a step and holds for all of them: a time or days behind a comma, a count of doses?"""

from __future__ import annotations

from dataclasses import replace

from taper.core.plan import Doses
from taper.language.sketch import Said, SaidDose, SaidStep
from taper.language.whens import AtClock, AtMeals, AtSlot, EachMonth, EveryDays, EveryHours, NamedDays, TimesAWeek, When


def with_places_of_all(doses: tuple[SaidDose, ...]) -> tuple[SaidDose, ...]:
    """ "5 mg on Mondays and 2.5 mg on Tuesdays, at 6 pm": the time behind the comma is that of all the days."""
    if len(doses) < 2 or not all(any(names_days(said.value) for said in dose.whens) for dose in doses):
        return doses
    last = doses[-1]
    trailing = tuple(said for said in last.whens if said.after_comma and not names_days(said.value))
    places = any(isinstance(said.value, AtSlot | AtClock) for said in trailing)
    others = any(isinstance(said.value, AtSlot | AtClock | AtMeals) for dose in doses[:-1] for said in dose.whens)
    if not places or others:
        return doses
    return (*(replace(dose, whens=(*dose.whens, *trailing)) for dose in doses[:-1]), last)


def with_days_of_all(doses: tuple[SaidDose, ...]) -> tuple[SaidDose, ...]:
    """ "10 mg at 8 am and 5 mg at 4 pm, Monday to Friday": the days behind the comma are those of all the doses."""
    if len(doses) < 2 or any(names_days(said.value) for dose in doses[:-1] for said in dose.whens):
        return doses
    last = doses[-1]
    trailing = tuple(said for said in last.whens if said.after_comma and names_days(said.value))
    if not trailing or len(trailing) != sum(names_days(said.value) for said in last.whens):
        return doses
    return (*(replace(dose, whens=(*dose.whens, *trailing)) for dose in doses[:-1]), last)


def with_run(step: SaidStep) -> SaidStep:
    """ "every 12 hours for 3 doses once a week": the count is of each dose day, and no length of the step."""
    runs = [length for length in step.lengths if isinstance(length.value, Doses)]
    hourly = any(isinstance(said.value, EveryHours) for dose in step.doses for said in dose.whens)
    by_days = any(names_days(said.value) for dose in step.doses for said in dose.whens)
    if not (len(runs) == 1 and hourly and by_days and isinstance(runs[0].value, Doses)):
        return step
    count = runs[0].value.count
    doses = tuple(replace(dose, whens=tuple(_running(said, count) for said in dose.whens)) for dose in step.doses)
    return replace(step, doses=doses, lengths=tuple(length for length in step.lengths if length is not runs[0]))


def _running(said: Said[When], count: int) -> Said[When]:
    return replace(said, value=replace(said.value, run=count)) if isinstance(said.value, EveryHours) else said


def names_days(when: When) -> bool:
    """Whether it says on which days, and not only at which times of the day."""
    return isinstance(when, TimesAWeek | NamedDays | EachMonth) or (isinstance(when, EveryDays) and when.n > 1)


def is_certain(when: When) -> bool:
    """Whether named days are surely those of each week."""
    return not isinstance(when, NamedDays) or when.certain


def for_certain(when: When) -> When:
    """ "On Tuesday" beside a dose of the other days is each Tuesday."""
    return replace(when, certain=True) if isinstance(when, NamedDays) else when
