"""How does one message reach two places at once?"""

from __future__ import annotations

from dataclasses import replace

from taper.notify.port import Delivery, Message, Notifier, Probe


class Tee:
    """Says everything by `main` and again by `echo`; only what is known of `main` counts."""

    def __init__(self, main: Notifier, *, echo: Notifier) -> None:
        self._main = main
        self._echo = echo
        self.name = f"{main.name} and {echo.name}"

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """Echoes first, so that the echo is there even while the main one is slow; answers for the main one."""
        await self._echo.send(message, reminder_id=reminder_id)
        return await self._main.send(message, reminder_id=reminder_id, replaces=replaces)

    async def needs_number(self, key: str) -> bool:
        """Whether the main one's does."""
        return await self._main.needs_number(key)

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """The number that the main one has for it."""
        return await self._main.reserve(key, last=last)

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Withdraws from both."""
        await self._echo.withdraw(key)
        await self._main.withdraw(key, last=last)

    async def probe(self) -> Probe:
        """The main one's state, and both in words."""
        main, echo = await self._main.probe(), await self._echo.probe()
        return replace(main, notifier=self.name, words=f"{main.words}; also {echo.words}")

    async def close(self) -> None:
        """Closes both."""
        await self._echo.close()
        await self._main.close()
