"""Keeps what the person notes of how it goes, and names the signs that cited sources know of.

A note is always kept; what a source says of it is said beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from taper.app.answers import Json, finding_json, finding_words
from taper.app.arguments import Arguments, UsageError, ask, lies_ahead, read_instant, read_time
from taper.app.choosing import chosen_plan, chosen_plans, manner
from taper.app.desk import Desk
from taper.core.errors import NotFound
from taper.core.facts import Facts
from taper.core.localtime import local, local_date, moment
from taper.core.notes import (
    MOST_SEVERE,
    Note,
    Sign,
    kinds_of,
    named_by,
    note_findings,
    signs_of,
    standing_notes,
)
from taper.core.notice import Manner, plan_name
from taper.core.record import KeptPlan
from taper.core.visible import clean
from taper.core.words import clock_time, short_date
from taper.facts import find

_OF_INTAKES: Json = {"intake": None, "dose": None, "answer": None, "amount": None, "note": None}
"""What every other entry of the log has, and a note has not."""


def note(desk: Desk, arguments: Arguments) -> Json:
    """Keeps a note ("words") of a plan, and says what cited sources say of such a sign; an urgent one comes first.

    The same request (the same "note_id") arriving again changes nothing and is answered alike. Raises NotFound, and
    Unanswered where several plans could be meant.
    """
    note_id = arguments.needed("note_id")
    with desk.store.transaction():
        known = next((one for one in desk.store.notes() if one.id == note_id), None)
        kept, said = _said_now(desk, arguments) if known is None else (desk.store.kept_plan(known.plan_id), known)
        desk.store.record_note(said)
    if said.undoes is not None:
        raise UsageError("note_id: found the id of another request, expected one of its own")
    signs = signs_of(find(desk.facts_for_records(), kept.plan.medicine))
    found = [*note_findings(named_by(said.words, signs))]
    return {
        "recorded": note_json(kept, said, signs),
        "text": f"Recorded: {note_sentence(said, name=plan_name(kept, manner(desk)), zone=kept.plan.zone)}.",
        "warnings": [finding_words(finding) for finding in found],
        "findings": [finding_json(finding) for finding in found],
    }


def _said_now(desk: Desk, arguments: Arguments) -> tuple[KeptPlan, Note]:
    kept, now, severity = chosen_plan(desk, arguments.text("plan")), desk.now(), arguments.number("severity")
    words = arguments.text("words")
    if not words or not clean(words).strip():
        raise ask('What is to be noted? Write it behind the command, as in: taper note "headache"', where="note")
    if severity is not None and not 0 <= severity <= MOST_SEVERE:
        raise UsageError(f"severity: found {severity}, expected a whole number from 0 to {MOST_SEVERE}")
    said_at = arguments.text("at")
    happened_at = now if said_at is None else _happened_at(said_at, zone=kept.plan.zone, now=now)
    for_provider = arguments.flag("for_provider")
    return kept, Note(arguments.needed("note_id"), kept.id, words, happened_at, now, severity, for_provider)


def _happened_at(text: str, *, zone: str, now: datetime) -> datetime:
    """An instant, or a wall-clock time of today that has passed. Raises Unanswered."""
    if "T" in text:
        return read_instant(text, now=now)
    today, wall = local_date(now, zone=zone), read_time(text, where="--at")
    at = moment(today, wall, zone=zone).at
    if at > now:
        raise lies_ahead(text, wall, today=today, zone=zone)
    return at


def take_back_note(desk: Desk, arguments: Arguments) -> Json:
    """Takes back the last note (of a plan), or the one of the id "record": it stays in the log, marked as taken back.

    Raises NotFound.
    """
    note_id, name = arguments.needed("note_id"), arguments.text("plan")
    with desk.store.transaction():
        notes = desk.store.notes(None if name is None else chosen_plan(desk, name).id)
        known = next((one for one in notes if one.id == note_id), None)
        last = _undone_by(notes, known) if known is not None else _meant(notes, arguments.text("record"))
        if known is None:
            now = desk.now()
            desk.store.record_note(Note(note_id, last.plan_id, "", now, now, undoes=last.id))
        kept = desk.store.kept_plan(last.plan_id)
    signs = signs_of(find(desk.facts_for_records(), kept.plan.medicine))
    text = f"Taken back: {note_sentence(last, name=plan_name(kept, manner(desk)), zone=kept.plan.zone)}."
    return {"undone": note_json(kept, last, signs), "text": text}


def _meant(notes: Iterable[Note], record: str | None) -> Note:
    still_standing = standing_notes(notes)
    if record is not None:
        named = next((one for one in still_standing if one.id == record), None)
        if named is None:
            raise NotFound("That note was taken back already, or there is none of that id.")
        return named
    if not still_standing:
        raise NotFound("Nothing is noted, so there is nothing to take back.")
    return still_standing[-1]


def _undone_by(notes: Iterable[Note], undoing: Note) -> Note:
    """What a record has taken back. Raises UsageError when it has taken back nothing."""
    undone = next((one for one in notes if one.id == undoing.undoes), None)
    if undone is None:
        raise UsageError("note_id: found the id of another request, expected one of its own")
    return undone


def signs(desk: Desk, arguments: Arguments) -> list[Json]:
    """The signs that cited sources name for the medicine of a plan, or of every active one; each with its source."""
    facts = desk.facts_for_records()
    return [
        {"plan": kept.id, "label": kept.label, "medicine": kept.plan.medicine, "signs": _signs_json(facts, kept)}
        for kept in chosen_plans(desk, arguments.text("plan"))
    ]


def _signs_json(facts: Iterable[Facts], kept: KeptPlan) -> list[Json]:
    return [_sign_json(sign) for sign in signs_of(find(facts, kept.plan.medicine))]


def _sign_json(sign: Sign) -> Json:
    """One sign with the whole statement that names it."""
    return {
        "words": sign.words,
        "kind": sign.kind.value,
        "about": sign.about,
        "urgent": sign.urgent,
        "text": sign.text,
        "source": sign.source,
    }


def note_json(kept: KeptPlan, said: Note, signs: Iterable[Sign]) -> Json:
    """One note; "is" says what kind of sign cited sources know its words as, or ["words"]."""
    zone = kept.plan.zone
    named = named_by(said.words, signs)
    return {
        "kind": "note",
        "id": said.id,
        "plan": kept.id,
        "label": kept.label,
        "words": said.words,
        "is": list(kinds_of(named)),
        "urgent": any(sign.urgent for sign in named),
        "severity": said.severity,
        "for_provider": said.for_provider,
        "happened_at": local(said.happened_at, zone=zone).isoformat(),
        "recorded_at": local(said.recorded_at, zone=zone).isoformat(),
    }


def note_entries(desk: Desk, kept: KeptPlan, speaking: Manner, *, since: datetime) -> Iterator[tuple[datetime, Json]]:
    """For the log: each note, and whether it was taken back."""
    notes = desk.store.notes(kept.id)
    if not notes:
        return
    signs = signs_of(find(desk.facts_for_records(), kept.plan.medicine))
    standing = {one.id for one in standing_notes(notes)}
    for said in notes:
        if said.undoes is None and said.recorded_at >= since:
            day = (local_date(said.happened_at, zone=kept.plan.zone) - kept.plan.starts_on).days + 1
            text = note_sentence(said, name=plan_name(kept, speaking), zone=kept.plan.zone)
            beside = _OF_INTAKES | {"marks": [], "undone": said.id not in standing, "text": text, "day": day}
            yield said.recorded_at, note_json(kept, said, signs) | beside


def notes_standing(desk: Desk, kept: KeptPlan) -> int:
    """How many notes of a plan were not taken back."""
    return len(standing_notes(desk.store.notes(kept.id)))


def note_sentence(said: Note, *, name: str, zone: str) -> str:
    """ "plan A, noted Fri 18 Dec 21:40: headache; severity 2 of 10; for the provider"."""
    there = local(said.happened_at, zone=zone)
    return f"{name}, noted {short_date(there.date())} {clock_time(there.time())}: {note_words(said)}"


def note_words(said: Note) -> str:
    """ "headache; severity 2 of 10; for the provider"."""
    words = [
        " ".join(said.words.split()).rstrip("."),
        *([] if said.severity is None else [f"severity {said.severity} of {MOST_SEVERE}"]),
        *(["for the provider"] if said.for_provider else []),
    ]
    return "; ".join(words)
