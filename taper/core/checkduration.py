"""Is a course longer than a cited source says, for what it is taken for?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from taper.core.finding import Finding, Level
from taper.core.limits import DurationLimit
from taper.core.plan import AsNeeded, Ends, Plan
from taper.core.words import counted

_LEVELS = list(Level)


def duration_findings(plan: Plan, days: int, limits: Sequence[DurationLimit]) -> Iterator[Finding]:
    """One finding for each source whose limit a course of `days` plan dates goes past, at its heaviest.

    A limit that is stated for a reason counts where the plan's own reason says so. Where it names none of a source's
    reasons, one finding names them all.
    """
    said = _reasons_said(plan)
    for source in dict.fromkeys(limit.source for limit in limits):
        stated = [limit for limit in limits if limit.source == source]
        applying = [limit for limit in stated if limit.is_for(said)]
        yield from _past(plan, days, [*(limit for limit in stated if not limit.reasons), *applying])
        if not applying:
            yield from _unclear(plan, days, [limit for limit in stated if limit.reasons], said)


def _reasons_said(plan: Plan) -> str:
    """What the plan says it is taken for, whole or as needed."""
    needed = (step.schedule.reason for step in plan.steps if isinstance(step.schedule, AsNeeded))
    return ", ".join(dict.fromkeys(reason for reason in (plan.reason, *needed) if reason))


def _past(plan: Plan, days: int, limits: Sequence[DurationLimit]) -> Iterator[Finding]:
    """The heaviest limit that the course goes past; of two equally heavy ones the longer."""
    exceeded = [limit for limit in limits if _exceeds(plan, days, limit)]
    if exceeded:
        worst = max(exceeded, key=lambda limit: (_LEVELS.index(limit.level), limit.days))
        text = f"This plan has {_length(plan, days)}. {worst.sentence}"
        yield Finding(worst.level, "label-duration", text, worst.source)


def _exceeds(plan: Plan, days: int, limit: DurationLimit) -> bool:
    return days > limit.days or (plan.ends is Ends.OPEN and limit.level is not Level.NOTE)


def _unclear(plan: Plan, days: int, limits: Sequence[DurationLimit], said: str) -> Iterator[Finding]:
    """All that is stated for reasons the plan does not name.

    A note, as none of it may hold; but where the plan says nothing and the course is past each of several, their
    lightest level. A source that names one reason says nothing of others.
    """
    exceeded = [limit for limit in limits if _exceeds(plan, days, limit)]
    if not exceeded:
        return
    past_each = not said and len(limits) > 1 and len(exceeded) == len(limits)
    level = min((limit.level for limit in limits), key=_LEVELS.index) if past_each else Level.NOTE
    sentences = " ".join(dict.fromkeys(limit.sentence for limit in limits))
    why = f'The plan\'s reason ("{said}") names none of these.' if said else "The plan does not say what it is for."
    yield Finding(level, "label-duration", f"This plan has {_length(plan, days)}. {sentences} {why}", limits[0].source)


def _length(plan: Plan, days: int) -> str:
    return "no end" if plan.ends is Ends.OPEN else counted(days, "day")
