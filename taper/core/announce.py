"""What a plan has to announce besides its doses, and when: the steps, the way to the stop date, the end.

Computed from the plan alone. The ids carry the date they lead to, so that a moved end is announced again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from taper.core.checkin import ActivityTime
from taper.core.checkindays import activity_dates, activity_id, check_in_dates, check_in_id
from taper.core.course import dated_steps
from taper.core.expand import doses_on
from taper.core.ledger import LastUse, last_use_of
from taper.core.localtime import local_date, moment
from taper.core.plan import Ends
from taper.core.quiet import QuietHours
from taper.core.record import KeptPlan

_DAY = timedelta(days=1)


class Kind(StrEnum):
    """What a notice is about; the values are part of the contract of `upcoming`."""

    DOSE = "dose"
    STEP_CHANGE = "step-change"
    STOP_SOON = "stop-soon"
    LAST_DOSE = "last-dose"
    STOPPED = "stopped"
    REVIEW = "review"
    PAST_END = "past-end"
    TOO_SUDDEN = "too-sudden"
    DIGEST = "digest"
    CHECK_IN = "check-in"
    ACTIVITY = "activity"


@dataclass(frozen=True, slots=True)
class Policy:
    """When and how often the person is told. Times, of the quiet hours too, are wall-clock times of the plan's zone."""

    repeat_every: timedelta = timedelta(minutes=10)
    repeats: int = 3
    stop_soon_days: tuple[int, ...] = (7, 3, 1)
    announce_time: time = time(9)
    eve_time: time = time(19)
    before_last_dose: timedelta = timedelta(minutes=30)
    past_end_days: int = 3
    quiet: QuietHours | None = None


@dataclass(frozen=True, slots=True)
class Announcement:
    """Something to say in [at, until). `on` is the date it is about: the new step's first, the last dose's.

    `late` is set where it is said after that time.
    """

    id: str
    kind: Kind
    at: datetime
    until: datetime
    on: date
    step: int | None = None
    activity: ActivityTime | None = None
    late: bool = False


ENDED = ":ended"
"""How the id of what is said after the end ends."""


def announcements(kept: KeptPlan, policy: Policy) -> tuple[Announcement, ...]:
    """Everything a plan announces but its activities, in order of time; nothing from the instant at which it stopped.

    The way to a stop that was said beforehand ("from Friday on") is announced like any other.
    """
    last = last_use_of(kept)
    found = [*_step_changes(kept, last, policy), *_check_ins(kept, last, policy)]
    if last is not None and (kept.stops_at is None or kept.stops_at > kept.versions[-1].recorded_at):
        found += [*_countdown(kept, last, policy), _last_dose_today(kept, last, policy), _ended(kept, last, policy)]
    lasting = (a for a in found if a.at < a.until and (kept.stops_at is None or a.at < kept.stops_at))
    return tuple(sorted(lasting, key=lambda announcement: announcement.at))


def activities_between(kept: KeptPlan, *, from_on: date, until_on: date) -> tuple[Announcement, ...]:
    """The activities with a time on the plan dates in [from_on, until_on), until the end of each day, in order."""
    if not kept.plan.activity_times:
        return ()
    found = []
    for on in activity_dates(kept, last_use_of(kept), from_on=from_on, until_on=until_on):
        for timed in kept.plan.activity_times:
            at = moment(on, timed.at_time, zone=kept.plan.zone).at
            name = activity_id(on, timed.activity)
            if kept.stops_at is None or at < kept.stops_at:
                found.append(Announcement(name, Kind.ACTIVITY, at, _day_ends_at(kept, on), on, activity=timed))
    return tuple(sorted(found, key=lambda announcement: announcement.at))


def activities_near(kept: KeptPlan, now: datetime) -> tuple[Announcement, ...]:
    """The activities of now and the next ones to come: an open plan has no last one."""
    begin = max(local_date(now, zone=kept.plan.zone) - _DAY, kept.plan.starts_on)
    return activities_between(kept, from_on=begin, until_on=begin + 3 * _DAY)


def _check_ins(kept: KeptPlan, last: LastUse | None, policy: Policy) -> list[Announcement]:
    """The evenings on which the plan asks how it goes, each until the end of its day."""
    return [
        Announcement(
            check_in_id(on),
            Kind.CHECK_IN,
            moment(on, policy.eve_time, zone=kept.plan.zone).at,
            _day_ends_at(kept, on),
            on,
        )
        for on in check_in_dates(kept, last)
    ]


def _day_ends_at(kept: KeptPlan, on: date) -> datetime:
    return moment(on + _DAY, time(0), zone=kept.plan.zone).at


def _step_changes(kept: KeptPlan, last: LastUse | None, policy: Policy) -> list[Announcement]:
    """The evening before each step but the first; days off after the last dose are no step to announce."""
    found = []
    for dated in dated_steps(kept.plan)[1:]:
        if last is not None and dated.first_on > last.on:
            break
        first = doses_on(kept.plan, dated.first_on)
        at = moment(dated.first_on - _DAY, policy.eve_time, zone=kept.plan.zone).at
        until = first[0].due_at if first else at + _DAY
        name = f"{Kind.STEP_CHANGE}:{dated.first_on}"
        found.append(Announcement(name, Kind.STEP_CHANGE, at, until, dated.first_on, dated.number))
    return found


def _countdown(kept: KeptPlan, last: LastUse, policy: Policy) -> list[Announcement]:
    """The notices so many days before the last dose; one that was not said gives way to the next."""
    kind = Kind.REVIEW if kept.plan.ends is Ends.REVIEW else Kind.STOP_SOON
    found: list[Announcement] = []
    until = _last_day_notice_at(kept, last, policy)
    for days in sorted(policy.stop_soon_days):
        on = last.on - days * _DAY
        if on >= kept.plan.starts_on:
            at = moment(on, policy.announce_time, zone=kept.plan.zone).at
            found.append(Announcement(f"{kind}:{last.on}:{days}", kind, at, until, last.on))
            until = at
    return found


def _last_day_notice_at(kept: KeptPlan, last: LastUse, policy: Policy) -> datetime:
    """On the last day, ahead of its first dose and no later than the hour of announcements."""
    first_at = doses_on(kept.plan, last.on)[0].due_at if last.dose else last.until_at
    announced_at = moment(last.on, policy.announce_time, zone=kept.plan.zone).at
    day_begins_at = moment(last.on, time(0), zone=kept.plan.zone).at
    return max(day_begins_at, min(announced_at, first_at - policy.before_last_dose))


def _last_dose_today(kept: KeptPlan, last: LastUse, policy: Policy) -> Announcement:
    at = _last_day_notice_at(kept, last, policy)
    return Announcement(f"{Kind.LAST_DOSE}:{last.on}", Kind.LAST_DOSE, at, last.until_at, last.on)


def _ended(kept: KeptPlan, last: LastUse, policy: Policy) -> Announcement:
    """Said on the morning after, and for some days where the machine was off."""
    kind = Kind.REVIEW if kept.plan.ends is Ends.REVIEW else Kind.STOPPED
    at = moment(last.on + _DAY, policy.announce_time, zone=kept.plan.zone).at
    at = max(at, last.until_at + policy.before_last_dose)
    return Announcement(f"{kind}:{last.on}{ENDED}", kind, at, at + policy.past_end_days * _DAY, last.on)
