"""Which bubble stands open for each key, however late and in whatever order a server tells of them?

Plain bookkeeping: whoever keeps it closes what it names.
"""

from __future__ import annotations

from dataclasses import dataclass

from taper.notify.port import Delivery


@dataclass(frozen=True, slots=True)
class Bubble:
    """What is open for a key; `turn` orders the sends, for answers may come late and in any order."""

    turn: int
    life: str
    id: int


class OpenBubbles:
    """The open bubble of each key, the newest that was sent."""

    def __init__(self) -> None:
        self._open: dict[str, Bubble] = {}
        self._withdrawn: dict[str, int] = {}  # key -> the turn up to which nothing of it may stay open

    def number(self, key: str, *, life: str, last: Delivery | None) -> int:
        """The id of the key's open bubble in this life of the server; 0, as the specification has it, for none.

        What was heard of the server counts before what was stored: an answer may have come after it was written down.
        """
        bubble = self._open.get(key)
        if bubble is not None and bubble.life == life:
            return bubble.id
        if last is not None and last.server == life:
            return last.server_id or 0
        return 0

    def stands(self, key: str, *, life: str) -> bool:
        """Whether the server is known to show the key's bubble."""
        bubble = self._open.get(key)
        return bubble is not None and bubble.life == life

    def settle(self, key: str, shown: Bubble) -> set[int]:
        """Of the bubbles of one key the newest stays; the ids of this life that are to be closed."""
        other = self._open.pop(key, None)
        newest, older = (shown, other) if other is None or other.turn < shown.turn else (other, shown)
        stale = {it.id for it in (newest, older) if it is not None and it.life == shown.life}
        if newest.turn > self._withdrawn.get(key, 0):
            self._open[key] = newest
            stale.discard(newest.id)
        return stale

    def withdraw(self, key: str, *, turn: int) -> None:
        """Nothing of the key that was sent up to this turn may stay open."""
        self._withdrawn[key] = turn
        self._open.pop(key, None)

    def closed(self, life: str, number: int) -> None:
        """The server closed that bubble."""
        self._open = {key: it for key, it in self._open.items() if (it.life, it.id) != (life, number)}
