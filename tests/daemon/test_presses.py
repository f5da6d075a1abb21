"""A pressed button is recorded only when it is certain which dose it answers."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look

from taper.app.desk import Desk
from taper.clock import StandingClock
from taper.core.record import Answer, Intake, Mark, Outcome
from taper.daemon.journal import Journal
from taper.daemon.presses import answer_press, note_dismissal
from taper.notify.port import Button, Delivery, Dismissal, Message, Press

PLAN = "a" * 8


def press(desk: Desk, notifier: FakeNotifier, pressed: Press, now: datetime) -> None:
    """The button is pressed at `now`."""
    then = replace(desk, clock=StandingClock(now))
    asyncio.run(answer_press(then, notifier, pressed, journal=Journal(desk.paths.log, then.clock)))


def newest(notifier: FakeNotifier, button: Button) -> Press:
    """A press on the bubble that was sent last."""
    return Press(notifier.server, len(notifier.sent), button, notifier.reminder_ids[-1])


@pytest.mark.parametrize(("button", "answer"), [(Button.TAKEN, Answer.TAKEN), (Button.SKIP, Answer.SKIPPED)])
def test_taken_and_skip_become_an_intake_of_the_dose(tmp_path: Path, button: Button, answer: Answer) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        press(desk, notifier, newest(notifier, button), at("08:03"))
        (intake,) = desk.store.intakes()
        (reminder,) = desk.store.reminders()
    assert (intake.dose, intake.answer, intake.happened_at) == ("2026-12-01/08:00", answer, at("08:03"))
    assert intake.marks == frozenset()
    assert reminder.outcome is Outcome.ANSWERED
    assert notifier.open == {}


def test_snooze_keeps_the_dose_waiting_and_asks_again_later(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        press(desk, notifier, newest(notifier, Button.SNOOZE), at("08:03"))
        (snooze,) = desk.store.snoozes()
        look(desk, notifier, at("08:13"))
        assert desk.store.intakes() == ()
    assert snooze.until_at == at("08:13")
    assert len(notifier.sent) == 2


def test_the_same_press_heard_twice_is_recorded_once_and_says_nothing(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        for button in (Button.SNOOZE, Button.SNOOZE, Button.TAKEN):
            press(desk, notifier, newest(notifier, button), at("08:03"))
        assert (len(desk.store.snoozes()), desk.store.intakes()) == (1, ())
    assert len(notifier.sent) == 1


def test_a_press_whose_record_was_cut_off_before_its_outcome_is_recorded_once(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        pressed = newest(notifier, Button.TAKEN)
        press(desk, notifier, pressed, at("08:03"))
        desk.store.settle(pressed.reminder_id, outcome=Outcome.SHOWN, outcome_at=at("08:00"))
        press(desk, notifier, pressed, at("08:04"))
        assert len(desk.store.intakes()) == 1


def refused(tmp_path: Path, *, looks: list[datetime], pressed_at: datetime, **changes: object) -> Message:
    """What is said to a press on the first bubble, changed as told, after these looks; nothing is recorded."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=looks[0]) as desk:
        look(desk, notifier, looks[0])
        pressed = replace(newest(notifier, Button.TAKEN), **changes)  # type: ignore[arg-type]
        for now in looks[1:]:
            look(desk, notifier, now)
        bubble = notifier.open.get(PLAN)
        press(desk, notifier, pressed, pressed_at)
        assert desk.store.intakes() == ()
        assert notifier.open.get(PLAN) is bubble, "the open bubble stays as it was"
    assert notifier.sent[-1].title == "Nothing to take now. That press was not recorded"
    assert notifier.sent[-1].buttons == ()
    assert "write it down in a terminal: taper take" in notifier.sent[-1].body
    return notifier.sent[-1]


def test_a_press_on_a_dose_whose_successor_is_due_records_nothing_and_says_so(tmp_path: Path) -> None:
    message = refused(tmp_path, looks=[at("08:00")], pressed_at=at("20:00"))
    assert message.body.startswith("The time of the dose of 08:00 is over.")


def test_a_press_on_an_older_bubble_records_nothing(tmp_path: Path) -> None:
    message = refused(tmp_path, looks=[at("08:00"), at("08:10")], pressed_at=at("08:11"))
    assert message.body.startswith("A newer notification of this plan has taken its place.")


def test_a_press_from_another_life_of_the_server_records_nothing(tmp_path: Path) -> None:
    message = refused(tmp_path, looks=[at("08:00")], pressed_at=at("08:01"), server=":1.1@another-bus")
    assert message.body.startswith("It belongs to an older notification.")


def test_a_press_that_names_another_reminder_than_the_bubble_does_records_nothing(tmp_path: Path) -> None:
    refused(tmp_path, looks=[at("08:00")], pressed_at=at("08:01"), reminder_id="another")


def test_a_press_on_a_dose_that_has_an_answer_records_no_second_one(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        answer = Intake("i1", PLAN, Answer.TAKEN, at("08:02"), at("08:02"), dose="2026-12-01/08:00")
        desk.store.record_intake(answer)
        press(desk, notifier, newest(notifier, Button.TAKEN), at("08:03"))
        assert desk.store.intakes() == (answer,)
    assert notifier.sent[-1].body.startswith("The dose of 08:00 has an answer already.")


def test_a_press_on_a_bubble_of_a_deleted_plan_says_so(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.delete_plan(PLAN)
        press(desk, notifier, newest(notifier, Button.TAKEN), at("08:03"))
    assert notifier.sent[-1].title == "Nothing to take now. That press was not recorded"


def test_a_snooze_that_is_refused_is_told_with_its_reason(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        press(desk, notifier, newest(notifier, Button.SNOOZE), at("19:45"))
        assert desk.store.snoozes() == ()
    assert "too close to 20:00" in notifier.sent[-1].body


def test_a_server_too_slow_to_tell_the_bubbles_number_still_has_its_press_recorded(tmp_path: Path) -> None:
    class SlowServer(FakeNotifier):
        async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
            await super().send(message, reminder_id=reminder_id, replaces=replaces)
            return Delivery(Outcome.ATTEMPTED, server=self.server)

    notifier = SlowServer()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        press(desk, notifier, newest(notifier, Button.TAKEN), at("08:03"))
        (intake,) = desk.store.intakes()
    assert (intake.dose, intake.marks & {Mark.EXTRA}) == ("2026-12-01/08:00", frozenset())


def test_a_press_that_is_recorded_and_close_to_another_intake_is_warned_of(tmp_path: Path) -> None:
    """Beside the plan's own bubble, without the medicine's name, and whatever is said it is recorded."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("20:00")) as desk:
        late = Intake("i1", PLAN, Answer.TAKEN, at("19:40"), at("19:40"), dose="2026-12-01/08:00")
        desk.store.record_intake(late)
        look(desk, notifier, at("20:00"))
        press(desk, notifier, newest(notifier, Button.TAKEN), at("20:00"))
        assert [one.dose for one in desk.store.intakes()] == ["2026-12-01/08:00", "2026-12-01/20:00"]
    warning = notifier.sent[-1]
    assert warning.title == "Nothing to take now. Recorded for plan A, with a warning"
    assert warning.body.split("\n") == [
        "This is 20 minutes after the one of 19:40; the plan has its doses 12 hours apart. Ask your provider or "
        "pharmacist before taking more.",
        "Recorded by mistake?  taper undo",
    ]
    assert (warning.key, warning.buttons) == (f"{PLAN} press", ())


def test_closing_a_bubble_is_noted_and_is_never_a_skipped_dose(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        note_dismissal(desk, Dismissal(notifier.server, 1, by_person=False))
        (before,) = desk.store.reminders()
        note_dismissal(desk, Dismissal(notifier.server, 1, by_person=True))
        note_dismissal(desk, Dismissal("another program's", 7, by_person=True))
        (after,) = desk.store.reminders()
        assert desk.store.intakes() == ()
        look(desk, notifier, at("08:10"))
    assert (before.outcome, after.outcome) == (Outcome.SHOWN, Outcome.DISMISSED)
    assert len(notifier.sent) == 2, "the dose is asked about again"


def test_a_sources_words_and_address_stay_out_of_a_notice_that_hides_names(tmp_path: Path) -> None:
    """They may name the medicine; with names shown they are said in full."""
    plan = plan_of(step_of(4, "08:00", "10:00"), medicine="Lucemyra")
    for shown in (False, True):
        notifier = FakeNotifier()
        with desk_with(tmp_path / str(shown), kept(plan), now=at("10:00")) as desk:
            speaking = replace(desk, settings=replace(desk.settings, show_names=shown))
            desk.store.record_intake(
                Intake("i1", PLAN, Answer.TAKEN, at("08:00"), at("08:00"), dose="2026-12-01/08:00")
            )
            look(speaking, notifier, at("10:00"))
            press(speaking, notifier, newest(notifier, Button.TAKEN), at("10:00"))
        body = notifier.sent[-1].body
        assert ("5 to 6 hours between doses" in body) is shown
        assert ("taper check tells what it says" in body) is not shown
        assert "lucemyra" not in body.casefold()
