"""In which order do the instructions of an order follow each other, and which stand side by side?

FHIR says: instructions of one sequence number are concurrent, of different ones consecutive. The number is not to be
trusted alone: where the order of the list, the dates or the lengths say otherwise, it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise

from taper.core.amount import Amount, Unit
from taper.core.formstep import parts_clash
from taper.core.plan import Days, Length, Mixed, OpenLength, Rhythm, Schedule, Slot, Slots, Step
from taper.interop.fhirlengths import said_length
from taper.interop.fhirlines import Line
from taper.interop.fhirtable import Asked

_WHERE = "dosageInstruction"


@dataclass(frozen=True, slots=True)
class Run:
    """Instructions that hold at the same time."""

    lines: tuple[Line, ...]

    @property
    def length(self) -> Length:
        """How long they hold: as long as the first of them."""
        return self.lines[0].length

    @property
    def first_on(self) -> date | None:
        """Their first day, where the order dates it."""
        return self.lines[0].first_on


def runs_of(lines: Sequence[Line], *, asked: Asked) -> tuple[Run, ...]:
    """The instructions, those of one time together, in the order in which they are followed; questions are noted."""
    if len(lines) == 1:
        return (Run(tuple(lines)),)
    numbers = [line.instruction.sequence for line in lines]
    if all(number is None for number in numbers):
        return _by_dates(lines, asked=asked)
    shown = ", ".join("none" if number is None else str(number) for number in numbers)
    if None not in numbers and all(line.first_on for line in lines):
        lines = sorted(lines, key=lambda line: line.instruction.sequence or 0)  # their dates bear the numbers out
        numbers = [line.instruction.sequence for line in lines]
    if None in numbers or numbers != sorted(number for number in numbers if number is not None):
        text = f"The instructions carry the sequence numbers {shown}, in this order."
        why = "By the letter of FHIR the lowest number comes first, and equal numbers go together."
        asked.ask(f"{text} In which order are they followed, or all on one day?", where=_WHERE, why=why)
        return ()
    if any(other - one > 1 for one, other in pairwise(number for number in numbers if number is not None)):
        text = f"The instructions carry the sequence numbers {shown}: one between them is not there."
        asked.ask(f"{text} Is a step missing?", where=_WHERE)
    groups: dict[int | None, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.instruction.sequence, []).append(line)
    runs = tuple(Run(tuple(group)) for group in groups.values())
    for run in runs:
        _check_concurrent(run, asked=asked)
    _check_consecutive(runs, asked=asked)
    return runs


def _by_dates(lines: Sequence[Line], *, asked: Asked) -> tuple[Run, ...]:
    """Instructions without sequence numbers: by their dates where all have them, side by side where none ends."""
    if all(isinstance(line.length, OpenLength) and line.first_on == lines[0].first_on for line in lines):
        return (Run(tuple(lines)),)
    if all(line.first_on is not None and isinstance(line.length, Days | OpenLength) for line in lines):
        runs: list[Run] = []
        for line in sorted(lines, key=lambda line: line.first_on or date.min):
            if runs and (line.first_on, line.length) == (runs[-1].first_on, runs[-1].length):
                runs[-1] = Run((*runs[-1].lines, line))
            else:
                runs.append(Run((line,)))
        _check_consecutive(tuple(runs), asked=asked)
        return tuple(runs)
    text = f"The order has {len(lines)} instructions without sequence numbers. Are they followed together or in turn?"
    asked.ask(text, where=_WHERE, choices=("together", "one after the other"))
    return ()


def _check_concurrent(run: Run, *, asked: Asked) -> None:
    """Instructions of one sequence number hold at the same time, so they begin and end together."""
    for one, other in pairwise(run.lines):
        if (one.first_on, one.length) != (other.first_on, other.length):
            text = (
                f"{one.instruction.where} and {other.instruction.where} have one sequence number "
                f"({one.instruction.sequence}), so they go together; but their dates or lengths differ "
                f"({_dates(one)}; {_dates(other)}). Together, or one after the other?"
            )
            asked.ask(text, where=other.instruction.where)


def _dates(line: Line) -> str:
    begin = f"from {line.first_on}, " if line.first_on else ""
    return f"{begin}{said_length(line.length)}"


def _check_consecutive(runs: tuple[Run, ...], *, asked: Asked) -> None:
    for number, (run, later) in enumerate(pairwise(runs), 1):
        where = run.lines[0].instruction.where
        if isinstance(run.length, OpenLength):
            text = f"{where} has no length or end (bounds), and another instruction follows it. How long is it taken?"
            asked.ask(text, where=where, why="Without it, nothing says when the next step begins.")
            return
        _check_dates(run, later, number=number, asked=asked)
        _check_days_shared(run, later, asked=asked)


def _check_dates(run: Run, later: Run, *, number: int, asked: Asked) -> None:
    """The dates of two steps in a row: the second begins on the day after the first ends."""
    if later.first_on is None:
        return
    if run.first_on is None or not isinstance(run.length, Days):
        text = f"Step {number + 1} begins on {later.first_on}, and step {number} has no such dates. When does it begin?"
        asked.ask(text, where=later.lines[0].instruction.where)
        return
    last_on = run.first_on + timedelta(days=run.length.count - 1)
    apart = (later.first_on - last_on).days - 1
    if apart > 0:
        days = "1 day" if apart == 1 else f"{apart} days"
        text = (
            f"Step {number} ends on {last_on} and step {number + 1} begins on {later.first_on}: {days} without a dose."
        )
        asked.ask(f"{text} Are these days without a dose meant?", where=later.lines[0].instruction.where)
    if apart < 0:
        text = f"Step {number} ends on {last_on}, and step {number + 1} begins before that, on {later.first_on}."
        asked.ask(f"{text} Together, or one after the other?", where=later.lines[0].instruction.where)


_THEN = re.compile(r"\s*(?:and )?(?:then|followed by|after that|day|week|step)\b", re.IGNORECASE)


def _check_days_shared(run: Run, later: Run, *, asked: Asked) -> None:
    """Asks about "2 in the morning" and "1 in the evening" of one length in turn: are they not of the same days?"""
    first, second = _times_of(run), _times_of(later)
    said = any(_THEN.match(text) for line in later.lines for _, text in line.instruction.texts)
    dated = later.first_on is not None
    if first and second and not first & second and run.length == later.length and not (said or dated):
        where = later.lines[0].instruction.where
        text = f"{run.lines[0].instruction.where} and {where} are numbered one after the other, have one length and"
        asked.ask(f"{text} different times of day. Together on each day, or one after the other?", where=where)


def _times_of(run: Run) -> set[time]:
    schedules = (line.schedule for line in run.lines)
    return {slot.at_time for schedule in schedules if isinstance(schedule, Slots) for slot in schedule.slots}


def steps_of(runs: Sequence[Run], *, asked: Asked) -> tuple[Step, ...]:
    """Each run as one step; none where instructions of one time cannot be put side by side."""
    steps = [Step(run.length, schedule) for run in runs if (schedule := _side_by_side(run, asked=asked)) is not None]
    return tuple(steps) if len(steps) == len(runs) else ()


def _side_by_side(run: Run, *, asked: Asked) -> Schedule | None:
    schedules = [line.schedule for line in run.lines]
    if len(schedules) == 1:
        return schedules[0]
    where = run.lines[-1].instruction.where
    slots = [schedule for schedule in schedules if isinstance(schedule, Slots)]
    if len(slots) < len(schedules):
        text = "Doses at set times and doses as needed or by hours stand side by side, which one plan does not hold."
        asked.ask(f"{text} Which of them is to be kept?", where=where, why="Each can be entered as a plan of its own.")
        return None
    slots = _in_one_unit(slots)
    if parts_clash(slots):
        text = "Two instructions of one day give a dose at the same time. When is each taken, or is only one?"
        asked.ask(text, where=where)
        return None
    return _joined(slots)


def _in_one_unit(parts: Sequence[Slots]) -> list[Slots]:
    """Parts of one day in one unit: a suppository beside an ointment is counted as what both are, an application."""
    units = {slot.amount.unit for part in parts for slot in part.slots}
    if len(units) < 2 or not units <= {Unit.SUPPOSITORY, Unit.PESSARY, Unit.APPLICATION}:
        return list(parts)
    return [
        replace(part, slots=tuple(replace(s, amount=Amount(s.amount.number, Unit.APPLICATION)) for s in part.slots))
        for part in parts
    ]


def _joined(parts: Sequence[Slots]) -> Schedule:
    """Parts of the same days as one list of slots; parts of different days as they are."""
    by_rhythm = {part.rhythm: None for part in parts}
    joined = [Slots(tuple(_in_order(parts, rhythm)), rhythm) for rhythm in by_rhythm]
    return joined[0] if len(joined) == 1 else Mixed(tuple(joined))


def _in_order(parts: Sequence[Slots], rhythm: Rhythm) -> Iterator[Slot]:
    slots = (slot for part in parts if part.rhythm == rhythm for slot in part.slots)
    yield from sorted(slots, key=lambda slot: (slot.next_day, slot.at_time))
