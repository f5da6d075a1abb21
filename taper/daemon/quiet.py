"""May a look be left out? Where nothing was stored, nothing is due and nothing went wrong since the last one.

Only the looks of the cap are left out, which come every few seconds for what nothing else tells of; and an hour at the
longest, so that what is wrongly thought quiet is looked at all the same.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from taper.daemon.tick import Looked

LONGEST = timedelta(hours=1)
"""How long looks may be left out, one after the other."""

SOON = timedelta(minutes=1)
"""How long before the next look the timer is set anew at each one, so that a clock that is slewed makes none late."""


class Quiet:
    """What the last whole look found, and on which state of the world."""

    def __init__(self) -> None:
        self._state: object = None
        self._looked_at: datetime | None = None
        self._next_look_at: datetime | None = None

    def lasts(self, state: object, *, now: datetime, for_long: bool = False) -> bool:
        """Whether a look at `now`, on such a state of everything it reads, would find nothing new.

        `for_long` asks for more: that nothing is to be looked at soon either.
        """
        if self._looked_at is None or state is None or state != self._state:
            return False
        by = now + SOON if for_long else now
        is_due = self._next_look_at is not None and self._next_look_at <= by
        return not is_due and self._looked_at <= now < self._looked_at + LONGEST

    def note(self, state: object, looked: Looked, *, now: datetime) -> None:
        """A whole look was made at `now`; `state` is what stood before it, so that a change meanwhile is seen."""
        self._state, self._next_look_at = state, looked.next_look_at
        self._looked_at = now if looked.all_said else None
