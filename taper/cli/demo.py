"""`taper demo`: what is it like to live through a course with taper?

The real daemon lives through the whole example course on a clock that runs fast. The demo answers its reminders as a
person would, prints what it says as a story, and fails when something did not come that should have.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import click

from taper.cli.ask import fresh_id
from taper.cli.command import command
from taper.cli.demostage import Notice, Stage, stage
from taper.cli.out import note, say, wrapped
from taper.core.expand import last_dose
from taper.core.form import to_form
from taper.core.plan import Plan
from taper.facts.where import schedules_folder

EXAMPLE = "soma-back-pain.toml"
BEGINS_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
"""When the demo's clock begins; the course begins on the day after the daemon is ready."""

SECONDS_A_DAY = 2.2
"""How fast the days go by: 22 of them and the start stay well below a minute, and a slow machine keeps up."""

LONGEST_SECONDS = 58.0

_PAUSE = 0.05
"""Seconds between two looks of the person at what was asked."""

_OPEN = ("due", "late", "unanswered")
_TERMINAL_LINE = "Answer in a terminal"
_UNANSWERED_DAY = 5
_UNANSWERED_SLOT = "evening"
_AFTER_THE_END = timedelta(days=2, hours=-1)

RINGS = r"· (\d\d:\d\d)$"
"""How the title of a dose's reminder ends: with the time of the dose."""

EXPECTED = {
    "a dose reminder": RINGS,
    "a dose that nobody answered": r"no answer recorded|was not answered",
    "the step change, the evening before": r"From tomorrow.* changes",
    "the first day of the new step": r"New step today",
    "7 days before the end": r"(ends|Last dose) in 7 days",
    "3 days before the end": r"(ends|Last dose) in 3 days",
    "the day before the end": r"(ends|Last dose) tomorrow",
    "the day of the last dose": r"today is the last dose|last dose of this plan is today",
    "the end": r"has ended|nothing more to take",
    "a dose taken past the end": r"This course ended",
}
"""What must be heard, by what it says."""


@command("demo", examples=("taper demo", "taper demo --desktop"))
@click.option("--desktop", is_flag=True, help="Show the notices on the desktop as well.")
def demo_command(*, desktop: bool) -> None:
    """Watch a made-up course go by in a minute: reminders, a step down, the stop date, and what comes after it.

    It runs the real daemon on a store of its own, in a folder that is gone afterwards. Nothing of yours is touched.
    """
    say("DEMO, take nothing: a made-up course of 20 days goes by in about 50 seconds. Ctrl-C ends it.", style="bold")
    with _shown_on(desktop=desktop) as show, stage(starts_at=BEGINS_AT, scale=86_400 / SECONDS_A_DAY) as playing:
        demo = Demo(playing, _plan(playing), show)
        demo.play()
    missing = demo.missing()
    for event in missing:
        note(f"taper: the demo did not see {event}.")
    if missing:
        raise click.exceptions.Exit(1)
    say()
    say("That was the whole course. Nothing of it is kept.", style="bold")


@contextmanager
def _shown_on(*, desktop: bool) -> Iterator[Callable[[Notice], None]]:
    """Where the notices are shown besides the terminal."""
    if not desktop:
        yield lambda _: None
        return
    from taper.cli.demodesktop import shown_on_desktop

    with shown_on_desktop() as show:
        yield show


def _plan(playing: Stage) -> Plan:
    """The example course, beginning tomorrow on the demo's clock."""
    from taper.interop.planfile import read_plan_file

    content = (schedules_folder() / "plans" / EXAMPLE).read_bytes()
    tomorrow = playing.clock.now().date() + timedelta(days=1)
    plan = read_plan_file(content, name=EXAMPLE, assumed_starts_on=tomorrow, assumed_zone="UTC")
    return replace(plan, example=False)


@dataclass(slots=True)
class Demo:
    """One showing: the stage, the plan, where it is shown besides, and what was heard so far."""

    stage: Stage
    plan: Plan
    show: Callable[[Notice], None]
    heard: set[str] = field(default_factory=set)
    _rung: set[str] = field(default_factory=set)
    _day: date | None = None
    _answers: list[str] = field(default_factory=list)
    _past_end_taken: bool = False

    def missing(self) -> list[str]:
        """What should have been heard and was not."""
        return [event for event in EXPECTED if event not in self.heard]

    def play(self) -> None:
        """The whole course, up to the warning that follows a dose taken after the end."""
        until = time.monotonic() + LONGEST_SECONDS
        self._enter()
        while self.missing() and time.monotonic() < until:
            for notice in self.stage.hear(patience=_PAUSE):
                self._hear(notice)
            self._answer()
            self._take_past_the_end()

    def _enter(self) -> None:
        arguments: dict[str, object] = {"form": to_form(self.plan), "plan_id": fresh_id(), "taken": []}
        kept = cast("dict[str, Any]", self.stage.ask("add", arguments))
        say(wrapped(str(kept["text"])))

    def _hear(self, notice: Notice) -> None:
        """Prints what is heard for the first time, and every step change; the many like it count in the day's line."""
        self.show(notice)
        rings = re.search(RINGS, notice.title)
        if rings is not None:
            self._rung.add(rings[1])
        new = {event for event, words in EXPECTED.items() if re.search(words, notice.text, re.MULTILINE)}
        if new - self.heard or "From tomorrow" in notice.text:
            self._end_day_line()
            say(wrapped(notice.title, first="  > "), style="bold")
            for line in notice.lines:
                if not line.startswith(_TERMINAL_LINE):
                    say(wrapped(line, first="  |   "))
        self.heard |= new

    def _answer(self) -> None:
        """Answers what was asked, as a person would who forgot one dose."""
        today = cast("dict[str, Any]", self.stage.ask("today", {}))
        for plan in today["plans"]:
            self._turn_to(date.fromisoformat(plan["date"]))
            for dose in plan["doses"]:
                at = f"{datetime.fromisoformat(dose['at']):%H:%M}"
                if dose["state"] in _OPEN and at in self._rung:
                    self._rung.remove(at)
                    self._answer_dose(plan["plan"], dose["dose"], at)

    def _answer_dose(self, plan: str, dose: str, at: str) -> None:
        if dose == f"{self.plan.starts_on + timedelta(days=_UNANSWERED_DAY - 1)}/{_UNANSWERED_SLOT}":
            if f"{at} no answer" not in self._answers:  # it is asked about again, and said once
                self._answers.append(f"{at} no answer")
            return
        self.stage.ask("take", {"plan": plan, "dose": dose, "intake_id": fresh_id()})
        self._answers.append(f"{at} taken")

    def _turn_to(self, day: date) -> None:
        if day != self._day:
            self._end_day_line()
            self._rung.clear()
            self._day = day

    def _end_day_line(self) -> None:
        """A line for the day so far, when something happened."""
        if self._day is not None and self._answers:
            number = (self._day - self.plan.starts_on).days + 1
            say(f"Day {number:>2}  {self._day:%a} {self._day.day:>2} {self._day:%b}  {', '.join(self._answers)}")
        self._answers.clear()

    def _take_past_the_end(self) -> None:
        """Two days after the end a dose is taken all the same: recorded, and warned of at once."""
        if self._past_end_taken or self.stage.clock.now() < self._last_due_at() + _AFTER_THE_END:
            return
        self._past_end_taken = True
        say()
        say("  Two days after the end, a dose is taken all the same:", style="bold")
        say("  $ taper take")
        taken = cast("dict[str, Any]", self.stage.ask("take", {"plan": "A", "intake_id": fresh_id()}))
        say(wrapped(taken["text"], first="  "))
        for warning in taken["warnings"]:
            say(wrapped(warning, first="  !! "), style="stop")

    def _last_due_at(self) -> datetime:
        last = last_dose(self.plan)
        assert last is not None  # the example has an end
        return last.due_at
