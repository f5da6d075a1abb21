"""How long was a medicine used, over all kept plans of it, and what of it is left over after a course?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from taper.app.answers import Json, finding_json, pieces_json
from taper.app.courses import beside, of_same_medicine, recorded_of
from taper.app.desk import Desk
from taper.core.course import last_needed_on
from taper.core.courseday import course_day
from taper.core.expand import last_dose
from taper.core.exposure import Course, exposure_findings, used_of
from taper.core.exposurewords import say_used
from taper.core.finding import Finding, Level
from taper.core.ledger import ends_at, last_use_of
from taper.core.leftover import left_over, left_over_words
from taper.core.localtime import local_date
from taper.core.plan import Ends, Plan
from taper.core.record import KeptPlan
from taper.core.recorded import Recorded
from taper.core.used import Used
from taper.core.words import counted

_LEFT_OVER_SAID = timedelta(days=30)
"""How long after the end of a course `check` speaks of what is left over."""


def exposure_before(desk: Desk, plan: Plan, *, but: str | None = None) -> tuple[Finding, ...]:
    """What is to be said of a plan as it is written, together with the kept ones of its medicine, but the one of an id.

    A kept plan is no earlier course of itself: `but` is then its id.
    """
    kept = of_same_medicine(desk, plan, but=but)
    if not kept:
        return ()
    now = desk.now()
    course = Course(plan, _last_on(plan), local_date(now, zone=plan.zone))
    earlier = _earlier(desk, kept, than=plan.starts_on)
    return exposure_findings(course, earlier=earlier, limits=desk.limits_for(plan.medicine))


def _last_on(plan: Plan) -> date | None:
    """The last day on which something of a plan is to be taken, or may be; None for an open one."""
    if plan.ends is Ends.OPEN:
        return None
    last, needed_on = last_dose(plan), last_needed_on(plan)
    return max([on for on in (last.on if last else None, needed_on) if on is not None], default=None)


def _earlier(desk: Desk, courses: Iterable[Recorded], *, than: date, stored: KeptPlan | None = None) -> list[Used]:
    """What was used of courses that began before a date, or on it and were stored before a plan."""
    found = []
    for course in courses:
        used = used_of(course, now=desk.now())
        is_first = stored is None or course.kept.stored_at < stored.stored_at
        if used is not None and (used.first_on < than or (used.first_on == than and is_first)):
            found.append(used)
    return found


def exposure_of(desk: Desk, kept: KeptPlan) -> tuple[Used | None, list[Used], tuple[Finding, ...]]:
    """The use of a kept plan so far, that of earlier ones of its medicine, and what is to be said of them together."""
    now, plan, last = desk.now(), kept.plan, last_use_of(kept)
    used = used_of(recorded_of(desk, kept), now=now)
    earlier = _earlier(desk, beside(desk, kept), than=plan.starts_on, stored=kept)
    course = Course(plan, None if last is None else last.on, local_date(now, zone=plan.zone), used)
    return used, earlier, exposure_findings(course, earlier=earlier, limits=desk.limits_for(plan.medicine))


def exposure_json(desk: Desk, kept: KeptPlan) -> Json:
    """The use of a kept plan in days, in numbers and words, and the findings on it."""
    used, earlier, findings = exposure_of(desk, kept)
    past = _past_end(desk, kept)
    words = [] if used is None else [f"{say_used(used)}.".capitalize()]
    if past:
        words.append(f"{counted(len(past), 'intake')} past the end, the last on {course_day(kept, max(past))}.")
    return {
        "used": None if used is None else _used_json(used),
        "earlier": [_used_json(one) for one in earlier],
        "past_end": len(past),
        "text": " ".join(words),
        "findings": [finding_json(finding) for finding in findings],
    }


def _used_json(used: Used) -> Json:
    return {
        "label": used.label,
        "days": used.days,
        "recorded": len(used.recorded),
        "not_tracked": len(used.untracked),
        "prescribed": used.prescribed_days,
        "first_on": used.first_on.isoformat(),
        "last_on": used.last_on.isoformat(),
    }


def _past_end(desk: Desk, kept: KeptPlan) -> list[date]:
    """The dates of the intakes past the end."""
    end, taken = ends_at(kept), recorded_of(desk, kept).taken()
    past = [one for one in taken if end is not None and one.happened_at >= end]
    return [local_date(one.happened_at, zone=kept.plan.zone) for one in past]


def left_over_json(desk: Desk, kept: KeptPlan, *, now: datetime) -> Json | None:
    """What is left of the tablets on hand after a course; None before its end, and where that is not known."""
    if not _is_over(kept, now):
        return None
    left = left_over(recorded_of(desk, kept), now=now)
    if left is None:
        return None
    return {"pieces": pieces_json(left.pieces), "unanswered": left.unknown, "text": left_over_words(left)}


def _is_over(kept: KeptPlan, now: datetime) -> bool:
    """Whether a course has ended, with nothing said of how it goes on."""
    end, is_final = ends_at(kept), kept.plan.ends is Ends.STOP or kept.stops_at is not None
    return end is not None and end <= now and is_final


def left_over_findings(desk: Desk, kept: KeptPlan, *, named: bool) -> Iterable[Finding]:
    """The same as a finding, for some days after the end; whenever the plan is asked for by name."""
    end, now = ends_at(kept), desk.now()
    left = left_over_json(desk, kept, now=now)
    if left is not None and end is not None and (named or now - end < _LEFT_OVER_SAID):
        yield Finding(Level.NOTE, "left-over", str(left["text"]))
