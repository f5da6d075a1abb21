"""What became of each dose: its state, computed from the plan, what the person said and what the person was asked.

Silence is not a fact: a dose nobody was asked about (machine off, plan entered later) is never a missed one. "Missed"
itself exists only where the provider or a cited source states a window (`core.missedrule`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise, zip_longest

from taper.core.course import dated_steps, last_day_on, last_needed_on
from taper.core.expand import expand, last_dose
from taper.core.localtime import local_date, moment
from taper.core.missedrule import MissedRule, NotBeforeNext, longest_window, window_ends_at
from taper.core.plan import AsNeeded, Plan
from taper.core.record import Answer, Dose, Intake, KeptPlan, Outcome, Reminder

UNANSWERED_AFTER = timedelta(hours=1)
"""From then on a dose that was asked about is called unanswered (DOMAIN section 6)."""

_DAY = timedelta(days=1)


class State(StrEnum):
    """What can be said of a dose at an instant."""

    AHEAD = "ahead"
    DUE = "due"  # due, and asked about or within its first hour
    LATE = "late"  # past due for over an hour, and nobody was asked
    UNANSWERED = "unanswered"  # asked, no answer after an hour
    NOT_RECORDED = "not recorded"  # asked, and the next dose is due or the day is over
    MISSED = "missed"  # asked, and past the window that the provider or a cited source states
    NOT_ASKED = "not asked"  # the same, but the person was never asked
    NOT_TRACKED = "not tracked"  # due before the plan, or the version that has it, was entered
    TAKEN = "taken"
    SKIPPED = "skipped"
    UNSURE = "not sure"

    @property
    def is_open(self) -> bool:
        """Whether an answer is still awaited."""
        return self in (State.DUE, State.LATE, State.UNANSWERED)


SILENT = (State.NOT_ASKED, State.NOT_RECORDED, State.MISSED)
"""The states of a dose whose time is over without an answer."""


@dataclass(frozen=True, slots=True)
class DoseState:
    """A dose, its state, the intake that answers it and any further ones; `closes_at` is when no answer is awaited.

    `missed_at` is from when on it counts as missed unless it was answered; None where no window is stated.
    """

    dose: Dose
    state: State
    closes_at: datetime
    intake: Intake | None = None
    further: tuple[Intake, ...] = ()
    missed_at: datetime | None = None


_ANSWERED = {Answer.TAKEN: State.TAKEN, Answer.SKIPPED: State.SKIPPED, Answer.UNSURE: State.UNSURE}

ASKED = frozenset({Outcome.ATTEMPTED, Outcome.SHOWN, Outcome.ANSWERED, Outcome.DISMISSED, Outcome.WITHDRAWN})
"""The outcomes after which the person was asked, as far as anybody can know."""


def standing(intakes: Iterable[Intake]) -> tuple[Intake, ...]:
    """The intakes that count: neither undone nor an undoing, in the order in which they happened."""
    known = tuple(intakes)
    undone = {intake.undoes for intake in known if intake.answer is Answer.UNDONE}
    counting = (intake for intake in known if intake.answer is not Answer.UNDONE and intake.id not in undone)
    return tuple(sorted(counting, key=lambda intake: (intake.happened_at, intake.recorded_at, intake.id)))


def doses_between(kept: KeptPlan, from_at: datetime, until_at: datetime) -> tuple[Dose, ...]:
    """The doses of a kept plan due in [from_at, until_at), each by the version that counted when it was due.

    None from the instant at which it was stopped, and none rewritten by a revision that counts from a later one. A dose
    that was due before a plan moved to another zone is not due again by the clocks there.
    """
    stretches = tuple(_stretches(kept))[::-1]
    found: list[Dose] = []
    for index, (plan, begin, end) in enumerate(stretches):
        doses = expand(plan, max(from_at, begin or from_at), min(until_at, end or until_at))
        gone = (
            _ids_before(stretches[:index], begin) if begin is not None and begin + 2 * _DAY > from_at else frozenset()
        )
        found += [dose for dose in doses if dose.id not in gone]
    return tuple(found)


_Stretch = tuple[Plan, datetime | None, datetime | None]


def _ids_before(stretches: Sequence[_Stretch], at: datetime) -> frozenset[str]:
    """The doses due in the two days before an instant, by the plans that counted then."""
    since = at - 2 * _DAY
    return frozenset(
        dose.id
        for plan, begin, end in stretches
        for dose in expand(plan, max(since, begin or since), min(at, end or at))
    )


def _stretches(kept: KeptPlan) -> Iterator[_Stretch]:
    """Each version's plan and the half-open time in which it counts, newest first; None is without a bound."""
    end: datetime | None = None
    for version in reversed(kept.versions):
        bounds = [at for at in (end, version.stops_at) if at is not None]
        yield version.plan, version.counts_from, min(bounds, default=None)
        if version.counts_from is None:
            return
        end = version.counts_from if end is None else min(end, version.counts_from)


def plan_at(kept: KeptPlan, at: datetime) -> Plan:
    """What was in force at an instant: a later revision does not reach back to it, a correction does."""
    return next(plan for plan, begin, _ in _stretches(kept) if begin is None or begin <= at)


def last_dose_of(kept: KeptPlan) -> Dose | None:
    """The last dose there will be or was; None for an open plan and for one stopped before its first dose."""
    planned = last_dose(kept.plan)
    if kept.stops_at is None or (planned is not None and planned.due_at < kept.stops_at):
        return planned
    for back in (2, 40, 400, 40_000):
        from_at = max(kept.stops_at - back * _DAY, datetime(1, 1, 3, tzinfo=UTC))
        doses = doses_between(kept, from_at, kept.stops_at)
        if doses:
            return doses[-1]
    return None


@dataclass(frozen=True, slots=True)
class LastUse:
    """The last date on which something of a plan is to be taken, or may be.

    `dose` is the last scheduled dose, None where the last thing is as needed; `until_at` is when the dose is due, or
    when the day is over.
    """

    on: date
    until_at: datetime
    dose: Dose | None


def last_use_of(kept: KeptPlan) -> LastUse | None:
    """The plan's last day of use; None for an open plan and for one stopped before its first dose."""
    if kept.stops_at is None and last_day_on(kept.plan) is None:
        return None
    needed_on, dose = _last_needed_on(kept), last_dose_of(kept)
    if needed_on is None or (dose is not None and dose.on >= needed_on):
        return None if dose is None else LastUse(dose.on, dose.due_at, dose)
    until_at = moment(needed_on + _DAY, time(0), zone=kept.plan.zone).at
    return LastUse(needed_on, until_at if kept.stops_at is None else min(until_at, kept.stops_at), None)


def _last_needed_on(kept: KeptPlan) -> date | None:
    """The last date on which something may be taken, or could before it was stopped, as needed."""
    stops_on = None if kept.stops_at is None else local_date(kept.stops_at, zone=kept.plan.zone)
    found = None
    for dated in dated_steps(kept.plan):
        if isinstance(dated.step.schedule, AsNeeded) and (stops_on is None or dated.first_on <= stops_on):
            ends_on = [on for on in (dated.last_on, stops_on) if on is not None]
            found = min(ends_on) if ends_on else None
    return found


def ends_at(kept: KeptPlan) -> datetime | None:
    """The instant from which an intake is past the end: when it was stopped, or when the last day of use is over."""
    zone, is_open = kept.plan.zone, last_day_on(kept.plan) is None
    dose, needed_on = last_dose(kept.plan), last_needed_on(kept.plan)
    due = [dose.due_at] if dose else []
    needed = [moment(needed_on + _DAY, time(0), zone=zone).at] if needed_on and not is_open else []
    if kept.stops_at is not None and all(at >= kept.stops_at for at in (*due, *needed)):
        return kept.stops_at
    return max([_day_over(dose, zone=zone), *needed] if dose else needed, default=None)


def _day_over(dose: Dose, *, zone: str) -> datetime:
    """The end of a dose's day; late in the evening, no sooner than a dose would count as unanswered."""
    return max(end_of_day(dose.due_at, zone=zone), dose.due_at + UNANSWERED_AFTER)


def end_of_day(at: datetime, *, zone: str) -> datetime:
    """The first instant of the next calendar day in `zone`."""
    return moment(local_date(at, zone=zone) + _DAY, time(0), zone=zone).at


def states(
    kept: KeptPlan,
    *,
    intakes: Iterable[Intake],
    reminders: Iterable[Reminder],
    now: datetime,
    from_at: datetime,
    until_at: datetime,
    rule: MissedRule | None = None,
) -> tuple[DoseState, ...]:
    """The state at `now` of each dose due in [from_at, until_at), or waiting at `from_at`, in order of time.

    `rule` is a cited source's rule for a missed dose; the plan's own goes before it, the one in force when the dose was
    due.
    """
    doses = doses_between(kept, from_at - longest_wait(kept, rule), until_at + 2 * _DAY)
    answers = _by_dose(standing(intakes))
    asked = {r.dose for r in reminders if r.dose and r.outcome in ASKED and r.claimed_at <= now}
    untracked = _untracked(kept, doses)
    found = []
    for dose, following in zip_longest(doses, doses[1:]):
        if dose.due_at >= until_at:
            break
        own = plan_at(kept, dose.due_at).missed
        missed_at, closes_at = _times_of(kept, dose, following, rule if own is None else own.rule)
        if dose.due_at < from_at and closes_at <= from_at:
            continue
        silent = _silent_state(
            dose,
            closes_at=closes_at,
            missed_at=missed_at,
            tracked=dose.id not in untracked,
            asked=dose.id in asked,
            now=now,
        )
        state = _state_of(dose, closes_at=closes_at, answers=answers.get(dose.id, ()), silent=silent)
        found.append(replace(state, missed_at=missed_at))
    return tuple(found)


def longest_wait(kept: KeptPlan, rule: MissedRule | None) -> timedelta:
    """How long a window for a missed dose may last, by any version of a plan or by a source's `rule`."""
    rules = (rule, *(version.plan.missed.rule for version in kept.versions if version.plan.missed))
    return max(map(longest_window, rules))


def _untracked(kept: KeptPlan, doses: Sequence[Dose]) -> frozenset[str]:
    """The doses nobody could know of when they fell due: before the plan, or the version that has them, was stored."""
    known = _known_ids(kept, doses)
    return frozenset(
        dose.id
        for dose in doses
        if dose.due_at < kept.stored_at
        or any(begin <= dose.due_at < end and dose.id not in ids for begin, end, ids in known)
    )


def _known_ids(kept: KeptPlan, doses: Sequence[Dose]) -> list[tuple[datetime, datetime, frozenset[str]]]:
    """For each version but the one in force: from when to when it stood, and the ids of the doses it had."""
    if not doses:
        return []
    from_at, until_at = doses[0].due_at - 2 * _DAY, doses[-1].due_at + 2 * _DAY
    found = []
    for index, (version, following) in enumerate(pairwise(kept.versions)):
        stood = replace(kept, versions=kept.versions[: index + 1])
        ids = frozenset(dose.id for dose in doses_between(stood, from_at, until_at))
        found.append((version.recorded_at, following.recorded_at, ids))
    return found


def _by_dose(intakes: Sequence[Intake]) -> Mapping[str, tuple[Intake, ...]]:
    by_dose: dict[str, tuple[Intake, ...]] = {}
    for intake in intakes:
        if intake.dose is not None:
            by_dose[intake.dose] = (*by_dose.get(intake.dose, ()), intake)
    return by_dose


def _times_of(
    kept: KeptPlan, dose: Dose, following: Dose | None, rule: MissedRule | None
) -> tuple[datetime | None, datetime]:
    """From when on a dose counts as missed, if ever, and when it is no longer waited for.

    It is waited for until the next one is due, the plan was stopped, and its window or, without one, its day is over;
    but always for an hour, so that no rule keeps a dose from being asked about.
    """
    if following is None and longest_window(rule):
        following = _next_after(kept, dose)
    next_at, zone = None if following is None else following.due_at, kept.plan.zone
    window = window_ends_at(rule, due_at=dose.due_at, next_at=next_at, zone=zone)
    missed_at = None if window is None else max(window, dose.due_at + UNANSWERED_AFTER)
    over_at = missed_at or _day_over(dose, zone=zone)
    return missed_at, min(at for at in (over_at, next_at, kept.stops_at) if at is not None)


def _next_after(kept: KeptPlan, dose: Dose) -> Dose | None:
    """The dose behind the last one that was written out, as far as a window may reach."""
    later = doses_between(kept, dose.due_at, dose.due_at + 2 * longest_window(NotBeforeNext(1)))
    return next((one for one in later if one.id != dose.id), None)


def _state_of(dose: Dose, *, closes_at: datetime, answers: tuple[Intake, ...], silent: State) -> DoseState:
    """What was answered, else the state that silence gives it. An intake outweighs a "skipped" or "not sure"."""
    if not answers:
        return DoseState(dose, silent, closes_at)
    counting = next((intake for intake in answers if intake.answer is Answer.TAKEN), answers[0])
    further = tuple(intake for intake in answers if intake is not counting)
    return DoseState(dose, _ANSWERED[counting.answer], closes_at, counting, further)


def _silent_state(
    dose: Dose, *, closes_at: datetime, missed_at: datetime | None, tracked: bool, asked: bool, now: datetime
) -> State:
    if not tracked:
        return State.NOT_TRACKED
    if now < dose.due_at:
        return State.AHEAD
    if now >= closes_at:
        is_missed = missed_at is not None and now >= missed_at
        return State.NOT_ASKED if not asked else State.MISSED if is_missed else State.NOT_RECORDED
    if now < dose.due_at + UNANSWERED_AFTER:
        return State.DUE
    return State.UNANSWERED if asked else State.LATE
