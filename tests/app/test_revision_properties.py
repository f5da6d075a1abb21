"""Whatever is changed, and whenever: what was due before stays as it was, and a refusal changes nothing at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from desks import Person, a_person
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from life import mg, plan_of, slots
from strategies import as_needed, has_dates, plans, scheduled

from taper.clock import StandingClock
from taper.core.course import dated_steps
from taper.core.errors import TaperError
from taper.core.expand import days_of, doses_on, expand
from taper.core.form import to_form
from taper.core.ledger import doses_between
from taper.core.plan import Days, Doses, Plan, Rest, Step
from taper.core.record import Change, Dose, KeptPlan, Version
from taper.core.revise import SeamError, gone_on_later, lengthened, replaced, steps_before

DAY = timedelta(days=1)


def start_of(plan: Plan) -> datetime:
    """An instant before the first dose."""
    return datetime.combine(plan.starts_on, time(0), tzinfo=UTC) - 2 * DAY


def all_doses(plan: Plan, *, days: int = 400) -> tuple[Dose, ...]:
    """The doses of the plan's first days."""
    return tuple(expand(plan, start_of(plan), start_of(plan) + days * DAY))


def kept_as(plan: Plan, *, at: datetime) -> KeptPlan:
    """The plan as entered at an instant."""
    return KeptPlan("p", at, (Version(plan, Change.ENTERED, at),))


@settings(max_examples=50, deadline=None)
@given(plan=plans(), number=st.integers(1, 4), days=st.integers(1, 40))
def test_a_hold_adds_days_to_one_step_and_moves_the_others(plan: Plan, number: int, days: int) -> None:
    """The days before its end are untouched; every later step has the days that it had."""
    assume(number <= len(plan.steps))
    assume(not any(isinstance(step.length, Doses) for step in plan.steps[number:]))  # those may end on another weekday
    try:
        held = lengthened(plan, number, days=days)
    except SeamError:
        return
    assume(has_dates(held))
    was, becomes = dated_steps(plan), dated_steps(held)
    last_on = was[number - 1].last_on
    assert last_on is not None
    assert becomes[: number - 1] == was[: number - 1]
    assert becomes[number - 1].last_on == last_on + days * DAY
    for before, after in zip(was[number:], becomes[number:], strict=True):
        assert after.first_on == before.first_on + days * DAY
        assert after.days == before.days
    first, until = start_of(plan).date(), last_on
    for on in (first + n * DAY for n in range((until - first).days + 1)):
        assert doses_on(held, on) == doses_on(plan, on)


@settings(max_examples=50, deadline=None)
@given(plan=plans(), gone=st.integers(0, 60))
def test_the_steps_before_a_day_give_the_days_before_it(plan: Plan, gone: int) -> None:
    """Cut anywhere, what lies before the cut is the same, and nothing is left behind it."""
    on = plan.starts_on + gone * DAY
    steps = steps_before(plan, on)
    assume(steps)
    cut = replace(plan, steps=steps, rules=())
    for day in (plan.starts_on + n * DAY for n in range(gone + 5)):
        assert doses_on(cut, day) == (doses_on(plan, day) if day < on else ())


def daily_plans() -> st.SearchStrategy[Plan]:
    """Plans of a few steps with doses every day, which give the same on whichever day they begin."""
    times = st.lists(st.sampled_from(("08:00", "12:00", "18:00", "22:00")), min_size=1, max_size=4, unique=True)
    schedule = st.builds(
        lambda at, amount: slots(*((one, mg(amount)) for one in sorted(at))), times, st.integers(1, 40)
    )
    steps = st.lists(st.builds(Step, st.builds(Days, st.integers(1, 10)), schedule), min_size=1, max_size=3)
    return steps.map(lambda found: plan_of(*found))


@given(plan=daily_plans(), stopped=st.integers(1, 30), pause=st.integers(1, 30))
def test_what_is_resumed_is_what_was_left(plan: Plan, stopped: int, pause: int) -> None:
    """Moved to another day, the rest of a daily plan has as many doses of as much as it had."""
    left_from = plan.starts_on + stopped * DAY
    assume(doses_on(plan, left_from))
    later = gone_on_later(plan, left_from=left_from, goes_on=left_from + pause * DAY, keeps_first=False)
    left = [dose.amount for day in days_of(plan, open_days=0) for dose in day.doses if day.on >= left_from]
    again = [dose.amount for day in days_of(later, open_days=0) for dose in day.doses if day.on >= left_from]
    assert again == left


@settings(max_examples=50, deadline=None)
@given(plan=plans(), new=plans(), gone=st.integers(0, 60), hour=st.integers(0, 23))
def test_a_revision_never_touches_what_was_due(plan: Plan, new: Plan, gone: int, hour: int) -> None:
    """Up to its instant every dose has the id, time and amount that it had; from then on no id comes twice."""
    on = plan.starts_on + gone * DAY
    new = replace(new, starts_on=on, zone=plan.zone, starts_at_time=None)
    assume(has_dates(new))
    revised = replaced(plan, new, on=on)
    assume(has_dates(revised))
    at = datetime.combine(on, time(hour), tzinfo=UTC)
    kept = kept_as(plan, at=start_of(plan))
    version = Version(revised, Change.REVISED, at, counts_from=at)
    after = replace(kept, versions=(*kept.versions, version))
    begin = start_of(plan)
    assert doses_between(after, begin, at) == doses_between(kept, begin, at)
    ids = [dose.id for dose in doses_between(after, at - 2 * DAY, at + 30 * DAY)]
    assert len(ids) == len(set(ids))


@pytest.fixture(scope="module")
def someone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """A person whose store all examples share."""
    with a_person(tmp_path_factory.mktemp("home"), at="2026-11-30 18:00") as person:
        yield person


def form_of_daily(on: date) -> dict[str, object]:
    """A form for what is left."""
    left_now = [{"slot": "morning", "time": "08:00", "amount": "5 mg"}]
    return {"zone": "Europe/Berlin", "starts_on": on.isoformat(), "steps": [{"days": 5, "slots": left_now}]}


def short_plans() -> st.SearchStrategy[Plan]:
    """Plans of a few weeks with every pattern there is."""
    lengths = st.builds(Days, st.integers(1, 12)) | st.builds(Doses, st.integers(1, 8))
    timed = st.builds(Step, lengths, scheduled())
    others = st.builds(Step, st.builds(Days, st.integers(1, 12)), st.just(Rest()) | as_needed())
    return st.builds(lambda first, more: plan_of(first, *more), timed, st.lists(timed | others, max_size=2))


_minutes = st.integers(0, 60 * 24 * 45).map(
    lambda gone: datetime(2026, 11, 30, 20, tzinfo=UTC) + timedelta(minutes=gone)
)
_changes = st.sampled_from(("hold", "resume", "revise", "extend", "stop", "zone"))


def arguments_of(data: st.DataObject, change: str, now: datetime) -> dict[str, object]:
    """What a change is asked for with, on a provider's word or without."""
    more: dict[str, object] = {"approved_by": data.draw(st.sampled_from((None, "Dr Wolf")))}
    if change in ("hold", "extend"):
        more["days"] = data.draw(st.integers(1, 20))
    if change == "revise":
        more["form"] = form_of_daily(now.date() + data.draw(st.integers(0, 3)) * DAY)
    if change == "zone":
        more["zone"] = data.draw(st.sampled_from(("Asia/Tokyo", "America/New_York", "Europe/Berlin")))
    return more


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), plan=short_plans())
def test_any_changes_in_any_order_leave_the_past_alone(someone: Person, data: st.DataObject, plan: Plan) -> None:
    """Hold, resume, revise, extend, stop, travel: ids and doses before each never change, refusals change no byte."""
    store, path = someone.desk.store, someone.desk.paths.store
    try:
        someone.ask("add", form=to_form(plan), plan_id="p", approved_by="Dr Wolf")
    except TaperError:  # a month counted from a late day, or no dose on any day
        return
    try:
        for now in sorted(data.draw(st.lists(_minutes, max_size=4))):
            person = replace(someone, desk=replace(someone.desk, clock=StandingClock(now)))
            before, content, change = store.kept_plan("p"), path.read_bytes(), data.draw(_changes)
            try:
                person.ask(change, plan="p", **arguments_of(data, change, now))
            except TaperError:
                assert path.read_bytes() == content
                continue
            after, begin = store.kept_plan("p"), datetime(2026, 11, 28, tzinfo=UTC)
            assert doses_between(after, begin, now) == doses_between(before, begin, now)
            assert after.versions[: len(before.versions)] == before.versions
            person.ask("show", plan="p")
            person.lists("upcoming", plan="p", days=60)
    finally:
        store.delete_plan("p")
