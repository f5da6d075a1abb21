"""Keeps what the person answers to a plan's check-ins, and which of its activities were done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from taper.app.answers import Json
from taper.app.arguments import Arguments, ask, read_date
from taper.app.choosing import chosen_plan
from taper.app.desk import Desk
from taper.core.checkin import LEAST, MOST, CheckedIn, CheckIns, counting
from taper.core.checkinwords import example_of
from taper.core.localtime import local, local_date
from taper.core.notice import Manner, plan_name
from taper.core.record import KeptPlan
from taper.core.words import short_date


def check_in(desk: Desk, arguments: Arguments) -> Json:
    """Keeps the scores (texts "WORD=SCORE" in "scores") of today, or of the day "on"; without any it only lists.

    Raises NotFound, and Unanswered for what the plan does not ask and for a score outside 0 to 10.
    """
    kept, words = chosen_plan(desk, arguments.text("plan")), arguments.texts("scores")
    asked, on = kept.plan.check_ins, _day(desk, arguments, kept)
    if asked is None:
        raise ask(
            f"Plan {kept.label} asks for no check-in, so there is nothing to answer. Nothing was recorded.",
            where="checkin",
            why='A plan file asks with a table [check_in], as in: ask = ["sleep", "pain"].',
        )
    scores = dict(_score(word, asked, label=kept.label) for word in words)
    if len(scores) < len(words):
        raise ask("One of them is answered twice. Nothing was recorded.", where=" ".join(words), choices=asked.ask)
    now = desk.now()
    desk.store.record_checked_in(CheckedIn(kept.id, about, score, on, now) for about, score in scores.items())
    standing = [one for one in counting(desk.store.checked_in(kept.id)) if one.on == on and one.score is not None]
    said = ", ".join(f"{one.about} {one.score}" for one in standing)
    text = f"Plan {kept.label}, {short_date(on)}: {said or 'nothing answered'}."
    left = [word for word in asked.ask if word.casefold() not in {one.about.casefold() for one in standing}]
    if left:
        text += f" Not answered: {', '.join(left)}."
    return _answer(kept, on, standing) | {"ask": list(asked.ask), "text": text}


def tick(desk: Desk, arguments: Arguments) -> Json:
    """Keeps that an activity of the plan was done today, or on the day "on".

    Raises NotFound, and Unanswered for one that the plan does not name.
    """
    kept, wanted = chosen_plan(desk, arguments.text("plan")), arguments.needed("activity")
    on, known = _day(desk, arguments, kept), kept.plan.activities
    fitting = [one for one in dict.fromkeys(known) if one.casefold() == wanted.casefold()]
    if not known:
        raise ask(f"Plan {kept.label} names no activity beside the medicine. Nothing was recorded.", where=wanted)
    if not fitting:
        raise ask(f'Plan {kept.label} names no activity "{wanted[:60]}".', where="tick", choices=known)
    done = CheckedIn(kept.id, fitting[0], None, on, desk.now())
    desk.store.record_checked_in([done])
    return _answer(kept, on, [done]) | {"text": f"Plan {kept.label}, {short_date(on)}: {done.about}, done."}


def _day(desk: Desk, arguments: Arguments, kept: KeptPlan) -> date:
    """The day that is meant: today unless another one that has come. Raises Unanswered."""
    today, said = local_date(desk.now(), zone=kept.plan.zone), arguments.text("on")
    on = today if said is None else read_date(said, where="--on")
    if not kept.plan.starts_on <= on <= today and on != today:
        when = "lies ahead" if on > today else f"lies before the plan's first day, {short_date(kept.plan.starts_on)}"
        raise ask(f"{on} {when}; only a day of the plan that has come can be answered.", where="--on")
    return on


def _score(word: str, asked: CheckIns, *, label: str) -> tuple[str, int]:
    about, sign, score = (part.strip() for part in word.rpartition("="))
    if not sign:
        raise ask(
            f'"{word[:60]}" has no score. Write each word with its score: {example_of(label, asked)}.', where=word[:60]
        )
    known = next((one for one in asked.ask if one.casefold() == about.casefold()), None)
    if known is None:
        raise ask(f'Plan {label} does not ask about "{about[:60]}".', where=word[:60], choices=asked.ask)
    if not (score.isascii() and score.isdigit()) or len(score) > len(str(MOST)) or not LEAST <= int(score) <= MOST:
        raise ask(
            f'{known}: "{score[:20]}" is no score; a whole number from {LEAST} to {MOST} is. Nothing was recorded.',
            where=word[:60],
        )
    return known, int(score)


def _answer(kept: KeptPlan, on: date, answers: Sequence[CheckedIn]) -> Json:
    shape: Json = {"plan": kept.id, "label": kept.label, "on": on.isoformat()}
    return shape | {"answers": [{"about": one.about, "score": one.score} for one in answers]}


def checked_in_json(desk: Desk, kept: KeptPlan) -> list[Json]:
    """The answers that count, by date: a score, or None of an activity that was done."""
    return [
        {
            "on": one.on.isoformat(),
            "about": one.about,
            "score": one.score,
            "recorded_at": local(one.recorded_at, zone=kept.plan.zone).isoformat(),
        }
        for one in counting(desk.store.checked_in(kept.id))
    ]


def checked_in_entries(
    desk: Desk, kept: KeptPlan, speaking: Manner, *, since: datetime
) -> Iterator[tuple[datetime, Json]]:
    """For the log: every answer as it was recorded."""
    for one in desk.store.checked_in(kept.id):
        if one.recorded_at >= since:
            yield one.recorded_at, _entry(kept, one, speaking)


def _entry(kept: KeptPlan, one: CheckedIn, speaking: Manner) -> Json:
    """The keys of a record that answers no dose, with what it is about."""
    what = f"{one.about} done" if one.score is None else f"{one.about} {one.score} of {MOST}"
    shape: Json = {"intake": None, "plan": kept.id, "label": kept.label, "dose": None, "answer": None}
    shape |= {"amount": None, "happened_at": None, "marks": [], "note": None, "undone": False}
    return shape | {
        "kind": "activity" if one.score is None else "check-in",
        "about": one.about,
        "score": one.score,
        "on": one.on.isoformat(),
        "recorded_at": local(one.recorded_at, zone=kept.plan.zone).isoformat(),
        "text": f"{plan_name(kept, speaking)}, {short_date(one.on)}: {what}",
        "day": (one.on - kept.plan.starts_on).days + 1,
    }
