"""Everything that is kept, as one document, and a document back into an empty store.

The settings are no part of it: they are a file of their own, and belong to a machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from taper.app.answers import Json
from taper.app.arguments import ask
from taper.app.desk import Desk
from taper.core.words import counted, joined
from taper.store.migrate import VERSIONS
from taper.store.whole import STORE_VERSION, checked_content

FORMAT = "taper-everything"
VERSION = 1
"""The version of the document: raised when one that an older taper reads would mean something else."""

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

_COUNTED = {
    "plan": "plan",
    "intake": "record of a dose",
    "note": "note",
    "checked_in": "answer to a check-in",
    "reminder": "reminder",
}
_PLURALS = {"record of a dose": "records of doses", "answer to a check-in": "answers to check-ins"}


def everything(desk: Desk) -> Json:
    """The whole store as one JSON value; `bring_in` reads it back."""
    return {"format": FORMAT, "version": VERSION, "tables_version": STORE_VERSION, "tables": desk.store.content()}


def bring_in(desk: Desk, document: object) -> Json:
    """Puts such a document into a store without plans, all of it or nothing; the ids stay.

    Where everything in it is there already, nothing is stored. Raises Unanswered where other plans are there, and for
    what is no such document or comes from a newer taper.
    """
    content = checked_content(_tables_of(document))
    with desk.store.transaction():
        here = desk.store.content()
        if not here["plan"]:
            desk.store.fill(content)
            return {"already": False, "text": _brought_in(content), "counts": _counts(content)}
        if not _holds(here, content):
            raise ask(
                "There are plans in the store that the file does not have, or records of them that differ. Two stores "
                "are never mixed. Nothing was stored.",
                choices=("TAPER_HOME=FOLDER taper import FILE: into another, empty place",),
                why="Plans or records that are there twice would remind twice, or of what was changed since.",
            )
    return {"already": True, "text": "Everything in the file is here already; nothing was stored.", "counts": {}}


def _tables_of(document: object) -> object:
    """The tables of a document that this program can read. Raises Unanswered."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise ask(
            f'This is no file of taper export all: it does not say "format": "{FORMAT}". A plan file or an order is '
            "read by taper add --file. Nothing was stored.",
            where="format",
        )
    version, tables_version = document.get("version"), document.get("tables_version")
    if version != VERSION or tables_version not in VERSIONS:
        found = f"version {version!r:.20}, tables {tables_version!r:.20}"
        raise ask(
            f"This file is of {found}; this taper reads version {VERSION}, tables up to {STORE_VERSION!r}. Was it "
            "written by a newer taper? Install that one first. Nothing was stored.",
            where="version",
        )
    return document.get("tables")


def _holds(here: Tables, content: Tables) -> bool:
    """Whether every record of a content is in the store."""
    known = {name: {_as_text(one) for one in listed} for name, listed in here.items()}
    return all(_as_text(one) in known.get(name, ()) for name, listed in content.items() for one in listed)


def _as_text(record: Mapping[str, Any]) -> str:
    return json.dumps(record, sort_keys=True)


def _counts(content: Tables) -> dict[str, int]:
    return {name: len(listed) for name, listed in content.items()}


def _brought_in(content: Tables) -> str:
    """ "Stored: 2 plans, 14 records of doses and 1 note. To take it back: taper delete A, taper delete B."."""
    said = joined([*_said(content)])
    labels = [f"taper delete {label}" for label in _labels(content)]
    return f"Stored: {said}. To take it back: {', '.join(labels)}." if labels else "There was nothing in the file."


def _said(content: Tables) -> Iterator[str]:
    for name, noun in _COUNTED.items():
        count = len(content.get(name, ()))
        if count or name == "plan":
            yield f"{count:,} {_PLURALS[noun]}" if count != 1 and noun in _PLURALS else counted(count, noun)


def _labels(content: Tables) -> Iterator[str]:
    """What each plan is called by its newest version; its id where that name is not its own."""
    newest = {one["plan_id"]: one["content"].get("label") for one in sorted(content["plan_version"], key=_number)}
    names = list(newest.values())
    for plan_id, label in newest.items():
        yield plan_id if not label or names.count(label) > 1 or " " in label else label


def _number(version: Mapping[str, Any]) -> int:
    return int(version["number"])
