"""The page "Add a plan": does what was read of the paper's words match the paper, and may it be kept?

Reading stores nothing. A plan is kept by one press alone, and only where the reading is still the one that was shown.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse, Response

from taper.app.answering import choices_of
from taper.app.answers import questions_of
from taper.client import RefusedError
from taper.clock import clock_from, machine_zone
from taper.core.errors import Question
from taper.core.form import to_form
from taper.core.localtime import local_date
from taper.core.missedphrase import PHRASES
from taper.core.plan import Split
from taper.core.words import capitalised
from taper.web.addresses import plan_address
from taper.web.answers import Answer, is_form_id
from taper.web.entry import Asked, Entry, Read, Reading, answer_in, entry_of, read_entry
from taper.web.plans import reading
from taper.web.visit import FORM_ID, SAID, Visit
from taper.wording.readings import EXAMPLE, day_words, title_parts

Json = dict[str, Any]

_DAYS = {"today": 0, "tomorrow": 1}
_MOST_DAYS = 92
"""A plan of at most so many days is written out day by day."""

CHANGED_SINCE = "This is not the reading you looked at: something has changed since. Nothing was stored. Look again."

_FIELDS = {
    "--strength": "“Tablets on hand”",
    "--start": "“Day 1”",
    "--split": "“May the tablets be split?”",
    "--zone": "“Zone”",
    "--label": "“Label”",
    "--for": "“For whom”",
    "--missed": "“If a dose is missed”",
}
"""The fields of the page by the options of `taper add`, which questions speak of."""

_TYPED_OPTIONS = ("strength", "label")
"""The options that a question may be answered with in words where it is not about the text."""

_OPTION = re.compile("|".join(_FIELDS))
_SPLITS = {"half": "They may be halved", "quarter": "They may be quartered", "none": "They may not be split"}


def page(visit: Visit) -> Response:
    """The empty form."""
    return _show(visit, Entry(), None)


def read(visit: Visit) -> Response:
    """What the fields read as, after an answer to a question where the form has one. Stores nothing."""
    entry = entry_of(visit.form)
    found = _read(visit, entry)
    if isinstance(found, Read) and visit.form["day"] in _DAYS:
        today = local_date(clock_from(os.environ).now(), zone=found.plan.zone)
        entry = replace(entry, start=(today + timedelta(days=_DAYS[visit.form["day"]])).isoformat())
        return _show(visit, entry, _read(visit, entry))
    if not isinstance(found, Asked):
        return _show(visit, entry, found)
    answered = answer_in(entry, found, visit.form)
    return _show(visit, answered.entry, _read(visit, answered.entry), why=answered.why)


def keep(visit: Visit) -> Response:
    """Keeps the plan that was shown, and leads to its page. Where it reads otherwise by now, that is shown instead."""
    entry, form_id = entry_of(visit.form), visit.form[FORM_ID]
    found = _read(visit, entry)
    if not (isinstance(found, Read) and found.may_be_kept and is_form_id(form_id)):
        return _show(visit, entry, found)
    if visit.form["digest"] != found.digest and not _is_kept(visit, form_id):
        return _show(visit, entry, found, why=CHANGED_SINCE)
    try:
        kept = _keep(visit, entry, found, plan_id=form_id)
    except RefusedError as refused:
        questions = questions_of(refused.error)
        return _show(visit, entry, Asked(questions) if questions else found, why="" if questions else str(refused))
    visit.house.answers.once(form_id, lambda: Answer(kept["text"], is_done=True))
    return RedirectResponse(f"{plan_address(kept | {'state': 'active'})}?{urlencode({SAID: form_id})}", status_code=303)


def _is_kept(visit: Visit, form_id: str) -> bool:
    """Whether this very form has kept its plan: sent again, it leads to it again."""
    known = visit.house.answers.get(form_id)
    return known is not None and known.is_done


def _keep(visit: Visit, entry: Entry, found: Read, *, plan_id: str) -> Json:
    items = {one["item"] for one in found.before["tell"]}
    kept: Json = visit.ask(
        "add",
        form=to_form(found.plan),
        approved_by=entry.approved_by or None,
        also=entry.also,
        taken=[dose["dose"] for dose in found.earlier if dose["dose"] in entry.taken],
        told=[words for words in entry.told if words.rpartition("=")[0] in items],
        plan_id=plan_id,
    )
    return kept


def _read(visit: Visit, entry: Entry) -> Reading:
    now = clock_from(os.environ).now()
    return read_entry(entry, paths=visit.house.paths, now=now, machine_zone=machine_zone(), ask=visit.ask)


def _show(visit: Visit, entry: Entry, found: Reading, *, why: str = "") -> Response:
    return visit.show(
        "add.html",
        title="Add a plan",
        entry=entry,
        why=why,
        asked=_asked(found, entry) if isinstance(found, Asked) else None,
        found=found if isinstance(found, Read) else None,
        reading=reading(found.shown) | {"title": [*title_parts(found.shown)]} if isinstance(found, Read) else None,
        days=_days(found.shown["days"]) if isinstance(found, Read) else (),
        splits=[(split.value, _SPLITS[split.value]) for split in Split],
        missed=PHRASES,
        example=EXAMPLE,
    )


def _days(days: list[Json]) -> list[tuple[int, str, str]]:
    """Each day's number, date and doses, where there are not too many."""
    return [(day["day"], day["date"], day_words(day)) for day in days] if len(days) <= _MOST_DAYS else []


def _asked(asked: Asked, entry: Entry) -> Json:
    """The questions as the page shows them."""
    questions = [_question(place, question, asked.text, entry) for place, question in enumerate(asked.questions)]
    return {"digest": asked.digest, "questions": questions}


def _question(place: int, question: Question, text: str, entry: Entry) -> Json:
    choices = choices_of(question)
    picks = [(*_field(choice, f"{place}:{number}"), _button(choice)) for number, choice in enumerate(choices)]
    hints = [_in_fields(choice) for choice in question.choices if choice not in choices]
    hints += [f"Fill in {_FIELDS[choice.split()[0]]} above." for choice in choices if _is_to_fill_in(choice)]
    return {
        "text": _in_fields(question.text),
        "why": _in_fields(question.why),
        "where": "" if question.span and text else question.where if not question.where.startswith("--") else "",
        "parts": _parts(question, text),
        "picks": [pick for pick in picks if pick[2]],
        "hints": hints,
        "example": question.example.removeprefix("Write it like: "),
        "is_typed": text == entry.text or question.where.removeprefix("--") in _TYPED_OPTIONS,
        "follows": question.follows,
    }


def _parts(question: Question, text: str) -> tuple[str, str, str] | None:
    """The text before the place that is asked about, the words there, and what is behind them."""
    if question.span is None or not text:
        return None
    return text[: question.span.start], text[question.span.start : question.span.end], text[question.span.end :]


def _is_to_fill_in(choice: str) -> bool:
    """Whether a choice names an option whose value is still to be said."""
    option, _, value = choice.partition(" ")
    return option in _FIELDS and (not value or value.isupper())


def _field(choice: str, press: str) -> tuple[str, str]:
    """What a choice's button sends: the choice itself, or where the store asked, the box that says so."""
    return ("also", "yes") if choice.startswith("--also") else ("choice", press)


def _button(choice: str) -> str:
    """The words on a choice's button; empty where it is to be filled in instead."""
    if _is_to_fill_in(choice):
        return ""
    option, _, value = choice.partition(" ")
    match option:
        case "--also:":
            return capitalised(value)
        case "--split":
            return _SPLITS.get(value, value)
        case "--start":
            return f"Day 1 is {value}"
    return choice


def _in_fields(text: str) -> str:
    """A text in which the options of the command are the fields of the page."""
    return _OPTION.sub(lambda found: _FIELDS[found[0]], text)
