"""Which announcements are still worth saying after an absence that swallowed their time?

That a plan has ended, and from when on its present step holds; the way to what is over by now is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from taper.core.announce import ENDED, Announcement, Kind
from taper.core.ledger import DoseState, ends_at
from taper.core.localtime import local_date
from taper.core.record import KeptPlan, Reminder


def standing(
    kept: KeptPlan,
    announced: Iterable[Announcement],
    *,
    states: Sequence[DoseState],
    made: Iterable[Reminder],
    now: datetime,
    since: datetime,
) -> Iterator[Announcement]:
    """What is to be said at `now` of everything a plan announces, be it late; `since` is as far as is looked back.

    What was over before the plan, as it is, was entered is not late: it never was to be said.
    """
    from_at = max(since, kept.versions[-1].recorded_at)
    asked = frozenset(reminder.dose for reminder in made)
    told_on = frozenset(state.dose.on for state in states if state.dose.id in asked)
    past = [one for one in announced if one.at <= now]
    newest_step = max((one.step for one in past if one.step is not None), default=None)
    for one in past:
        slept = now >= one.until and one.at >= from_at
        if now < one.until or (slept and one.id.endswith(ENDED)):
            yield one
        elif (
            slept and one.kind is Kind.STEP_CHANGE and one.step == newest_step and _is_news(kept, one.on, told_on, now)
        ):
            yield replace(one, late=True)


def _is_news(kept: KeptPlan, first_on: date, told_on: frozenset[date], now: datetime) -> bool:
    """Whether a step that began is worth telling still: on its first day each dose does that by itself."""
    end = ends_at(kept)
    return first_on not in told_on and local_date(now, zone=kept.plan.zone) > first_on and (end is None or now < end)
