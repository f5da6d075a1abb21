"""Does the daemon stay as it was over ten years? Four plans in one run, every look a real one on a real SQLite file.

The clock jumps from look to look. Every dose must be reminded of exactly once (asked about again only where it had no
answer), memory may grow by a tenth after the first year at most, and a look must take no longer in the last year than
in the first. Exits with 1 where one of these fails.
"""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from taper.app.desk import Desk, open_desk
from taper.core.expand import expand
from taper.core.form import from_form
from taper.core.jump import ClockReading
from taper.core.plan import Plan
from taper.core.record import Answer, Change, Intake, KeptPlan, Outcome, Version
from taper.daemon.journal import Journal
from taper.daemon.movedtime import MovedTime
from taper.daemon.tick import tick
from taper.notify.port import Delivery, Message, Probe
from taper.settings import HOME_VARIABLE, paths_from

YEARS = 10
MOST_GROWTH = 0.10
MOST_SLOWER = 1.5
"""How much longer the median look of the last year may take than the first year's."""

BEGIN = datetime(2026, 12, 1, tzinfo=UTC)
_YEAR = timedelta(days=365.25)
_UNANSWERED_EVERY = 20
"""Every so manieth dose gets no answer."""


def _step(**rhythm: object) -> dict[str, object]:
    slots = rhythm.pop("slots", ("08:00",))
    assert isinstance(slots, tuple)
    return {"open": True, "slots": [{"slot": at, "time": at, "amount": "5 mg"} for at in slots], **rhythm}


FORMS: Sequence[dict[str, object]] = (
    {"label": "A", "zone": "Europe/Berlin", "steps": [_step()]},
    {"label": "B", "zone": "Europe/Berlin", "steps": [_step(slots=("08:00", "20:00"))]},
    {"label": "C", "zone": "America/New_York", "steps": [_step(weekdays=["monday"])]},
    {"label": "D", "zone": "Asia/Kolkata", "steps": [_step(slots=("22:00",), every_days=2)]},
)


def plans() -> tuple[Plan, ...]:
    """Once and twice daily, weekly, and every second day, in three zones, without an end."""
    common = {"medicine": "madeupin", "starts_on": "2026-12-01", "ends": "open", "tablets": [{"strength": "5 mg"}]}
    return tuple(from_form({**common, **form}) for form in FORMS)


@dataclass
class JumpingClock:
    """A clock that shows what it is told to."""

    at: datetime
    name: str = "jumping"

    def now(self) -> datetime:
        """The instant."""
        return self.at

    def seconds_until(self, at: datetime) -> float:
        """Nobody waits here."""
        return 0.0

    def reading(self) -> ClockReading:
        """A machine that was awake all the while."""
        seconds = (self.at - BEGIN).total_seconds()
        return ClockReading(self.at, seconds, seconds)


@dataclass
class Listener:
    """Shows everything, and keeps only the ids of what it was given."""

    name: str = "listener"
    sent: list[str] = field(default_factory=list)

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """Shown."""
        self.sent.append(reminder_id)
        return Delivery(Outcome.SHOWN, server=":1.1@bench", server_id=len(self.sent))

    async def needs_number(self, key: str) -> bool:
        """It does not."""
        return False

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """None is needed."""
        return None

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Closed."""

    async def probe(self) -> Probe:
        """Ready."""
        return Probe(self.name, ready=True, words=self.name)

    async def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True, slots=True)
class Year:
    """How one year went: resident memory at its end, and the processor time of its looks."""

    resident_kib: int
    looks: int
    median_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Lived:
    """What a run found: each year (or part of one), and how often each dose was first reminded of, by plan and id."""

    years: tuple[Year, ...]
    due: frozenset[tuple[str, str]]
    reminded: Counter[tuple[str, str]]

    @property
    def lost(self) -> int:
        """Doses that nobody was reminded of."""
        return sum(self.reminded[dose] == 0 for dose in self.due)

    @property
    def twice(self) -> int:
        """Doses whose first reminder came more than once, or that were not due."""
        return sum(count > 1 or dose not in self.due for dose, count in self.reminded.items())


def live(
    home: Path, *, span: timedelta, part: timedelta = _YEAR, tell: Callable[[int, Year], None] | None = None
) -> Lived:
    """Lives through the span; what it took is told for each `part` of it, as soon as that is over."""
    clock, listener = JumpingClock(BEGIN - timedelta(hours=4)), Listener()
    with _desk(home, clock) as desk:
        parts = asyncio.run(_live(desk, clock, listener, span=span, part=part, tell=tell))
        sent = Counter(listener.sent)
        firsts = ((r.plan_id, i, sent[r.id]) for r in desk.store.reminders() for i in r.items)
        reminded: Counter[tuple[str, str]] = Counter()
        for plan_id, item, times in firsts:
            if item.startswith("dose:") and item.endswith(":1"):
                reminded[plan_id, item[len("dose:") : -len(":1")]] += times
        due = frozenset(
            (kept.id, dose.id)
            for kept in desk.store.kept_plans()
            for dose in expand(kept.plan, kept.stored_at, BEGIN + span)
        )
    return Lived(tuple(parts), due, reminded)


@contextmanager
def _desk(home: Path, clock: JumpingClock) -> Iterator[Desk]:
    with open_desk(paths_from({HOME_VARIABLE: str(home)}), clock) as desk:
        for number, plan in enumerate(plans()):
            desk.store.keep(KeptPlan(f"plan{number}", clock.at, (Version(plan, Change.ENTERED, clock.at),)))
        yield desk


async def _live(
    desk: Desk,
    clock: JumpingClock,
    listener: Listener,
    *,
    span: timedelta,
    part: timedelta,
    tell: Callable[[int, Year], None] | None,
) -> list[Year]:
    journal = Journal(desk.paths.log, clock)
    moved, person = MovedTime(desk, journal), _Person(desk)
    end, part_ends, took, parts = BEGIN + span, BEGIN + part, list[float](), list[Year]()
    while True:
        begun = time.process_time()
        moved.notice("Europe/Berlin")
        looked = await tick(desk, listener, now=clock.at, journal=journal)
        took.append(1000 * (time.process_time() - begun))
        if not person.answers(clock.at):
            clock.at = min(looked.next_look_at or end, end)
        if clock.at >= part_ends or clock.at >= end:
            parts.append(_year_of(took))
            took.clear()
            if tell is not None:
                tell(len(parts), parts[-1])
            part_ends += part
        if clock.at >= end:
            return parts


@dataclass
class _Person:
    """Takes what is due as soon as it is asked about, but for some doses."""

    desk: Desk
    doses: int = 0
    left_alone: set[tuple[str, str]] = field(default_factory=set)

    def answers(self, now: datetime) -> bool:
        """Whether there was something to answer; then it is looked at again."""
        asked = self.desk.store.reminders(since=now)
        answered = False
        for reminder in asked:
            if reminder.dose is None or reminder.outcome is not Outcome.SHOWN:
                continue
            if (reminder.plan_id, reminder.dose) in self.left_alone:
                continue
            self.doses += 1
            if self.doses % _UNANSWERED_EVERY == 0:
                self.left_alone = {(reminder.plan_id, reminder.dose)}
                continue
            intake = Intake(f"i{self.doses}", reminder.plan_id, Answer.TAKEN, now, now, dose=reminder.dose)
            self.desk.store.record_intake(intake)
            answered = True
        return answered


def _year_of(took: Sequence[float]) -> Year:
    gc.collect()
    p99 = quantiles(took, n=100)[-1] if len(took) > 1 else took[0]
    return Year(_resident_kib(), len(took), median(took), p99)


def _resident_kib() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024


def _print_year(number: int, year: Year) -> None:
    print(
        f"year {number:2}   {year.looks:6} looks   {year.median_ms:6.2f} ms median   {year.p99_ms:7.2f} ms p99   "
        f"{year.resident_kib / 1024:6.1f} MiB",
        flush=True,
    )


def main() -> int:
    """Lives the years and prints each; 1 when a dose was lost, memory grew or looks became slow."""
    memory_disk = Path("/dev/shm")
    where = memory_disk if os.access(memory_disk, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="taper-bench-", dir=where) as home:
        lived = live(Path(home), span=YEARS * _YEAR, tell=_print_year)
        size = (Path(home) / "taper.db").stat().st_size
    first, last = lived.years[0], lived.years[-1]
    growth = last.resident_kib / first.resident_kib - 1
    slower = last.median_ms / first.median_ms
    print(f"{len(lived.due)} doses due, {lived.lost} lost, {lived.twice} said twice; target: none")
    print(f"memory     {100 * growth:+5.1f} % after the first year; target: below {100 * MOST_GROWTH:g} %")
    print(f"looks      {slower:5.2f} times as long in the last year as in the first; target: below {MOST_SLOWER:g}")
    print(f"the store  {size / 2**20:5.1f} MiB{', in memory' if where else ''}")
    whole = lived.lost == 0 and lived.twice == 0
    return 0 if whole and growth < MOST_GROWTH and slower < MOST_SLOWER else 1
