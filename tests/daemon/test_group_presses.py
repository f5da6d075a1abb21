"""A press on a bubble of several medicines books what still stands, says so, and can be taken back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look

from taper.app.desk import Desk
from taper.clock import StandingClock
from taper.core.ledger import standing
from taper.core.record import Answer, Intake, KeptPlan, Outcome
from taper.daemon.journal import Journal
from taper.daemon.presses import answer_press, note_dismissal
from taper.notify.port import Button, Dismissal, Message, Press

A_PLAN, B_PLAN, C_PLAN = "a" * 8, "b" * 8, "c" * 8
EIGHT = "2026-12-01/08:00"


def a_plan(label: str, medicine: str, *times: str) -> KeptPlan:
    """A plan of twenty days whose id is made of its label."""
    plan = plan_of(step_of(20, *times), label=label, medicine=medicine)
    return kept(plan, plan_id=label.lower() * 8)


A, B, C = a_plan("A", "madeupin", "08:00", "20:00"), a_plan("B", "otherin", "08:00"), a_plan("C", "thirdin", "08:00")
SOONER = a_plan("C", "thirdin", "08:00", "09:00")


def press(desk: Desk, notifier: FakeNotifier, pressed: Press, now: datetime) -> list[Message]:
    """The button is pressed at `now`; what is said to it."""
    then, before = replace(desk, clock=StandingClock(now)), len(notifier.sent)
    asyncio.run(answer_press(then, notifier, pressed, journal=Journal(desk.paths.log, then.clock)))
    return notifier.sent[before:]


def newest(notifier: FakeNotifier, button: Button) -> Press:
    """A press on the bubble that was sent last."""
    return Press(notifier.server, len(notifier.sent), button, notifier.reminder_ids[-1])


def taken(desk: Desk) -> list[tuple[str, str | None]]:
    """The plans and doses that count as taken."""
    return sorted((intake.plan_id[0], intake.dose) for intake in standing(desk.store.intakes()))


def answered(plan_id: str, *, when: str = "08:02") -> Intake:
    """An answer by command."""
    return Intake(f"{plan_id} {when}", plan_id, Answer.TAKEN, at(when), at(when), dose=EIGHT)


def test_all_taken_records_each_and_says_what_was_recorded(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        (notice,) = press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        assert taken(desk) == [("a", EIGHT), ("b", EIGHT)]
        assert {reminder.outcome for reminder in desk.store.reminders()} == {Outcome.ANSWERED}
        look(desk, notifier, at("08:04"))
    assert notice.title == "Nothing to take now. Recorded as taken: A and B"
    assert notice.body.split("\n") == [
        "Recorded: plan A, 1 tablet of 5 mg taken Tue 1 Dec 08:03, for the dose of Tue 1 Dec 08:00.",
        "Recorded: plan B, 1 tablet of 5 mg taken Tue 1 Dec 08:03, for the dose of Tue 1 Dec 08:00.",
        "Recorded by mistake? Undo takes all of it back; in a terminal, one by one: taper undo A · taper undo B",
    ]
    assert notice.buttons == (Button.UNDO,)
    assert list(notifier.open) == [notice.key], "the bubble of the doses is closed"


def test_undo_takes_back_all_of_it_and_the_doses_are_asked_about_again(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        undo = newest(notifier, Button.UNDO)
        assert press(desk, notifier, undo, at("08:04")) == []
        assert taken(desk) == []
        look(desk, notifier, at("08:04"))
        assert [message.title for message in notifier.open.values()] == ["2 medicines · 08:00: A and B"]
        (again,) = press(desk, notifier, undo, at("08:05"))
        assert "What it had recorded was taken back already." in again.body
        press(
            desk,
            notifier,
            Press(notifier.server, len(notifier.sent) - 1, Button.ALL_TAKEN, notifier.reminder_ids[-2]),
            at("08:06"),
        )
        assert taken(desk) == [("a", EIGHT), ("b", EIGHT)], "and can be answered again"


def test_an_undo_after_the_doses_time_says_what_was_taken_back(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        (notice,) = press(desk, notifier, newest(notifier, Button.UNDO), at("20:00"))
        assert taken(desk) == []
    assert notice.title == "Nothing to take now. Taken back: A and B"


def test_the_same_press_heard_twice_records_once(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        pressed = newest(notifier, Button.ALL_TAKEN)
        press(desk, notifier, pressed, at("08:03"))
        assert press(desk, notifier, pressed, at("08:03")) == []
        assert len(desk.store.intakes()) == 2


def test_what_was_answered_meanwhile_is_left_and_said(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, C, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.record_intake(answered(B_PLAN))
        (notice,) = press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        assert taken(desk) == [("a", EIGHT), ("b", EIGHT), ("c", EIGHT)]
        assert len(desk.store.intakes(B_PLAN)) == 1
    assert notice.title.endswith("Recorded as taken: A and C")
    assert "Not recorded for plan B: The dose of 08:00 has an answer already." in notice.body.split("\n")


def test_what_was_corrected_meanwhile_is_left_said_and_asked_about_anew(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        (reminder,) = desk.store.reminders(B_PLAN)
        desk.store.claim([replace(reminder, amount="2 tablets of 5 mg")])
        (notice,) = press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        assert taken(desk) == [("a", EIGHT)]
        look(desk, notifier, at("08:04"))
    assert "Not recorded for plan B: The amount of the dose of 08:00 was changed since it was shown." in notice.body
    assert notifier.open[B_PLAN].title == "B: 1 tablet of 5 mg · 08:00"


def test_a_plan_deleted_meanwhile_is_left_and_said(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, C, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.delete_plan(B_PLAN)
        (notice,) = press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        assert taken(desk) == [("a", EIGHT), ("c", EIGHT)]
    assert "One of its plans is no longer kept." in notice.body


@pytest.mark.parametrize("button", [Button.ALL_TAKEN, Button.SNOOZE])
def test_where_the_next_dose_of_one_is_due_nothing_is_recorded(tmp_path: Path, button: Button) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, SOONER, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        (notice,) = press(desk, notifier, newest(notifier, button), at("09:00"))
        assert (taken(desk), desk.store.snoozes()) == ([], ())
    assert notice.title == "Nothing to take now. That press was not recorded"
    assert notice.body.split("\n")[0] == (
        "Not recorded for plan C: The time of the dose of 08:00 is over. Nothing of it was recorded."
    )


def test_a_press_on_an_older_bubble_of_the_group_records_nothing(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        old = newest(notifier, Button.ALL_TAKEN)
        look(desk, notifier, at("08:10"))
        (notice,) = press(desk, notifier, old, at("08:11"))
        assert taken(desk) == []
    assert notice.body.count("A newer notification of this plan has taken its place.") == 2


@pytest.mark.parametrize(
    "changes", [{"server": ":1.1@another-bus"}, {"server_id": 7}, {"reminder_id": "another"}], ids=str
)
def test_a_press_that_disagrees_with_what_is_stored_records_nothing(tmp_path: Path, changes: dict[str, object]) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        pressed = replace(newest(notifier, Button.ALL_TAKEN), **changes)  # type: ignore[arg-type]
        (notice,) = press(desk, notifier, pressed, at("08:03"))
        assert taken(desk) == []
    assert "It belongs to an older notification." in notice.body


def test_snooze_is_for_all_of_them(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        assert press(desk, notifier, newest(notifier, Button.SNOOZE), at("08:03")) == []
        assert [snooze.until_at for snooze in desk.store.snoozes()] == [at("08:13")] * 2
        look(desk, notifier, at("08:04"))
        assert notifier.open == {}
        look(desk, notifier, at("08:13"))
    assert [message.title for message in notifier.open.values()] == ["2 medicines · 08:00: A and B"]


def test_a_snooze_that_is_too_close_to_the_next_dose_of_one_leaves_that_one_standing(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, SOONER, now=at("08:25")) as desk:
        for text in ("08:00", "08:25"):
            look(desk, notifier, at(text))
        (notice,) = press(desk, notifier, newest(notifier, Button.SNOOZE), at("08:25"))
        assert [snooze.plan_id for snooze in desk.store.snoozes()] == [A_PLAN, B_PLAN]
        look(desk, notifier, at("08:26"))
    assert "Not asked again later, plan C: That is too close to 09:00" in notice.body
    assert "It can be snoozed until 08:30 at the latest: for 5 minutes." in notice.body
    assert [message.title for message in notifier.open.values() if message.is_dose] == ["C: 1 tablet of 5 mg · 08:00"]


def test_a_dismissal_is_noted_for_each_and_skips_none(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        note_dismissal(desk, Dismissal(notifier.server, 1, by_person=True))
        assert [reminder.outcome for reminder in desk.store.reminders()] == [Outcome.DISMISSED] * 2
        assert desk.store.intakes() == ()


def test_names_stay_out_of_what_is_told_of_a_press(tmp_path: Path) -> None:
    """They are in none of the notices while names are hidden."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, A, B, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.record_intake(answered(B_PLAN))
        press(desk, notifier, newest(notifier, Button.ALL_TAKEN), at("08:03"))
        press(desk, notifier, newest(notifier, Button.UNDO), at("20:00"))
    assert not [name for name in ("madeupin", "otherin") if name in said(notifier.sent)]


def said(messages: Sequence[Message]) -> str:
    """Everything that stood on them."""
    return "\n".join(f"{message.title}\n{message.body}" for message in messages)
