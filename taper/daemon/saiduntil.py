"""Since when is everything said? The store's note of it, which a clock that stood elsewhere must not use up."""

from __future__ import annotations

from datetime import datetime, timedelta

from taper.store import Store

SAID_UNTIL = "said_until"
"""The store's note of the last look after which nothing was left unsaid."""

LONGEST_ABSENCE = timedelta(days=400)
"""Doses that fell due longer ago are left alone."""

MARGIN = timedelta(days=3)
"""How far before that note a look reaches back, for intakes undone and clocks put back."""

_NOTE_EVERY = timedelta(hours=1)


def look_since(store: Store, now: datetime) -> datetime:
    """From when on doses are looked at: some days before the note.

    As far back as it goes where there is none, and where it was written by a clock that stood ahead: what is said
    already is known from the reminders.
    """
    noted = said_until(store)
    if noted is None or noted > now:
        return now - LONGEST_ABSENCE
    return max(now - LONGEST_ABSENCE, noted - MARGIN)


def said_until(store: Store) -> datetime | None:
    """The note; None where there is none that can be read."""
    try:
        noted = datetime.fromisoformat(store.meta(SAID_UNTIL) or "")
    except ValueError:
        return None
    return noted if noted.tzinfo else None


def note_said(store: Store, now: datetime) -> None:
    """Moves the note, no more often than needed: each time is a write to the disk."""
    noted = said_until(store)
    if noted is None or noted > now or now - noted >= _NOTE_EVERY:
        store.set_meta(SAID_UNTIL, now.isoformat())
