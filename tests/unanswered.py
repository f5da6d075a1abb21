"""Which doses does a notice say had no answer? Read as a person reads it, for those who judge what was said.

"Yesterday 08:00 and 18:00; 08:00: no answer recorded while the computer was off. ..." names three doses, "Tue 1 Dec to
Fri 4 Dec, 8 doses: no answer recorded ..." a span of days. In a notice of several plans such a sentence stands on the
line of its plan, behind "A: ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_DAY = timedelta(days=1)
_LABEL = re.compile(r"([A-Z]): ")
_SENTENCE = re.compile(r"([^.]+): no answer recorded")
_SPAN = re.compile(r"(\w+ \d+ \w+) to (\w+ \d+ \w+), (\d+) doses")
_DAY_AND_TIMES = re.compile(r"(?:(yesterday|\w{3} \d+ \w{3}) )?(\d\d:\d\d(?:(?:, | and )\d\d:\d\d)*)")


@dataclass(frozen=True, slots=True)
class Span:
    """So many doses from one plan date to another; `label` is the plan's where the line says it."""

    first_on: date
    last_on: date
    count: int
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Single:
    """One dose, by the date and the hour on the wall; `label` is the plan's where the line says it."""

    on: date
    clock: str
    label: str | None = None


def unanswered(body: str, today: date) -> Iterator[Single | Span]:
    """What a notice of that day says had no answer. Raises ValueError for a line that names no doses."""
    for line in body.replace("\N{NO-BREAK SPACE}", " ").split("\n"):
        label = _LABEL.match(line)
        for found in _SENTENCE.finditer(line[label.end() if label else 0 :]):
            yield from _read(found[1].strip(), label[1] if label else None, today)


def _read(text: str, label: str | None, today: date) -> Iterator[Single | Span]:
    span = _SPAN.fullmatch(text)
    if span:
        yield Span(date_of(span[1], today), date_of(span[2], today), int(span[3]), label)
        return
    for part in text.split("; "):
        found = _DAY_AND_TIMES.fullmatch(part[0].lower() + part[1:] if part.startswith("Yesterday") else part)
        if found is None:
            raise ValueError(f"no doses are named in {text!r}")
        on = today if found[1] is None else today - _DAY if found[1] == "yesterday" else date_of(found[1], today)
        yield from (Single(on, clock, label) for clock in re.findall(r"\d\d:\d\d", found[2]))


def date_of(text: str, today: date) -> date:
    """The last "Tue 1 Dec" up to today. Raises ValueError where there is none in two years."""
    for year in (today.year, today.year - 1, today.year - 2):
        on = datetime.strptime(f"{text} {year}", "%a %d %b %Y").replace(tzinfo=UTC).date()
        if on <= today and f"{on:%a}" == text[:3]:
            return on
    raise ValueError(f"no day before {today} is {text!r}")
