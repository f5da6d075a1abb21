"""What did the person fill in to add a plan, and what does it read as: a plan, or questions?

Reading stores nothing. A reading carries a digest of everything that is shown of it, so that what is confirmed is what
was shown.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from taper.app.adding import untracked_today
from taper.app.answering import Changed, Flagged, NoAnswer, Outcome, answered, choices_of
from taper.app.answers import question_json, questions_of
from taper.app.drafting import strengths_named
from taper.app.preview import explained_json
from taper.app.reading import Source, read_source
from taper.app.writtenout import written_out
from taper.client import RefusedError
from taper.core.errors import Question, Unanswered
from taper.core.form import to_form
from taper.core.localtime import local
from taper.core.plan import Plan
from taper.core.words import clock_time
from taper.settings import Paths, read_settings
from taper.web.guard import Form

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """The fields of the form, as typed. `also`: it may stand beside another plan of the same medicine."""

    text: str = ""
    strengths: str = ""
    split: str = "none"
    start: str = ""
    hour: str = ""
    zone: str = ""
    person: str = ""
    label: str = ""
    missed: str = ""
    approved_by: str = ""
    also: bool = False
    taken: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def source(self) -> Source:
        """The same as a command would have it."""
        start = f"{self.start}T{self.hour}" if self.start and self.hour else self.start
        return Source(
            text=self.text,
            start=start or None,
            zone=self.zone or None,
            strengths=tuple(one for line in self.strengths.splitlines() for one in strengths_named(line)),
            split=self.split or "none",
            person=self.person or None,
            label=self.label or None,
            missed=self.missed or None,
        )

    def with_source(self, source: Source) -> Entry:
        """The fields as an answer has changed them."""
        start, _, hour = (source.start or "").partition("T")
        return replace(
            self,
            text=source.text or "",
            strengths="\n".join(source.strengths),
            split=source.split,
            start=start,
            hour=hour,
            zone=source.zone or "",
            person=source.person or "",
            label=source.label or "",
        )


_TEXTS = ("text", "strengths", "split", "start", "hour", "zone", "person", "label", "missed", "approved_by")


def entry_of(form: Form) -> Entry:
    """The fields of a form that was sent."""
    texts = {name: form[name].strip() for name in _TEXTS}
    told = tuple(words for words in form.all("told") if words)
    return Entry(**texts, also=form["also"] == "yes", taken=tuple(form.all("taken")), told=told)


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that stand open; `text` is what was read, where they are about a text."""

    questions: tuple[Question, ...]
    text: str = ""

    @property
    def digest(self) -> str:
        """Names these very questions: an answer to others counts for nothing."""
        return _digest([question_json(question, text=self.text) for question in self.questions])


@dataclass(frozen=True, slots=True)
class Read:
    """What was read. `before` is what is to be said before it is kept; `earlier` today's doses that were due by now."""

    plan: Plan
    shown: Json
    before: Json
    earlier: tuple[Json, ...]
    explained: tuple[Json, ...]
    start_is_said: bool
    at: str

    @property
    def digest(self) -> str:
        """Names everything that is shown: the plan, its findings, what is to be told, and what is asked of today."""
        return _digest([to_form(self.plan), self.shown, self.before, [dose["dose"] for dose in self.earlier]])

    @property
    def may_be_kept(self) -> bool:
        """Whether nothing stands in the way of the person's yes."""
        return self.start_is_said and not self.before["refused"]


Reading = Read | Asked | None


def _digest(value: object) -> str:
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


Ask = Callable[..., Any]


def read_entry(entry: Entry, *, paths: Paths, now: datetime, machine_zone: str, ask: Ask) -> Reading:
    """What the fields read as; None where there is no text. `ask` does an operation."""
    if not entry.text:
        return None
    try:
        return _read(entry, paths=paths, now=now, machine_zone=machine_zone, ask=ask)
    except Unanswered as asked:
        return Asked(asked.questions, asked.text)
    except RefusedError as refused:
        questions = questions_of(refused.error)
        if not questions:
            raise
        return Asked(questions)


def _read(entry: Entry, *, paths: Paths, now: datetime, machine_zone: str, ask: Ask) -> Read:
    settings = read_settings(paths.config)
    read = read_source(entry.source, settings=settings, now=now, machine_zone=machine_zone, assume_tomorrow=True)
    plan, zone = read.plan, read.plan.zone
    before = ask("before", form=to_form(plan), approved_by=entry.approved_by or None)
    return Read(
        plan=plan,
        shown=written_out(plan, facts_in=paths.facts) | {"findings": before["findings"]},
        before=before,
        earlier=tuple(
            {"dose": dose.id, "slot": dose.slot, "time": clock_time(local(dose.due_at, zone=zone).time())}
            for dose in untracked_today(plan, now)
        ),
        explained=tuple(explained_json(read.text, read.phrases)),
        start_is_said=not read.assumed_start,
        at=local(now, zone=zone).isoformat(),
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """The fields after an answer, and where it was none, why."""

    entry: Entry
    why: str = ""


def answer_in(entry: Entry, asked: Asked, form: Form) -> Answered:
    """What the form's answers make of the fields: a press on a choice ("0:2" is the third choice of the first
    question), else the first words that were typed for one.
    """
    if form["asked"] != asked.digest:
        return Answered(entry)
    found = _pressed(form, asked.questions) or _typed(form, asked.questions)
    if found is None:
        return Answered(entry)
    question, words = found
    return _after(entry, answered(entry.source, question, words, read=asked.text))


def _pressed(form: Form, questions: Sequence[Question]) -> tuple[Question, str] | None:
    """The question of a press, and the number of its choice as a command would be given it."""
    question, _, choice = form["choice"].partition(":")
    if not (_is_small(question) and _is_small(choice)) or int(question) >= len(questions):
        return None
    asked, number = questions[int(question)], int(choice) + 1
    return (asked, str(number)) if number <= len(choices_of(asked)) else None


def _is_small(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) < 3


def _typed(form: Form, questions: Sequence[Question]) -> tuple[Question, str] | None:
    """The first words that were typed, and their question. Its choices bear no numbers here: a number is an amount."""
    typed = ((question, form[f"words-{place}"].strip()) for place, question in enumerate(questions))
    return next(((replace(question, choices=()), words) for question, words in typed if words), None)


def _after(entry: Entry, outcome: Outcome) -> Answered:
    match outcome:
        case Changed(source=source):
            return Answered(entry.with_source(source))
        case Flagged():
            return Answered(replace(entry, also=True))
        case NoAnswer(why=why):
            return Answered(entry, why)
        case _:
            return Answered(entry)
