"""A month of a plan's life with the daemon killed fifty times: nothing lost, nothing stacked, little repeated.

What was due comes from the tests' own slow walker, what was said from the notification server's log. The clock runs so
fast that the month passes in under two minutes.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from daemonplans import keep
from desktop import Desktop, Shown, until
from livedaemon import LiveDaemon, paths_of
from unanswered import Single, Span, unanswered
from walker import walk

from taper.clock import Clock, clock_from, scaled_spec
from taper.core.form import from_form
from taper.core.record import Change, KeptPlan, Version
from taper.settings import change_setting

KILLS = 50
SECONDS = 105.0
DAYS = 28

ZONE = ZoneInfo("Europe/Berlin")
FIRST = date(2026, 12, 1)
BEGIN = datetime(2026, 11, 30, 21, tzinfo=UTC)
END = datetime(2026, 12, 29, 12, tzinfo=UTC)
SCALE = (END - BEGIN).total_seconds() / SECONDS

PLAN = from_form(
    {
        "medicine": "madeupin",
        "label": "A",
        "zone": "Europe/Berlin",
        "starts_on": FIRST.isoformat(),
        "tablets": [{"strength": "5 mg"}],
        "steps": [
            {"days": 14, "slots": [{"slot": "morning", "amount": "5 mg"}, {"slot": "evening", "amount": "5 mg"}]},
            {"days": 14, "slots": [{"slot": "morning", "amount": "5 mg"}]},
        ],
    }
)

_TITLE = re.compile(r"A: .* · (\d\d:\d\d)")
_PLAN_DAY = re.compile(rf"day (\d+) of {DAYS}\.")

Named = tuple[date, str]
"""A dose as a person names it: its date and its time."""


@dataclass(frozen=True, slots=True)
class Said:
    """One notice as it was shown, and the doses it names, as the one to take or as one without an answer."""

    notice: Shown
    doses: frozenset[Named]


@pytest.mark.daemon
@pytest.mark.desktop
def test_a_month_with_fifty_kills_loses_nothing_and_stacks_nothing(desktop: Desktop, tmp_path: Path) -> None:
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    due = [named(dose.due_at) for dose in walk(PLAN, BEGIN, END)]
    assert len(due) == 42
    spec, boot = scaled_spec(BEGIN, scale=SCALE), time.clock_gettime(time.CLOCK_BOOTTIME)
    desktop.start_server()
    stacked = live_through(desktop, tmp_path, clock=clock_from({"TAPER_CLOCK": spec}), spec=spec, seed=seed)
    said = [read(notice, shown_at=BEGIN + SCALE * stamp_span(notice, boot)) for notice in desktop.shown()]
    repeats = sum(count - 1 for count in Counter((s.notice.summary, s.notice.body) for s in said).values())
    print(f"{len(said)} notices, {repeats} repeats, {max(stacked)} open at most")
    assert lost(due, said) == []
    assert max(stacked) <= 1
    assert repeats <= KILLS


def live_through(desktop: Desktop, tmp_path: Path, *, clock: Clock, spec: str, seed: int) -> list[int]:
    """The month with its kills; how many notices stood open after each."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    paths = paths_of(home)
    keep(paths.store, KeptPlan("a" * 8, BEGIN, (Version(PLAN, Change.ENTERED, BEGIN),)))
    change_setting(paths.config, "repeats", "0")
    open_counts = []
    with LiveDaemon(home, clock=spec, env=desktop.env, notifier="dbus") as daemon:
        for kill_at in kill_times(random.Random(seed)):
            wait_for(clock, kill_at)
            daemon.kill()
            daemon.spawn()
            open_counts.append(len(desktop.open()))
        wait_for(clock, END)
        daemon.wait_answer()
        daemon.wait_looked()
        assert daemon.errors() == ""
        return [*open_counts, len(desktop.open())]


def kill_times(chance: random.Random) -> list[datetime]:
    """Half of them anywhere, half about the moment at which a dose is shown."""
    anywhere = [BEGIN + chance.random() * (END - BEGIN) for _ in range(KILLS // 2)]
    doses = [dose.due_at for dose in walk(PLAN, BEGIN, END)]
    about_a_dose = [chance.choice(doses) + SCALE * timedelta(seconds=chance.uniform(0, 0.1)) for _ in range(KILLS // 2)]
    return sorted(anywhere + about_a_dose)


def wait_for(clock: Clock, at: datetime) -> None:
    """Returns when the compressed clock shows the instant."""
    until(lambda: clock.now() >= at, what=f"the clock to show {at}", seconds=SECONDS)


def stamp_span(notice: Shown, boot: float) -> timedelta:
    """How long after the clock's beginning the server showed a notice: its stamps count from the machine's start."""
    return timedelta(milliseconds=notice.stamp) - timedelta(seconds=boot)


def lost(due: Sequence[Named], said: Sequence[Said]) -> list[Named]:
    """The doses that no notice named before the next dose was named, or together with it."""
    first_named = [next((n for n, one in enumerate(said) if dose in one.doses), None) for dose in due]
    following = [*first_named[1:], None]
    return [
        dose
        for dose, own, later in zip(due, first_named, following, strict=True)
        if own is None or (later is not None and later < own)
    ]


def named(due_at: datetime) -> Named:
    """A dose's date and time on the wall."""
    wall = due_at.astimezone(ZONE)
    return wall.date(), f"{wall:%H:%M}"


def read(notice: Shown, *, shown_at: datetime) -> Said:
    """The doses that a notice names, read as a person reads it."""
    title, day = _TITLE.fullmatch(notice.summary), _PLAN_DAY.search(notice.body)
    today = FIRST + timedelta(days=int(day[1]) - 1) if day else shown_at.astimezone(ZONE).date()
    to_take = [(today, title[1])] if title else []
    return Said(notice, frozenset([*to_take, *without_answer(notice.body, today)]))


def without_answer(body: str, today: date) -> Iterator[Named]:
    """The doses that a notice of that day says had no answer."""
    for said in unanswered(body, today):
        match said:
            case Span(first_on, last_on):
                yield from named_between(first_on, last_on)
            case Single(on, clock):
                yield on, clock


def named_between(first_on: date, last_on: date) -> Iterator[Named]:
    """Every dose of these dates."""
    for dose in walk(PLAN, BEGIN, END):
        if first_on <= named(dose.due_at)[0] <= last_on:
            yield named(dose.due_at)
