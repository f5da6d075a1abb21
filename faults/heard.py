"""What did the notification server write down, and which doses do its notices name?

The one place that knows how notices are worded. "A: 1 tablet of 5 mg · 08:00" asks for a dose, in the title or on a
line of its own; "2 medicines · 08:00: A and B" in a title asks for one of each.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from unanswered import Single, Span, unanswered

from faults.hand import Reading
from faults.plans import ZONE, Due, due_between

NOTHING_NOW = "Nothing to take now."

_TO_TAKE = re.compile(r"\b(?P<label>[ABC]): [^\n]*? · (?P<clock>\d\d:\d\d)")
_TO_TAKE_TOGETHER = re.compile(r"medicines · (?P<clock>\d\d:\d\d): (?P<labels>[ABC](?:(?:, | and )[ABC])*)")
_ONE_PLAN = re.compile(r"(?:[^ABC]*[Pp]lan )?(?P<label>[ABC])\b")
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the server wrote down: "serves", "received", "shown", "refused", "closed"; "died" is written for it."""

    kind: str
    at: Reading
    id: int = 0
    replaces: int = 0
    title: str = ""
    body: str = ""
    tag: str = ""

    @property
    def to_take(self) -> tuple[Due, ...]:
        """The doses that this bubble asks to take."""
        if self.kind != "shown" or NOTHING_NOW in self.title:
            return ()
        text = f"{self.title}\n{self.body}".replace("\N{NO-BREAK SPACE}", " ")
        named = [(found["label"], found["clock"]) for found in _TO_TAKE.finditer(text)]
        for together in _TO_TAKE_TOGETHER.finditer(text):
            named += [(label, together["clock"]) for label in re.findall("[ABC]", together["labels"])]
        return tuple(_last_due(label, clock, self.at.wall) for label, clock in dict.fromkeys(named))

    @property
    def told(self) -> tuple[Single | Span, ...]:
        """The doses that it says had no answer, each with its plan's label."""
        if self.kind != "shown":
            return ()
        today = self.at.wall.astimezone(ZONE).date()
        return tuple(self._labelled(one) for one in unanswered(self.body, today))

    def _labelled(self, named: Single | Span) -> Single | Span:
        """With the label of its line, else that of the one plan in the title, else that of the bubble's tag."""
        if named.label is not None:
            return named
        titled = _ONE_PLAN.match(self.title.removeprefix(NOTHING_NOW).strip())
        return replace(named, label=titled["label"] if titled else self.tag.rpartition(" ")[2][:1])


def _last_due(label: str, clock: str, now: datetime) -> Due:
    """The dose of that plan and hour that fell due last. Raises ValueError where none did."""
    minute = now.replace(second=0, microsecond=0)
    doses = due_between(minute - 10 * _DAY, minute + _MINUTE)
    fitting = [dose for dose in doses if (dose.label, dose.clock) == (label, clock) and dose.at <= now]
    if not fitting:
        raise ValueError(f"at {now} a notice asks for the dose of {label} at {clock}, and none was due")
    return fitting[-1]


class Heard:
    """The log of a run's servers, as far as it is written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._told_until = 0

    def events(self) -> list[Event]:
        """Everything so far, in order."""
        return list(_events(self._lines()))

    def count(self, kind: str) -> int:
        """How many things of a kind were written down."""
        return sum(f'"event": "{kind}"' in line for line in self._lines())

    def is_behind(self) -> bool:
        """Whether a slow server has received what it has not shown yet."""
        lines = "".join(self._lines()).rpartition('"event": "died"')[2]
        return lines.count('"event": "received"') > lines.count('"late": true')

    def newly_asked(self) -> Iterator[tuple[str, str]]:
        """Label and id of every dose asked for since this was last called."""
        lines = self._lines()
        new, self._told_until = lines[self._told_until :], len(lines)
        for event in _events(new):
            yield from ((dose.label, dose.id) for dose in event.to_take)

    def note_death(self, at: Reading) -> None:
        """Writes down for a server that it was killed."""
        with self.path.open("a", encoding="utf-8") as file:
            stamp = {"wall": at.wall.isoformat(), "elapsed": at.elapsed.total_seconds()}
            file.write(json.dumps({"event": "died", **stamp}) + "\n")

    def _lines(self) -> list[str]:
        if not self.path.exists():
            return []
        return [line for line in self.path.read_text(encoding="utf-8").splitlines(keepends=True) if line[-1] == "\n"]


def _events(lines: Iterable[str]) -> Iterator[Event]:
    for line in lines:
        said: dict[str, Any] = json.loads(line)
        at = Reading(datetime.fromisoformat(said["wall"]), timedelta(seconds=said["elapsed"]))
        texts = {key: said[key] for key in ("id", "replaces", "title", "body", "tag") if key in said}
        yield Event(said["event"], at, **texts)
