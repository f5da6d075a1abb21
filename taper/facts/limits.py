"""From which day of a course the facts of a medicine have something to say, and how loudly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from taper.core.finding import Level
from taper.core.limits import DurationLimit
from taper.facts.statements import Facts, LongestCourse, Nature, Statement


def limits_of(facts: Facts) -> tuple[DurationLimit, ...]:
    """The lengths past which a course of this medicine draws a finding, shortest first.

    A threshold of our own replaces the level the source's wording would give, and says that it is ours.
    """
    return tuple(
        sorted(
            (limit for statement in facts.statements for limit in _limits(statement)),
            key=lambda limit: limit.days,
        )
    )


def _limits(statement: Statement) -> Iterator[DurationLimit]:
    bound = statement.bound
    if not isinstance(bound, LongestCourse):
        return
    if bound.ours is None:
        yield DurationLimit(bound.days, _level(bound.nature), statement.text, statement.source)
        return
    if (note := bound.ours.note_from_day) is not None:
        sentence = f"{statement.text} Noted from day {note} (taper's own threshold)."
        yield DurationLimit(note - 1, Level.NOTE, sentence, statement.source)
    if (warn := bound.ours.warn_from_day) is not None:
        sentence = f"{statement.text} Warned of from day {warn} (taper's own threshold)."
        yield DurationLimit(warn - 1, Level.WARN, sentence, statement.source)


def _level(nature: Nature) -> Level:
    """CONTRACT keeps "stop" for a hard limit; a recommendation that a provider may pass is warned of."""
    match nature:
        case Nature.HARD_LIMIT:
            return Level.STOP
        case Nature.LABEL_MAXIMUM:
            return Level.WARN
        case Nature.REVIEW_POINT:
            return Level.NOTE
    assert_never(nature)
