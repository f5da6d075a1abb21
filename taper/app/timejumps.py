"""How did this machine's time jump lately?"""

from __future__ import annotations

from datetime import timedelta

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.desk import Desk

MOST_DAYS = 36_500


def jumps(desk: Desk, arguments: Arguments) -> list[Json]:
    """The recorded jumps, the oldest first: when each was noticed, its kind, and by how many seconds.

    With "days" those noticed that many days around now, and not all. The kinds are "suspended", "stepped forward",
    "stepped back" and "zone"; only the last has `zones`.
    """
    days = arguments.count("days", most=MOST_DAYS)
    return [
        {
            "at": jump.noticed_at.isoformat(),
            "kind": jump.kind.value,
            "seconds": round(jump.seconds, 3),
            "zones": jump.zones,
        }
        for jump in desk.store.jumps()
        if days is None or abs(jump.noticed_at - desk.now()) <= timedelta(days=days)
    ]
