"""How is a message shown where plyer is all there is?

The last resort. plyer returns normally when nothing was shown, has no buttons that answer, and cannot replace or close
what it showed; so the best outcome is ATTEMPTED.
"""

from __future__ import annotations

import asyncio
import warnings

from plyer import notification
from plyer.facades import Notification

from taper.core.record import Outcome
from taper.notify.port import Delivery, Message, Probe
from taper.notify.wording import body_of, body_without_buttons, title_of

PATIENCE_SECONDS = 5.0
"""How long a backend may take before the message counts as handed over, fate unknown."""

# plyer cannot say whether the server reads markup, so the characters that would be read as such are never sent.
_NO_MARKUP = str.maketrans({"<": "‹", ">": "›", "&": "＆"})  # noqa: RUF001 - look-alikes on purpose


def has_backend() -> bool:
    """Whether plyer knows a way to show a notification on this machine."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # plyer warns of each backend it does not find
        return notification.__class__ is not Notification


def safe_text(text: str) -> str:
    """The text so that nothing of it is taken for markup, nor for an option of notify-send: plyer drops such a text."""
    plain = text.translate(_NO_MARKUP)
    return f"taper: {plain}" if plain.startswith("-") else plain


class PlyerNotifier:
    """Hands messages to plyer, in a thread because its backends block."""

    name = "plyer"

    def __init__(self, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._patience = patience_seconds
        self._hung: asyncio.Future[None] | None = None

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """ATTEMPTED when plyer took it, FAILED when it raised: then nothing was shown for certain.

        While a backend hangs nothing more is given to it, so that one message alone waits for it.
        """
        if self._hung is not None and not self._hung.done():
            return Delivery(Outcome.FAILED, why="plyer has not returned from an earlier message yet")
        thread = asyncio.ensure_future(asyncio.to_thread(_notify, message))
        done, _ = await asyncio.wait({thread}, timeout=self._patience)
        if not done:
            self._hung = thread
            return Delivery(Outcome.ATTEMPTED, why=f"plyer had not returned after {self._patience:g} seconds")
        error = thread.exception()  # a backend may raise anything at all
        if error is not None:
            return Delivery(Outcome.FAILED, why=f"plyer could not show it ({error or type(error).__name__})")
        return Delivery(Outcome.ATTEMPTED, why="plyer took it and does not say whether it was shown")

    async def needs_number(self, key: str) -> bool:
        """Nothing stands under a number here."""
        return False

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """Nothing stands under a number here."""
        return None

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Nothing: plyer cannot close what it showed."""

    async def probe(self) -> Probe:
        """Ready when a backend was found."""
        found = has_backend()
        words = (
            "by plyer, without buttons; it does not say whether anything was shown" if found else "plyer has no backend"
        )
        return Probe(self.name, ready=found, words=words)

    async def close(self) -> None:
        """Nothing: a thread that still hangs in a backend cannot be stopped."""


def _notify(message: Message) -> None:
    notification.notify(
        title=safe_text(title_of(message.title)),
        message=safe_text(body_of(body_without_buttons(message))),
        app_name="taper",
    )
