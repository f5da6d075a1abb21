"""On which days was a medicine used, over its courses and restarts, and is that longer than was stated?

A day of use is a plan date with an intake, or one of which nobody can know as it lay before the plan was entered.
Courses that follow each other without a day between are one use, so that a new plan cannot hide the old one. Earlier
courses behind a break are listed and not added up, unless a source states within which time they count together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from taper.core.checkduration import past_limits
from taper.core.course import dated_steps
from taper.core.expand import days_of
from taper.core.exposurewords import EARLIER_NOT_ADDED, OUR_BREAK, say_course, say_earlier, say_window
from taper.core.finding import Finding, Level
from taper.core.ledger import State, last_use_of, states
from taper.core.limits import DurationLimit
from taper.core.localtime import local_date
from taper.core.plan import AsNeeded, Plan
from taper.core.prescribed import prescribed
from taper.core.recorded import Recorded, answered_dose
from taper.core.used import Used, dates_between

_DAY = timedelta(days=1)


def used_of(course: Recorded, *, now: datetime) -> Used | None:
    """On which days something of a plan was used until `now`; None where nothing was, as far as is known."""
    kept, zone = course.kept, course.kept.plan.zone
    recorded = set()
    for intake in course.taken():
        dose = answered_dose(kept, intake)
        recorded.add(dose.on if dose else local_date(intake.happened_at, zone=zone))
    untracked = {*_untracked_doses(course, now), *_untracked_as_needed(course, now)} - recorded
    if not recorded and not untracked:
        return None
    last, end_on = last_use_of(kept), prescribed(kept).end_on
    prescribed_days = None if end_on is None else (end_on - kept.plan.starts_on).days + 1
    last_on = None if last is None else last.on
    return Used(kept.label, frozenset(recorded), frozenset(untracked), prescribed_days, last_on)


def _untracked_doses(course: Recorded, now: datetime) -> Iterator[date]:
    """The plan dates of doses that were due before anybody could record them, and have no answer."""
    begin = datetime.combine(course.kept.plan.starts_on, datetime.min.time(), tzinfo=UTC) - 2 * _DAY
    recorded_at = max(version.recorded_at for version in course.kept.versions)
    until = min(now, recorded_at)
    found = states(course.kept, intakes=course.intakes, reminders=(), now=now, from_at=begin, until_at=until)
    yield from (state.dose.on for state in found if state.state is State.NOT_TRACKED)


def _untracked_as_needed(course: Recorded, now: datetime) -> Iterator[date]:
    """The dates before the plan was entered on which it might have been taken as needed."""
    kept = course.kept
    until = min(local_date(kept.stored_at, zone=kept.plan.zone), local_date(now, zone=kept.plan.zone))
    for dated in dated_steps(kept.plan):
        if isinstance(dated.step.schedule, AsNeeded):
            last_on = min(until - _DAY, dated.last_on or until)
            yield from (dated.first_on + n * _DAY for n in range((last_on - dated.first_on).days + 1))


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is looked at: its plan, the last day as planned (None: open) and what was used of it so far.

    `today` is in the plan's zone.
    """

    plan: Plan
    last_on: date | None
    today: date
    used: Used | None = None

    @property
    def is_past_plan(self) -> bool:
        """Whether it was used past its last planned day, or goes on without one."""
        return self.used is not None and (self.last_on is None or self.used.last_on > self.last_on)

    @property
    def dates(self) -> frozenset[date]:
        """Its dates as planned, with those of rest, and after them those of use; of an open one as far as it went."""
        planned = dates_between(self.plan.starts_on, self.last_on) if self.last_on else frozenset()
        return planned | (self.used.course if self.used else frozenset())


def exposure_findings(
    course: Course, *, earlier: Sequence[Used], limits: Sequence[DurationLimit]
) -> tuple[Finding, ...]:
    """What is to be said of a course together with the earlier ones of the same medicine, heaviest first.

    A course by itself, used as planned, is left to the check of its plan.
    """
    before = sorted(earlier, key=lambda used: used.last_on, reverse=True)
    chain = _joined(course, before)
    in_one = course.dates.union(*(used.course for used in chain))
    apart, whole = [used for used in before if used not in chain], [one for one in limits if one.within_days is None]
    found = [
        *_in_one(course, in_one, chain, whole),
        *_within_windows(course, before, limits),
        *_behind_a_break(course, in_one, apart, whole),
    ]
    if not found and before:
        said = say_earlier(before, course.plan.starts_on)
        not_added = apart and len(whole) == len(limits)
        found = [Finding(Level.NOTE, "exposure", f"{said} {EARLIER_NOT_ADDED}" if not_added else said)]
    order = list(Level)
    return tuple(sorted(found, key=lambda finding: -order.index(finding.level)))


def said_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings without a length of the plan alone where that of all courses says no less, by the same source."""
    order, known = list(Level), tuple(findings)
    over_all = [one for one in known if one.code == "exposure" and one.source is not None]
    for finding in known:
        heavier = (one for one in over_all if order.index(one.level) >= order.index(finding.level))
        if finding.code != "label-duration" or finding.source not in {one.source for one in heavier}:
            yield finding


def _joined(course: Course, before: Sequence[Used]) -> list[Used]:
    """The courses that this one goes on from without a day between, or runs beside."""
    begin, chain = course.plan.starts_on, []
    for used in before:
        if begin - used.last_on <= _DAY:
            chain.append(used)
            begin = min(begin, used.first_on)
    return chain


def _in_one(
    course: Course, dates: frozenset[date], chain: Sequence[Used], limits: Sequence[DurationLimit]
) -> Iterator[Finding]:
    """Where the course goes on from others without a day between, or went on past its plan."""
    if not dates or not (chain or course.is_past_plan):
        return
    said = say_course(len(dates), min(dates), max(dates), together=bool(chain))
    if chain:
        said = f"{say_earlier(chain, course.plan.starts_on)} {said}"
    yield from past_limits(
        course.plan, limits, code="exposure", said=said, is_past=lambda limit: len(dates) > limit.days
    )


def _behind_a_break(
    course: Course, dates: frozenset[date], apart: Sequence[Used], limits: Sequence[DurationLimit]
) -> Iterator[Finding]:
    """Where earlier courses and this one are together more than a limit, and the break is shorter than that limit."""
    begin = min(dates, default=course.plan.starts_on)

    def is_past(limit: DurationLimit) -> bool:
        near = _near(apart, begin, limit.days)
        return bool(near) and len(dates) + sum(used.days for used in near) > limit.days

    said = f"{say_earlier(apart, begin)} {EARLIER_NOT_ADDED} {OUR_BREAK}" if apart else ""
    for finding in past_limits(course.plan, limits, code="exposure", said=said, is_past=is_past):
        yield replace(finding, level=Level.WARN) if finding.level is Level.STOP else finding


def _near(apart: Sequence[Used], begin: date, days: int) -> list[Used]:
    """The courses, the latest first, of which each ended less than so many days before the next began."""
    near: list[Used] = []
    for used in apart:
        if (begin - used.last_on).days - 1 >= days:
            break
        near.append(used)
        begin = used.first_on
    return near


def _within_windows(course: Course, before: Sequence[Used], limits: Sequence[DurationLimit]) -> Iterator[Finding]:
    """Where a source counts all days of use within so many days: the days used, and those this course still plans."""
    for limit in limits:
        if limit.within_days is None:
            continue
        dates = sorted({*_planned_dates(course, limit.within_days), *(on for used in before for on in used.dates)})
        most, first_on = _most_within(dates, limit.within_days)
        if most > limit.days:
            until_on = first_on + (limit.within_days - 1) * _DAY
            said = say_window(most, first_on, until_on, together=bool(before))
            if before:
                said = f"{say_earlier(before, course.plan.starts_on)} {said}"
            yield from past_limits(course.plan, [limit], code="exposure", said=said, is_past=lambda _: True)


def _planned_dates(course: Course, open_days: int) -> Iterator[date]:
    """The days of this course: those it was used on, and from today on those on which something is planned."""
    plan, today = course.plan, course.today if course.used else course.plan.starts_on
    yield from course.used.dates if course.used else ()
    yield from (day.on for day in days_of(plan, open_days=open_days) if day.doses and day.on >= today)
    for dated in dated_steps(plan):
        if isinstance(dated.step.schedule, AsNeeded):
            last_on = dated.last_on or dated.first_on + open_days * _DAY
            every = (dated.first_on + n * _DAY for n in range((last_on - dated.first_on).days + 1))
            yield from (on for on in every if on >= today)


def _most_within(dates: Sequence[date], within_days: int) -> tuple[int, date]:
    """The most of these dates in any so many days, and the first of them."""
    best, first_on, begin = 0, date.min, 0
    for end, on in enumerate(dates):
        while (on - dates[begin]).days >= within_days:
            begin += 1
        if end - begin + 1 > best:
            best, first_on = end - begin + 1, dates[begin]
    return best, first_on
