"""What is to be said of a plan before it counts: by itself, against cited facts, and beside other plans?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from taper.app.preview import OPEN_DAYS
from taper.core.check import check
from taper.core.checkbeside import Course, Others, beside_findings
from taper.core.checkdose import dose_findings
from taper.core.checktaper import without_a_taper
from taper.core.course import last_day_on
from taper.core.expand import days_of
from taper.core.exposure import said_once
from taper.core.facts import Facts, Kind
from taper.core.finding import Finding, Level, by_weight
from taper.core.ledger import ends_at, last_use_of
from taper.core.plan import Plan
from taper.core.record import KeptPlan
from taper.facts import classes_of, dose_limits_of, find, limits_of

ALONE = Others()
"""No other plan."""


def findings_on(
    plan: Plan, facts: Sequence[Facts], *, others: Others = ALONE, used: Sequence[Finding] = ()
) -> tuple[Finding, ...]:
    """All findings on a plan, heaviest first; `used` are those on its length together with earlier courses."""
    known = find(facts, plan.medicine)
    limits = limits_of(known) if known else ()
    found = check(plan, limits=limits, open_days=OPEN_DAYS)
    return by_weight(said_once((*found, *by_facts(plan, facts, others=others), *used)))


def by_facts(plan: Plan, facts: Sequence[Facts], *, others: Others = ALONE) -> tuple[Finding, ...]:
    """The findings that rest on facts or on other plans, beside those on the plan's own limits and its length."""
    known = find(facts, plan.medicine)
    return (
        *beside_findings(course_of(plan, facts), others),
        *(_by_statements(plan, known) if known else ()),
        *_nothing_known(plan, known),
    )


def _by_statements(plan: Plan, known: Facts) -> Iterator[Finding]:
    days = days_of(plan, open_days=OPEN_DAYS)
    yield from without_a_taper(plan, days=len(days), statements=known.of_kind(Kind.NOT_ABRUPTLY))
    yield from dose_findings(plan, days, dose_limits_of(known))


def _nothing_known(plan: Plan, known: Facts | None) -> Iterator[Finding]:
    if plan.medicine is not None and known is None:
        text = (
            f"taper knows nothing of {plan.medicine} beside this plan: no file of facts names it. The plan works like "
            "any other; ask your provider or pharmacist what you want to know of the medicine."
        )
        yield Finding(Level.NOTE, "no-facts", text)


def course_of(plan: Plan, facts: Sequence[Facts], *, label: str = "") -> Course:
    """A plan as others see it, as it is written."""
    return Course(
        label=label or plan.label or "",
        person=plan.person,
        medicine=plan.medicine,
        first_on=plan.starts_on,
        last_on=last_day_on(plan),
        known=find(facts, plan.medicine),
        classes=classes_of(facts, plan.medicine),
    )


def others_of(plans: Iterable[KeptPlan], facts: Sequence[Facts], *, now: datetime) -> Others:
    """Kept plans as another one sees them, as far as they were or are taken."""
    return Others(courses(plans, facts, now=now))


def courses(plans: Iterable[KeptPlan], facts: Sequence[Facts], *, now: datetime) -> tuple[Course, ...]:
    """The courses of kept plans; none of one that was stopped before its first dose."""
    return tuple(course for kept in plans if (course := _course_kept(kept, facts, now=now)) is not None)


def _course_kept(kept: KeptPlan, facts: Sequence[Facts], *, now: datetime) -> Course | None:
    last, end, plan = last_use_of(kept), ends_at(kept), kept.plan
    if last is None and kept.stops_at is not None:
        return None
    return Course(
        label=kept.label,
        person=plan.person,
        medicine=plan.medicine,
        first_on=plan.starts_on,
        last_on=None if last is None else last.on,
        is_over=end is not None and end <= now,
        known=find(facts, plan.medicine),
        classes=classes_of(facts, plan.medicine),
    )
