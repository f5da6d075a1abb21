"""Over which doses did no daemon run before this one was started? It is told once, at the next command.

Kept in the store until then, so that a daemon that is started anew before anybody asks does not forget it.
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from taper.app.desk import Desk
from taper.app.unwatched import Unwatched, both, unwatched, unwatched_line
from taper.daemon.journal import Journal
from taper.daemon.saiduntil import said_until
from taper.daemon.tick import reported

UNTOLD = "unwatched"
"""The store's note of what nobody was told of yet."""


_NEXT = timedelta(microseconds=1)
"""After a dose that is noted, so that it is not counted again."""


class Absence:
    """What is to be told of the time before this daemon."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._untold: Unwatched | None = None

    def look(self, desk: Desk) -> None:
        """To be called before the first look at the plans, which asks about what is still open."""
        with reported(self._journal):
            former = _read(desk.store.meta(UNTOLD))
            starts = (said_until(desk.store), None if former is None else former.last_at + _NEXT)
            since = max((at for at in starts if at is not None), default=None)
            found = unwatched(desk, since=since, until=desk.now())
            self._untold = both(former, found)
            if found is not None:
                self._journal.note("absence", outcome=f"{found.count} due unreminded")
                desk.store.set_meta(UNTOLD, _written(self._untold))

    def take_warning(self, desk: Desk) -> str | None:
        """The line for the person, once."""
        if self._untold is None:
            return None
        line, self._untold = unwatched_line(self._untold), None
        with reported(self._journal):
            desk.store.set_meta(UNTOLD, _written(None))
        return line


def _written(found: Unwatched | None) -> str:
    if found is None:
        return ""
    times = (found.first_at.isoformat(), found.last_at.isoformat())
    return json.dumps([found.count, *times, *found.labels])


def _read(text: str | None) -> Unwatched | None:
    """None too for a note that cannot be read."""
    try:
        count, first_at, last_at, *labels = json.loads(text or "null")
        return Unwatched(int(count), datetime.fromisoformat(first_at), datetime.fromisoformat(last_at), tuple(labels))
    except (TypeError, ValueError):
        return None
