"""What is to be said of one plan now, and when to look again.

One notification stands open per plan: everything due to be said is said in one, led by the dose that is to be taken.
What was said is known by the ids of its items, so that deciding twice says it once; a record stamped after `now` (the
clock went back) counts as not said: a repeat is allowed, a loss is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from taper.core.announce import Announcement, Kind, Policy, activities_near, announcements
from taper.core.asking import Stage, next_ask, snoozed_until
from taper.core.checkin import ActivityTime
from taper.core.dueslept import standing as standing_now
from taper.core.duesudden import is_minded, sudden_notices, sudden_times
from taper.core.guard import UNKNOWN, Guard, cited_window
from taper.core.ledger import (
    ASKED,
    SILENT,
    DoseState,
    State,
    ends_at,
    last_use_of,
    longest_wait,
    standing,
    states,
)
from taper.core.localtime import local_date, moment
from taper.core.missedrule import MissedRule
from taper.core.plan import Ends
from taper.core.record import Answer, Intake, KeptPlan, Outcome, Reminder, Snooze
from taper.core.toosudden import ROW_REACH, TooSudden

LOOK_AHEAD = timedelta(days=60)
"""How far the next dose is looked for; where none stands within it, the plan is looked at again by then."""

_DAY = timedelta(days=1)
_NEAR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to say, by a stable id.

    `dose` is the dose of a reminder or of a digest line; `attempt` counts how often a reminder's dose is asked about,
    `stage` is how loudly. `cause` is why a medicine stops too suddenly. What is `late` waits for the next notice, and
    never leads it.
    """

    id: str
    kind: Kind
    at: datetime
    on: date
    dose: DoseState | None = None
    attempt: int = 0
    stage: Stage | None = None
    step: int | None = None
    cause: TooSudden | None = None
    activity: ActivityTime | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """One notification to send: what leads it, the dose it asks about (if any) and everything it says.

    `retry_of` is the reminder that tried to say the same and failed.
    """

    plan_id: str
    lead: Kind
    items: tuple[Item, ...]
    dose: DoseState | None
    retry_of: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """What to say (at most one notification), which bubbles to close, and when to look again.

    `open_dose` is the dose that waits for an answer, snoozed or not.
    """

    saying: Saying | None
    withdraw: tuple[Reminder, ...]
    next_look_at: datetime | None
    open_dose: DoseState | None
    is_snoozed: bool

    @property
    def waiting(self) -> DoseState | None:
        """The dose that may be asked about now."""
        return None if self.is_snoozed else self.open_dose


_LEADS = (
    Kind.TOO_SUDDEN,
    Kind.PAST_END,
    Kind.LAST_DOSE,
    Kind.STEP_CHANGE,
    Kind.STOP_SOON,
    Kind.REVIEW,
    Kind.STOPPED,
    Kind.DIGEST,
    Kind.ACTIVITY,
    Kind.CHECK_IN,
)
"""Which kind gives its title to a notice that is no dose, the most pressing first."""


def decide(
    kept: KeptPlan,
    *,
    intakes: Sequence[Intake],
    reminders: Sequence[Reminder],
    snoozes: Sequence[Snooze],
    now: datetime,
    since: datetime,
    policy: Policy,
    guard: Guard = UNKNOWN,
    answered: frozenset[str] = frozenset(),
) -> Decision:
    """What one plan has to say at `now`, with doses whose time was over before `since` left alone.

    `guard` is what is known of the medicine, `answered` the ids that were answered before they were said.
    Records reach `looks_back` further than `since`.
    """
    from_at = max(min(since, now - ROW_REACH) if is_minded(kept, guard) else since, kept.stored_at)
    known = _states_to_the_next(kept, intakes, reminders, now=now, from_at=from_at, rule=cited_window(guard))
    around = tuple(state for state in known if max(state.dose.due_at, state.closes_at) >= since)
    made = [reminder for reminder in reminders if reminder.outcome in ASKED and reminder.claimed_at <= now]
    said = frozenset(item for reminder in made for item in reminder.items) | answered
    open_dose = next((state for state in reversed(around) if state.state.is_open), None)
    items = [
        *_attempts(kept, open_dose, snoozes, made, now, policy),
        *_digest(around, kept, policy),
        *_announced(kept, _all_announced(kept, now, policy), around, made, now, since),
    ]
    if kept.stops_at is not None and now >= kept.stops_at:
        items = []  # whoever stopped a plan is asked and told nothing more of it, but warned past its end
    items += _past_end(kept, intakes, now, policy)
    sudden = sudden_notices(
        kept, states=known, intakes=intakes, made=made, now=now, since=since, policy=policy, guard=guard
    )
    items += [Item(one.id, Kind.TOO_SUDDEN, one.at, one.cause.on, cause=one.cause) for one in sudden]
    unsaid = [item for item in items if item.id not in said]
    is_snoozed = open_dose is not None and (snoozed_until(open_dose, snoozes, now) or now) > now
    is_muted = _is_muted(unsaid, kept, now, policy)
    return Decision(
        None if is_snoozed or is_muted else _saying(kept, unsaid, open_dose, reminders, now),
        tuple(_stale(around, reminders, open_dose, now)),
        _next_look(kept, around, intakes, snoozes, made, now, policy, guard),
        open_dose,
        is_snoozed,
    )


def _states_to_the_next(
    kept: KeptPlan,
    intakes: Sequence[Intake],
    reminders: Sequence[Reminder],
    *,
    now: datetime,
    from_at: datetime,
    rule: MissedRule | None,
) -> tuple[DoseState, ...]:
    """The states from `from_at` on with the next dose to come. It mostly lies near: then none beyond is written out."""
    known: tuple[DoseState, ...] = ()
    for reach in (_NEAR, LOOK_AHEAD):
        until_at = now + reach
        known = states(
            kept, intakes=intakes, reminders=reminders, now=now, from_at=from_at, until_at=until_at, rule=rule
        )
        if any(state.state is State.AHEAD for state in known):
            break
    return known


def looks_back(kept: KeptPlan, guard: Guard) -> timedelta:
    """How far before `now` the records of a plan matter to what is decided, beyond what is usual."""
    row = ROW_REACH if is_minded(kept, guard) else timedelta()
    return max(row, longest_wait(kept, cited_window(guard)))


def _is_muted(unsaid: Iterable[Item], kept: KeptPlan, now: datetime, policy: Policy) -> bool:
    """Whether what is unsaid waits for the end of the quiet hours: no first asking about a dose is among it."""
    if policy.quiet is None or policy.quiet.ends_at(now, zone=kept.plan.zone) is None:
        return False
    return all(item.stage is not Stage.FIRST for item in unsaid)


def _attempts(
    kept: KeptPlan,
    dose: DoseState | None,
    snoozes: Sequence[Snooze],
    made: Sequence[Reminder],
    now: datetime,
    policy: Policy,
) -> Iterator[Item]:
    """The asking whose time has come. Those slept through are made up for by one."""
    if dose is None:
        return
    ask = next_ask(dose, snoozes=snoozes, made=made, now=now, policy=policy, zone=kept.plan.zone)
    if ask is not None and ask.at <= now:
        yield Item(ask.id, Kind.DOSE, ask.at, dose.dose.on, dose, ask.before + 1, ask.stage)


def _digest(around: Sequence[DoseState], kept: KeptPlan, policy: Policy) -> Iterator[Item]:
    """A line for each dose whose time is over without an answer."""
    for state in around:
        if state.state in SILENT:
            at = _missed_told_at(state, kept, policy) or state.closes_at
            yield Item(f"{Kind.DIGEST}:{state.dose.id}", Kind.DIGEST, at, state.dose.on, state)


def _missed_told_at(state: DoseState, kept: KeptPlan, policy: Policy) -> datetime | None:
    """When it is worth a notice of its own that a dose counts as missed: then, but not in the night before the hour of
    announcements.
    """
    if state.missed_at is None:
        return None
    on = local_date(state.missed_at, zone=kept.plan.zone)
    return max(state.missed_at, moment(on, policy.announce_time, zone=kept.plan.zone).at)


def _all_announced(kept: KeptPlan, now: datetime, policy: Policy) -> Iterator[Announcement]:
    for a in (*announcements(kept, policy), *activities_near(kept, now)):
        yield replace(a, until=_stands_until(a, kept, policy))


def _announced(
    kept: KeptPlan,
    all_of_them: Iterable[Announcement],
    around: Sequence[DoseState],
    made: Sequence[Reminder],
    now: datetime,
    since: datetime,
) -> Iterator[Item]:
    for a in standing_now(kept, all_of_them, states=around, made=made, now=now, since=since):
        yield Item(a.id, a.kind, a.at, a.on, step=a.step, activity=a.activity, late=a.late)


_AFTER_QUIET = timedelta(hours=1)
"""How long after the quiet hours there is to say what came to its end in them."""


def _stands_until(a: Announcement, kept: KeptPlan, policy: Policy) -> datetime:
    """Until when it is worth saying: what would come to its end in the quiet hours, until some time after them."""
    ends_at = None if policy.quiet is None else policy.quiet.ends_at(a.until, zone=kept.plan.zone)
    return a.until if ends_at is None else ends_at + _AFTER_QUIET


def _past_end_times(kept: KeptPlan, intakes: Iterable[Intake], policy: Policy) -> Iterator[tuple[str, datetime, date]]:
    """For each intake past the end: at once, and on each of the mornings after."""
    end = ends_at(kept)
    taken = [i for i in standing(intakes) if i.answer is Answer.TAKEN and end is not None and i.happened_at >= end]
    for intake in taken:
        on = local_date(intake.recorded_at, zone=kept.plan.zone)
        yield f"{Kind.PAST_END}:{intake.id}", intake.recorded_at, on
        for later in range(1, policy.past_end_days + 1):
            at = moment(on + later * _DAY, policy.announce_time, zone=kept.plan.zone).at
            yield f"{Kind.PAST_END}:{on + later * _DAY}", at, on + later * _DAY


def _past_end(kept: KeptPlan, intakes: Iterable[Intake], now: datetime, policy: Policy) -> Iterator[Item]:
    for name, at, on in dict.fromkeys(_past_end_times(kept, intakes, policy)):
        if at <= now < at + _DAY:
            yield Item(name, Kind.PAST_END, at, on)


def _saying(
    kept: KeptPlan, unsaid: Sequence[Item], open_dose: DoseState | None, reminders: Sequence[Reminder], now: datetime
) -> Saying | None:
    """One notification for everything unsaid; a line of a dose that was asked about waits for the next notice."""
    if not any(_is_pressing(item, now) for item in unsaid):
        return None
    kinds = {item.kind for item in unsaid if not item.late}
    lead = Kind.DOSE if open_dose else next(kind for kind in _LEADS if kind in kinds)
    names = tuple(item.id for item in unsaid)
    retry_of = next((r.id for r in reminders if r.items == names and r.outcome not in ASKED), None)
    return Saying(kept.id, lead, tuple(unsaid), open_dose, retry_of)


def _is_pressing(item: Item, now: datetime) -> bool:
    """A dose nobody was asked about is told of at once; one that counts as missed at its hour; others wait."""
    if item.late:
        return False
    if item.kind is not Kind.DIGEST or item.dose is None or item.dose.state is State.NOT_ASKED:
        return True
    return item.dose.state is State.MISSED and item.at <= now


def _stale(
    around: Sequence[DoseState], reminders: Iterable[Reminder], open_dose: DoseState | None, now: datetime
) -> Iterator[Reminder]:
    """Bubbles still standing that ask about a dose nobody waits for any more."""
    ahead_or_open = {s.dose.id for s in around if s.state is State.AHEAD} | (
        {open_dose.dose.id} if open_dose else set()
    )
    for reminder in reminders:
        shown = reminder.outcome is Outcome.SHOWN and reminder.claimed_at <= now
        if shown and reminder.dose is not None and reminder.dose not in ahead_or_open:
            yield reminder


def _next_look(
    kept: KeptPlan,
    around: Sequence[DoseState],
    intakes: Sequence[Intake],
    snoozes: Sequence[Snooze],
    made: Sequence[Reminder],
    now: datetime,
    policy: Policy,
    guard: Guard,
) -> datetime | None:
    """The first instant after `now` at which this plan may have something new to say."""
    times = [state.dose.due_at for state in around if state.state is State.AHEAD][:1] or _far_ahead(kept, now)
    for state in around:
        if state.state.is_open:
            ask = next_ask(state, snoozes=snoozes, made=made, now=now, policy=policy, zone=kept.plan.zone)
            times += [state.closes_at, *([ask.at] if ask else [])]
        if state.state.is_open or state.state in SILENT:
            times += [at for at in (state.missed_at, _missed_told_at(state, kept, policy)) if at]
    times += sudden_times(kept, states=around, policy=policy, guard=guard)
    times += [a.at for a in (*announcements(kept, policy), *activities_near(kept, now))]
    times += [at for _, at, _ in _past_end_times(kept, intakes, policy)]
    quiet_until = policy.quiet.ends_at(now, zone=kept.plan.zone) if policy.quiet else None
    times += [quiet_until] if quiet_until else []
    return min((at for at in times if at > now), default=None)


def _far_ahead(kept: KeptPlan, now: datetime) -> list[datetime]:
    """When to look for the next dose again, where doses are still to come and none stands within reach."""
    last = last_use_of(kept)
    is_over = kept.plan.ends is not Ends.OPEN if last is None else last.until_at <= now
    is_stopped = kept.stops_at is not None and kept.stops_at <= now
    return [] if is_over or is_stopped else [now + LOOK_AHEAD]
