"""The notice that a course has ended says how many tablets are left over, where that is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from daemonplans import STORED_AT, at, kept
from fakes import FakeNotifier, desk_with, look

from taper.core.amount import read_plain
from taper.core.form import from_form
from taper.core.record import Answer, Intake, KeptPlan

PLAN = "a" * 8


def course(*, quantity: int | None, ends: str) -> KeptPlan:
    """Two mornings of a tablet."""
    form = {
        "medicine": "madeupin",
        "label": "A",
        "zone": "UTC",
        "starts_on": "2026-12-01",
        "ends": ends,
        "tablets": [{"strength": "5 mg"} | ({} if quantity is None else {"quantity": quantity})],
        "steps": [{"days": 2, "slots": [{"slot": "08:00", "time": "08:00", "amount": "5 mg"}]}],
    }
    return kept(from_form(form), stored_at=STORED_AT)


@pytest.mark.parametrize(
    ("quantity", "ends", "said"), [(5, "stop", True), (5, "review", False), (2, "stop", False), (None, "stop", False)]
)
def test_it_is_said_once_the_course_is_over(tmp_path: Path, quantity: int | None, ends: str, said: object) -> None:
    """Not where it may go on after a review, not where none is left, and not where nobody knows; never by name."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, course(quantity=quantity, ends=ends), now=at("07:00")) as desk:
        for day in (1, 2):
            taken_at, dose = at("08:00", day=day), f"2026-12-0{day}/08:00"
            desk.store.record_intake(Intake(dose, PLAN, Answer.TAKEN, taken_at, taken_at, dose, read_plain("5 mg"), 1))
        look(desk, notifier, at("09:00", day=3))
    (notice,) = notifier.sent
    words = "3 tablets of 5 mg are left over, going by what was on hand and what is recorded. What is left over is no"
    assert (words in notice.body) is said
    assert "madeupin" not in notice.title + notice.body
