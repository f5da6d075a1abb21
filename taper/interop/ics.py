"""How does a calendar stand in an iCalendar file (RFC 5545)?

Written here and by no library, and held against several in the tests: icalendar 7.3 took some fifteen times as long for
a year of four doses a day, and the time zones it makes begin summer time an hour late.

An entry at an instant has exactly one alarm, at its start, as long as it is not cancelled. It stands in the wall clock
of the calendar's zone; where the clocks show that time twice, in UTC, as readers differ in which of the two they take.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import assert_never

from taper.core.localtime import local, moment
from taper.core.zonechanges import ClockChange, clock_changes, standing_change

_DAY = timedelta(days=1)
_LOOK_BACK = 400 * _DAY
"""How far before the first entry the clock change is looked for that it still stands under."""

_MOST_OCTETS = 75
"""The longest line, without its end (RFC 5545 section 3.1)."""


@dataclass(frozen=True, slots=True)
class AtInstant:
    """An entry begins at an instant (aware UTC)."""

    at: datetime


@dataclass(frozen=True, slots=True)
class OnDay:
    """An entry is about a whole day."""

    on: date


When = AtInstant | OnDay


@dataclass(frozen=True, slots=True)
class Entry:
    """One event. `uid` stays for ever; of two files with the same one, the higher `sequence` holds.

    `created_at` and `changed_at` are aware UTC.
    """

    uid: str
    when: When
    title: str
    text: str
    created_at: datetime
    changed_at: datetime
    sequence: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """What one file holds; its entries stand by the clocks of `zone`."""

    name: str
    text: str
    zone: str
    entries: tuple[Entry, ...]


def calendar_text(calendar: Calendar) -> str:
    """The file, with the line ends of the standard. Needs at least one entry."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(calendar))


def _lines(calendar: Calendar) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//taper//taper//EN", "CALSCALE:GREGORIAN")
    yield from (f"NAME:{_text(calendar.name)}", f"X-WR-CALNAME:{_text(calendar.name)}")
    yield from (f"DESCRIPTION:{_text(calendar.text)}", f"X-WR-CALDESC:{_text(calendar.text)}")
    yield from _zone_lines(calendar)
    for entry in calendar.entries:
        yield from _entry_lines(entry, zone=calendar.zone)
    yield "END:VCALENDAR"


def _zone_lines(calendar: Calendar) -> Iterator[str]:
    """The zone with the clock changes that the entries stand under, and no others."""
    instants = [entry.when.at for entry in calendar.entries if isinstance(entry.when, AtInstant)]
    if not instants:
        return
    first_at, last_at = min(instants), max(instants) + _DAY
    changes = clock_changes(calendar.zone, first_at - _LOOK_BACK, last_at)
    before = [change for change in changes if change.at <= first_at]
    standing = before[-1] if before else standing_change(calendar.zone, first_at - _DAY)
    yield from ("BEGIN:VTIMEZONE", f"TZID:{calendar.zone}")
    for change in (standing, *(change for change in changes if change.at > first_at)):
        yield from _change_lines(change)
    yield "END:VTIMEZONE"


def _change_lines(change: ClockChange) -> Iterator[str]:
    """A change begins by the clocks that ran until then."""
    kind = "DAYLIGHT" if change.summer else "STANDARD"
    yield f"BEGIN:{kind}"
    yield f"DTSTART:{change.at + change.before:%Y%m%dT%H%M%S}"
    yield f"TZOFFSETFROM:{_offset(change.before)}"
    yield f"TZOFFSETTO:{_offset(change.after)}"
    yield f"TZNAME:{_text(change.name)}"
    yield f"END:{kind}"


def _offset(offset: timedelta) -> str:
    """ "+0100", with seconds only where there are some."""
    seconds = int(abs(offset).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{'-' if offset < timedelta() else '+'}{hours:02}{minutes:02}" + (f"{rest:02}" if rest else "")


def _entry_lines(entry: Entry, *, zone: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_utc(entry.changed_at)}"
    yield f"CREATED:{_utc(entry.created_at)}"
    yield f"LAST-MODIFIED:{_utc(entry.changed_at)}"
    yield f"SEQUENCE:{entry.sequence}"
    match entry.when:
        case AtInstant(at=at):
            yield f"DTSTART{_wall(at, zone=zone)}"
            yield "DURATION:PT15M"
        case OnDay(on=on):
            yield f"DTSTART;VALUE=DATE:{on:%Y%m%d}"
            yield f"DTEND;VALUE=DATE:{on + _DAY:%Y%m%d}"
        case _:
            assert_never(entry.when)
    yield f"SUMMARY:{_text(entry.title)}"
    yield f"DESCRIPTION:{_text(entry.text)}"
    yield f"STATUS:{'CANCELLED' if entry.cancelled else 'CONFIRMED'}"
    yield "TRANSP:TRANSPARENT"  # a dose makes nobody busy
    yield "CLASS:PRIVATE"
    if isinstance(entry.when, AtInstant) and not entry.cancelled:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT0S")
        yield from (f"DESCRIPTION:{_text(entry.title)}", "END:VALARM")
    yield "END:VEVENT"


def _wall(at: datetime, *, zone: str) -> str:
    """The instant by the clocks of the zone, or in UTC where they show that time twice."""
    there = local(at, zone=zone)
    alone = moment(there.date(), time(there.hour, there.minute, there.second), zone=zone)
    if alone.repeated:
        return f":{_utc(at)}"
    return f";TZID={zone}:{there:%Y%m%dT%H%M%S}"


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


_ESCAPES = dict.fromkeys((*range(32), *range(127, 160))) | {
    ord("\\"): "\\\\",
    ord(";"): "\\;",
    ord(","): "\\,",
    ord("\n"): "\\n",
}


def _text(text: str) -> str:
    """A text value; other control characters than a new line have no place in one."""
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never within a character."""
    if len(line) <= _MOST_OCTETS and line.isascii():
        return line
    pieces: list[str] = []
    piece, room = "", _MOST_OCTETS
    for char in line:
        octets = len(char.encode())
        if octets > room:
            pieces.append(piece)
            piece, room = "", _MOST_OCTETS - 1  # the space that marks what goes on
        piece += char
        room -= octets
    return "\r\n ".join((*pieces, piece))
