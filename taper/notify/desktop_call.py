"""What exactly is sent to a notification server, and which reminder does a pressed button answer?

The arguments of `Notify` and the keys of its actions, after the Desktop Notifications Specification 1.2.
"""

from __future__ import annotations

import html
from typing import Any

from dbus_fast import Variant

from taper.core.visible import clean
from taper.notify.introduction import Body, Introduction
from taper.notify.port import Button, Message, Tone, Urgency
from taper.notify.wording import body_of, body_without_buttons, command_for, title_of

SIGNATURE = "susssasa{sv}i"

_NEVER_EXPIRES = 0
_SERVER_DECIDES = -1

_A_MOMENT = 1000
"""In milliseconds: what holds a place for longer than that is in nobody's hands any more."""

HOLDING_TITLE = "taper"

_LONG = 60_000
"""A minute, in milliseconds."""

_LAST_SOUND = "alarm-clock-elapsed"
"""A name of the freedesktop sound naming specification."""


def notify_arguments(
    message: Message, *, instance: str, reminder_id: str, replaces_id: int, server: Introduction, stays: bool = False
) -> list[Any]:
    """The arguments of Notify for this server; `stays` keeps also a notice that is no dose until it is closed.

    A dose is resident: where the press is heard by nobody, its bubble stays as unanswered as it is. The tag makes
    servers that know it replace a bubble whose id was never learned: the program was killed after sending and before
    reading the answer.
    """
    buttons = _answerable(message, server)
    body = body_of(message.body if buttons else body_without_buttons(message))
    urgency = _urgency(message)
    hints = {"urgency": Variant("y", int(urgency)), "desktop-entry": Variant("s", "taper")}
    hints |= {"resident": Variant("b", True)} if message.is_dose else {}
    hints |= {"sound-name": Variant("s", _LAST_SOUND)} if _sounds(message, server) else {}
    hints |= {tag: Variant("s", clean(f"{instance} {message.key}")) for tag in server.adapter.tags}
    return [
        "taper",
        replaces_id,
        "",  # no icon
        _title(message, server),
        html.escape(body, quote=False) if server.body is Body.MARKUP else body,
        [text for button in buttons for text in (f"{instance}:{button.value}:{reminder_id}", button.label)],
        hints,
        _expires(message, stays=stays),
    ]


def holding_arguments(*, replaces_id: int) -> list[Any]:
    """The arguments of Notify for what only holds a place until the message comes: gone by itself, and kept nowhere."""
    hints = {"urgency": Variant("y", int(Urgency.LOW)), "desktop-entry": Variant("s", "taper")}
    hints |= {"transient": Variant("b", True)}
    return ["taper", replaces_id, "", HOLDING_TITLE, "", [], hints, _A_MOMENT]


def _answerable(message: Message, server: Introduction) -> tuple[Button, ...]:
    """The buttons it gets; one that answers several doses only where the body is shown, which names each of them."""
    if not server.buttons:
        return ()
    is_shown = server.body is not Body.NONE
    return tuple(one for one in message.buttons if one is not Button.ALL_TAKEN or is_shown)


def _urgency(message: Message) -> Urgency:
    if not message.is_dose:
        return message.urgency
    return Urgency.LOW if message.tone is Tone.QUIET else Urgency.CRITICAL


def _sounds(message: Message, server: Introduction) -> bool:
    return message.tone is Tone.LAST and "sound" in (server.abilities or ())


def _expires(message: Message, *, stays: bool) -> int:
    """A dose stays; what can be taken back stays long enough for that."""
    if message.is_dose or stays:
        return _NEVER_EXPIRES
    return _LONG if message.buttons else _SERVER_DECIDES


def _title(message: Message, server: Introduction) -> str:
    """The title; where nothing else is shown, it also says how to answer."""
    if server.body is not Body.NONE or server.buttons or not message.buttons:
        return title_of(message.title)
    return title_of(f"{message.title} ({command_for(message.buttons[0], message.label)})")


def read_action_key(key: str, *, instance: str) -> tuple[Button, str] | None:
    """The button and reminder that an action key made by `notify_arguments` names; None when it is none of ours.

    Some servers tell everybody of every press, so that the buttons of other programs are heard too.
    """
    prefix = f"{instance}:"
    word, colon, reminder_id = key.removeprefix(prefix).partition(":")
    if not key.startswith(prefix) or not colon or word not in list(Button):
        return None
    return Button(word), reminder_id
