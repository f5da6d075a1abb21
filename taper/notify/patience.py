"""How long is a server waited for? Once in full; while one of its answers is still out, hardly at all.

So a server that takes half a minute, or for ever, holds up the notices of all plans together by little more than it
holds up the first.
"""

from __future__ import annotations

import asyncio
from typing import Any

HURRIED_SECONDS = 0.2


class Patience:
    """The waiting for one server."""

    def __init__(self, seconds: float) -> None:
        self._full = seconds
        self._out: set[asyncio.Future[Any]] = set()

    @property
    def seconds(self) -> float:
        """How long the next answer is waited for."""
        return min(self._full, HURRIED_SECONDS) if self._out else self._full

    async def lasts(self, work: asyncio.Future[Any]) -> bool:
        """Whether the work is done in time; if not it goes on, and until it is done everything else is hurried."""
        done, _ = await asyncio.wait({work}, timeout=self.seconds)
        if not done:
            self._out.add(work)
            work.add_done_callback(self._out.discard)
        return bool(done)
