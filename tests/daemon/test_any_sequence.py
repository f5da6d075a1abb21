"""Whatever is looked at, pressed, snoozed, dismissed or started anew: nothing lost, nothing stacked, nothing swallowed.

What was due comes from the tests' own slow walker; what was said and what stands open, from a notifier that remembers.
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from daemonplans import at, keep, kept, plan_of, step_of
from fakes import FakeNotifier, look
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from livedaemon import paths_of
from walker import walk

from taper.app.desk import Desk, open_desk
from taper.app.operations import perform
from taper.clock import StandingClock
from taper.core.errors import TaperError
from taper.core.quiet import QuietHours
from taper.core.record import KeptPlan, Outcome
from taper.daemon.journal import Journal
from taper.daemon.presses import answer_press, note_dismissal
from taper.notify.port import Button, Delivery, Dismissal, Message, Press, Tone

SEQUENCES = int(os.environ.get("SEQUENCES", "8"))
"""How many; each takes about a second. A longer run: SEQUENCES=500."""

BEGIN = at("05:00")
END = at("12:00", day=3)
QUIET = QuietHours(time(21, 30), time(6, 30))
PLANS = tuple(
    kept(plan_of(step_of(2, *times), label=label, medicine=f"medicine {label}"), plan_id=label.lower() * 8)
    for label, times in {"A": ("06:00", "20:00"), "B": ("06:00", "22:00"), "C": ("20:00", "22:00")}.items()
)

_SINGLE = re.compile(r"([ABC]): .* · (\d\d:\d\d)")
_SEVERAL = re.compile(r"\d medicines · (\d\d:\d\d): (.*)")
_LATE_LINE = re.compile(r"^([ABC]): [^.]* · (\d\d:\d\d)\.", re.MULTILINE)

Named = tuple[str, str]
"""A dose as a bubble names it: the plan's label and the time."""


@dataclass
class Server(FakeNotifier):
    """A notifier whose bubbles can be pressed and dismissed, each by its number."""

    numbers: dict[str, int] = field(default_factory=dict)

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        delivery = await super().send(message, reminder_id=reminder_id, replaces=replaces)
        if delivery.server_id is not None:
            self.numbers[message.key] = delivery.server_id
        return delivery

    def asked(self) -> list[Named]:
        """The doses that the open bubbles ask about."""
        return [named for message in self.open.values() if message.is_dose for named in doses_of(message)]


def doses_of(message: Message) -> list[Named]:
    """The doses a bubble asks about, read as a person reads it."""
    if single := _SINGLE.fullmatch(message.title):
        return [(single[1], single[2])]
    if several := _SEVERAL.fullmatch(message.title):
        return [(label, several[1]) for label in re.findall(r"[ABC]", several[2])]
    return [(label, when) for label, when in _LATE_LINE.findall(message.body)]


@dataclass
class World:
    """A desk, a server and a clock, on which moves are made."""

    desk: Desk
    server: Server = field(default_factory=Server)
    now: datetime = BEGIN
    heard_since: datetime = BEGIN
    spoken: list[tuple[datetime, Message]] = field(default_factory=list)

    def look(self) -> None:
        """One look, and what must hold after it."""
        before = len(self.server.sent)
        look(self.then(), self.server, self.now, heard_since=self.heard_since)
        self.spoken += [(self.now, message) for message in self.server.sent[before:]]
        stacked = [named for named, count in Counter(self.server.asked()).items() if count > 1]
        assert not stacked, f"two bubbles for one dose: {stacked}"
        again = len(self.server.sent)
        if again == before:
            return
        look(self.then(), self.server, self.now, heard_since=self.heard_since)
        failed = [r for r in self.desk.store.reminders() if r.outcome is Outcome.FAILED]
        assert len(self.server.sent) == again or failed, "said twice"

    def then(self) -> Desk:
        """The desk at this time."""
        return replace(self.desk, clock=StandingClock(self.now))

    def press(self, button: Button) -> None:
        """Presses a button on the newest bubble that has it."""
        fitting = [message for message in self.server.open.values() if button in message.buttons]
        if fitting:
            key = fitting[-1].key
            number = self.server.numbers[key]
            pressed = Press(self.server.server, number, button, self.server.reminder_ids[number - 1])
            journal = Journal(self.desk.paths.log, self.desk.clock)
            asyncio.run(answer_press(self.then(), self.server, pressed, journal=journal))

    def dismiss(self) -> None:
        """Closes the newest bubble as the person would."""
        if self.server.open:
            key = next(reversed(self.server.open))
            del self.server.open[key]
            note_dismissal(self.then(), Dismissal(self.server.server, self.server.numbers[key], by_person=True))

    def restart(self, *, server: bool) -> None:
        """A new life of the program, and perhaps of the server, whose bubbles go with it."""
        self.heard_since = self.now
        if server:
            self.server.open.clear()
            self.server.server = f":{self.now.timestamp()}@bus"

    def by_command(self, operation: str, **arguments: object) -> None:
        """What the person does at a terminal; a refusal changes nothing."""
        with suppress(TaperError):
            perform(self.then(), operation, arguments)


def make(world: World, move: str) -> None:
    """One move, and a look after it as the daemon has it."""
    match move.split():
        case ["press", word]:
            world.press(Button(word))
        case ["dismiss"]:
            world.dismiss()
        case ["restart"]:
            world.restart(server=False)
        case ["crash"]:
            world.restart(server=True)
        case ["refuse"]:
            world.server.fails = True
        case ["take", label]:
            world.by_command("take", plan=label, intake_id=f"{label}{world.now.isoformat()}", interactive=False)
        case ["undo", label]:
            world.by_command("undo", plan=label, intake_id=f"u{label}{world.now.isoformat()}")
        case ["snooze", label]:
            world.by_command("snooze", plan=label, minutes=30)
    world.look()
    world.server.fails = False


MOVES = st.sampled_from(
    [
        *("look", "look", "dismiss", "restart", "crash", "refuse", "snooze A", "snooze B"),
        *(f"press {button.value}" for button in Button),
        *("take A", "take B", "take C", "undo A", "undo B"),
    ]
)
GAPS = st.sampled_from([0, 1, 9, 10, 11, 30, 60, 119, 480, 900])


MEMORY = Path("/dev/shm")
"""Where the stores lie, if it is there: nothing here is about power cuts, and a disk is waited for at each write."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that holds the plans."""
    home = tmp_path_factory.mktemp("template")
    keep(paths_of(home).store, *PLANS)
    return home


@contextmanager
def a_copy(template: Path) -> Iterator[Desk]:
    """A desk on a copy of the store."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        shutil.copytree(template, folder, dirs_exist_ok=True)
        with open_desk(paths_of(Path(folder)), StandingClock(BEGIN)) as desk:
            yield desk


@given(moves=st.lists(st.tuples(GAPS, MOVES), max_size=16), quiet=st.sampled_from((None, QUIET)))
@settings(max_examples=SEQUENCES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_dose_is_said_none_is_stacked_and_the_quiet_hours_swallow_nothing(
    template: Path, moves: list[tuple[int, str]], quiet: QuietHours | None
) -> None:
    """At the end everything that fell due was asked about, told of as unanswered, or answered before it was due."""
    with a_copy(template) as desk:
        world = World(replace(desk, settings=replace(desk.settings, quiet=quiet)))
        world.look()
        for minutes, move in moves:
            world.now += timedelta(minutes=minutes)
            make(world, move)
        world.now = max(world.now, END)
        world.look()
        answered = {(intake.plan_id[0].upper(), intake.dose) for intake in desk.store.intakes()}
        assert lost(world, answered) == []
        snoozed = bool(desk.store.snoozes())
    disturbing = [message for now, message in world.spoken if is_disturbing(now, message, quiet, snoozed=snoozed)]
    assert [message.title for message in disturbing] == []


def lost(world: World, answered: set[tuple[str, str | None]]) -> list[str]:
    """The doses that were never said, nor answered."""
    asked = {reminder.dose and (reminder.plan_id, reminder.dose) for reminder in world.desk.store.reminders()}
    told = {
        (reminder.plan_id, item.partition(":")[2])
        for reminder in world.desk.store.reminders()
        for item in reminder.items
        if item.startswith("digest:")
    }
    due = [(plan, f"{walked.due_at:%Y-%m-%d/%H:%M}") for plan in PLANS for walked in walk(plan.plan, BEGIN, END)]
    return [
        f"{plan.label} {dose}"
        for plan, dose in due
        if (plan.id, dose) not in asked | told and (plan.label, dose) not in answered
    ]


def is_disturbing(now: datetime, message: Message, quiet: QuietHours | None, *, snoozed: bool) -> bool:
    """Whether something was said in the quiet hours that is no first asking; the end of a snooze is one."""
    if quiet is None or quiet.ends_at(now, zone="UTC") is None or message.tone is Tone.QUIET:
        return False
    return not message.is_dose or message.tone is Tone.LAST or ("Asked for" in message.body and not snoozed)


def test_the_plans_are_such_that_groups_form_and_part() -> None:
    """A and B at 06:00, A and C at 20:00, B and C at 22:00."""
    hours = {plan.label: {dose.due_at.hour for dose in walk(plan.plan, BEGIN, END)} for plan in PLANS}
    assert hours == {"A": {6, 20}, "B": {6, 22}, "C": {20, 22}}
    assert all(isinstance(plan, KeptPlan) for plan in PLANS)
