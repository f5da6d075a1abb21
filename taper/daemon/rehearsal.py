"""Would a reminder be seen, and a pressed button be heard? A test reminder that one can press, and no record of it."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from taper.app.arguments import UsageError
from taper.core import sentences as say
from taper.core.record import Outcome
from taper.notify.choose import OFF, SWITCHED_OFF, NoNotifier, choose
from taper.notify.port import ALL_BUTTONS, Callbacks, Delivery, Dismissal, Message, Notifier, Press, Probe
from taper.notify.probejson import probe_json

SECONDS = 30
"""How long a test reminder waits to be pressed, if nothing else is said."""

MOST_SECONDS = 300

_KEY = "test"
_MARK = "test-"
_GRACE_SECONDS = 0.3  # a server may tell of the closing before the press that caused it


@dataclass(slots=True)
class _Answer:
    """What came back of one test reminder so far."""

    pressed: str | None = None
    closed: bool = False
    place: tuple[str | None, int | None] | None = None
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self, dismissal: Dismissal) -> None:
        """Hears of a bubble that was closed; of this one it is an end of the waiting."""
        if self.place == (dismissal.server, dismissal.server_id):
            self.closed = dismissal.by_person
            self.came.set()


class Rehearsals:
    """The test reminders that wait to be pressed."""

    def __init__(self) -> None:
        self._waiting: dict[str, _Answer] = {}
        self._closed: list[Dismissal] = []

    async def play(self, notifier: Notifier, arguments: Mapping[str, object]) -> dict[str, object]:
        """Shows a test reminder and waits `seconds` for its answer; what came of it. Raises UsageError."""
        seconds = _seconds(arguments)
        probe = await notifier.probe()
        reminder_id, answer = f"{_MARK}{uuid4().hex}", _Answer()
        self._waiting[reminder_id] = answer
        try:
            delivery = await notifier.send(_message(probe), reminder_id=reminder_id)
            answer.place = delivery.server, delivery.server_id
            for early in self._closed:
                answer.take(early)
            if delivery.outcome is not Outcome.FAILED and _has_buttons(probe):
                await _wait(answer, seconds)
                await notifier.withdraw(_KEY, last=delivery)
        finally:
            del self._waiting[reminder_id]
            self._closed = self._closed if self._waiting else []
        return _json(probe, delivery, answer, seconds)

    def take_press(self, press: Press) -> bool:
        """Whether the press was on a test reminder, be it an old one: then it is no answer of a dose."""
        answer = self._waiting.get(press.reminder_id)
        if answer is not None:
            answer.pressed = press.button.value
            answer.came.set()
        return press.reminder_id.startswith(_MARK)

    def take_dismissal(self, dismissal: Dismissal) -> None:
        """Hears that a bubble was closed; it may be one whose number `send` has not told yet."""
        if self._waiting:
            self._closed.append(dismissal)
        for answer in self._waiting.values():
            answer.take(dismissal)


async def rehearse_alone(wanted: str, arguments: Mapping[str, object]) -> dict[str, object]:
    """The same without a daemon, by the notifier that is `wanted` of the settings. Raises UsageError."""
    rehearsals = Rehearsals()
    if wanted == SWITCHED_OFF:
        return await rehearsals.play(NoNotifier(OFF), arguments)
    heard = Callbacks(on_press=rehearsals.take_press, on_dismiss=rehearsals.take_dismissal)
    notifier = await choose(wanted, callbacks=heard, stream=sys.stderr, instance="taper-test")
    try:
        return await rehearsals.play(notifier, arguments)
    finally:
        await notifier.close()


async def _wait(answer: _Answer, seconds: int) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(answer.came.wait(), seconds)
        if answer.pressed is None:
            await asyncio.sleep(_GRACE_SECONDS)


def _seconds(arguments: Mapping[str, object]) -> int:
    seconds = arguments.get("seconds", SECONDS)
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 1 <= seconds <= MOST_SECONDS:
        raise UsageError(f'"seconds" is a whole number from 1 to {MOST_SECONDS}')
    return seconds


def _has_buttons(probe: Probe) -> bool:
    return probe.server is not None and probe.server.buttons


def _message(probe: Probe) -> Message:
    """As a dose is shown, so that the test tells of doses; on a server without buttons none is promised."""
    buttons = _has_buttons(probe)
    body = say.TEST_PRESS if buttons else say.TEST_WITHOUT_BUTTONS
    return Message(_KEY, say.TEST, body, is_dose=True, buttons=ALL_BUTTONS if buttons else ())


def _json(probe: Probe, delivery: Delivery, answer: _Answer, seconds: int) -> dict[str, object]:
    return {
        "outcome": delivery.outcome.value,
        "why": delivery.why,
        "buttons": _has_buttons(probe),
        "pressed": answer.pressed,
        "closed": answer.closed,
        "seconds": seconds,
        "notification": probe_json(probe),
    }
