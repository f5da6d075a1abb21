"""What do the commands in a guide print? Each is run where the guide says, and what it printed stands below it again.

In the Markdown, what is to be run is said in comments, which no reader sees:

    <!-- at 2026-11-30T18:40+01:00 -->            before a block of console: when its commands are typed
    <!-- answer "[y/n]:" y -->                    what is typed once that stands there; goes before the block, too
    <!-- meanwhile 2026-12-02T08:04+01:00 taper take -->   what is done besides, and not shown
    <!-- said at 2026-12-01T08:00+01:00 -->       before a block of text: what the daemon says then

A command line begins with "$ "; one that ends in a backslash goes on in the next.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field

from pictures.stage import Moment, Stage, StageError

_ORDER = re.compile(r"<!-- (at|said at|answer|meanwhile) (.*) -->")
_FENCE = "```"


@dataclass(slots=True)
class _Wanted:
    """What the comments before a block ask for."""

    at: str | None = None
    said: bool = False
    answers: list[tuple[str, str]] = field(default_factory=list)


def played(text: str, stage: Stage) -> str:
    """The guide with every output as the program gives it now. Raises StageError for what cannot be played."""
    return "\n".join(_played(text.split("\n"), stage))


def _played(lines: list[str], stage: Stage) -> Iterator[str]:
    wanted, place = _Wanted(), 0
    while place < len(lines):
        line = lines[place]
        yield line
        place += 1
        if order := _ORDER.fullmatch(line):
            _heed(order[1], order[2], wanted, stage)
        elif line.startswith(_FENCE) and wanted.at is not None:
            end = lines.index(_FENCE, place)
            with stage.at(wanted.at) as moment:
                yield from _block(lines[place:end], wanted, moment)
            yield _FENCE
            wanted, place = _Wanted(), end + 1


def _heed(order: str, words: str, wanted: _Wanted, stage: Stage) -> None:
    match order:
        case "at" | "said at":
            wanted.at, wanted.said = words, order == "said at"
        case "answer":
            question, answer = shlex.split(words)
            wanted.answers.append((question, answer))
        case "meanwhile":
            at, *command = shlex.split(words)
            with stage.at(at) as moment:
                moment.run(command[1:])


def _block(lines: list[str], wanted: _Wanted, moment: Moment) -> Iterator[str]:
    if wanted.said:
        notices = moment.notices().rstrip("\n")
        if not notices:
            raise StageError(f"the daemon says nothing at {moment.instant}")
        yield notices
        return
    for number, shown in enumerate(_commands(lines)):
        if number:
            yield ""
        yield from shown
        words = shlex.split(" ".join(line.removesuffix("\\") for line in shown).removeprefix("$ taper"), comments=True)
        printed = moment.run(words, colour=False, answers=wanted.answers)
        wanted.answers = []
        yield printed.rstrip("\n")


def _commands(lines: list[str]) -> Iterator[list[str]]:
    """The lines of each command."""
    place = 0
    while place < len(lines):
        if lines[place].startswith("$ taper"):
            first = place
            while lines[place].endswith("\\"):
                place += 1
            yield lines[first : place + 1]
        place += 1
