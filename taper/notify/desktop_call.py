"""What exactly is sent to a notification server, and which reminder does a pressed button answer?

The arguments of `Notify` and the keys of its actions, after the Desktop Notifications Specification 1.2.
"""

from __future__ import annotations

import html
from typing import Any

from dbus_fast import Variant

from taper.notify.port import Button, Message, Urgency
from taper.notify.wording import body_without_buttons, sendable

SIGNATURE = "susssasa{sv}i"

_NEVER_EXPIRES = 0
_SERVER_DECIDES = -1


def notify_arguments(
    message: Message, *, instance: str, reminder_id: str, replaces_id: int, abilities: frozenset[str]
) -> list[Any]:
    """The arguments of Notify for a server of these abilities.

    The tag makes servers that know it, under one of its two names, replace a bubble whose id was never learned: the
    program was killed after sending and before reading the answer.
    """
    buttons = message.buttons if "actions" in abilities else ()
    body = sendable(message.body if buttons else body_without_buttons(message))
    urgency = Urgency.CRITICAL if message.is_dose else message.urgency
    tag = Variant("s", sendable(f"{instance} {message.key}"))
    hints = {
        "urgency": Variant("y", int(urgency)),
        "desktop-entry": Variant("s", "taper"),
        "x-dunst-stack-tag": tag,
        "x-canonical-private-synchronous": tag,
    }
    return [
        "taper",
        replaces_id,
        "",  # no icon
        sendable(message.title),
        html.escape(body, quote=False) if "body-markup" in abilities else body,
        [text for button in buttons for text in (f"{instance}:{button.value}:{reminder_id}", button.label)],
        hints,
        _NEVER_EXPIRES if message.is_dose else _SERVER_DECIDES,
    ]


def read_action_key(key: str, *, instance: str) -> tuple[Button, str] | None:
    """The button and reminder that an action key made by `notify_arguments` names; None when it is none of ours.

    Some servers tell everybody of every press, so that the buttons of other programs are heard too.
    """
    prefix = f"{instance}:"
    word, colon, reminder_id = key.removeprefix(prefix).partition(":")
    if not key.startswith(prefix) or not colon or word not in list(Button):
        return None
    return Button(word), reminder_id
