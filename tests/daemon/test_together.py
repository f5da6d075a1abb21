"""Which plans are said in one bubble, in which words, and with which buttons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look

from taper.app.desk import Desk
from taper.core.quiet import QuietHours
from taper.core.record import Answer, Intake, KeptPlan, Outcome, Snooze
from taper.notify.port import ALL_BUTTONS, Button, Message, Tone, Urgency

GROUP = (Button.ALL_TAKEN, Button.SNOOZE)


def a_plan(label: str, medicine: str | None, *times: str, person: str = "me", days: int = 20) -> KeptPlan:
    """A plan whose id is made of its label."""
    plan = plan_of(step_of(days, *times), label=label, medicine=medicine or "x", person=person)
    return kept(replace(plan, medicine=medicine), plan_id=label.lower() * 8)


A, B, C = a_plan("A", "madeupin", "08:00", "20:00"), a_plan("B", "otherin", "08:00"), a_plan("C", "thirdin", "08:00")


@dataclass
class Home:
    """A store, a notifier that remembers, and looks at times of day 1."""

    desk: Desk
    notifier: FakeNotifier

    def look(self, text: str, *, day: int = 1, heard_since: datetime | None = None) -> list[Message]:
        """What is sent in one look."""
        before = len(self.notifier.sent)
        look(self.desk, self.notifier, at(text, day=day), heard_since=heard_since)
        return self.notifier.sent[before:]

    def take(self, label: str, text: str, *, dose: str = "2026-12-01/08:00", answer: Answer = Answer.TAKEN) -> None:
        """Records an answer as a command would."""
        now = at(text)
        self.desk.store.record_intake(Intake(f"{label}{text}", label.lower() * 8, answer, now, now, dose=dose))

    def titles(self) -> list[str]:
        """The titles of the bubbles that stand."""
        return sorted(message.title for message in self.notifier.open.values())

    def outcomes(self, label: str) -> list[str]:
        """How a plan's reminders fared."""
        return [reminder.outcome.value for reminder in self.desk.store.reminders(label.lower() * 8)]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[object]:
    """Makes a home with these plans."""
    homes: list[object] = []

    def made(*plans: KeptPlan, **settings: object) -> Home:
        entered = desk_with(tmp_path / str(len(homes)), *plans, now=at("07:00"))
        homes.append(entered)
        desk = entered.__enter__()
        return Home(replace(desk, settings=replace(desk.settings, **settings)), FakeNotifier())  # type: ignore[arg-type]

    yield made
    for entered in homes:
        entered.__exit__(None, None, None)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("plans", "titles"),
    [
        ([A, B], ["2 medicines · 08:00: A and B"]),
        ([A, B, C], ["3 medicines · 08:00: A, B and C"]),
        ([A, a_plan("B", "otherin", "08:01")], ["A: 1 tablet of 5 mg · 08:00"]),
        ([A, a_plan("B", "Madeupin", "08:00")], ["A: 1 tablet of 5 mg · 08:00", "B: 1 tablet of 5 mg · 08:00"]),
        ([A, a_plan("B", None, "08:00")], ["A: 1 tablet of 5 mg · 08:00", "B: 1 tablet of 5 mg · 08:00"]),
        (
            [A, a_plan("B", "otherin", "08:00", person="Anna")],
            ["Anna, B: 1 tablet of 5 mg · 08:00", "You, A: 1 tablet of 5 mg · 08:00"],
        ),
        (
            [A, B, a_plan("D", "fourthin", "08:00", person="Anna"), a_plan("E", "fifthin", "08:00", person="Anna")],
            ["Anna: 2 medicines · 08:00: D and E", "You: 2 medicines · 08:00: A and B"],
        ),
        (
            [A, a_plan("B", "madeupin", "08:00"), C],
            ["2 medicines · 08:00: A and C", "B: 1 tablet of 5 mg · 08:00"],
        ),
    ],
)
def test_doses_are_said_together_at_the_same_minute_for_one_person_and_of_different_medicines(
    make: object, plans: list[KeptPlan], titles: list[str]
) -> None:
    """Never two people's in one bubble, and never two doses of what is, or may be, one medicine."""
    home = make(*plans)  # type: ignore[operator]
    home.look("08:00")
    assert home.titles() == titles


def test_each_medicine_has_its_own_line_with_label_strength_and_amount(make: object) -> None:
    home = make(A, a_plan("white bottle", "otherin", "08:00", days=4))  # type: ignore[operator]
    (message,) = home.look("08:00")
    assert message.body.split("\n") == [
        "A: 1 tablet of 5 mg. 19 days to the last dose (Sun 20 Dec).",
        "white bottle: 1 tablet of 5 mg. 3 days to the last dose (Fri 4 Dec).",
        'To answer for one alone, in a terminal: taper take A · taper take "white bottle"',
    ]
    assert (message.buttons, message.urgency, message.tone) == (GROUP, Urgency.CRITICAL, Tone.USUAL)


def test_names_are_said_only_where_the_person_wants_it(make: object) -> None:
    hidden, shown = make(A, B), make(A, B, show_names=True)  # type: ignore[operator]
    for home in (hidden, shown):
        home.look("08:00")
    text = f"{hidden.notifier.sent[0].title} {hidden.notifier.sent[0].body}"
    assert "madeupin" not in text
    assert "otherin" not in text
    assert shown.notifier.sent[0].title == "2 medicines · 08:00: madeupin and otherin"
    assert "A, madeupin: 1 tablet of 5 mg." in shown.notifier.sent[0].body


def test_more_medicines_than_are_surely_seen_have_no_button_for_all(make: object) -> None:
    plans = [a_plan(label, f"medicine {label}", "08:00") for label in "ABCDEFG"]
    home = make(*plans)  # type: ignore[operator]
    (message,) = home.look("08:00")
    assert message.buttons == (Button.SNOOZE,)


def test_a_row_of_a_group_is_asked_and_ends_like_that_of_one_dose(make: object) -> None:
    home = make(A, B)  # type: ignore[operator]
    said = [message for text in ("08:00", "08:10", "08:20", "08:30", "08:40", "08:50") for message in home.look(text)]
    assert [message.tone for message in said] == [Tone.USUAL, Tone.USUAL, Tone.USUAL, Tone.LAST, Tone.QUIET]
    assert [line for message in said for line in message.body.split("\n") if "ask" in line.lower()] == [
        "Asked for the second time.",
        "Asked for the third time.",
        "Asked for the fourth time.",
        "This is the last time it is asked about.",
        "It is not asked about any more; it still waits for an answer.",
    ]
    assert len(home.notifier.open) == 1


def test_what_was_answered_leaves_the_bubble_and_the_others_stay(make: object) -> None:
    """Else the bubble would name what is not to be taken any more."""
    home = make(A, B, C)  # type: ignore[operator]
    home.look("08:00")
    home.take("A", "08:03")
    home.look("08:04")
    assert home.titles() == ["2 medicines · 08:00: B and C"]
    home.take("B", "08:05", answer=Answer.SKIPPED)
    home.look("08:06")
    assert home.titles() == ["C: 1 tablet of 5 mg · 08:00"]
    assert home.notifier.sent[-1].buttons == ALL_BUTTONS
    assert "Asked" not in home.notifier.sent[-1].body, "said again is not asked again"
    home.take("C", "08:07")
    assert home.look("08:08") == []
    assert home.notifier.open == {}
    assert home.look("08:09") == []


def test_the_next_dose_of_one_leaves_the_group_and_the_other_waits_on(make: object) -> None:
    home = make(a_plan("A", "madeupin", "08:00", "12:00"), B)  # type: ignore[operator]
    home.look("08:00")
    home.look("12:00")
    assert home.titles() == ["A: 1 tablet of 5 mg · 12:00", "B: 1 tablet of 5 mg · 08:00"]
    assert home.look("12:01") == []


def test_doses_that_come_together_later_leave_their_own_bubbles(make: object) -> None:
    """A's bubble of 08:00 still stands when both are due at 20:00."""
    home = make(A, a_plan("B", "otherin", "20:00"))  # type: ignore[operator]
    home.look("08:00")
    home.look("20:00")
    assert home.titles() == ["2 medicines · 20:00: A and B"]
    assert "08:00: no answer recorded" in home.notifier.sent[-1].body


def test_a_snoozed_one_is_asked_about_alone_and_then_with_the_others(make: object) -> None:
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    home.desk.store.record_snooze(Snooze("a" * 8, "2026-12-01/08:00", at("08:01"), at("08:16")))
    home.look("08:10")
    assert home.titles() == ["B: 1 tablet of 5 mg · 08:00"]
    home.look("08:16")
    assert home.titles() == ["2 medicines · 08:00: A and B"]


def test_a_dismissed_group_is_asked_about_again_by_the_repeat_rule(make: object) -> None:
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    for reminder in home.desk.store.reminders():
        home.desk.store.settle(reminder.id, outcome=Outcome.DISMISSED, outcome_at=at("08:01"))
    home.notifier.open.clear()
    assert home.look("08:02") == []
    home.look("08:10")
    assert home.titles() == ["2 medicines · 08:00: A and B"]


def test_a_restart_says_a_group_once_again(make: object) -> None:
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    home.look("08:04", heard_since=at("08:04"))
    home.look("08:05", heard_since=at("08:04"))
    home.look("08:06", heard_since=at("08:06"))
    assert [message.title for message in home.notifier.sent] == ["2 medicines · 08:00: A and B"] * 3
    assert len(home.notifier.open) == 1


def test_a_group_that_was_claimed_and_never_recorded_is_said_again_in_its_place(make: object) -> None:
    """Even when one of it was answered meanwhile: the bubble that may stand is replaced, by its key."""
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    for reminder in home.desk.store.reminders():
        home.desk.store.claim([replace(reminder, outcome=Outcome.CLAIMED, server=None, server_id=None)])
    home.take("A", "08:01")
    home.look("08:02", heard_since=at("08:02"))
    assert home.titles() == ["B: 1 tablet of 5 mg · 08:00"]
    assert home.look("08:03", heard_since=at("08:02")) == []


def test_what_the_notifier_refused_is_said_as_the_same_group(make: object) -> None:
    home = make(A, B)  # type: ignore[operator]
    home.notifier.fails = True
    home.look("08:00")
    before = {reminder.id for reminder in home.desk.store.reminders()}
    home.notifier.fails = False
    home.look("08:01")
    assert {reminder.id for reminder in home.desk.store.reminders()} == before
    assert home.titles() == ["2 medicines · 08:00: A and B"]


def test_after_an_absence_there_is_one_bubble_with_a_line_for_each_medicine(make: object) -> None:
    """Doses of different hours that still wait, one whose time is over, and an announcement."""
    plans = [
        a_plan("A", "madeupin", "07:00"),
        a_plan("B", "otherin", "08:00", "11:00"),
        a_plan("C", "thirdin", "09:00"),
        a_plan("D", "fourthin", "22:00", days=1),
    ]
    home = make(*plans)  # type: ignore[operator]
    home.look("23:00")
    home.notifier.sent.clear()
    home.notifier.open.clear()
    said = home.look("12:00", day=2)
    assert [message.title for message in said] == ["No answer yet: A, B and C"]
    assert [line[:2] for line in said[0].body.split("\n")] == ["A:", "B:", "C:", "Pl", "To"]
    assert "A: 1 tablet of 5 mg · 07:00." in said[0].body
    assert said[0].buttons == (Button.SNOOZE,)
    assert home.look("12:01", day=2) == []
    again = home.look("12:10", day=2)
    assert [message.title for message in again] == ["No answer yet: A, B and C"], "they stay together"
    assert len(home.notifier.open) == 1


def test_several_plans_with_nothing_to_take_are_one_digest(make: object) -> None:
    plans = [a_plan(label, f"medicine {label}", "08:00", "14:00", days=1) for label in "ABC"]
    home = make(*plans)  # type: ignore[operator]
    (message,) = home.look("07:00", day=2)
    assert message.title == "Nothing to take now. No answer recorded: A, B and C"
    assert message.body.split("\n")[0] == (
        "A: Yesterday 08:00 and 14:00: no answer recorded while the computer was off. If you did not take them, "
        "do not take them together; ask your provider or pharmacist."
    )
    assert len(message.body.split("\n")) == 3
    assert (message.is_dose, message.buttons) == (False, ())


def test_notices_of_two_people_are_two(make: object) -> None:
    plans = [
        a_plan(label, "x", "08:00", days=1, person=person) for label, person in zip("AB", ("Anna", "Ben"), strict=True)
    ]
    home = make(*plans)  # type: ignore[operator]
    said = home.look("07:00", day=2)
    assert [message.title.partition(":")[0] for message in said] == [
        "Nothing to take now. Anna's plan A",
        "Nothing to take now. Ben's plan B",
    ]


def test_quiet_hours_hold_everything_but_the_first_asking_and_end_in_one_digest(make: object) -> None:
    plans = [
        a_plan("A", "madeupin", "22:00", days=2),
        a_plan("B", "otherin", "23:00", days=1),
        a_plan("C", "thirdin", "12:00", days=1),
    ]
    home = make(*plans, quiet=QuietHours(time(22, 5), time(6, 30)))  # type: ignore[operator]
    home.look("12:00")
    home.take("C", "12:01", dose="2026-12-01/12:00")
    for text in ("22:00", "22:10", "23:00", "23:10"):
        home.look(text)
    assert [message.title for message in home.notifier.sent if message.is_dose] == [
        "C: 1 tablet of 5 mg · 12:00",
        "A: 1 tablet of 5 mg · 22:00",
        "B: 1 tablet of 5 mg · 23:00",
    ]
    night = len(home.notifier.sent)
    home.look("00:30", day=2)
    home.look("06:29", day=2)
    assert len(home.notifier.sent) == night
    home.look("09:30", day=2)
    (digest,) = home.notifier.sent[night:]
    assert digest.title.startswith("Nothing to take now. 3 plans: A, B and C")


def test_what_is_said_again_in_the_quiet_hours_to_stay_true_disturbs_nobody(make: object) -> None:
    home = make(
        a_plan("A", "madeupin", "22:00"), a_plan("B", "otherin", "22:00"), quiet=QuietHours(time(22, 5), time(6, 30))
    )  # type: ignore[operator]
    home.look("22:00")
    home.look("22:04")
    home.take("A", "22:20", dose="2026-12-01/22:00")
    (message,) = home.look("22:21")
    assert (message.title, message.tone) == ("B: 1 tablet of 5 mg · 22:00", Tone.QUIET)


def test_a_call_to_the_provider_is_never_a_line_among_others(make: object) -> None:
    clonidine = a_plan("A", "clonidine", "08:00")
    home = make(clonidine, a_plan("B", "otherin", "20:00"))  # type: ignore[operator]
    for day in range(1, 4):
        now = at("08:01", day=day)
        home.desk.store.record_intake(
            Intake(f"s{day}", "a" * 8, Answer.SKIPPED, now, now, dose=f"2026-12-0{day}/08:00")
        )
    look(home.desk, home.notifier, at("08:02", day=3), guard_for=home.desk.guard_for)
    calls = [message for message in home.notifier.sent if "call your provider" in message.title]
    assert [(message.urgency, "\nB" in message.body) for message in calls] == [(Urgency.CRITICAL, False)]


def test_a_call_to_the_provider_parts_its_plan_from_the_group_until_it_was_said(make: object) -> None:
    """Its lines stand first in a bubble of its own; at the next asking the doses are together again."""
    home = make(a_plan("A", "clonidine", "08:00", "20:00"), B)  # type: ignore[operator]
    for dose in ("2026-12-01/08:00", "2026-12-01/20:00", "2026-12-02/08:00", "2026-12-02/20:00"):
        now = at(dose[-5:], day=int(dose[8:10]))
        home.desk.store.record_intake(Intake(f"s{dose}", "a" * 8, Answer.SKIPPED, now, now, dose=dose))
    look(home.desk, home.notifier, at("08:00", day=3), guard_for=home.desk.guard_for)
    bubbles = {message.title: message.body for message in home.notifier.open.values() if message.is_dose}
    assert sorted(bubbles) == ["A: 1 tablet of 5 mg · 08:00", "B: 1 tablet of 5 mg · 08:00"]
    assert bubbles["A: 1 tablet of 5 mg · 08:00"].startswith("4 doses in a row")
    look(home.desk, home.notifier, at("08:10", day=3), guard_for=home.desk.guard_for)
    assert [message.title for message in home.notifier.open.values() if message.is_dose] == [
        "2 medicines · 08:00: A and B"
    ]


def test_a_corrected_amount_is_said_anew_at_once(make: object) -> None:
    """The bubble that names the wrong one is replaced."""
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    for reminder in home.desk.store.reminders("b" * 8):
        home.desk.store.claim([replace(reminder, amount="2 tablets of 5 mg")])
    home.look("08:01")
    assert len(home.notifier.open) == 1
    assert len(home.notifier.sent) == 2
    assert home.look("08:02") == []


def test_after_the_clock_went_back_a_group_is_said_once_more_and_not_at_every_look(make: object) -> None:
    """The program was started at 12:00, by the clock of then."""
    home = make(A, B)  # type: ignore[operator]
    home.look("12:00", heard_since=at("12:00"))
    assert len(home.look("08:00", heard_since=at("12:00"))) == 1
    assert home.look("08:01", heard_since=at("12:00")) == []


def test_what_cannot_be_said_again_leaves_one_record_however_often_it_is_tried(make: object) -> None:
    """The server is gone for hours while the bubble names what was taken."""
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    home.take("A", "08:01")
    home.notifier.fails = True
    for minute in range(2, 9):
        home.look(f"08:0{minute}")
    assert home.outcomes("B") == ["withdrawn", "failed"]
    home.notifier.fails = False
    home.look("08:09")
    assert home.outcomes("B") == ["withdrawn", "shown"]
    assert home.titles() == ["B: 1 tablet of 5 mg · 08:00"]


def test_a_plan_deleted_from_a_group_leaves_the_other_standing(make: object) -> None:
    home = make(A, B)  # type: ignore[operator]
    home.look("08:00")
    home.desk.store.delete_plan("a" * 8)
    home.look("08:01")
    assert home.titles() == ["B: 1 tablet of 5 mg · 08:00"]
