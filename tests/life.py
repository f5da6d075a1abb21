"""One plan's life with time that jumps: what is said, and when, if the program looks exactly when it asked to look.

Also the short ways in which tests write a plan: `mg(350)`, `slots(("08:00", mg(350)))`, `plan_of(...)`, `kept_of(...)`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from typing import Any

from taper.core.amount import Amount, Unit
from taper.core.announce import Kind, Policy
from taper.core.due import Decision, Item, decide
from taper.core.guard import UNKNOWN, Guard
from taper.core.localtime import local, moment
from taper.core.notice import Manner, word
from taper.core.plan import Days, Ends, EveryDay, Plan, Rhythm, Schedule, Slot, Slots, Step, Tablet
from taper.core.record import Answer, Change, Intake, KeptPlan, Outcome, Reminder, Snooze, Version

MISREADABLE = re.compile(r"\d\.\d*0\b|(?<!\d)\.\d|\d[A-Za-zµ]|µ|\bU\b|\d[eE][+-]?\d")
"""What no amount said to people may look like (ISMP error-prone designations)."""

NAMES = {"08:00": "morning", "12:00": "noon", "18:00": "evening", "22:00": "bedtime"}


def mg(number: str | int) -> Amount:
    """So many milligrams."""
    return Amount(Fraction(number), Unit.MG)


def tablet_of(number: str | int, **more: Any) -> Tablet:
    """A tablet of so many milligrams."""
    return Tablet(f"{number} mg", amount=mg(number), **more)


def slots(*given: tuple[str, Amount], rhythm: Rhythm | None = None) -> Slots:
    """Slots at wall-clock times; those at our usual hours have their usual names."""
    made = tuple(Slot(NAMES.get(at, at), time.fromisoformat(at), amount) for at, amount in given)
    return Slots(made, rhythm or EveryDay())


def days(count: int, schedule: Schedule) -> Step:
    """A step of so many days."""
    return Step(Days(count), schedule)


def plan_of(*steps: Step, starts_on: str = "2026-12-01", **more: Any) -> Plan:
    """A plan in Berlin from Tue 1 December 2026, unless told otherwise."""
    said = {"ends": Ends.STOP, "zone": "Europe/Berlin", "label": "A"} | more
    return Plan(steps=steps, starts_on=date.fromisoformat(starts_on), **said)


def at(text: str, *, zone: str = "Europe/Berlin") -> datetime:
    """The instant at which the clocks of a zone show "2026-12-01 08:00"."""
    wall = datetime.fromisoformat(text)
    return moment(wall.date(), wall.time(), zone=zone).at


def kept_of(plan: Plan, *, stored: str = "2026-11-30 20:00") -> KeptPlan:
    """The plan as stored at a wall-clock time of its zone."""
    stored_at = at(stored, zone=plan.zone)
    return KeptPlan("p1", stored_at, (Version(plan, Change.ENTERED, stored_at),))


def changed(kept: KeptPlan, change: Change, *, when: str, plan: Plan | None = None) -> KeptPlan:
    """The kept plan with one more version, recorded at a wall-clock time of its zone; STOPPED stops it there."""
    recorded_at = at(when, zone=kept.plan.zone)
    stops_at = recorded_at if change is Change.STOPPED else None
    version = Version(plan or kept.plan, change, recorded_at, stops_at=stops_at)
    return replace(kept, versions=(*kept.versions, version))


@dataclass(frozen=True, slots=True)
class Said:
    """One notification: when (wall clock of the plan's zone), and what stood on it."""

    when: str
    title: str
    lines: tuple[str, ...]
    kinds: tuple[Kind, ...]
    items: tuple[Item, ...]


@dataclass
class Life:
    """What the store, the notifier and the daemon's timer would do around `decide`, for one plan."""

    kept: KeptPlan
    now: datetime
    policy: Policy = field(default_factory=Policy)
    manner: Manner = field(default_factory=Manner)
    guard: Guard = UNKNOWN
    intakes: list[Intake] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    snoozes: list[Snooze] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    def decision(self) -> Decision:
        """What is decided now, without anything being done."""
        return decide(
            self.kept,
            intakes=self.intakes,
            reminders=self.reminders,
            snoozes=self.snoozes,
            now=self.now,
            since=self.now - timedelta(days=92),
            policy=self.policy,
            guard=self.guard,
        )

    def look(self, outcome: Outcome = Outcome.SHOWN) -> Said | None:
        """One look: says what is to be said, notes how it fared, closes what nobody waits for."""
        decided = self.decision()
        for stale in decided.withdraw:
            self.reminders[self.reminders.index(stale)] = replace(stale, outcome=Outcome.WITHDRAWN)
        saying = decided.saying
        if saying is None:
            return None
        items, dose = tuple(item.id for item in saying.items), saying.dose.dose.id if saying.dose else None
        self.reminders = [known for known in self.reminders if known.id != saying.retry_of]
        name = saying.retry_of or f"r{len(self.reminders)}-{len(self.said)}"
        self.reminders.append(Reminder(name, self.kept.id, items, self.now, dose, outcome))
        wording = word(saying, self.kept, now=self.now, manner=self.manner, guard=self.guard)
        kinds = tuple(dict.fromkeys(item.kind for item in saying.items))
        said = Said(self.shows(self.now), wording.title, tuple(wording.body.split("\n")), kinds, saying.items)
        self.said.append(said)
        return said

    def shows(self, instant: datetime) -> str:
        """What the clock on the wall shows."""
        return f"{local(instant, zone=self.kept.plan.zone):%Y-%m-%d %H:%M}"

    def run(self, until: str, *, take: bool = False) -> list[Said]:
        """Lives up to a wall-clock time, looking whenever it was asked to; what was said on the way.

        With `take`, each dose is answered one minute after it was first asked about.
        """
        end_at, before = at(until, zone=self.kept.plan.zone), len(self.said)
        while True:
            said = self.look()
            assert said is None or self.decision().saying is None, "said twice"
            if said is not None and take and self.reminders[-1].dose:
                self.now += timedelta(minutes=1)
                self.answer(self.reminders[-1].dose)
            next_look_at = self.decision().next_look_at
            if next_look_at is None or next_look_at > end_at:
                self.now = end_at
                self.look()
                return self.said[before:]
            self.now = next_look_at

    def answer(self, dose: str | None, answer: Answer = Answer.TAKEN, *, undoes: str | None = None) -> Intake:
        """Records an answer to a dose (or to none) now."""
        intake = Intake(f"i{len(self.intakes)}", self.kept.id, answer, self.now, self.now, dose, undoes=undoes)
        self.intakes.append(intake)
        return intake

    def snooze(self, dose: str, *, minutes: int) -> None:
        """Asks to be reminded of a dose again."""
        self.snoozes.append(Snooze(self.kept.id, dose, self.now, self.now + timedelta(minutes=minutes)))


def life_of(kept: KeptPlan, *, now: str, **more: Any) -> Life:
    """A life that begins at a wall-clock time of the plan's zone."""
    return Life(kept, at(now, zone=kept.plan.zone), **more)


def utc(text: str) -> datetime:
    """An instant written in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def titles(said: list[Said]) -> list[tuple[str, str]]:
    """When and under which title, with ordinary spaces."""
    return [(one.when, one.title.replace("\u00a0", " ")) for one in said]


def times(said: list[Said], kind: Kind = Kind.DOSE) -> list[str]:
    """When something of a kind was said, without the year."""
    return [one.when[5:] for one in said if kind in one.kinds]
