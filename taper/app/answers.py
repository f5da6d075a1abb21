"""The JSON shapes of the contract: doses, pieces, findings, questions and errors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from taper.core.amount import plain, plain_number
from taper.core.errors import Question, Span, TaperError, Unanswered
from taper.core.finding import Finding
from taper.core.localtime import local
from taper.core.pieces import Piece
from taper.core.plan import Plan
from taper.core.record import Dose, Intake, KeptPlan
from taper.core.supply import pieces_of

Json = dict[str, object]


def pieces_json(pieces: Iterable[Piece]) -> list[Json]:
    """Counts by strength: [{"count": "4", "of": "10 mg tablet"}]."""
    return [{"count": plain_number(piece.count), "of": piece.of} for piece in pieces]


def supply_json(pieces: Iterable[Piece] | None) -> list[Json] | None:
    """The same for a whole plan; None when no finite count exists."""
    return None if pieces is None else [{"of": piece.of, "count": plain_number(piece.count)} for piece in pieces]


def dose_json(plan: Plan, dose: Dose) -> Json:
    """One dose, with the offset of the plan's zone on that date; a dose that a clock change moved says from where."""
    shape: Json = {
        "at": local(dose.due_at, zone=plan.zone).isoformat(),
        "slot": dose.slot,
        "amount": plain(dose.amount),
        "units": pieces_json(pieces_of(dose, plan.tablets)),
    }
    if dose.moved_from:
        shape["moved_from"] = dose.moved_from
    if dose.repeated:
        shape["repeated"] = True
    return shape


def finding_json(finding: Finding) -> Json:
    """One finding."""
    shape: Json = {"level": finding.level.value, "code": finding.code, "text": finding.text, "source": finding.source}
    return shape | ({"where": finding.where} if finding.where else {})


def finding_words(finding: Finding) -> str:
    """One finding as a sentence, its source behind it."""
    return finding.text if finding.source is None else f"{finding.text} (source: {finding.source})"


def question_json(question: Question, *, text: str) -> Json:
    """One question; "caret" gives its place in the text that was read."""
    where = question.where or _quoted(question, text)
    shape: Json = {"text": question.text, "where": where, "choices": list(question.choices)}
    if question.why:
        shape["why"] = question.why
    if question.follows:
        shape["follows"] = True
    if question.example:
        shape["example"] = question.example
    if question.span is not None and text:
        shape["caret"] = {"text": text, "start": question.span.start, "end": question.span.end}
    return shape


def questions_of(error: Mapping[str, object]) -> tuple[Question, ...]:
    """The questions of an error that came as JSON; the inverse of `question_json`."""
    questions = cast("list[dict[str, Any]]", error.get("questions") or [])
    return tuple(
        Question(
            one["text"],
            where=one.get("where", ""),
            choices=tuple(one.get("choices", ())),
            why=one.get("why", ""),
            example=one.get("example", ""),
            follows=bool(one.get("follows")),
            span=Span(one["caret"]["start"], one["caret"]["end"]) if one.get("caret") else None,
        )
        for one in questions
    )


def _quoted(question: Question, text: str) -> str:
    """The words a question is about."""
    words = "" if question.span is None else text[question.span.start : question.span.end].strip()
    return f'"{words[:60]}"' if words else ""


def error_json(error: TaperError) -> Json:
    """An error as it goes over the socket: its sentence, exit code and questions."""
    questions: list[Json] = []
    if isinstance(error, Unanswered):
        questions = [question_json(question, text=error.text) for question in error.questions]
    return {"text": str(error), "exit": error.exit_code, "questions": questions}


def intake_json(kept: KeptPlan, intake: Intake) -> Json:
    """One record of what the person said."""
    zone = kept.plan.zone
    return {
        "intake": intake.id,
        "plan": kept.id,
        "label": kept.label,
        "dose": intake.dose,
        "answer": intake.answer.value,
        "amount": None if intake.amount is None else plain(intake.amount),
        "happened_at": local(intake.happened_at, zone=zone).isoformat(),
        "recorded_at": local(intake.recorded_at, zone=zone).isoformat(),
        "marks": sorted(mark.value for mark in intake.marks),
        "note": intake.note,
    }
