"""Past which length of a course, and which dose, the facts of a medicine have something to say, and how loudly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from taper.core.facts import Facts, LongestCourse, MostTaken, Nature, Statement
from taper.core.finding import Level
from taper.core.limits import DoseLimit, DurationLimit


def limits_of(facts: Facts) -> tuple[DurationLimit, ...]:
    """The lengths past which a course of this medicine draws a finding, shortest first.

    A threshold of our own replaces the level the source's wording would give, and says that it is ours. What a class
    says just as its medicine does is not said twice; what the person added always stands beside it.
    """
    limits = [(statement, limit) for statement in facts.statements for limit in _limits(statement)]
    said = {_gist(limit) for statement, limit in limits if statement.about == facts.name and not statement.own}
    kept = [
        limit
        for statement, limit in limits
        if statement.about == facts.name or statement.own or _gist(limit) not in said
    ]
    return tuple(sorted(kept, key=lambda limit: limit.days))


def dose_limits_of(facts: Facts) -> tuple[DoseLimit, ...]:
    """What is said of a dose, a day and the hours between, where a source gives numbers."""
    return tuple(
        DoseLimit(statement.text, statement.source, statement.bound)
        for statement in facts.statements
        if isinstance(statement.bound, MostTaken)
    )


def _gist(limit: DurationLimit) -> tuple[object, ...]:
    return limit.days, limit.level, limit.reasons, limit.within_days


def _limits(statement: Statement) -> Iterator[DurationLimit]:
    bound = statement.bound
    if not isinstance(bound, LongestCourse):
        return
    if bound.ours is None:
        yield _limit(statement, bound, bound.days, _level(bound.nature, region=statement.region), statement.text)
        return
    if (note := bound.ours.note_from_day) is not None:
        sentence = f"{statement.text} Noted from day {note} (taper's own threshold)."
        yield _limit(statement, bound, note - 1, Level.NOTE, sentence)
    if (warn := bound.ours.warn_from_day) is not None:
        sentence = f"{statement.text} Warned of from day {warn} (taper's own threshold)."
        yield _limit(statement, bound, warn - 1, Level.WARN, sentence)


def _limit(statement: Statement, bound: LongestCourse, days: int, level: Level, sentence: str) -> DurationLimit:
    return DurationLimit(
        days=days,
        level=level,
        sentence=sentence,
        source=statement.source,
        nature=bound.nature,
        reasons=bound.reasons,
        within_days=bound.within_days,
    )


def _level(nature: Nature, *, region: str | None) -> Level:
    """The contract keeps "stop" for a hard limit; a recommendation that a provider may pass is warned of.

    What is said for one country only is no more than noted: the program does not know where the provider practises.
    """
    if region is not None:
        return Level.NOTE
    match nature:
        case Nature.HARD_LIMIT | Nature.LOCK_OUT:
            return Level.STOP
        case Nature.LABEL_MAXIMUM:
            return Level.WARN
        case Nature.REVIEW_POINT:
            return Level.NOTE
    assert_never(nature)
