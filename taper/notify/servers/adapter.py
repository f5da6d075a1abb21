"""In what may notification servers differ, beyond what they say they can?"""

from __future__ import annotations

from dataclasses import dataclass

NOTIFICATIONS = "/org/freedesktop/Notifications"
PROPERTIES = "org.freedesktop.DBus.Properties"


@dataclass(frozen=True, slots=True)
class Question:
    """A call whose answer says whether do-not-disturb is on; without a destination the server itself is asked."""

    path: str
    interface: str
    member: str
    arguments: tuple[str, ...]
    destination: str | None = None


INHIBITED = Question(NOTIFICATIONS, PROPERTIES, "Get", ("org.freedesktop.Notifications", "Inhibited"))
"""What a server can be asked that names `inhibitions` among its capabilities."""


@dataclass(frozen=True, slots=True)
class Adapter:
    """How one family of servers is spoken to.

    `programs` are the names they give themselves, in lower case. `press` says for people where the buttons are. `tags`
    are the hints by which they replace a bubble whose number was never learned. `quiet` asks for do-not-disturb in
    a way of its own; `doses_pass` is whether a dose is shown in spite of it, for certain. `reserves` is whether the
    number of a bubble is learned, and written down, before it says anything: of a server without tags, and only where
    the real program was seen to show what replaces a bubble that has only just come.
    """

    name: str
    programs: frozenset[str]
    press: str
    tags: tuple[str, ...] = ()
    quiet: Question | None = None
    doses_pass: bool = False
    reserves: bool = False
