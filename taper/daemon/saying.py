"""How is a bubble said? Claim (commit), send, record (commit), for all the plans that it speaks of at once.

Killed anywhere between, the next look says it again, under the key that was claimed, so that the server shows it in
place of what it had; a server that would not find that by the key has given a number for it beforehand. Of a dose never
two bubbles stand: what it stood in before is closed first, and what else stood there is said again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from uuid import uuid4

from taper.app.exposing import left_over_json
from taper.core.announce import Kind
from taper.core.asking import Stage
from taper.core.groupnotice import MOST_ANSWERED_AT_ONCE, Part, loudest, word_together
from taper.core.notice import word
from taper.core.record import Outcome, Reminder
from taper.core.together import Bond, Chorus
from taper.daemon.listening import STANDING, Heard, Look, named_amount, said_again, standing_bubbles
from taper.notify.port import ALL_BUTTONS, Button, Delivery, Message, Tone, Urgency


async def say(look: Look, chorus: Chorus, everyone: Sequence[Heard]) -> bool:
    """Says what a chorus has to say. False when the notifier said no: it is said again at the next look."""
    store, parts = look.desk.store, _parts(look, chorus, everyone)
    theirs = [heard for heard in everyone if heard.kept.id in {part.kept.id for part in parts}]
    key = _key_of(chorus, theirs)
    message = _message(look, parts, chorus.bond, key=key)
    closed = {key, *[one.bubble_key for one in _elsewhere(theirs, key)]} if chorus.doses else {key}
    for former in _elsewhere(theirs, key) if chorus.doses else ():
        await look.notifier.withdraw(former.bubble_key, last=delivery_of(former))
    held = await look.notifier.reserve(key, last=_last(everyone, key))
    reminders = _claimed(look, parts, key, held)
    store.claim(reminders, replacing=_replaced(everyone, parts, key=key, closed=closed))
    replaces = held or _last(everyone, key)
    delivery = await look.notifier.send(message, reminder_id=reminders[0].bubble_id, replaces=replaces)
    _record(look, reminders, delivery)
    for part in parts:
        look.journal.note(part.saying.lead.value, plan=part.kept.id, outcome=delivery.outcome.value)
    return delivery.outcome is not Outcome.FAILED


def delivery_of(reminder: Reminder | None) -> Delivery | None:
    """What is stored of how a reminder was delivered."""
    return None if reminder is None else Delivery(reminder.outcome, reminder.server, reminder.server_id)


def _parts(look: Look, chorus: Chorus, everyone: Sequence[Heard]) -> list[Part]:
    by_plan = {heard.kept.id: heard for heard in everyone}
    found = []
    for voice in chorus.voices:
        heard = by_plan[voice.kept.id]
        is_news = voice.saying is not None or voice.is_lost
        found.append(Part(voice.kept, voice.saying or said_again(look, heard), heard.guard, is_news))
    return found


def _key_of(chorus: Chorus, theirs: Sequence[Heard]) -> str:
    """Under which key it is said: that of a bubble which may stand with a number nobody learned, so that the server
    replaces it; else the id of the first plan.
    """
    first = chorus.voices[0].kept
    if chorus.bond is Bond.NOTICES:
        return f"notices {hashlib.sha256(first.plan.person.encode()).hexdigest()[:8]}"
    newest = [heard.reminders[-1] for heard in theirs if heard.reminders and chorus.doses]
    return next((one.bubble_key for one in newest if one.dose is not None and _is_in_doubt(one)), first.id)


def _is_in_doubt(reminder: Reminder) -> bool:
    return reminder.outcome in (Outcome.CLAIMED, Outcome.ATTEMPTED) and reminder.server_id is None


def _elsewhere(theirs: Sequence[Heard], key: str) -> list[Reminder]:
    """The bubbles under other keys in which doses of these plans stand."""
    return [one for heard in theirs for one in standing_bubbles(heard.reminders) if one.bubble_key != key]


def _replaced(everyone: Sequence[Heard], parts: Sequence[Part], *, key: str, closed: set[str]) -> Iterator[Reminder]:
    """The reminders whose bubble goes: those under a key that is closed, and those of other plans under this one."""
    speaking = {part.kept.id for part in parts}
    for heard in everyone:
        for reminder in heard.reminders:
            goes = reminder.bubble_key in closed and (reminder.bubble_key != key or heard.kept.id not in speaking)
            if goes and reminder.outcome in STANDING and reminder.dose is not None:
                yield reminder


def _claimed(look: Look, parts: Sequence[Part], key: str, held: Delivery | None) -> list[Reminder]:
    ids = [part.saying.retry_of or uuid4().hex for part in parts]
    doses = sum(part.saying.dose is not None for part in parts)
    return [
        Reminder(
            id=reminder_id,
            plan_id=part.kept.id,
            items=tuple(item.id for item in part.saying.items),
            claimed_at=look.now,
            dose=part.saying.dose.dose.id if part.saying.dose else None,
            bubble=ids[0],
            key=key,
            server=held.server if held else None,
            server_id=held.server_id if held else None,
            doses=doses,
            amount=named_amount(part.kept, part.saying.dose.dose) if part.saying.dose else None,
        )
        for reminder_id, part in zip(ids, parts, strict=True)
    ]


def _last(everyone: Sequence[Heard], key: str) -> Delivery | None:
    """The delivery of the newest reminder under a key whose number is known."""
    numbered = [one for heard in everyone for one in heard.reminders if one.bubble_key == key and one.server_id]
    return delivery_of(max(numbered, key=lambda one: one.claimed_at, default=None))


def _record(look: Look, reminders: Sequence[Reminder], delivery: Delivery) -> None:
    """Writes down how it fared. Each by itself: what cannot be written now is remembered, and where this is cut off in
    between, the whole is said again.
    """
    for reminder in reminders:
        look.desk.store.settle(
            reminder.id,
            outcome=delivery.outcome,
            outcome_at=look.desk.now(),
            server=delivery.server,
            server_id=delivery.server_id,
        )


def _message(look: Look, parts: Sequence[Part], bond: Bond, *, key: str) -> Message:
    asking = [part for part in parts if part.saying.dose is not None]
    alone = parts[0] if len(parts) == 1 else None
    if alone is not None:
        wording = word(alone.saying, alone.kept, now=look.now, manner=look.manner, guard=alone.guard)
    else:
        wording = word_together(parts, bond, now=look.now, manner=look.manner)
    is_call = alone is not None and alone.saying.lead is Kind.TOO_SUDDEN
    return Message(
        key=key,
        title=wording.title,
        body="\n".join([wording.body, *_left_over(look, parts)]),
        is_dose=bool(asking),
        urgency=Urgency.CRITICAL if asking or is_call else Urgency.NORMAL,
        buttons=_buttons(asking, bond),
        label=alone.kept.label if alone is not None else None,
        tone=_tone(look, asking),
    )


def _left_over(look: Look, parts: Sequence[Part]) -> Iterator[str]:
    for part in parts:
        if any(item.kind is Kind.STOPPED for item in part.saying.items):
            left = left_over_json(look.desk, part.kept, now=look.now)
            if left:
                yield str(left["text"])


def _buttons(asking: Sequence[Part], bond: Bond) -> tuple[Button, ...]:
    if len(asking) < 2:
        return ALL_BUTTONS if asking else ()
    if bond is Bond.SAME_TIME and len(asking) <= MOST_ANSWERED_AT_ONCE:
        return (Button.ALL_TAKEN, Button.SNOOZE)
    return (Button.SNOOZE,)


def _tone(look: Look, asking: Sequence[Part]) -> Tone:
    """As loud as what is new in it. What is said again in the quiet hours, to stay true, disturbs nobody."""
    news = loudest(part.saying for part in asking if part.is_news)
    stage = news or loudest(part.saying for part in asking)
    if news is Stage.LAST:
        return Tone.LAST
    is_night = news is not Stage.FIRST and any(_is_quiet(look, part) for part in asking)
    return Tone.QUIET if stage is Stage.QUIET or is_night else Tone.USUAL


def _is_quiet(look: Look, part: Part) -> bool:
    quiet = look.desk.settings.of_plan(part.kept.id).quiet
    return quiet is not None and quiet.ends_at(look.now, zone=part.kept.plan.zone) is not None
