"""What exactly is sent to a notification server, and which reminder does a pressed button answer?

The arguments of `Notify` and the keys of its actions, after the Desktop Notifications Specification 1.2.
"""

from __future__ import annotations

import html
from typing import Any

from dbus_fast import Variant

from taper.notify.port import Button, Message, Tone, Urgency
from taper.notify.wording import body_without_buttons, sendable

SIGNATURE = "susssasa{sv}i"

_NEVER_EXPIRES = 0
_SERVER_DECIDES = -1

_LONG = 60_000
"""A minute, in milliseconds."""

_LAST_SOUND = "alarm-clock-elapsed"
"""A name of the freedesktop sound naming specification."""


def notify_arguments(
    message: Message, *, instance: str, reminder_id: str, replaces_id: int, abilities: frozenset[str]
) -> list[Any]:
    """The arguments of Notify for a server of these abilities.

    The tag makes servers that know it, under one of its two names, replace a bubble whose id was never learned: the
    program was killed after sending and before reading the answer.
    """
    buttons = _answerable(message, abilities)
    body = sendable(message.body if buttons else body_without_buttons(message))
    urgency = _urgency(message)
    tag = Variant("s", sendable(f"{instance} {message.key}"))
    hints = {
        "urgency": Variant("y", int(urgency)),
        "desktop-entry": Variant("s", "taper"),
        "x-dunst-stack-tag": tag,
        "x-canonical-private-synchronous": tag,
    }
    if message.tone is Tone.LAST and "sound" in abilities:
        hints["sound-name"] = Variant("s", _LAST_SOUND)
    return [
        "taper",
        replaces_id,
        "",  # no icon
        sendable(message.title),
        html.escape(body, quote=False) if "body-markup" in abilities else body,
        [text for button in buttons for text in (f"{instance}:{button.value}:{reminder_id}", button.label)],
        hints,
        _expires(message),
    ]


def _answerable(message: Message, abilities: frozenset[str]) -> tuple[Button, ...]:
    """The buttons it gets; one that answers several doses only where the body is shown, which names each of them."""
    if "actions" not in abilities:
        return ()
    return tuple(one for one in message.buttons if one is not Button.ALL_TAKEN or "body" in abilities)


def _urgency(message: Message) -> Urgency:
    if not message.is_dose:
        return message.urgency
    return Urgency.LOW if message.tone is Tone.QUIET else Urgency.CRITICAL


def _expires(message: Message) -> int:
    """A dose stays; what can be taken back stays long enough for that."""
    if message.is_dose:
        return _NEVER_EXPIRES
    return _LONG if message.buttons else _SERVER_DECIDES


def read_action_key(key: str, *, instance: str) -> tuple[Button, str] | None:
    """The button and reminder that an action key made by `notify_arguments` names; None when it is none of ours.

    Some servers tell everybody of every press, so that the buttons of other programs are heard too.
    """
    prefix = f"{instance}:"
    word, colon, reminder_id = key.removeprefix(prefix).partition(":")
    if not key.startswith(prefix) or not colon or word not in list(Button):
        return None
    return Button(word), reminder_id
