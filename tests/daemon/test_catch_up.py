"""What is said after the machine was off, for minutes or months: one notice, with what is still right to take.

Each scenario is a row: when the machine was last on and when it is on again, what the provider's rule is, and the whole
notice that follows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look

from taper.app.choosing import states_of
from taper.clock import StandingClock
from taper.core.ledger import State, doses_between
from taper.core.missedrule import AlwaysSkip, MissedRule, NotBeforeNext, ProvidersRule, SameDay, WithinHours
from taper.core.plan import Ends
from taper.core.record import Answer, Change, Intake, Version

PLAN = "a" * 8
COURSE = plan_of(step_of(10, "08:00", "20:00"), step_of(4, "22:00", amount="10 mg"))
"""Until 10 December twice daily, until the 14th at night, then over."""

NEXT_MONTH = at("10:00").replace(year=2027, month=1, day=5)
NEXT_SUMMER = at("10:00").replace(year=2027, month=7, day=5)

NOT_TWO = "If you did not take it, do not take two together; ask your provider or pharmacist."
NOT_TOGETHER = "If you did not take them, do not take them together; ask your provider or pharmacist."
UNSURE = "Do not take two together; ask if unsure."
OFF = "no answer recorded while the computer was off."


@dataclass(frozen=True, slots=True)
class Absence:
    """On until `off`, on again at `on`, with everything answered before; the notice is the only one."""

    name: str
    off: datetime
    on: datetime
    title: str
    body: tuple[str, ...]
    rule: MissedRule | None = None
    ends: Ends = Ends.STOP


ABSENCES = (
    Absence(
        "minutes over a dose",
        at("07:58"),
        at("08:03"),
        "A: 1 tablet of 5 mg · 08:00",
        ("Step 1 of 2, day 1 of 10; day 1 of 14. 13 days to the last dose (Mon 14 Dec).",),
    ),
    Absence(
        "hours over a dose",
        at("07:58"),
        at("10:03"),
        "A: 1 tablet of 5 mg · 08:00",
        (
            "Step 1 of 2, day 1 of 10; day 1 of 14. 13 days to the last dose (Mon 14 Dec).",
            f"This was due at 08:00, 2 hours ago. The next one is due at 20:00. {UNSURE}",
        ),
    ),
    Absence(
        "a day over two doses",
        at("07:58"),
        at("08:00", day=2),
        "A: 1 tablet of 5 mg · 08:00",
        (
            "Step 1 of 2, day 2 of 10; day 2 of 14. 12 days to the last dose (Mon 14 Dec).",
            f"Yesterday 08:00 and 20:00: {OFF} {NOT_TOGETHER}",
        ),
    ),
    Absence(
        "days over a step, coming back between two doses",
        at("07:58", day=9),
        at("10:00", day=12),
        "Nothing to take now. Plan A ends in 2 days",
        (
            f"Wed 9 Dec 08:00 and 20:00; Thu 10 Dec 08:00 and 20:00; yesterday 22:00: {OFF} {NOT_TOGETHER}",
            "From Fri 11 Dec: 2 tablets of 5 mg at 22:00.",
            "Until then: 1 tablet of 5 mg at 08:00 and at 20:00.",
            "Last dose in 2 days: Mon 14 December 2026, 22:00.",
            "If you think you need more, ask your provider before then, not after.",
        ),
    ),
    Absence(
        "days over a step, coming back to a dose of the new one",
        at("07:58", day=11),
        at("22:00", day=12),
        "A: 2 tablets of 5 mg · 22:00",
        (
            "Step 2 of 2, day 2 of 4; day 12 of 14. 2 days to the last dose (Mon 14 Dec).",
            f"Yesterday 22:00: {OFF} {NOT_TWO}",
            "Last dose in 2 days: Mon 14 December 2026, 22:00.",
            "If you think you need more, ask your provider before then, not after.",
        ),
    ),
    Absence(
        "two days over the end",
        at("23:58", day=12),
        at("10:00", day=16),
        "Nothing to take now. Plan A has ended",
        (
            f"Sun 13 Dec 22:00; Mon 14 Dec 22:00: {OFF} {NOT_TOGETHER}",
            "The last dose was on Mon 14 December 2026, 22:00. There is nothing more to take of this plan.",
        ),
    ),
    Absence(
        "weeks over the end",
        at("23:58", day=12),
        NEXT_MONTH,
        "Nothing to take now. Plan A has ended",
        (
            f"Sun 13 Dec 22:00; Mon 14 Dec 22:00: {OFF} {NOT_TOGETHER}",
            "The last dose was on Mon 14 December 2026, 22:00. There is nothing more to take of this plan.",
        ),
    ),
    Absence(
        "months over all of it",
        at("07:58"),
        NEXT_SUMMER,
        "Nothing to take now. Plan A has ended",
        (
            f"Tue 1 Dec to Mon 14 Dec, 24 doses: {OFF} {NOT_TOGETHER}",
            "The last dose was on Mon 14 December 2026, 22:00. There is nothing more to take of this plan.",
        ),
    ),
    Absence(
        "weeks over the last dose only, which was taken",
        at("23:59", day=14),
        NEXT_MONTH,
        "Nothing to take now. Plan A has ended",
        ("The last dose was on Mon 14 December 2026, 22:00. There is nothing more to take of this plan.",),
    ),
    Absence(
        "weeks over a review",
        at("23:59", day=14),
        NEXT_MONTH,
        "Nothing to take now. Plan A: its written part is over",
        (
            "The last dose written down is on Mon 14 December 2026, 22:00. Nothing goes on by itself:",
            "ask your provider what comes after it.",
        ),
        ends=Ends.REVIEW,
    ),
    Absence(
        "a rule that still lets the dose be taken",
        at("07:58"),
        at("15:00"),
        "A: 1 tablet of 5 mg · 08:00",
        (
            "Step 1 of 2, day 1 of 10; day 1 of 14. 13 days to the last dose (Mon 14 Dec).",
            "This was due at 08:00, 7 hours ago. The next one is due at 20:00. Your provider's rule for a missed dose: "
            f"not within 4 hours before the next dose. It counts as missed from 16:00 on. {UNSURE}",
        ),
        rule=NotBeforeNext(4),
    ),
    Absence(
        "a rule by which it is too late for the dose",
        at("07:58"),
        at("17:00"),
        "Nothing to take now. Plan A: no answer recorded",
        (f"08:00: {OFF} Your provider's rule for a missed dose: not within 4 hours before the next dose. {UNSURE}",),
        rule=NotBeforeNext(4),
    ),
    Absence(
        "a rule of some hours after it, over by now",
        at("07:58"),
        at("11:30"),
        "Nothing to take now. Plan A: no answer recorded",
        (f"08:00: {OFF} Your provider's rule for a missed dose: within 3 hours after the missed dose. {UNSURE}",),
        rule=WithinHours(3),
    ),
    Absence(
        "a rule for the same day, over a midnight",
        at("12:00"),
        at("07:00", day=2),
        "Nothing to take now. Plan A: no answer recorded",
        (f"Yesterday 20:00: {OFF} Your provider's rule for a missed dose: same calendar day only. {UNSURE}",),
        rule=SameDay(),
    ),
    Absence(
        "a rule that says to skip it, without a time from when on it is missed",
        at("07:58"),
        at("11:30"),
        "A: 1 tablet of 5 mg · 08:00",
        (
            "Step 1 of 2, day 1 of 10; day 1 of 14. 13 days to the last dose (Mon 14 Dec).",
            "This was due at 08:00, 3 hours ago. The next one is due at 20:00. Your provider's rule for a missed dose: "
            f"always skip. {UNSURE}",
        ),
        rule=AlwaysSkip(),
    ),
)


@pytest.mark.parametrize("absence", ABSENCES, ids=lambda absence: absence.name)
def test_after_an_absence_one_notice_says_what_is_to_be_known(absence: Absence, tmp_path: Path) -> None:
    """And looking again says nothing more; nobody was asked, so that no dose counts as missed."""
    rule = None if absence.rule is None else ProvidersRule(absence.rule)
    plan, notifier = kept(replace(COURSE, missed=rule, ends=absence.ends)), FakeNotifier()
    with desk_with(tmp_path, plan, now=absence.off) as desk:
        for dose in doses_between(plan, plan.stored_at, absence.off):
            desk.store.record_intake(Intake(dose.id, PLAN, Answer.TAKEN, dose.due_at, dose.due_at, dose=dose.id))
        look(desk, notifier, absence.off)
        notifier.sent.clear()
        look(desk, notifier, absence.on)
        look(desk, notifier, absence.on)
        later = replace(desk, clock=StandingClock(absence.on))
        found = states_of(later, plan, from_at=plan.stored_at, until_at=absence.on)
    (notice,) = notifier.sent
    assert (notice.title, tuple(notice.body.splitlines())) == (absence.title, absence.body)
    assert State.MISSED not in {state.state for state in found}


def test_an_end_that_was_said_in_time_is_not_said_again_after_an_absence(tmp_path: Path) -> None:
    """However long it was."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(COURSE), now=at("09:00", day=15)) as desk:
        look(desk, notifier, at("09:00", day=15))
        said = len(notifier.sent)
        for on in (at("10:00", day=19), NEXT_MONTH, NEXT_SUMMER):
            look(desk, notifier, on)
    assert (said, len(notifier.sent)) == (1, 1)


def test_a_course_entered_after_its_end_is_not_said_to_have_ended(tmp_path: Path) -> None:
    """Whoever writes it down knows."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(COURSE, stored_at=at("10:00", day=28)), now=NEXT_MONTH) as desk:
        look(desk, notifier, at("10:00", day=28))
        look(desk, notifier, NEXT_MONTH)
    assert notifier.sent == []


def test_what_was_taken_after_the_end_while_the_machine_was_off_is_warned_of(tmp_path: Path) -> None:
    """From a terminal, or another machine's clock: the mornings after still tell."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(COURSE), now=at("09:00", day=15)) as desk:
        look(desk, notifier, at("09:00", day=15))
        notifier.sent.clear()
        taken_at = at("22:00", day=17)
        desk.store.record_intake(Intake("late", PLAN, Answer.TAKEN, taken_at, taken_at))
        look(desk, notifier, at("10:00", day=19))
    (notice,) = notifier.sent
    assert notice.title == "Nothing to take now. Plan A ended 5 days ago"
    assert "This course ended 5 days ago" in notice.body


def test_a_hold_moves_the_end_that_an_absence_comes_back_to(tmp_path: Path) -> None:
    """The stop date is computed anew from the plan as it is, not from what was said before."""
    plan, notifier = kept(COURSE), FakeNotifier()
    longer = plan_of(step_of(10, "08:00", "20:00"), step_of(8, "22:00", amount="10 mg"))
    with desk_with(tmp_path, plan, now=at("23:58", day=12)) as desk:
        look(desk, notifier, at("23:58", day=12))
        version = Version(longer, Change.EXTENDED, at("23:59", day=12), "Dr Adams", counts_from=at("23:59", day=12))
        desk.store.add_version(PLAN, version, expect_versions=1)
        notifier.sent.clear()
        look(desk, notifier, at("10:00", day=16))
        look(desk, notifier, at("22:00", day=18))
        look(desk, notifier, at("09:00", day=19))
    first, last_dose, ended = (message.body for message in notifier.sent)
    assert "Last dose in 2 days: Fri 18 December 2026" in first
    assert "This is the last dose of this plan." in last_dose
    assert "The last dose was on Fri 18 December 2026" in ended
