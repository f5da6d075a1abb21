"""What is said where a medicine that is not to be stopped abruptly stops too suddenly?

What happened, who says that it matters, whom to call, and which signs to watch for with their source. Nothing is said
of what to take: that is for the provider.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import assert_never

from taper.core import sentences as say
from taper.core.expand import last_dose
from taper.core.guard import Cited, Guard
from taper.core.localtime import local, local_date
from taper.core.missedwords import quoted, times_of
from taper.core.record import KeptPlan
from taper.core.toosudden import BrokenOff, Row, RunsShort, TooSudden, minded_on
from taper.core.words import clock_time, counted, long_date, say_strength, short_date


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
            return say.ROW_LEFT_OUT.format(doses=counted(len(doses), "dose"), times=times)
        case BrokenOff(at=at):
            stopped = say.STOPPED_MIDWAY.format(on=long_date(local_date(at, zone=kept.plan.zone)))
            last = last_dose(kept.plan)
            return stopped if last is None else f"{stopped} {say.WAS_PLANNED_UNTIL.format(on=long_date(last.on))}"
        case RunsShort():
            return _supply_sentence(cause, kept)
    assert_never(cause)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:] if text.startswith("Yesterday") else text


def _supply_sentence(cause: RunsShort, kept: KeptPlan) -> str:
    lasting = cause.lasting
    tablet = next(tablet for tablet in kept.plan.tablets if tablet.name == lasting.of)
    name = replace(tablet, strength=say_strength(tablet.strength)).name
    goes_on, count = say.PLAN_GOES_ON.format(on=long_date(cause.ends.on)), f"{lasting.quantity:,}"
    if lasting.last_made is None:
        return say.RUNS_SHORT_AT_ONCE.format(tablets=name, count=count, goes_on=goes_on)
    at = local(lasting.last_made.due_at, zone=kept.plan.zone)
    until = f"{short_date(at.date())} {clock_time(at.time())}"
    return say.RUNS_SHORT.format(tablets=name, count=count, at=until, goes_on=goes_on)


def who_says(said: Cited, *, names_shown: bool) -> str:
    """Whose word it is that it is not to be stopped abruptly."""
    is_hidden = said.reveals and not names_shown
    if said.source is None:
        return say.PROVIDERS_WORDS.format(words=say.IN_CHECK if is_hidden else quoted(said.text))
    if is_hidden:
        return say.CITED_ON_STOPPING_HIDDEN.format(where=say.IN_CHECK)
    source = _source(said, names_shown=names_shown)
    return say.CITED_ON_STOPPING.format(words=quoted(said.text), source=source)


def _source(said: Cited, *, names_shown: bool) -> str:
    return say.SOURCE_IS.format(source=said.source if names_shown else say.IN_CHECK)


def whom_to_call(cause: TooSudden) -> str:
    """The one thing to do."""
    match cause:
        case Row():
            return say.CALL_ABOUT_ROW
        case BrokenOff():
            return say.CALL_ABOUT_STOP
        case RunsShort():
            return say.CALL_BEFORE_SHORT
    assert_never(cause)


def sign_lines(guard: Guard, *, names_shown: bool) -> Iterator[str]:
    """The withdrawal signs to watch for, each with its source."""
    if not guard.signs:
        yield say.NO_SIGNS_KNOWN
    for said in guard.signs:
        if said.reveals and not names_shown:
            yield say.SIGNS_HIDDEN.format(where=say.IN_CHECK)
        else:
            yield say.SIGNS.format(signs=said.text, source=_source(said, names_shown=names_shown))
