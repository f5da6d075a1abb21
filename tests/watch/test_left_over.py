"""What is left over after a course: never a missed dose, and only where it is known how many there were."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from life import at, days, kept_of, mg, plan_of, slots, tablet_of

from taper.core.amount import Amount, Unit
from taper.core.leftover import left_over, left_over_words
from taper.core.plan import Split, Tablet
from taper.core.record import Answer, Intake
from taper.core.recorded import Recorded

AFTER = at("2026-12-09 08:00")


def course(*answers: Answer | Amount, tablets: tuple[Tablet, ...], amount: str = "15") -> Recorded:
    """Three days of one dose, answered in turn: taken as planned, otherwise, or so much."""
    kept = kept_of(plan_of(days(3, slots(("08:00", mg(amount)))), tablets=tablets))
    made = []
    for day, said in enumerate(answers, 1):
        when, is_amount = at(f"2026-12-0{day} 08:00"), isinstance(said, Amount)
        answer: Any = Answer.TAKEN if is_amount else said
        how_much = said if is_amount else mg(amount) if answer is Answer.TAKEN else None
        made.append(Intake(f"i{day}", kept.id, answer, when, when, f"2026-12-0{day}/morning", how_much))  # type: ignore[arg-type]
    return Recorded(kept, tuple(made))


TAKEN, SKIPPED, UNSURE = Answer.TAKEN, Answer.SKIPPED, Answer.UNSURE
TEN, FIVE = tablet_of(10, quantity=4), tablet_of(5, quantity=3)
HALVES = tablet_of(10, quantity=5, split=Split.HALF)


@pytest.mark.parametrize(
    ("answers", "tablets", "said"),
    [
        ((TAKEN, TAKEN, TAKEN), (TEN, FIVE), "1 tablet of 10 mg is left over,"),
        ((TAKEN, SKIPPED, TAKEN), (TEN, FIVE), "2 tablets of 10 mg and 1 tablet of 5 mg are left over,"),
        ((TAKEN, TAKEN, TAKEN), (HALVES,), "half tablet of 10 mg is left over,"),
        ((TAKEN, TAKEN), (TEN, FIVE), "At most 2 tablets of 10 mg and 1 tablet of 5 mg are left over,"),
        ((TAKEN, UNSURE, TAKEN), (HALVES,), "At most 2 tablets of 10 mg are left over,"),
        ((TAKEN, TAKEN, TAKEN), (tablet_of(15, quantity=3),), None),
        ((TAKEN, TAKEN, TAKEN), (tablet_of(15),), None),
        ((TAKEN, TAKEN, mg(90)), (tablet_of(15, quantity=3),), None),
        ((TAKEN, TAKEN, Amount(Fraction(5), Unit.ML)), (tablet_of(15, quantity=9),), None),
    ],
)
def test_what_is_left(answers: Any, tablets: tuple[Tablet, ...], said: str | None) -> None:
    """By strength; nothing is said where nothing is left, nothing is known, or more was taken than there was."""
    left = left_over(course(*answers, tablets=tablets), now=AFTER)
    assert (left is None) == (said is None)
    if left is not None:
        words = left_over_words(left).replace("\u00a0", " ")
        assert words.startswith(str(said))
        assert words.endswith("What is left over is no missed dose. Ask your pharmacy about take-back.")
