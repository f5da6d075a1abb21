"""What do the clocks show: those the plan goes by, and where they differ those of this machine?"""

from __future__ import annotations

from datetime import datetime


def clocks(at: datetime) -> str:
    """ "08:00"; where this machine's clocks show another time, "08:00 (02:00 here)"."""
    here = at.astimezone()
    if here.utcoffset() == at.utcoffset():
        return f"{at:%H:%M}"
    day = "" if here.date() == at.date() else f"{here:%a} "
    return f"{at:%H:%M} ({day}{here:%H:%M} here)"
