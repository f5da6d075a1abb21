"""How many tablets are left over after a course: those on hand less those recorded as taken?

Only where it is known how many there were. What is left over is never a missed dose: it may be meant to be.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from taper.core import sentences as say
from taper.core.ledger import State, states
from taper.core.pieces import Piece, make
from taper.core.recorded import Recorded, answered_dose, step_needed
from taper.core.words import counted, in_pieces, joined

_DAY = timedelta(days=1)
_KNOWN = frozenset({State.TAKEN, State.SKIPPED})


@dataclass(frozen=True, slots=True)
class LeftOver:
    """What is left of each strength; `unknown` doses have no answer, so that there may be fewer."""

    pieces: tuple[Piece, ...]
    unknown: int


def left_over(course: Recorded, *, now: datetime) -> LeftOver | None:
    """What is left of the tablets on hand once a course is over.

    None where nothing is, where it is not known how many there were, or where something taken cannot be told in them.
    """
    taken = _taken(course)
    if taken is None:
        return None
    pieces = tuple(_left(course, taken))
    return LeftOver(pieces, _unknown(course, now)) if pieces else None


def _taken(course: Recorded) -> dict[str, Fraction] | None:
    """How many of each strength were taken, by its name; None where that cannot be told of an intake."""
    kept, counts = course.kept, dict[str, Fraction]()
    for intake in course.taken():
        dose, step = answered_dose(kept, intake), step_needed(kept, intake.happened_at)
        of = dose.of if dose else step.needed.of if step else None
        pieces = make(intake.amount, kept.plan.tablets, of) if intake.amount else None
        if not pieces:
            return None
        for piece in pieces:
            counts[piece.of] = counts.get(piece.of, Fraction(0)) + piece.count
    return counts


def _left(course: Recorded, taken: dict[str, Fraction]) -> Iterator[Piece]:
    for tablet in course.kept.plan.tablets:
        if tablet.quantity is not None:
            left = tablet.quantity - taken.get(tablet.name, Fraction(0))
            if left > 0:
                yield Piece(left, tablet.name, tablet.form, tablet.strength)


def _unknown(course: Recorded, now: datetime) -> int:
    """How many doses of the plan were due and have no answer that tells whether they were taken."""
    begin = datetime.combine(course.kept.plan.starts_on, datetime.min.time(), tzinfo=UTC) - 2 * _DAY
    found = states(course.kept, intakes=course.intakes, reminders=(), now=now, from_at=begin, until_at=now)
    return sum(state.state not in _KNOWN for state in found)


def left_over_words(left: LeftOver) -> str:
    """ "4 tablets of 350 mg are left over of those on hand, going by what is recorded ..."."""
    pieces = joined([in_pieces((piece,)) for piece in left.pieces])
    is_one = len(left.pieces) == 1 and left.pieces[0].count <= 1
    said = say.LEFT_OVER.format(pieces=pieces, are="is" if is_one else "are")
    if left.unknown:
        have = "has" if left.unknown == 1 else "have"
        said = say.LEFT_OVER_AT_MOST.format(left=said, doses=counted(left.unknown, "dose"), have=have)
    return f"{said} {say.LEFT_IS_NOT_MISSED} {say.TAKE_BACK}"
