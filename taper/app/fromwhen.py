"""From which instant does a change of a plan count?"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from taper.app.arguments import Arguments, ask, read_date
from taper.core.bounds import LAST_DATE
from taper.core.ledger import doses_between
from taper.core.localtime import local, local_date, moment
from taper.core.record import Dose, KeptPlan
from taper.core.words import clock_time, long_date

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_FAR = timedelta(days=400)
"""How far ahead the next dose is looked for."""


def day_said(arguments: Arguments, kept: KeptPlan, *, now: datetime) -> date | None:
    """The day given with --on. Raises Unanswered for one that is over."""
    text = arguments.text("on")
    if not text:
        return None
    on, today = read_date(text, where="--on"), local_date(now, zone=kept.plan.zone)
    if on < today:
        raise ask(
            f"{long_date(on)} is over, and days gone by are never rewritten. From which day on does it count?",
            where="--on",
            why="Where the paper was written down wrongly, that is repaired with taper correct.",
        )
    if on > LAST_DATE:
        raise ask(f"{long_date(on)} lies further ahead than any plan. From which day on does it count?", where="--on")
    return on


def next_dose(kept: KeptPlan, now: datetime) -> Dose | None:
    """The first dose after an instant; None where none is near."""
    return next(iter(doses_between(kept, now, now + _FAR)), None)


def start_of(kept: KeptPlan, on: date, *, now: datetime) -> datetime:
    """The instant at which a plan date begins: no dose of an earlier one is due from then on, and none before now."""
    begins = max(moment(on, time(0), zone=kept.plan.zone).at, now)
    later = [dose.due_at for dose in doses_between(kept, begins, begins + 2 * _DAY) if dose.on < on]
    return max(later) + _MINUTE if later else begins


def counts_from(arguments: Arguments, otherwise: datetime) -> datetime:
    """The instant that the preview named, so that what was shown is what is done; without one the one computed now."""
    text = arguments.text("counts_from")
    if not text:
        return otherwise
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(otherwise.tzinfo)
    except (ValueError, OverflowError):
        pass
    raise ask(f'"{text[:40]}" is no instant; leave counts_from out, or give the one of the preview.')


def refuse_stale(kept: KeptPlan, after: KeptPlan, counts_from: datetime, *, now: datetime) -> None:
    """Raises Unanswered where a dose fell due between the look at the preview and the yes."""
    late = [dose for one in (kept, after) for dose in doses_between(one, counts_from, now)]
    if late:
        at = local(min(dose.due_at for dose in late), zone=kept.plan.zone)
        raise ask(
            f"While you were looking, the dose of {clock_time(at.time())} fell due. Nothing was changed. Look at the "
            "change once more.",
        )
