"""What is said where a medicine that is not to be stopped abruptly stops too suddenly?

What happened, who says that it matters, whom to call, and which signs to watch for with their source. Nothing is said
of what to take: that is for the provider.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import assert_never

from taper.core.expand import last_dose
from taper.core.guard import Cited, Guard
from taper.core.localtime import local, local_date
from taper.core.missedwords import quoted, times_of
from taper.core.record import KeptPlan
from taper.core.toosudden import BrokenOff, Row, RunsShort, TooSudden, minded_on
from taper.core.words import clock_time, counted, long_date, say_strength, short_date

WHERE_IT_STANDS = '"taper check" shows it'
"""Where words can be read that may not stand in a notice, as they name the medicine."""

NO_SIGNS = "taper knows no signs to watch for with it; ask your provider for them."


def sudden_lines(cause: TooSudden, kept: KeptPlan, guard: Guard, *, today: date, names_shown: bool) -> Iterator[str]:
    """The whole notice, each line readable alone."""
    yield what_happened(cause, kept, today=today)
    by_provider = [said.said for said in minded_on(kept, guard, cause.on) if said.said.source is None]
    by_sources = [said.said for said in minded_on(kept, guard, cause.on) if said.said.source is not None]
    for said in (*by_provider[:1], *by_sources[:1]):
        yield who_says(said, names_shown=names_shown)
    yield whom_to_call(cause)
    yield from sign_lines(guard, names_shown=names_shown)


def what_happened(cause: TooSudden, kept: KeptPlan, *, today: date) -> str:
    """ "3 doses in a row were left out or not answered: yesterday 08:00 and 20:00; 08:00."."""
    match cause:
        case Row(doses=doses):
            times = _lower(times_of(doses, kept, today))
            return f"{counted(len(doses), 'dose')} in a row were left out or not answered: {times}."
        case BrokenOff(at=at):
            on = local_date(at, zone=kept.plan.zone)
            last = last_dose(kept.plan)
            end = "" if last is None else f" The last dose was planned for {long_date(last.on)}."
            return f"This plan was stopped in mid-course on {long_date(on)}.{end}"
        case RunsShort():
            return _supply_sentence(cause, kept)
    assert_never(cause)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith("Yesterday") else text


def _supply_sentence(cause: RunsShort, kept: KeptPlan) -> str:
    lasting = cause.lasting
    tablet = next(tablet for tablet in kept.plan.tablets if tablet.name == lasting.of)
    name = replace(tablet, strength=say_strength(tablet.strength)).name
    goes_on = f"the plan goes on until {long_date(cause.ends.on)}."
    if lasting.last_made is None:
        return f"{name}: the {lasting.quantity:,} on hand do not make the first dose; {goes_on}"
    at = local(lasting.last_made.due_at, zone=kept.plan.zone)
    until = f"{short_date(at.date())} {clock_time(at.time())}"
    return f"{name}: taken as planned, the {lasting.quantity:,} on hand last until the dose of {until}; {goes_on}"


def who_says(said: Cited, *, names_shown: bool) -> str:
    """Whose word it is that it is not to be stopped abruptly."""
    is_hidden = said.reveals and not names_shown
    if said.source is None:
        return f"Your provider's words: {WHERE_IT_STANDS if is_hidden else quoted(said.text)}"
    if is_hidden:
        return f"A cited source says that it is not to be stopped abruptly; {WHERE_IT_STANDS}."
    return f"A cited source on stopping: {quoted(said.text)} ({_source(said, names_shown=names_shown)})"


def _source(said: Cited, *, names_shown: bool) -> str:
    return f"source: {said.source if names_shown else WHERE_IT_STANDS}"


def whom_to_call(cause: TooSudden) -> str:
    """The one thing to do."""
    match cause:
        case Row():
            return "Call your provider and ask how to go on. Do not take together what was left out."
        case BrokenOff():
            return "Call your provider and say that it was stopped."
        case RunsShort():
            return "Call your provider before they run out."
    assert_never(cause)


def sign_lines(guard: Guard, *, names_shown: bool) -> Iterator[str]:
    """The withdrawal signs to watch for, each with its source."""
    if not guard.signs:
        yield NO_SIGNS
    for said in guard.signs:
        if said.reveals and not names_shown:
            yield f"Signs to watch for: {WHERE_IT_STANDS}."
        else:
            yield f"Signs to watch for: {said.text} ({_source(said, names_shown=names_shown)})"
