"""Which activities does a plan have beside the medicine today, and which were done?"""

from __future__ import annotations

from datetime import date, time

from taper.app.answers import Json
from taper.app.desk import Desk
from taper.core.checkin import counting
from taper.core.record import KeptPlan


def activities_on(desk: Desk, kept: KeptPlan, on: date) -> list[Json]:
    """The plan's activities on a date, those with a time of their own in its order; then the others."""
    if not kept.plan.activities:
        return []
    done = {one.about for one in counting(desk.store.checked_in(kept.id)) if one.on == on and one.score is None}
    times: dict[str, time] = {timed.activity: timed.at_time for timed in kept.plan.activity_times}
    ordered = sorted(dict.fromkeys(kept.plan.activities), key=lambda words: times.get(words, time.max))
    return [
        {"activity": words, "time": f"{times[words]:%H:%M}" if words in times else None, "done": words in done}
        for words in ordered
    ]
