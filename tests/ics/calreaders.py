"""Calendars to write in tests, and the programs that read them: which instant does each find for an event?"""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from shutil import which

import icalendar
import pytest
import recurring_ical_events
from dateutil.tz import tzical

from taper.app.agenda import Agenda, agenda, uid_of
from taper.core.ledger import doses_between
from taper.core.notice import Manner
from taper.core.record import KeptPlan

JS = Path(__file__).parent / "js"
OPEN_DAYS = 20

_KHAL = """
[calendars]
[[plan]]
path = {vdir}
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
[default]
default_calendar = plan
[sqlite]
path = {home}/khal.db
"""


def written(kept: KeptPlan, *, now: datetime | None = None, manner: Manner | None = None) -> Agenda:
    """The plan's calendar, as of the instant at which its last version was recorded unless told otherwise."""
    return agenda(kept, manner=manner or Manner(), now=now or kept.versions[-1].recorded_at, open_days=OPEN_DAYS)


def planned(kept: KeptPlan, *, days: int = 400) -> dict[str, datetime]:
    """The instant of each dose of a plan's first days, by the id of its event."""
    begin = datetime.combine(kept.plan.starts_on, datetime.min.time(), tzinfo=UTC) - timedelta(days=2)
    doses = doses_between(kept, begin, begin + timedelta(days=days))
    return {uid_of(kept.id, f"dose:{dose.id}"): dose.due_at for dose in doses}


def by_icalendar(text: str) -> dict[str, datetime]:
    """What icalendar reads, each event with exactly one alarm at its start."""
    found = {}
    for event in _events(text):
        if isinstance(event.start, datetime):
            (alarm,) = event.walk("VALARM")
            assert (alarm["ACTION"], alarm["TRIGGER"].dt) == ("DISPLAY", timedelta(0))
            found[str(event["UID"])] = event.start.astimezone(UTC)
    return found


def by_recurring_ical_events(text: str, *, from_on: date, until_on: date) -> dict[str, datetime]:
    """What recurring-ical-events expands between two dates; an event found twice is an error."""
    found: dict[str, datetime] = {}
    for event in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(from_on, until_on):
        if isinstance(event.start, datetime):
            assert str(event["UID"]) not in found
            found[str(event["UID"])] = event.start.astimezone(UTC)
    return found


def by_dateutil(text: str) -> dict[str, datetime]:
    """The instants by the VTIMEZONE of the file alone, which dateutil reads and icalendar passes over."""
    unfolded = text.replace("\r\n ", "")
    zone = re.search(r"BEGIN:VTIMEZONE.*?END:VTIMEZONE\r\n", unfolded, re.DOTALL)
    tz = tzical(io.StringIO(zone[0])).get() if zone else None
    found = {}
    for event in unfolded.split("BEGIN:VEVENT")[1:]:
        begins = re.search(r"DTSTART(?P<zone>;TZID=[^:]*)?:(?P<at>\d{8}T\d{6})(?P<utc>Z?)\r\n", event)
        uid = re.search(r"UID:(\S+)", event)
        if begins and uid:
            wall = datetime.strptime(begins["at"], "%Y%m%dT%H%M%S")  # noqa: DTZ007 - its zone comes next
            found[uid[1]] = wall.replace(tzinfo=UTC if begins["utc"] else tz).astimezone(UTC)
    return found


def by_khal(files: Iterable[Path], *, home: Path, from_on: date, days: int) -> dict[str, datetime]:
    """What khal lists of files that it has imported; skips where khal is not installed."""
    khal = Path(sys.executable).with_name("khal")
    if not khal.exists():
        pytest.skip("khal is not installed; pip install khal")
    (home / "vdir").mkdir()
    config = home / "khal.conf"
    config.write_text(_KHAL.format(vdir=home / "vdir", home=home))
    _run([str(khal), "-c", str(config), "import", "--batch", "-a", "plan", *map(str, files)])
    line = ("--day-format", "", "--format", "{uid}|{start}")
    listed = _run([str(khal), "-c", str(config), "list", *line, from_on.isoformat(), f"{days}d"])
    pairs = (row.strip().split("|") for row in listed.splitlines() if "|" in row)
    return {uid: datetime.fromisoformat(at).replace(tzinfo=UTC) for uid, at in pairs if "T" in at}


def by_ical_js(files: Iterable[Path]) -> dict[str, datetime]:
    """What ical.js reads; skips where node or ical.js is not installed."""
    if which("node") is None or not (JS / "node_modules" / "ical.js").is_dir():
        pytest.skip("node and ical.js are not installed; npm install --prefix tests/ics/js")
    found: Mapping[str, dict[str, object]] = json.loads(_run(["node", str(JS / "read.mjs"), *map(str, files)]))
    doses = {uid: one for uid, one in found.items() if one["at"]}
    assert all(one["alarms"] == ["PT0S"] and one["status"] == "CONFIRMED" for one in doses.values())
    return {uid: datetime.fromisoformat(str(one["at"])) for uid, one in doses.items()}


def first_entries(made: Agenda, *, count: int) -> Agenda:
    """The first entries alone, where the whole calendar would take a slow reader long."""
    return replace(made, calendar=replace(made.calendar, entries=made.calendar.entries[:count]))


def _events(text: str) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    assert not [problem for component in calendar.walk() for problem in component.errors]
    return calendar.walk("VEVENT")


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout
