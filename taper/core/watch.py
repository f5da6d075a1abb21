"""What is to be said of an intake: too much, too early, twice, past the end?

Pure: a plan and its records, those of other plans of the same medicine, and an intake in; findings out. Each names the
plan's own words or its source. An intake is never refused here, only seen; the provider decides what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from taper.core import sentences as say
from taper.core.amount import spoken
from taper.core.breach import Breach, OverMaximum, Stated, TooMuchAtOnce, TooOften, TooSoon, breaches
from taper.core.finding import Finding, Level, cited
from taper.core.ledger import ends_at, standing
from taper.core.limits import DoseLimit
from taper.core.localtime import local, local_date
from taper.core.measure import Told, exceeds
from taper.core.neededwords import last_allowed_words, say_breach, when
from taper.core.notice import past_end_warning
from taper.core.record import Answer, Intake, Mark
from taper.core.recorded import Recorded, uses_seen_from
from taper.core.spacing import spacing_findings
from taper.core.watched import Watched, stated_by_plan
from taper.core.words import clock_time, counted, long_date, short_date

_DAY = timedelta(days=1)


def watch_intake(seen: Watched, *, now: datetime) -> tuple[Finding, ...]:
    """What is to be said of an intake at `now`; nothing of what was skipped or is not sure."""
    if seen.intake.answer is not Answer.TAKEN:
        return ()
    return (
        *_past_end(seen),
        *_not_begun(seen),
        *_answers(seen),
        *_early(seen),
        *_more_than_planned(seen),
        *_apart(seen),
        *_not_sure(seen),
        *_last_allowed(seen, now),
    )


_ONLY_AT_ONCE = frozenset({"past-end", "last-allowed"})
"""What is said with an intake, and by a check in other ways."""


def watch_lately(
    course: Recorded, *, beside: tuple[Recorded, ...] = (), cited: tuple[DoseLimit, ...] = (), now: datetime
) -> Iterator[Finding]:
    """What is to be said of the intakes of the last 24 hours, each held against those that came before it."""
    for intake in course.taken():
        if now - _DAY < intake.happened_at <= now:
            before = tuple(_until(one, intake) for one in beside)
            seen = Watched(intake, _until(course, intake), before, cited)
            where = f"taken {when(intake.happened_at, now, seen.zone)}"
            found = watch_intake(seen, now=now)
            yield from (replace(one, where=where) for one in found if one.code not in _ONLY_AT_ONCE)


def _until(course: Recorded, intake: Intake) -> Recorded:
    """What had happened up to an intake; of what happened at the same instant, what was recorded before it."""
    last = (intake.happened_at, intake.recorded_at, intake.id)
    stood = (one for one in standing(course.intakes) if (one.happened_at, one.recorded_at, one.id) <= last)
    return Recorded(course.kept, tuple(stood))


def _warn(code: str, text: str) -> Finding:
    return Finding(Level.WARN, code, text)


def _past_end(seen: Watched) -> Iterator[Finding]:
    kept, end = seen.course.kept, ends_at(seen.course.kept)
    if Mark.PAST_END not in seen.intake.marks:
        return
    text = past_end_warning(kept, today=local_date(seen.intake.happened_at, zone=seen.zone))
    past = [one for one in seen.course.taken() if end is not None and one.happened_at >= end]
    if len(past) > 1:
        text += f" {say.INTAKES_PAST_END.format(intakes=counted(len(past), 'intake'))}"
    yield _warn("past-end", text)


def _not_begun(seen: Watched) -> Iterator[Finding]:
    kept = seen.course.kept
    if local_date(seen.intake.happened_at, zone=seen.zone) < kept.plan.starts_on:
        text = say.NOT_BEGUN.format(plan=f"Plan {kept.label}", on=long_date(kept.plan.starts_on))
        yield _warn("taken-before-start", text)


def _answers(seen: Watched) -> Iterator[Finding]:
    """A second intake of its dose, one of which it was not sure, or one that answers none."""
    intake, dose = seen.intake, seen.dose
    if intake.dose is None:
        if Mark.EXTRA in intake.marks:
            yield _warn("taken-extra", say.ANSWERS_NONE)
        return
    same = [one for one in standing(seen.course.intakes) if one.dose == intake.dose and one.id != intake.id]
    which = say.THAT_DOSE
    if dose is not None:
        which = say.THE_DOSE_OF.format(at=when(dose.due_at, intake.happened_at, seen.zone))
    taken = [one for one in same if one.answer is Answer.TAKEN]
    unsure = [one for one in same if one.answer is Answer.UNSURE]
    if taken:
        at = when(taken[-1].happened_at, intake.happened_at, seen.zone)
        yield _warn("taken-twice", say.ONE_MORE.format(dose=which, at=at))
    elif unsure:
        at = when(unsure[-1].happened_at, intake.happened_at, seen.zone)
        yield _warn("taken-twice", say.PERHAPS_ONE_MORE.format(dose=which, at=at))


def _early(seen: Watched) -> Iterator[Finding]:
    dose = seen.dose
    if Mark.EARLY in seen.intake.marks and dose is not None:
        at = local(dose.due_at, zone=seen.zone)
        yield _warn("taken-early", say.EARLY.format(at=clock_time(at.time()), on=short_date(at.date())))


def _more_than_planned(seen: Watched) -> Iterator[Finding]:
    """More than the plan says for the dose it answers."""
    dose, amount, tablets = seen.dose, seen.intake.amount, seen.course.kept.plan.tablets
    if dose is None or amount is None:
        return
    planned = say.PLANNED_FOR_DOSE.format(amount=spoken(dose.amount))
    match exceeds(Told(amount, dose.of, tablets), Told(dose.amount, dose.of, tablets)):
        case True:
            yield _warn("taken-too-much", say.MORE_THAN_PLANNED.format(planned=planned))
        case None:
            text = say.PERHAPS_MORE_THAN_PLANNED.format(amount=spoken(amount), planned=planned)
            yield _warn("taken-unchecked", text)


def _apart(seen: Watched) -> Iterator[Finding]:
    """What goes past stated bounds; where nobody's gap is passed, how close the plan puts its doses."""
    stated = [*_past_bounds(seen)]
    yield from stated
    if not any(finding.code == "taken-too-soon" for finding in stated):
        yield from spacing_findings(seen)


def _past_bounds(seen: Watched) -> Iterator[Finding]:
    """Closer than the least gap, or more than may be taken at a time or in a day, of each who stated it."""
    courses = (seen.course, *seen.beside)
    yield from _breaches_of(seen, stated_by_plan(seen.course, seen), "the plan", seen.course)
    for other in seen.beside:
        if _is_in_force(other, seen.intake.happened_at):
            stated = replace(stated_by_plan(other, seen), most_at_once=None)
            yield from _breaches_of(seen, stated, f"plan {other.kept.label}", other)
    for limit in seen.cited:
        stated = _stated_by_source(limit, seen)
        others = uses_seen_from(seen.course.kept, courses, but=seen.intake.id)
        for breach in breaches(stated, seen.use, others):
            said = say_breach(breach, seen.use, zone=seen.zone, whose=say.THE_CITED_SOURCE)
            text = f"{said} {say.SOURCE_WORDS.format(words=limit.sentence)}"
            yield cited(Level.WARN, _code(breach), text, limit.source)


def _breaches_of(seen: Watched, stated: Stated, whose: str, of: Recorded) -> Iterator[Finding]:
    others = uses_seen_from(seen.course.kept, (seen.course, *seen.beside), but=seen.intake.id)
    for breach in breaches(stated, seen.use, others):
        text = say_breach(breach, seen.use, zone=of.kept.plan.zone, whose=whose)
        yield Finding(_level(breach), _code(breach), text)


def _stated_by_source(limit: DoseLimit, seen: Watched) -> Stated:
    bound = limit.bound
    return Stated(
        seen.zone,
        min_gap_hours=bound.min_gap_hours,
        most_at_once=bound.max_at_once,
        max_per_day=bound.max_per_day,
    )


def _is_in_force(course: Recorded, at: datetime) -> bool:
    """Whether a plan has begun by then and is not over."""
    end = ends_at(course.kept)
    return course.kept.plan.starts_on <= local_date(at, zone=course.kept.plan.zone) and (end is None or at < end)


def _code(breach: Breach) -> str:
    match breach:
        case TooSoon():
            return "taken-too-soon"
        case TooMuchAtOnce():
            return "taken-too-much"
        case OverMaximum():
            return "taken-over-maximum"
        case TooOften():
            return "taken-too-often"
        case _:
            return "taken-unchecked"


def _level(breach: Breach) -> Level:
    """A plan's maximum "a day" is its hard limit for the calendar day; any 24 hours are our own, stricter reading."""
    is_hard = isinstance(breach, OverMaximum | TooOften) and breach.since is None
    return Level.STOP if is_hard else Level.WARN


def _not_sure(seen: Watched) -> Iterator[Finding]:
    """What may have been taken as well, beside an intake that is held against a gap or a maximum."""
    stated = stated_by_plan(seen.course, seen)
    if stated.min_gap_hours is None and stated.max_per_day is None and stated.max_times_per_day is None:
        return
    for course in (seen.course, *seen.beside):
        for unsure in standing(course.intakes):
            is_near = abs(unsure.happened_at - seen.intake.happened_at) < _DAY
            is_of_it = unsure.dose is not None and unsure.dose == seen.intake.dose and course is seen.course
            if unsure.answer is Answer.UNSURE and is_near and not is_of_it:
                at = local(unsure.happened_at, zone=seen.zone)
                text = say.NOT_COUNTED.format(on=short_date(at.date()), at=clock_time(at.time()))
                yield Finding(Level.NOTE, "taken-not-sure", text)


def _last_allowed(seen: Watched, now: datetime) -> Iterator[Finding]:
    """That the next taking as needed is the last one of the day, said with the one before it."""
    kept, step = seen.course.kept, seen.needed
    is_today = local_date(seen.intake.happened_at, zone=seen.zone) == local_date(now, zone=seen.zone)
    if step is None or not is_today or not step.dated.holds(local_date(now, zone=seen.zone)):
        return
    words = last_allowed_words(kept.plan, step, uses_seen_from(kept, (seen.course, *seen.beside)), now=now)
    if words:
        yield Finding(Level.NOTE, "last-allowed", words)
