"""Made-up but well-formed values for properties: amounts, tablets and whole plans."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from taper.core.amount import Amount, Unit, plain
from taper.core.checkin import ActivityTime, CheckIns
from taper.core.course import CourseError, dated_steps, last_needed_on
from taper.core.expand import last_dose
from taper.core.formstep import parts_clash
from taper.core.missedrule import (
    AllowedDouble,
    AlwaysSkip,
    NotBeforeNext,
    ProvidersRule,
    RestartTitration,
    SameDay,
    WithinDays,
    WithinHours,
)
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    Ends,
    EveryDay,
    EveryMonth,
    EveryNthDay,
    Interval,
    Limits,
    Mixed,
    Months,
    OnOff,
    OnWeekdays,
    OpenLength,
    Plan,
    Rest,
    Rhythm,
    Rule,
    Schedule,
    Slot,
    Slots,
    Split,
    Step,
    Tablet,
    Until,
    Weekday,
)

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Asia/Kathmandu", "UTC")
SLOT_NAMES = (
    "before breakfast",
    "morning",
    "noon",
    "afternoon",
    "evening",
    "bedtime",
    "14:30",
    "Früh",
    'the "late" one',
)

NEEDED_FOR = (None, "pain", "Übelkeit", 'what I call "restless"')

MISSED_WORDS = ("Take it the same day.", 'Say "skip" when in doubt.', "Leave it out.\nCall us.", "Fällt aus.")

_names = st.text(st.characters(exclude_categories=("C", "Z"), include_characters=" "), min_size=1, max_size=30).filter(
    lambda name: name == name.strip()
)
_texts = st.text(
    st.characters(exclude_categories=("C", "Z"), include_characters=" \n"), min_size=1, max_size=60
).filter(lambda text: text == text.strip())
_check_ins = st.builds(
    CheckIns,
    st.lists(_names.filter(lambda word: "=" not in word), min_size=1, max_size=4, unique_by=str.casefold).map(tuple),
    st.integers(0, 28),
)
_times = st.builds(time, st.integers(0, 23), st.integers(0, 59))
_dates = st.dates(date(2020, 1, 1), date(2035, 12, 31))


def amounts(*, units: tuple[Unit, ...] = (Unit.MG,)) -> st.SearchStrategy[Amount]:
    """Amounts above zero of one of `units`, in quarters up to 500."""
    return st.builds(Amount, st.integers(1, 2000).map(lambda quarters: Fraction(quarters, 4)), st.sampled_from(units))


@st.composite
def tablets(draw: st.DrawFn, *, units: tuple[Unit, ...] = (Unit.MG,)) -> Tablet:
    """Tablets of one strength; some are other pieces, and only plain tablets are split."""
    holds = draw(amounts(units=units))
    form = draw(st.sampled_from((Unit.TABLET, Unit.TABLET, Unit.CAPSULE, Unit.PATCH)))
    extended_release = draw(st.booleans())
    may_split = form is Unit.TABLET and not extended_release
    split = draw(st.sampled_from(Split)) if may_split else Split.NONE
    quantity = draw(st.none() | st.integers(1, 500))
    return Tablet(plain(holds), form, holds, split, extended_release, quantity)


@st.composite
def plans(draw: st.DrawFn, *, zones: tuple[str, ...] = ZONES, max_steps: int = 4) -> Plan:
    """Whole plans in one unit of mass: every length, pattern and way of ending, at most about eight years."""
    starts_on = draw(_dates)
    units = (draw(st.sampled_from((Unit.MG, Unit.MCG, Unit.ML, Unit.TABLET))),)
    fixed = draw(
        st.lists(_steps(units=units), min_size=0 if (is_open := draw(st.booleans())) else 1, max_size=max_steps)
    )
    steps = [*fixed, Step(OpenLength(), draw(_schedules(units=units)))] if is_open else fixed
    if draw(st.booleans()) and len(steps) == 1 and not is_open:  # a long course up to a date
        steps = [Step(Until(date(starts_on.year + 1, 12, 31)), steps[0].schedule)]
    timed = draw(st.lists(st.builds(ActivityTime, _names, _times), max_size=2, unique_by=lambda one: one.activity))
    named = {one.activity for one in timed}
    plan = Plan(
        steps=tuple(steps),
        ends=Ends.OPEN if is_open else draw(st.sampled_from((Ends.STOP, Ends.REVIEW))),
        starts_on=starts_on,
        zone=draw(st.sampled_from(zones)),
        medicine=draw(st.none() | _names),
        starts_at_time=draw(st.none() | _times),
        tablets=tuple(draw(st.lists(tablets(), max_size=3))),
        limits=draw(_limits(units=units)),
        label=draw(st.none() | _names),
        person=draw(st.just("me") | _names),
        prescriber=draw(st.none() | _names),
        written_on=draw(st.none() | _dates),
        reason=draw(st.none() | _texts),
        precautions=tuple(draw(st.lists(_texts, max_size=2))),
        activities=(
            *(one for one in draw(st.lists(_texts, max_size=2)) if one not in named),
            *(one.activity for one in timed),
        ),
        activity_times=tuple(timed),
        check_ins=draw(st.none() | _check_ins),
        rules=tuple(draw(st.lists(_rules(steps=len(steps)), max_size=2))),
        example=draw(st.booleans()),
        missed=draw(st.none() | missed_rules()),
    )
    assume(any(not isinstance(step.schedule, Rest) for step in plan.steps))  # a plan without a dose is a question
    first = plan.steps[0].schedule
    if plan.starts_at_time is not None and isinstance(first, Interval):
        assume(first.first_time >= plan.starts_at_time)
    assume(has_dates(plan))  # a month counted from a late day is asked about
    assume(_has_something_to_take(plan))
    return plan


def has_dates(plan: Plan) -> bool:
    """Whether every length makes dates; a month counted from the 31st does not."""
    try:
        return bool(dated_steps(plan))
    except CourseError:
        return False


def _has_something_to_take(plan: Plan) -> bool:
    is_open = dated_steps(plan)[-1].last_on is None
    return is_open or last_dose(plan) is not None or last_needed_on(plan) is not None


def missed_rules() -> st.SearchStrategy[ProvidersRule]:
    """A provider's rule for a missed dose, in every shape, with words where they are needed or kept."""
    shapes = st.one_of(
        st.sampled_from((SameDay(), AlwaysSkip(), RestartTitration(), RestartTitration(4))),
        st.builds(NotBeforeNext, st.integers(1, 48)),
        st.builds(WithinHours, st.integers(1, 72)),
        st.builds(WithinDays, st.integers(1, 7)),
    )
    words = st.sampled_from(MISSED_WORDS)
    doubles = st.builds(ProvidersRule, st.just(AllowedDouble()), words)
    return st.builds(ProvidersRule, shapes, st.none() | words) | doubles


@st.composite
def _rules(draw: st.DrawFn, *, steps: int) -> Rule:
    first = draw(st.integers(1, steps))
    return Rule(draw(_texts), first, draw(st.integers(first, steps)))


def _steps(*, units: tuple[Unit, ...]) -> st.SearchStrategy[Step]:
    lengths = st.builds(Days, st.integers(1, 60)) | st.builds(Months, st.integers(1, 3))
    counted = st.builds(Step, st.builds(Doses, st.integers(1, 40)), scheduled(units=units))
    return st.builds(Step, lengths, _schedules(units=units)) | counted


def _schedules(*, units: tuple[Unit, ...]) -> st.SearchStrategy[Schedule]:
    return scheduled(units=units) | as_needed(units=units) | st.just(Rest())


def scheduled(*, units: tuple[Unit, ...] = (Unit.MG,)) -> st.SearchStrategy[Schedule]:
    """Schedules that give doses: at slots on the days of every rhythm, in parts, or by elapsed hours."""
    intervals = st.builds(Interval, st.sampled_from((5, 36, 48, 72)), _times, amounts(units=units), st.none())
    return st.builds(Slots, _slots_of_a_day(units=units), rhythms()) | intervals | mixed(units=units)


def _slots_of_a_day(*, units: tuple[Unit, ...]) -> st.SearchStrategy[tuple[Slot, ...]]:
    keys = (lambda slot: slot.name, lambda slot: (slot.next_day, slot.at_time))
    return st.lists(_slots(units=units), min_size=1, max_size=4, unique_by=keys).map(tuple)


@st.composite
def mixed(draw: st.DrawFn, *, units: tuple[Unit, ...] = (Unit.MG,)) -> Mixed:
    """Parts whose doses never fall together, on days that differ or at slots that do."""
    count = draw(st.integers(2, 3))
    days = draw(st.sampled_from(("nth", "weekdays", "any")))
    if days == "nth":
        n = draw(st.integers(count, 5))
        found: list[Rhythm] = [EveryNthDay(n, offset) for offset in draw(st.permutations(range(n)))[:count]]
    elif days == "weekdays":
        shuffled = draw(st.permutations(list(Weekday)))
        found = [OnWeekdays(frozenset(shuffled[index::count])) for index in range(count)]
    else:
        found = [draw(rhythms()) for _ in range(count)]
    parts = tuple(Slots(draw(_slots_of_a_day(units=units)), rhythm) for rhythm in found)
    assume(not parts_clash(parts))
    return Mixed(parts)


@st.composite
def as_needed(draw: st.DrawFn, *, units: tuple[Unit, ...] = (Unit.MG,)) -> AsNeeded:
    """What may be taken as needed, fixed or a range, with any of the bounds said or not."""
    least = draw(amounts(units=units))
    return AsNeeded(
        least,
        least + draw(amounts(units=units)) if draw(st.booleans()) else least,
        draw(st.none() | st.integers(1, 72)),
        draw(st.none() | amounts(units=units)),
        draw(st.none() | st.integers(1, 12)),
        draw(st.sampled_from(NEEDED_FOR)),
        draw(st.sampled_from((None, None, "5 mg"))),
    )


def _slots(*, units: tuple[Unit, ...]) -> st.SearchStrategy[Slot]:
    of = st.sampled_from((None, None, "5 mg"))
    return st.builds(Slot, st.sampled_from(SLOT_NAMES), _times, amounts(units=units), st.booleans(), of)


def rhythms() -> st.SearchStrategy[Rhythm]:
    """Every rhythm; one that counts weeks has one weekday, from which they are counted."""
    weekdays = st.frozensets(st.sampled_from(Weekday), min_size=1)
    one_weekday = st.sampled_from(Weekday).map(lambda day: frozenset({day}))
    return st.one_of(
        st.just(EveryDay()),
        st.integers(2, 9).flatmap(lambda n: st.builds(EveryNthDay, st.just(n), st.integers(0, n - 1))),
        st.builds(OnWeekdays, weekdays),
        st.builds(OnWeekdays, one_weekday, st.integers(2, 4)),
        st.builds(OnOff, st.integers(1, 21), st.integers(1, 9)),
        st.just(EveryMonth()),
    )


def _limits(*, units: tuple[Unit, ...]) -> st.SearchStrategy[Limits]:
    return st.builds(Limits, st.none() | amounts(units=units), st.none() | st.integers(1, 72), st.none() | _dates)
