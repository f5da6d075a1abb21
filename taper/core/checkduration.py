"""Is a course longer than a cited source says, for what it is taken for?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from taper.core.finding import Finding, Level, cited
from taper.core.limits import DurationLimit
from taper.core.plan import AsNeeded, Ends, Plan
from taper.core.words import counted

_LEVELS = list(Level)


def duration_findings(plan: Plan, days: int, limits: Sequence[DurationLimit]) -> Iterator[Finding]:
    """One finding for each source whose limit a course of `days` plan dates goes past, at its heaviest."""
    is_open = plan.ends is Ends.OPEN
    said = f"This plan has {'no end' if is_open else counted(days, 'day')}."
    yield from past_limits(
        plan,
        limits,
        code="label-duration",
        said=said,
        is_past=lambda limit: days > limit.days or (is_open and limit.level is not Level.NOTE),
    )


def past_limits(
    plan: Plan,
    limits: Sequence[DurationLimit],
    *,
    code: str,
    said: str,
    is_past: Callable[[DurationLimit], bool],
) -> Iterator[Finding]:
    """One finding for each source with a limit that `is_past`, at its heaviest; its text begins with what is `said`.

    A limit that is stated for a reason counts where the plan's own reason says so. Where it names none of a source's
    reasons, one finding names them all.
    """
    reason = _reasons_said(plan)
    for source in dict.fromkeys(limit.source for limit in limits):
        stated = [limit for limit in limits if limit.source == source]
        applying = [limit for limit in stated if limit.is_for(reason)]
        past = [limit for limit in (*(one for one in stated if not one.reasons), *applying) if is_past(limit)]
        if past:
            # of two equally heavy ones the longer
            worst = max(past, key=lambda limit: (_LEVELS.index(limit.level), limit.days))
            yield _stated(worst.level, code, f"{said} {worst.sentence}", source)
        if not applying:
            level, words = _unclear([limit for limit in stated if limit.reasons], reason, is_past)
            if words:
                yield _stated(level, code, f"{said} {words}", source)


def _stated(level: Level, code: str, text: str, source: str | None) -> Finding:
    """The limit that a plan itself states has no address."""
    return Finding(level, code, text) if source is None else cited(level, code, text, source)


def _reasons_said(plan: Plan) -> str:
    """What the plan says it is taken for, whole or as needed."""
    needed = (step.schedule.reason for step in plan.steps if isinstance(step.schedule, AsNeeded))
    return ", ".join(dict.fromkeys(reason for reason in (plan.reason, *needed) if reason))


def _unclear(limits: Sequence[DurationLimit], said: str, is_past: Callable[[DurationLimit], bool]) -> tuple[Level, str]:
    """All that is stated for reasons the plan does not name; no words where none of it is past.

    A note, as none of it may hold; but where the plan says nothing and the course is past each of several, their
    lightest level. A source that names one reason says nothing of others.
    """
    past = [limit for limit in limits if is_past(limit)]
    if not past:
        return Level.NOTE, ""
    past_each = not said and len(limits) > 1 and len(past) == len(limits)
    level = min((limit.level for limit in limits), key=_LEVELS.index) if past_each else Level.NOTE
    sentences = " ".join(dict.fromkeys(limit.sentence for limit in limits))
    why = f'The plan\'s reason ("{said}") names none of these.' if said else "The plan does not say what it is for."
    return level, f"{sentences} {why}"
