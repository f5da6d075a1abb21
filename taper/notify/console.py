"""How is a message shown where there is only a terminal or a log?"""

from __future__ import annotations

from typing import TextIO

from taper.core.record import Outcome
from taper.notify.port import Delivery, Message, Probe
from taper.notify.wording import body_of, body_without_buttons, title_of

INDENT = "    "


class ConsoleNotifier:
    """Prints title and body to a stream; a line printed is a line shown."""

    name = "console"

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._count = 0

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """Prints the message below whatever stands there; FAILED when the stream takes nothing any more."""
        body = body_of(body_without_buttons(message))
        lines = [title_of(message.title), *(INDENT + line for line in body.split("\n") if body)]
        try:
            self._stream.write("\n".join(lines) + "\n")
            self._stream.flush()
        except (OSError, ValueError) as error:  # a closed stream is a ValueError, as is a text it cannot encode
            return Delivery(Outcome.FAILED, why=f"the console cannot be written to ({error})")
        self._count += 1
        return Delivery(Outcome.SHOWN, server=self.name, server_id=self._count)

    async def needs_number(self, key: str) -> bool:
        """Nothing stands under a number here."""
        return False

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """Nothing stands under a number here."""
        return None

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Nothing: what is printed stays printed."""

    async def probe(self) -> Probe:
        """Ready while the stream is open."""
        return Probe(self.name, ready=not self._stream.closed, words="printed on the console")

    async def close(self) -> None:
        """Nothing: the stream belongs to whoever gave it."""
