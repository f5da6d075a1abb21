"""What is said, and asked once, when this machine's clocks are another zone's than a plan's?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from taper.core import sentences as say
from taper.core.ledger import doses_between
from taper.core.localtime import local
from taper.core.notice import Manner, Wording, no_dose_title, plan_name
from taper.core.record import KeptPlan
from taper.core.words import capitalised, clock_time, short_date

_AHEAD = timedelta(days=60)


def same_clocks(one: str, other: str, *, now: datetime) -> bool:
    """Whether two zones' clocks show the same, now and in the coming year: UTC and Etc/UTC, Berlin and Paris."""
    weeks = (now + timedelta(weeks=week) for week in range(54))
    return one == other or all(_shown(at, one) == _shown(at, other) for at in weeks)


def _shown(at: datetime, zone: str) -> datetime:
    return local(at, zone=zone).replace(tzinfo=None)


def zone_wording(plans: Sequence[KeptPlan], zone: str, *, now: datetime, manner: Manner) -> Wording:
    """The notice about plans that go by other clocks than those of `zone`, the machine's. No dose is advised."""
    title = no_dose_title(say.TITLE_OTHER_ZONE.format(zone=zone), manner)
    lines = [_line(kept, zone, now, manner) for kept in plans]
    lines.append(say.ZONE_COMMAND.format(command=f"taper zone {zone}"))
    return Wording(title, "\n".join(lines))


def _line(kept: KeptPlan, zone: str, now: datetime, manner: Manner) -> str:
    """ "Plan A goes by the clocks of Europe/Berlin still: its next dose is Thu 10 Dec 20:00 there, 14:00 here."."""
    name = plan_name(kept, manner)
    said = say.GOES_BY_ZONE.format(plan=capitalised(name), zone=kept.plan.zone)
    following = next(iter(doses_between(kept, now, now + _AHEAD)), None)
    if following is None:
        return f"{said}."
    there, here = _wall(following.due_at, kept.plan.zone), _wall(following.due_at, zone)
    return f"{said}: {say.NEXT_IN_BOTH.format(there=there, here=here)}"


def _wall(at: datetime, zone: str) -> str:
    wall = local(at, zone=zone)
    return f"{short_date(wall.date())} {clock_time(wall.time())}"
