"""Which steps does a provider's rule make, from the step before it on?"""

from __future__ import annotations

from dataclasses import replace

from taper.core.amount import Amount, AmountError, plain, spoken
from taper.core.errors import Span
from taper.core.plan import AsNeeded, Interval, Length, Mixed, Rest, Schedule, Slots, Step, Tablet, named_amounts_of
from taper.core.ramp import ByAmount, Ramp, RampError, amounts_of_ramp
from taper.language.ask import puzzled
from taper.language.dosetimes import Timing
from taper.language.setting import Setting
from taper.language.sketch import SaidAmount, SaidDose, SaidRamp
from taper.language.strengths import check_amount
from taper.language.timing import timing_of


def steps_of_ramp(
    said: SaidRamp, before: Step | None, *, to_nothing: bool, setting: Setting, tablets: tuple[Tablet, ...]
) -> tuple[Step, ...]:
    """The steps a rule makes, each as long as the rule says; `to_nothing` where "then stop" is the rule's only end.

    Raises Puzzled where the base, the interval, the end, the scope (each dose, or the day) or a rounding is missing,
    and where an amount on the way cannot be made of the tablets.
    """
    schedule = _base(before, said.span)
    start, of = named_amounts_of(schedule)[0]
    _check_frequency(said, schedule, setting)
    length = _each(said)
    ramp = _ramp(said, doses=_doses_a_day(schedule), to_nothing=to_nothing)
    try:
        amounts = amounts_of_ramp(start, ramp, tablets if of is None else ())
    except RampError as error:
        near = " and ".join(spoken(one) for one in error.choices)
        raise puzzled(str(error), said.span, why=f"The nearest that can be made: {near}." if near else "") from None
    for amount in amounts:
        check_amount(SaidAmount(amount, said.span), tablets, setting)
    return tuple(Step(length, with_amount(schedule, amount)) for amount in amounts)


def _base(before: Step | None, span: Span) -> Schedule:
    """The schedule a rule starts from. Raises Puzzled where there is none with one amount."""
    schedule = before.schedule if before else None
    if schedule is None or isinstance(schedule, Rest | AsNeeded | Mixed):
        raise puzzled("From which dose does this rule start? Write the first step before it.", span)
    if len({amount for amount, _ in named_amounts_of(schedule)}) > 1:
        raise puzzled("The doses of the day differ. How much is each of them on each step?", span)
    return schedule


def _doses_a_day(schedule: Schedule) -> int:
    return len(schedule.slots) if isinstance(schedule, Slots) else 1


def _each(said: SaidRamp) -> Length:
    if said.each is None:
        raise puzzled(
            "How long is each amount taken? The rule does not say.", said.span, choices=("every week",), follows=True
        )
    return said.each.value


def _check_frequency(said: SaidRamp, schedule: Schedule, setting: Setting) -> None:
    """Compares how often the dose is taken, where the rule says it again, with the step before."""
    if not said.whens:
        return
    timing = timing_of(SaidDose(None, said.whens, said.span), setting, by_day=False)
    same = (
        isinstance(timing, Timing)
        and isinstance(schedule, Slots)
        and timing.rhythm in {None, schedule.rhythm}
        and [place.name for place in timing.places] == [slot.name for slot in schedule.slots]
    )
    if not same:
        raise puzzled("The rule says another time than the step before it. How often is it taken?", said.span)


def _ramp(said: SaidRamp, *, doses: int, to_nothing: bool) -> Ramp:
    """The rule for one dose of the day."""
    if said.change is None:
        raise puzzled("By how much?", said.span)
    scoped = doses == 1 or said.a_day is not None or not isinstance(said.change, ByAmount)
    if not scoped:
        by = plain(said.change.amount) if isinstance(said.change, ByAmount) else ""
        choices = (f"by {by} per dose", f"by {by} of the daily dose")
        raise puzzled("Is this of each dose, or of the day's total?", said.span, choices=choices)
    parts = doses if said.a_day else 1
    change, target = said.change, said.end.amount if said.end else None
    if doses > 1 and target is not None and said.a_day is None:
        raise puzzled("Is the last amount that of each dose, or of the day?", said.span)
    try:
        if isinstance(change, ByAmount):
            change = ByAmount(_shared(change.amount, parts))
        target = None if target is None else _shared(target, parts)
    except AmountError:
        raise puzzled("This cannot be shared evenly among the doses of the day. How much is each?", said.span) from None
    if target is None and not (to_nothing or said.to_nothing) and said.count is None:
        raise puzzled(
            "Where does this rule end: at which amount, or when it is stopped?",
            said.span,
            choices=("until it is stopped",),
            follows=True,
            example="until 10 mg, then stay on 10 mg",
        )
    return Ramp(change, said.rises, target, said.count, said.rounding)


def _shared(amount: Amount, parts: int) -> Amount:
    return Amount(amount.number / parts, amount.unit)


def with_amount(schedule: Schedule, amount: Amount) -> Schedule:
    """The same doses of another amount."""
    match schedule:
        case Slots(slots=slots):
            return replace(schedule, slots=tuple(replace(slot, amount=amount) for slot in slots))
        case Interval():
            return replace(schedule, amount=amount)
        case _:
            return schedule
