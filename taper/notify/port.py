"""What does the program say to the person, and what does it get to know of how that fared?

The port of the notifiers: a `Message` goes out and a `Delivery` comes back at once; presses and closings come later,
through the `Callbacks` a notifier was made with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Protocol

from taper.core.record import Outcome
from taper.notify.introduction import Introduction


class Button(StrEnum):
    """What a reminder can be answered with. Taken comes first: some servers offer only the first one.

    ALL_TAKEN answers every dose that a bubble of several names, UNDO takes back what such a press recorded.
    """

    TAKEN = "taken"
    SNOOZE = "snooze"
    SKIP = "skip"
    ALL_TAKEN = "all-taken"
    UNDO = "undo"

    @property
    def label(self) -> str:
        """What stands on the button."""
        return _LABELS[self]


_LABELS = {
    Button.TAKEN: "Taken",
    Button.SNOOZE: "Snooze",
    Button.SKIP: "Skip",
    Button.ALL_TAKEN: "All taken",
    Button.UNDO: "Undo",
}

ALL_BUTTONS = (Button.TAKEN, Button.SNOOZE, Button.SKIP)
"""Those of one dose."""


class Urgency(IntEnum):
    """How loudly a desktop shows it; the numbers are those of the Desktop Notifications Specification."""

    LOW = 0
    NORMAL = 1
    CRITICAL = 2


class Tone(StrEnum):
    """How a dose is asked about."""

    USUAL = "usual"  # shown as critical
    LAST = "last"  # the same, with a sound where the server makes one
    QUIET = "quiet"  # shown as low: it disturbs nobody and stays in the list


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to say. At most one bubble per `key` (a plan's id) is open: a later message replaces the earlier.

    A dose (`is_dose`) stays until it is answered, and is shown as its `tone` says, whatever `urgency` says. Title and
    body are plain text; a notifier escapes what its server would read as markup. `label` is the plan's, for the
    commands that stand in for buttons.
    """

    key: str
    title: str
    body: str
    is_dose: bool
    urgency: Urgency = Urgency.NORMAL
    buttons: tuple[Button, ...] = ()
    label: str | None = None
    tone: Tone = Tone.USUAL


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a message fared, never better than what is known: SHOWN, ATTEMPTED or FAILED.

    `server` names one life of a notification server: its unique name on the bus and the bus's own id, because unique
    names are given out anew after each login. `server_id` is that server's id of the bubble. `why` is a sentence for
    people, where the outcome is not SHOWN.
    """

    outcome: Outcome
    server: str | None = None
    server_id: int | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Press:
    """A button was pressed on the bubble `server_id` of `server`.

    `reminder_id` is the reminder whose buttons were pressed, carried by the button itself: a bubble keeps its id when a
    newer reminder replaces its text, and a press may arrive before `Notifier.send` has returned. Whoever records it
    compares all three with what is stored, and where they disagree records nothing and asks.
    """

    server: str
    server_id: int
    button: Button
    reminder_id: str


@dataclass(frozen=True, slots=True)
class Dismissal:
    """The bubble `server_id` of `server` closed; `by_person` when the person closed it without pressing a button."""

    server: str
    server_id: int
    by_person: bool


def _ignore(_: object) -> None:
    """Does nothing with what happened."""


def _ignore_late(_: str, __: Delivery) -> None:
    """Does nothing with an answer that comes late."""


def _ignore_event() -> None:
    """Does nothing when a server appears or the screen can be seen again."""


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Whom a notifier tells what happened later. Called from the event loop; none of them may wait or raise.

    Closings of other programs' bubbles are reported too: only the store knows which reminders were ours. `on_ready` is
    called when a server appears, answers at last, or the connection to one comes back: what had failed can be sent
    again. `on_late` gets what became of a reminder (by its id) that `send` could only call ATTEMPTED. `on_uncovered` is
    called when a screen that was locked or blank can be seen again.
    """

    on_press: Callable[[Press], object] = _ignore
    on_dismiss: Callable[[Dismissal], None] = _ignore
    on_ready: Callable[[], None] = _ignore_event
    on_late: Callable[[str, Delivery], None] = _ignore_late
    on_uncovered: Callable[[], None] = _ignore_event


@dataclass(frozen=True, slots=True)
class Probe:
    """What stands behind a notifier now, for status output: whether it could show a message, and that in words.

    `server` is the notification server, where there is one that answers; `quiet` whether its do-not-disturb is on and
    `covered` whether the screen is locked or blank, both None where nobody says.
    """

    notifier: str
    ready: bool
    words: str
    server: Introduction | None = None
    quiet: bool | None = None
    covered: bool | None = None


class Notifier(Protocol):
    """A way of telling the person something. Nothing it does raises: what goes wrong is in the `Delivery`."""

    @property
    def name(self) -> str:
        """The word for it in settings and logs: "dbus", "plyer", "console", "none"."""

    async def send(self, message: Message, *, reminder_id: str, replaces: Delivery | None = None) -> Delivery:
        """Shows the message, in place of the open bubble of its key.

        `replaces` is the stored delivery of the key's last reminder; it matters after a restart of the program and is
        ignored when it belongs to another life of the server.
        """

    async def needs_number(self, key: str) -> bool:
        """Whether the key's next bubble could be found again only by a number that nobody knows yet."""

    async def reserve(self, key: str, *, last: Delivery | None = None) -> Delivery | None:
        """The server and the number under which the key's next message will stand, to be written down before it is
        sent: whoever is killed after sending finds the bubble again. None where that needs no number, or none is to be
        had now. `last` as `replaces` of `send`.
        """

    async def withdraw(self, key: str, *, last: Delivery | None = None) -> None:
        """Closes the open bubble of a key, if there is one; `last` as `replaces` of `send`."""

    async def probe(self) -> Probe:
        """What a status line says of it."""

    async def close(self) -> None:
        """Lets go of everything. Open bubbles stay where they are."""
