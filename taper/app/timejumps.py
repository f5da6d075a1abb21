"""How did this machine's time jump lately?"""

from __future__ import annotations

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.desk import Desk


def jumps(desk: Desk, _: Arguments) -> list[Json]:
    """The recorded jumps, the oldest first: when each was noticed, its kind, and by how many seconds.

    The kinds are "suspended", "stepped forward", "stepped back" and "zone"; only the last has `zones`.
    """
    return [
        {
            "at": jump.noticed_at.isoformat(),
            "kind": jump.kind.value,
            "seconds": round(jump.seconds, 3),
            "zones": jump.zones,
        }
        for jump in desk.store.jumps()
    ]
