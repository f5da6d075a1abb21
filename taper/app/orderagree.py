"""Does the structure of an order's instruction bear out each thing that the text beside it claims?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from fractions import Fraction
from itertools import pairwise

from taper.app import ordersaid as said
from taper.app.ordercourse import course_against
from taper.app.orderfacts import Facts, clock_of, equal, said_dose, said_often, same_amount
from taper.app.ordersaid import Claim
from taper.core.amount import Amount, Unit, plain_number
from taper.core.daytimes import FIRST_INTERVAL_TIME, TIMES_A_DAY
from taper.core.plan import EveryDay, EveryMonth, EveryNthDay, OnWeekdays
from taper.core.words import counted
from taper.interop.fhirtable import Asked
from taper.interop.fhirtiming import At, Timing
from taper.interop.fhirunits import Quantity

_MEALS = 3


def places_of(claims: Sequence[Claim]) -> tuple[At, ...]:
    """The places in the day that a text names, each once, in order.

    "Twice a day with meals" names none: which two of the three meals is left open, as "with food" leaves it.
    """
    found: list[At] = []
    often = {claim.meaning.low for claim in claims if isinstance(claim.meaning, said.TimesSaid)}
    besides = len({claim.meaning.at for claim in claims if isinstance(claim.meaning, said.PlaceSaid)})
    for claim in claims:
        match claim.meaning:
            case said.PlaceSaid(at=at):
                found.append(at)
            case said.MealsSaid(relation=relation, meals=meals, named=named) if (
                named or not often or _MEALS + besides in often
            ):
                found.extend(At(f"{relation} {meal}") for meal in meals)
            case _:
                continue
    return tuple(dict.fromkeys(found))


def unit_of(claims: Sequence[Claim]) -> Unit | None:
    """The one unit counted by pieces that a text names."""
    units = {c.meaning.unit for c in claims if isinstance(c.meaning, said.DoseSaid) and c.meaning.unit is not None}
    pieces = {unit for unit in units if unit.is_piece}
    return pieces.pop() if len(pieces) == 1 else None


_TIMINGS = (
    *(said.TimesSaid, said.DailySaid, said.HoursSaid, said.EveryDaysSaid, said.WeeklySaid),
    *(said.OnDaysSaid, said.MonthlySaid, said.PlaceSaid, said.MealsSaid),
)


def second_dose(claims: Sequence[Claim]) -> str | None:
    """The words of a dose that follows a whole one, "1 tablet daily and 1 tablet at bedtime": a dose with a time each.

    An amount said again in another unit before any time ("40 mg (4 tablets) daily") is the same dose.
    """
    doses = timed = 0
    for claim in claims:
        if isinstance(claim.meaning, said.DoseSaid):
            if doses and timed:
                return claim.words
            doses += 1
        timed += bool(doses) and isinstance(claim.meaning, _TIMINGS)
    return None


def reason_of(claims: Sequence[Claim]) -> str | None:
    """What a text says it is taken for, where it is taken as needed."""
    reasons = (claim.meaning.reason for claim in claims if isinstance(claim.meaning, said.NeededSaid))
    return next((reason for reason in reasons if reason), None)


def when_of(claims: Sequence[Claim]) -> str | None:
    """At which times of day a text says it is taken, in its own words."""
    kinds = (said.PlaceSaid, said.MealsSaid)
    found = dict.fromkeys(claim.words for claim in claims if isinstance(claim.meaning, kinds))
    return " and ".join(found) or None


def check_doses(facts: Facts, *, asked: Asked) -> None:
    """Asks where an instruction states its dose in several ways (ordered, calculated) that are not the same amount."""
    for low, high in facts.instruction.other_doses:
        main = (facts.instruction.low, facts.instruction.high)
        pairs = list(zip((low, high), main, strict=True))
        if not all(two is not None and _same_quantity(one, two, facts) for one, two in pairs):
            where = f"{facts.instruction.where}.doseAndRate"
            text = f"{where} states several doses ({said_dose(low, high)} beside another). Which one is taken?"
            asked.ask(text, where=where)


def _same_quantity(one: Quantity, other: Quantity, facts: Facts) -> bool:
    amount = one.in_unit(None)
    return one == other if amount is None else same_amount(amount, other, facts, of=None)


def disagreements(claims: Sequence[Claim], facts: Facts) -> Iterator[str]:
    """A sentence for each claim that the structure does not bear out."""
    for claim in claims:
        against = _against(claim.meaning, claims, facts)
        if against is not None and not _is_odd_number(claim.meaning, facts):
            yield f'The text says "{claim.words}", {against}'
    yield from _places_against(claims, facts)
    needed_said = any(isinstance(claim.meaning, said.NeededSaid) for claim in claims)
    if facts.instruction.needed and claims and not needed_said:
        yield "The structure says that it is taken as needed, and the text does not say so."


def not_understood(claims: Sequence[Claim], facts: Facts) -> Iterator[str]:
    """The words of a text that are not understood; of what is only taken as needed, words that bear on no dose go."""
    for claim in claims:
        named = claim.words in (facts.medication.words or "").lower().split()
        unknown = isinstance(claim.meaning, said.Unknown) and not facts.instruction.needed and not named
        if unknown or isinstance(claim.meaning, said.Unclear) or _is_odd_number(claim.meaning, facts):
            yield claim.words


def _is_odd_number(meaning: said.Meaning, facts: Facts) -> bool:
    """Whether a bare number is not the dose counted in pieces: then nobody knows what it counts."""
    return isinstance(meaning, said.DoseSaid) and meaning.unit is None and bool(_dose_against(meaning, facts))


def _against(meaning: said.Meaning, claims: Sequence[Claim], facts: Facts) -> str | None:
    """Why the structure does not bear a claim out; None where it does, or where it is no claim of a dose."""
    match meaning:
        case said.DoseSaid() | said.StrengthSaid():
            return _dose_against(meaning, facts)
        case said.TimesSaid() | said.DailySaid() | said.HoursSaid():
            return _often_against(meaning, claims, facts)
        case said.EveryDaysSaid() | said.WeeklySaid() | said.OnDaysSaid() | said.MonthlySaid():
            return None if _same_days(meaning, claims, facts.timing) else f"the structure {said_often(facts.timing)}."
        case said.NeededSaid():
            return None if facts.instruction.needed else "the structure says set times."
        case said.MostSaid() | said.GapSaid() | said.DispensedSaid():
            return _number_against(meaning, facts)
        case _:
            return course_against(meaning, facts)


def _dose_against(meaning: said.DoseSaid | said.StrengthSaid, facts: Facts) -> str | None:
    low, high = facts.instruction.low, facts.instruction.high
    if low is None or high is None:
        return None  # that the structure gives no dose is asked already, with the text beside it
    against = f"the structure {said_dose(low, high)} at a time."
    tablet = facts.medication.tablet
    if isinstance(meaning, said.StrengthSaid):
        named = tablet is not None and equal(tablet.amount, meaning.amount)
        return None if named or same_amount(meaning.amount, high, facts, of=None) else against
    of = meaning.of
    if of is not None and tablet is not None and not equal(tablet.amount, of):
        return f"the order's medicine is of {tablet.strength}."
    if meaning.unit is Unit.UNITS and _is_in_the_name(meaning.low, facts):
        return None  # "1 capsule (50,000 units)" of "ergocalciferol 50,000 units capsule"
    fits = _same_number(meaning.low, meaning.unit, low, facts, of) and _same_number(
        meaning.high, meaning.unit, high, facts, of
    )
    return None if fits else against


def _is_in_the_name(number: Fraction, facts: Facts) -> bool:
    """Whether the medicine's own words say so many units of each piece that is taken one at a time."""
    high = facts.instruction.high
    named = (facts.medication.words or "").lower().replace(",", "")
    return high is not None and high.number == 1 and f"{plain_number(number)} unit" in named


def _same_number(number: Fraction, unit: Unit | None, coded: Quantity, facts: Facts, of: Amount | None) -> bool:
    if unit is None:
        counted = coded.unit is None or coded.unit.is_piece
        return counted and number == coded.number
    return same_amount(Amount(number, unit), coded, facts, of=of)


def _often_against(
    meaning: said.TimesSaid | said.DailySaid | said.HoursSaid, claims: Sequence[Claim], facts: Facts
) -> str | None:
    timing = facts.timing
    against = f"the structure {said_often(timing)}."
    if timing.rhythm is None and timing.count is None:
        return None  # asked already
    if isinstance(meaning, said.HoursSaid):
        by_day = timing.hours is None and meaning.low == meaning.high and _same_clocks(meaning.low, facts.a_day, facts)
        high = meaning.high if meaning.high != meaning.low else None
        return None if by_day or (timing.hours, timing.up_to) == (meaning.low, high) else against
    on_named_days = any(isinstance(claim.meaning, said.OnDaysSaid) for claim in claims)
    daily_else = timing.rhythm != EveryDay() and isinstance(meaning, said.DailySaid) and not on_named_days
    if timing.rhythm is None or daily_else:
        return against
    if isinstance(meaning, said.TimesSaid):
        high = meaning.high if meaning.high != meaning.low else None
        if timing.hours is not None and not (facts.instruction.needed and facts.a_day == meaning.low):
            return None if high is None and _same_clocks(timing.hours, meaning.low, facts) else against
        at_most = facts.instruction.needed and high is None and timing.up_to == meaning.low  # "up to 3 times a day"
        return None if at_most or (facts.a_day, timing.up_to) == (meaning.low, high) else against
    kinds = (said.TimesSaid, said.HoursSaid, said.PlaceSaid, said.MealsSaid, said.MostSaid)
    counted = any(isinstance(claim.meaning, kinds) for claim in claims)
    return None if counted or facts.a_day == 1 else against


def _same_clocks(hours: int, times_a_day: int | None, facts: Facts) -> bool:
    """Whether "every 12 hours" and "twice a day" stand at the same times: every 8 hours is no "three times a day"."""
    if times_a_day is None or times_a_day not in TIMES_A_DAY or hours * times_a_day != 24 or facts.timing.places:
        return False
    first = FIRST_INTERVAL_TIME.hour
    by_hours = sorted(time((first + nth * hours) % 24) for nth in range(times_a_day))
    return by_hours == sorted(clock_of(At(key), facts.times) for key in TIMES_A_DAY[times_a_day])


def _same_days(meaning: said.Meaning, claims: Sequence[Claim], timing: Timing) -> bool:
    rhythm = timing.rhythm if timing.hours is None else None
    if timing.rhythm is None and timing.count is None:
        return True  # asked already
    match meaning:
        case said.EveryDaysSaid(n=n):
            weekly = isinstance(rhythm, OnWeekdays) and len(rhythm.weekdays) == 1 and n == 7 * rhythm.every_weeks
            return rhythm == EveryNthDay(n) or weekly or (n == 1 and rhythm == EveryDay())
        case said.WeeklySaid(times=times):
            if isinstance(rhythm, OnWeekdays):
                named = any(isinstance(claim.meaning, said.OnDaysSaid) for claim in claims)
                return rhythm.every_weeks == 1 and (times == len(rhythm.weekdays) or (times == 1 and named))
            return rhythm == EveryNthDay(7) and times == 1
        case said.OnDaysSaid():
            named_days = {day for c in claims if isinstance(c.meaning, said.OnDaysSaid) for day in c.meaning.weekdays}
            return isinstance(rhythm, OnWeekdays) and rhythm.weekdays == named_days
        case _:
            return rhythm == EveryMonth()


def _number_against(meaning: said.MostSaid | said.GapSaid | said.DispensedSaid, facts: Facts) -> str | None:
    if not isinstance(meaning, said.DispensedSaid):
        return _bound_against(meaning, facts)
    dispensed = facts.dispensed
    differs = dispensed is not None and dispensed.number != meaning.number
    return f"the quantity dispensed is {plain_number(dispensed.number)}." if differs and dispensed else None


def _bound_against(meaning: said.MostSaid | said.GapSaid, facts: Facts) -> str | None:
    instruction = facts.instruction
    if isinstance(meaning, said.GapSaid):
        return None if facts.timing.hours == meaning.hours else "the structure names no such gap."
    most = instruction.max_per_day
    if most is None:
        at_a_time = " (only a most at a time)" if instruction.max_once else ""
        return f"the structure names no such maximum a day{at_a_time}."
    if meaning.unit is not None and same_amount(Amount(meaning.number, meaning.unit), most, facts, of=None):
        return None
    dose = instruction.high
    of_doses = meaning.unit is None or meaning.unit.is_piece
    same_unit = dose is not None and dose.unit == most.unit
    if of_doses and dose is not None and same_unit and dose.number * meaning.number == most.number:
        return None
    if of_doses and meaning.number == most.number and (most.unit is None or most.unit.is_piece):
        return None
    return f"the structure's maximum a day is {said_dose(most, most)}."


def _places_against(claims: Sequence[Claim], facts: Facts) -> Iterator[str]:
    """Holds the times of day that a text names, each once, against the structure's own."""
    places, own = places_of(claims), facts.timing.places
    if not places or facts.instruction.needed:
        return
    named = sorted({clock_of(at, facts.times) for at in places})  # "nightly at bedtime" is one
    shown = ", ".join(f"{at:%H:%M}" for at in named)
    if own:
        if named != sorted({clock_of(at, facts.times) for at in own}):
            coded = ", ".join(f"{clock_of(at, facts.times):%H:%M}" for at in own)
            yield f"The text names other times of day ({shown}) than the structure ({coded})."
    elif facts.timing.hours is not None:
        if not _fits_hours(named, facts.timing.hours):
            yield f"The text names times of day ({shown}) that are not {facts.timing.hours} hours apart."
    elif facts.a_day is not None and facts.a_day != len(named):
        times = counted(len(named), "time")
        yield f"The text names {times} of day ({shown}), the structure {said_often(facts.timing)}."


def _fits_hours(clocks: Sequence[time], hours: int) -> bool:
    minutes = [at.hour * 60 + at.minute for at in clocks]
    first_only = len(clocks) == 1 and hours >= 24  # "every 72 hours in the morning"; "every 12 hours" has another one
    return first_only or (
        len(clocks) * hours == 24 and all(later - at == hours * 60 for at, later in pairwise(minutes))
    )
