"""Which date or instant does a FHIR date, dateTime or Period say?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time

from taper.core.bounds import FIRST_DATE, LAST_DATE
from taper.core.localtime import local
from taper.interop.fhirtable import Element

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2})?(\.\d+)?(Z|[+-]\d{2}:\d{2})", re.ASCII)
_CLOCK = re.compile(r"(\d{2}:\d{2})(:00(\.0+)?)?", re.ASCII)
_END_OF_DAY = time(23, 59)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date, and the instant where one was given; the date is the one written, in the offset it was written in."""

    on: date
    at: datetime | None = None

    @property
    def is_midnight(self) -> bool:
        """Whether it says no hour: a mere date, or midnight."""
        return self.at is None or self.at.time().replace(second=0, microsecond=0) == time.min

    @property
    def is_end_of_day(self) -> bool:
        """Whether it stands for the whole of its date: a mere date, or 23:59."""
        return self.at is None or self.at.time().replace(second=0, microsecond=0) == _END_OF_DAY

    def clock_in(self, zone: str) -> time | None:
        """Its wall-clock time where it was written with the offset of the zone; None where it was not."""
        if self.at is None:
            return None
        there = local(self.at, zone=zone)
        return there.time().replace(second=0, microsecond=0) if there.utcoffset() == self.at.utcoffset() else None


def read_moment(element: Element, key: str) -> Moment | None:
    """The full date or dateTime under a key; None, with a question noted, where it is partial or none."""
    text = element.text(key)
    found = None if text is None else moment_of(text)
    if text is not None and found is None:
        between = f"between {FIRST_DATE.year} and {LAST_DATE.year}"
        element.wrong(key, expected=f"a full date {between}, as 2026-12-01, or one with time and offset")
    return found


def moment_of(text: str) -> Moment | None:
    """The date or instant a text stands for; None where it is no full one."""
    try:
        if _DATE.fullmatch(text):
            found = Moment(date.fromisoformat(text))
        elif _DATE_TIME.fullmatch(text):
            at = datetime.fromisoformat(text)
            found = Moment(at.date(), at)
        else:
            return None
    except ValueError:
        return None
    return found if FIRST_DATE <= found.on <= LAST_DATE else None


def read_clock(text: str) -> time | None:
    """The wall-clock time of a FHIR time ("08:00:00"), on a whole minute."""
    match = _CLOCK.fullmatch(text)
    try:
        return time.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
