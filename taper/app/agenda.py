"""Which events does a kept plan have in a calendar, and what became of those that an earlier version had?

Everything but the horizon of an open plan follows from the plan's versions alone, so that the same plan gives the same
events whenever it is written: an event's sequence is the number of the version that changed it last, and what a later
version no longer has is cancelled.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid5

from taper.core.announce import Kind
from taper.core.calendarwords import (
    CANCELLED,
    calendar_wording,
    dose_wording,
    ended_after,
    ended_wording,
    horizon_wording,
    last_use_wording,
    step_wording,
)
from taper.core.course import dated_steps
from taper.core.ledger import LastUse, doses_between, last_use_of
from taper.core.localtime import local_date, moment
from taper.core.notice import Manner, Wording
from taper.core.plan import AsNeeded, Rest
from taper.core.record import KeptPlan
from taper.interop.ics import AtInstant, Calendar, Entry, OnDay, When, calendar_text

_NAMESPACE = UUID("24d23dc5-29fa-51c2-9887-1474ebc294ab")
"""What the ids of events are made in ("urn:taper:calendar"). With another one, every event would come twice."""

_DAY = timedelta(days=1)
_BEFORE_ANY = 2 * _DAY
"""How far before midnight UTC of day 1 the first dose may lie."""

HORIZON = "horizon"

_OF_A_VERSION = 100_000
"""How many numbers each version has for the sequence of the horizon."""

_LONGEST_FILE = 366
"""How many days ahead an open plan may have been written before it was changed: so far its doses are cancelled."""


@dataclass(frozen=True, slots=True)
class Agenda:
    """A plan's calendar. `ends_here_on` is the horizon of an open plan: the first day whose doses are not in it."""

    calendar: Calendar
    ends_here_on: date | None

    @property
    def doses(self) -> int:
        """How many doses it holds."""
        return sum(isinstance(one.when, AtInstant) and not one.cancelled for one in self.calendar.entries)

    @property
    def cancelled(self) -> int:
        """How many events it cancels."""
        return sum(one.cancelled for one in self.calendar.entries)

    def without_cancelled(self) -> Agenda:
        """The same for a calendar that never had an earlier one."""
        standing = tuple(one for one in self.calendar.entries if not one.cancelled)
        return replace(self, calendar=replace(self.calendar, entries=standing))

    def as_ics(self) -> str:
        """The iCalendar file."""
        return calendar_text(self.calendar)


def agenda(kept: KeptPlan, *, manner: Manner, now: datetime, open_days: int) -> Agenda:
    """The plan's calendar in order of time; an open plan is written out `open_days` days ahead of now.

    It is always written through its last step of fixed length.
    """
    today = local_date(now, zone=kept.plan.zone)
    entries = dict(_entries(kept, manner=manner, today=today, open_days=open_days))
    horizon = _horizon(kept, manner=manner, today=today, open_days=open_days)
    if horizon is not None:
        entries[HORIZON] = horizon
    ordered = sorted(entries.values(), key=lambda entry: (_begins(entry.when, zone=kept.plan.zone), entry.uid))
    words = calendar_wording(kept, manner)
    calendar = Calendar(words.title, words.body, kept.plan.zone, tuple(ordered))
    return Agenda(calendar, _horizon_on(kept, today=today, open_days=open_days))


def uid_of(plan_id: str, name: str) -> str:
    """The id of an event in every calendar, made of the plan's id and what it is within the plan, and no more."""
    return str(uuid5(_NAMESPACE, f"{plan_id}/{name}"))


def _begins(when: When, *, zone: str) -> datetime:
    return when.at if isinstance(when, AtInstant) else moment(when.on, time.min, zone=zone).at


def _entries(kept: KeptPlan, *, manner: Manner, today: date, open_days: int) -> Mapping[str, Entry]:
    """The events of the newest version, and those that the versions before it had, cancelled."""
    found: dict[str, Entry] = {}
    for number, version in enumerate(kept.versions):
        stood, seen_on, ahead = _as_written(kept, number, today=today, open_days=open_days)
        said = dict(_said(stood, manner=manner, today=seen_on, open_days=ahead))
        bound = None if version.counts_from is None else (version.counts_from, stood.plan.zone)
        for name in {**found, **said}:
            before, now_said = found.get(name), said.get(name)
            if before is None or not _stays(before, now_said, bound):
                found[name] = _entry(kept, name, before, now_said, number=number)
    return found


def _as_written(kept: KeptPlan, number: int, *, today: date, open_days: int) -> tuple[KeptPlan, date, int]:
    """The plan as it stood by its version of that number, the last day on which it was written so, and how far ahead
    that was at most.
    """
    stood = replace(kept, versions=kept.versions[: number + 1])
    if number + 1 == len(kept.versions):
        return stood, today, open_days
    replaced_at = kept.versions[number + 1].recorded_at
    return stood, local_date(replaced_at, zone=stood.plan.zone), max(open_days, _LONGEST_FILE)


def _stays(before: Entry, said: tuple[When, Wording] | None, bound: tuple[datetime, str] | None) -> bool:
    """Whether a version leaves an event as it was: it says the same, or both lie in the days before it counts."""
    if said is None and before.cancelled:
        return True
    if said is not None and not before.cancelled and (before.when, before.title, before.text) == _flat(said):
        return True
    if bound is None or before.cancelled:
        return False
    counts_from, zone = bound
    times = [_begins(when, zone=zone) for when in (before.when, *(() if said is None else (said[0],)))]
    return all(at < counts_from for at in times)


def _flat(said: tuple[When, Wording]) -> tuple[When, str, str]:
    when, words = said
    return when, words.title, words.body


def _entry(kept: KeptPlan, name: str, before: Entry | None, said: tuple[When, Wording] | None, *, number: int) -> Entry:
    """The event as the version of that number has it; cancelled where that has none."""
    changed_at = kept.versions[number].recorded_at
    if said is None:
        assert before is not None
        return _cancelled(before, changed_at=changed_at, sequence=number)
    when, words = said
    created_at = changed_at if before is None else before.created_at
    return Entry(uid_of(kept.id, name), when, words.title, words.body, created_at, changed_at, number)


def _cancelled(entry: Entry, *, changed_at: datetime, sequence: int) -> Entry:
    words = CANCELLED
    return replace(entry, title=words.title, text=words.body, changed_at=changed_at, sequence=sequence, cancelled=True)


def _said(kept: KeptPlan, *, manner: Manner, today: date, open_days: int) -> Iterator[tuple[str, tuple[When, Wording]]]:
    """Everything a version of a plan has but its horizon."""
    zone, last = kept.plan.zone, last_use_of(kept)
    begin = datetime.combine(kept.plan.starts_on, time.min, tzinfo=UTC) - _BEFORE_ANY
    until_on = _written_until(kept, last, today=today, open_days=open_days)
    if until_on is not None:
        for dose in doses_between(kept, begin, moment(until_on, time.min, zone=zone).at):
            yield f"{Kind.DOSE}:{dose.id}", (AtInstant(dose.due_at), dose_wording(kept, dose, manner))
    for dated in dated_steps(kept.plan)[1:]:
        if (last is None or dated.first_on <= last.on) and (last is not None or kept.stops_at is None):
            yield f"step:{dated.number}", (OnDay(dated.first_on), step_wording(kept, dated, manner))
    if last is not None:
        over_on = last.on + ended_after(last, zone=zone)
        yield Kind.LAST_DOSE.value, (OnDay(over_on - _DAY), last_use_wording(kept, last, manner))
        yield Kind.STOPPED.value, (OnDay(over_on), ended_wording(kept, last, manner))


def _written_until(kept: KeptPlan, last: LastUse | None, *, today: date, open_days: int) -> date | None:
    """The first day whose doses are not looked for; None for a plan that was stopped before its first dose."""
    if horizon_on := _horizon_on(kept, today=today, open_days=open_days):
        return horizon_on
    if last is not None:
        return last.on + 3 * _DAY  # a dose after midnight falls on a day behind its plan date
    return None if kept.stops_at is not None else dated_steps(kept.plan)[-1].first_on + 3 * _DAY


def _horizon_on(kept: KeptPlan, *, today: date, open_days: int) -> date | None:
    """The first day whose doses are not written; None for a plan whose scheduled doses end by themselves."""
    final = dated_steps(kept.plan)[-1]
    if kept.stops_at is not None or final.last_on is not None or isinstance(final.step.schedule, AsNeeded | Rest):
        return None
    return max(today, final.first_on) + open_days * _DAY


def _horizon(kept: KeptPlan, *, manner: Manner, today: date, open_days: int) -> Entry | None:
    """The day at which the calendar of an open plan ends; cancelled once the plan has an end.

    It moves with time, and its sequence with it: that counts the versions, and within one the days since the plan was
    stored.
    """
    zone, number = kept.plan.zone, len(kept.versions) - 1
    on = _horizon_on(kept, today=today, open_days=open_days)
    if on is not None:
        words = horizon_wording(kept, manner)
        changed_at = max(kept.versions[-1].recorded_at, moment(today, time.min, zone=zone).at)
        days = max(0, (on - local_date(kept.stored_at, zone=zone)).days)
        sequence = number * _OF_A_VERSION + min(days, _OF_A_VERSION - 1)
        return Entry(uid_of(kept.id, HORIZON), OnDay(on), words.title, words.body, kept.stored_at, changed_at, sequence)
    for last in range(number, 0, -1):
        stood, seen_on, ahead = _as_written(kept, last - 1, today=today, open_days=open_days)
        was = _horizon(stood, manner=manner, today=seen_on, open_days=ahead)
        if was is not None and not was.cancelled:
            return _cancelled(was, changed_at=kept.versions[last].recorded_at, sequence=last * _OF_A_VERSION)
    return None
