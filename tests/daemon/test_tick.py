"""One look at the plans as a plain function."""

from __future__ import annotations

import io
import json
import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from daemonplans import STORED_AT, at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look, plain_spaces

from taper.core.missedrule import ProvidersRule, WithinDays
from taper.core.record import Answer, Intake, Outcome, Snooze
from taper.notify.console import ConsoleNotifier
from taper.notify.port import ALL_BUTTONS, Urgency

PLAN = "a" * 8


def taken(dose: str, *, at_time: str, day: int = 1, intake_id: str = "i1") -> Intake:
    now = at(at_time, day=day)
    return Intake(intake_id, PLAN, Answer.TAKEN, now, now, dose=dose)


def test_a_due_dose_is_said_once_and_the_next_look_is_its_repeat(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        first = look(desk, notifier, at("08:00"))
        second = look(desk, notifier, at("08:03"))
        (reminder,) = desk.store.reminders()
    (message,) = notifier.sent
    assert (message.title, message.is_dose, message.buttons) == ("A: 1 tablet of 5 mg · 08:00", True, ALL_BUTTONS)
    assert (reminder.outcome, reminder.dose, reminder.server_id) == (Outcome.SHOWN, "2026-12-01/08:00", 1)
    assert first == second == at("08:10")


def test_the_next_look_is_kept_beside_the_plan(tmp_path: Path) -> None:
    with desk_with(tmp_path, kept(), now=at("07:00")) as desk:
        assert look(desk, FakeNotifier(), at("07:00")) == at("08:00")
        assert desk.store.next_looks() == {PLAN: at("08:00")}


def test_the_earliest_look_of_all_plans_counts(tmp_path: Path) -> None:
    other = kept(plan_of(step_of(4, "07:45"), label="B"), plan_id="b" * 8)
    with desk_with(tmp_path, kept(), other, now=at("07:00")) as desk:
        assert look(desk, FakeNotifier(), at("07:00")) == at("07:45")


def test_a_repeat_replaces_the_bubble_it_repeats(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        look(desk, notifier, at("08:10"))
    first, second = notifier.replaced
    assert first is None
    assert second is not None
    assert (second.server, second.server_id) == (notifier.server, 1)


def test_a_dose_that_was_taken_elsewhere_closes_its_bubble(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.record_intake(taken("2026-12-01/08:00", at_time="08:05"))
        look(desk, notifier, at("08:06"))
        (reminder,) = desk.store.reminders()
    assert notifier.open == {}
    assert reminder.outcome is Outcome.WITHDRAWN


def test_the_next_dose_takes_the_place_of_the_bubble_that_was_not_answered(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        look(desk, notifier, at("20:00"))
        outcomes = [reminder.outcome for reminder in desk.store.reminders()]
    assert notifier.open[PLAN].title == "A: 1 tablet of 5 mg · 20:00"
    assert "08:00: no answer recorded" in notifier.open[PLAN].body
    assert outcomes == [Outcome.WITHDRAWN, Outcome.SHOWN]


def test_what_the_notifier_refused_is_tried_again_as_the_same_reminder(tmp_path: Path) -> None:
    notifier = FakeNotifier(fails=True)
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        look(desk, notifier, at("08:01"))
        (failed,) = desk.store.reminders()
        notifier.fails = False
        look(desk, notifier, at("08:02"))
        (shown,) = desk.store.reminders()
    assert (failed.outcome, shown.outcome) == (Outcome.FAILED, Outcome.SHOWN)
    assert failed.id == shown.id
    assert len(notifier.sent) == 1


def test_a_claim_without_an_outcome_is_sent_again(tmp_path: Path) -> None:
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, FakeNotifier(), at("08:00"))
        (reminder,) = desk.store.reminders()
        desk.store.settle(reminder.id, outcome=Outcome.CLAIMED, outcome_at=at("08:00"))
        notifier = FakeNotifier()
        look(desk, notifier, at("08:01"))
        assert [known.id for known in desk.store.reminders()] == [reminder.id]
    assert notifier.reminder_ids == [reminder.id]


def test_a_long_absence_ends_in_one_notice_with_a_line_for_what_nobody_was_asked(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("20:05", day=3)) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.record_intake(taken("2026-12-01/08:00", at_time="08:01"))
        look(desk, notifier, at("08:02"))
        look(desk, notifier, at("20:05", day=3))
        look(desk, notifier, at("20:06", day=3))
    notices = [message for message in notifier.sent if "20:00" in message.title]
    (notice,) = notices
    assert notice is notifier.sent[-1]
    assert "Tue 1 Dec 20:00; yesterday 08:00 and 20:00; 08:00: no answer recorded while the computer was off" in (
        notice.body
    )


def test_an_absence_of_weeks_loses_no_dose(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(plan_of(step_of(4, "08:00"))), now=at("08:00")) as desk:
        look(desk, notifier, at("07:00"))
        look(desk, notifier, at("12:00", day=30))
    assert "Tue 1 Dec 08:00; Wed 2 Dec 08:00; Thu 3 Dec 08:00; Fri 4 Dec 08:00" in notifier.sent[-1].body


def test_weeks_without_a_notification_server_lose_no_dose(tmp_path: Path) -> None:
    notifier = FakeNotifier(fails=True)
    with desk_with(tmp_path, kept(plan_of(step_of(4, "08:00"))), now=at("08:00")) as desk:
        for day in range(1, 28):
            look(desk, notifier, at("09:30", day=day))
        notifier.fails = False
        look(desk, notifier, at("09:30", day=28))
    assert "Tue 1 Dec 08:00; Wed 2 Dec 08:00; Thu 3 Dec 08:00; Fri 4 Dec 08:00" in notifier.sent[-1].body


def test_a_clock_put_back_may_repeat_and_loses_nothing(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("12:00", day=28) + timedelta(days=300))
        notifier.sent.clear()
        look(desk, notifier, at("08:00"))
    assert [message.title for message in notifier.sent] == ["A: 1 tablet of 5 mg · 08:00"]


def test_a_snoozed_dose_stays_silent_until_its_time(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        desk.store.record_snooze(Snooze(PLAN, "2026-12-01/08:00", at("08:01"), at("08:12")))
        look(desk, notifier, at("08:10"))
        silent = len(notifier.sent)
        look(desk, notifier, at("08:12"))
    assert (silent, len(notifier.sent)) == (1, 2)


def test_a_bubble_whose_buttons_answer_nobody_is_sent_again_once(tmp_path: Path) -> None:
    """The program was started anew at 08:04 while the dose of 08:00 waits."""
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        look(desk, notifier, at("08:04"), heard_since=at("08:04"))
        look(desk, notifier, at("08:05"), heard_since=at("08:04"))
        reminders = desk.store.reminders()
    assert [message.title for message in notifier.sent] == ["A: 1 tablet of 5 mg · 08:00"] * 2
    assert reminders[0].items == reminders[1].items


def test_a_bubble_is_not_sent_again_when_its_dose_has_an_answer_or_it_was_dismissed(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
        look(desk, notifier, at("08:10"))
        desk.store.settle(notifier.reminder_ids[-1], outcome=Outcome.DISMISSED, outcome_at=at("08:11"))
        look(desk, notifier, at("08:12"), heard_since=at("08:12"))
        dismissed = len(notifier.sent)
        desk.store.settle(notifier.reminder_ids[-1], outcome=Outcome.SHOWN, outcome_at=at("08:12"))
        desk.store.record_intake(taken("2026-12-01/08:00", at_time="08:12"))
        look(desk, notifier, at("08:13"), heard_since=at("08:13"))
    assert (dismissed, len(notifier.sent)) == (2, 2)


def test_two_people_are_told_apart_in_every_title(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    other = kept(plan_of(person="Ben", label="B"), plan_id="b" * 8)
    with desk_with(tmp_path, kept(plan_of(person="Anna")), other, now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"))
    assert [message.title for message in notifier.sent] == [
        "Anna, A: 1 tablet of 5 mg · 08:00",
        "Ben, B: 1 tablet of 5 mg · 08:00",
    ]


def test_an_announcement_has_no_buttons_and_begins_with_nothing_to_take_now(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(plan_of(step_of(4, "12:00"))), now=at("09:00")) as desk:
        look(desk, notifier, at("09:00"))
    (message,) = notifier.sent
    assert (message.title, message.is_dose, message.buttons) == (
        "Nothing to take now. Plan A ends in 3 days",
        False,
        (),
    )


def test_a_demo_says_so_in_every_title(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, notifier, at("08:00"), demo=True)
    assert notifier.sent[0].title.startswith("DEMO, take nothing")


def test_an_intake_long_after_the_end_is_warned_of(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        desk.store.set_meta("said_until", at("08:00", day=27).isoformat())
        look(desk, notifier, at("08:00", day=28))
        assert notifier.sent == []
        desk.store.record_intake(
            Intake("late", PLAN, Answer.TAKEN, at("08:01", day=28), at("08:01", day=28), dose=None)
        )
        look(desk, notifier, at("08:02", day=28))
    assert "This course ended 24 days ago" in notifier.sent[0].body


def test_one_damaged_plan_leaves_the_others_alone_and_the_journal_says_which(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    secret = plan_of(label="B", medicine="secretol")
    with desk_with(tmp_path, kept(), kept(secret, plan_id="b" * 8), now=at("08:00")) as desk:
        with sqlite3.connect(desk.paths.store) as raw:
            raw.execute("UPDATE plan_version SET content = 'secretol?' WHERE plan_id = ?", ("b" * 8,))
        raw.close()
        next_look_at = look(desk, notifier, at("08:00"))
        lines = [json.loads(line) for line in desk.paths.log.read_text().splitlines()]
    assert [message.key for message in notifier.sent] == [PLAN]
    assert next_look_at == at("08:10")
    (failure,) = [line for line in lines if line["event"] == "failed"]
    assert failure["plan"] == "b" * 8
    assert "secretol" not in json.dumps(lines)


def test_a_store_that_cannot_be_reached_is_reported_and_survived(tmp_path: Path) -> None:
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        desk.paths.store.rename(tmp_path / "elsewhere")
        assert look(desk, FakeNotifier(), at("08:00")) is None
        (tmp_path / "elsewhere").rename(desk.paths.store)
        assert look(desk, FakeNotifier(), at("08:00")) == at("08:10")
    assert "StoreFailed" in desk.paths.log.read_text()


def test_doses_due_before_the_plan_was_entered_are_never_said(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    late = kept(stored_at=at("13:00"))
    with desk_with(tmp_path, late, now=at("13:00")) as desk:
        look(desk, notifier, at("13:00"))
        look(desk, notifier, at("20:00"))
    assert notifier.sent[-1].title == "A: 1 tablet of 5 mg · 20:00"
    assert all("08:00" not in f"{message.title} {message.body}" for message in notifier.sent)


def test_the_console_says_the_same_in_lines(tmp_path: Path) -> None:
    stream = io.StringIO()
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        look(desk, ConsoleNotifier(stream), at("08:00"))
    assert plain_spaces(stream.getvalue()).splitlines()[0] == "A: 1 tablet of 5 mg · 08:00"


def test_a_plan_stored_long_before_the_first_look_is_looked_at_from_its_beginning(tmp_path: Path) -> None:
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(stored_at=STORED_AT), now=at("08:00")) as desk:
        look(desk, notifier, at("12:00", day=20))
    assert "8 doses: no answer recorded" in notifier.sent[0].body


def test_a_row_of_a_medicine_not_to_be_stopped_abruptly_is_told_once_whatever_the_restarts(tmp_path: Path) -> None:
    """Each look is a new life of the program: what was said is known from the store alone."""
    clonidine = plan_of(step_of(20, "08:00"), medicine="clonidine")
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(clonidine), now=at("08:00")) as desk:
        for day in range(1, 8):
            dose = f"2026-12-{day:02}/08:00"
            skipped = Intake(f"s{day}", PLAN, Answer.SKIPPED, at("08:01", day=day), at("08:01", day=day), dose=dose)
            desk.store.record_intake(skipped)
            for time in ("08:02", "08:03", "12:00"):
                look(desk, notifier, at(time, day=day), guard_for=desk.guard_for)
    calls = [message for message in notifier.sent if "call your provider" in message.title]
    (call,) = calls
    assert call.title == "Nothing to take now. Plan A: call your provider"
    assert (call.is_dose, call.urgency, call.buttons) == (False, Urgency.CRITICAL, ())
    assert "clonidine" not in f"{call.title} {call.body}".lower()


def test_the_warning_of_a_row_that_was_refused_is_sent_later(tmp_path: Path) -> None:
    """A notifier that says no loses nothing."""
    clonidine = plan_of(step_of(20, "08:00"), medicine="clonidine")
    notifier = FakeNotifier(fails=True)
    with desk_with(tmp_path, kept(clonidine), now=at("08:00")) as desk:
        for day in range(1, 4):
            now = at("08:01", day=day)
            desk.store.record_intake(Intake(f"s{day}", PLAN, Answer.SKIPPED, now, now, dose=f"2026-12-0{day}/08:00"))
            look(desk, notifier, at("08:02", day=day), guard_for=desk.guard_for)
        notifier.fails = False
        look(desk, notifier, at("08:03", day=3), guard_for=desk.guard_for)
    assert [message.title for message in notifier.sent] == ["Nothing to take now. Plan A: call your provider"]


def test_a_weekly_dose_that_was_asked_about_days_ago_is_told_of_when_its_window_ends(tmp_path: Path) -> None:
    """Its reminder lies further back than a look usually reads."""
    weekly = {**step_of(28, "08:00"), "weekdays": ["tuesday"]}
    plan = replace(plan_of(weekly), missed=ProvidersRule(WithinDays(6)))
    notifier = FakeNotifier()
    with desk_with(tmp_path, kept(plan), now=at("08:00")) as desk:
        for day in range(1, 8):
            for time in ("08:00", "08:40", "20:00"):
                look(desk, notifier, at(time, day=day))
    told = [message for message in notifier.sent if "counts as missed" in message.body]
    assert [message.title for message in told if "Nothing to take now" in message.title] == [
        "Nothing to take now. Plan A: no answer recorded"
    ]
