"""A desk on a real store, on a clock that the test moves by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from taper.app.desk import Desk, open_desk
from taper.app.operations import perform
from taper.app.reading import Source, read_source
from taper.clock import StandingClock
from taper.core.form import to_form
from taper.settings import paths_from

BERLIN = "Europe/Berlin"
TWO_WEEKS = "carisoprodol 350 mg three times a day and at bedtime for 14 days, then at bedtime for 3 days, then stop"


def instant(text: str) -> datetime:
    """An instant in UTC of "2026-12-01 08:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Person:
    """Somebody at a desk: enters plans, takes doses, and lets time pass."""

    desk: Desk
    ids: Iterator[int] = field(default_factory=count)

    def at(self, text: str) -> Person:
        """The same person at another time (UTC)."""
        return replace(self, desk=replace(self.desk, clock=StandingClock(instant(text))))

    def form(self, text: str, *, start: str, zone: str = BERLIN, strength: str = "350 mg") -> dict[str, object]:
        """The form of a plan written in words."""
        source = Source(text=text, start=start, zone=zone, strengths=(strength,))
        read = read_source(
            source, settings=self.desk.settings, now=self.desk.now(), machine_zone=zone, assume_tomorrow=False
        )
        return to_form(read.plan)

    def add(self, text: str, *, start: str, strength: str = "350 mg", **more: object) -> dict[str, object]:
        """The answer to entering a plan."""
        arguments = {"form": self.form(text, start=start, strength=strength), "plan_id": self.fresh_id()}
        return self.ask("add", **(arguments | more))

    def fresh_id(self) -> str:
        """An id nobody used before."""
        return f"id-{next(self.ids)}"

    def take(self, **more: object) -> dict[str, object]:
        """The answer to recording an intake."""
        return self.ask("take", **({"intake_id": self.fresh_id()} | more))

    def ask(self, operation: str, **arguments: object) -> dict[str, object]:
        """The answer of any operation that answers with an object."""
        answer = perform(self.desk, operation, arguments)
        assert isinstance(answer, dict)
        return answer

    def lists(self, operation: str, **arguments: object) -> list[dict[str, object]]:
        """The answer of any operation that answers with a list."""
        answer = perform(self.desk, operation, arguments)
        assert isinstance(answer, list)
        return answer


@contextmanager
def a_person(home: Path, *, at: str) -> Iterator[Person]:
    """A person with an empty store in `home`."""
    with open_desk(paths_from({"TAPER_HOME": str(home)}), StandingClock(instant(at))) as desk:
        yield Person(desk)
