"""The page "Today": what is to be taken now, what comes next, what became of today, and where does each plan stand?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import Response

from taper.placewords import by_time
from taper.settings import SNOOZE_MINUTES
from taper.web.answers import Answer
from taper.web.visit import Visit, warned

Json = dict[str, Any]


def page(visit: Visit) -> Response:
    """The page itself."""
    seen, todays = visit.ask("glance"), visit.ask("today")
    waiting = {(dose["plan"], dose["dose"]) for dose in seen["now"]}
    return visit.show(
        "today.html",
        title="Today",
        seen=seen,
        todays=todays,
        now=[dose for dose in _doses(todays) if (dose["plan"], dose["dose"]) in waiting],
        next=by_time(seen["next"]),
        waiting=waiting,
        minutes=SNOOZE_MINUTES,
    )


def _doses(todays: Json) -> Iterator[Json]:
    """Every dose of the day with its plan, in order of time."""
    found = [
        {**dose, "plan": plan["plan"], "label": plan["label"], "medicine": plan["medicine"], "person": plan["person"]}
        for plan in todays["plans"]
        for dose in plan["doses"]
    ]
    yield from by_time(found)


def take(visit: Visit) -> Response:
    """Records what the person says of a dose: the form's "answer" is taken, skipped or unsure."""

    def do(form_id: str) -> Answer:
        said = {name: visit.form[name] or None for name in ("plan", "dose", "answer", "at", "amount", "as")}
        result = visit.ask("take", **said, intake_id=form_id, interactive=True)
        undo = result["recorded"] and {"plan": result["recorded"]["plan"], "record": result["recorded"]["intake"]}
        return Answer(result["text"], is_done=True, warnings=warned(result), undo=undo)

    return visit.changed(do)


def snooze(visit: Visit) -> Response:
    """Asks again later about the dose."""

    def do(_: str) -> Answer:
        minutes = visit.form["minutes"]
        asked = int(minutes) if minutes.isdecimal() and len(minutes) < 4 else None
        result = visit.ask("snooze", plan=visit.form["plan"], dose=visit.form["dose"], minutes=asked)
        return Answer(result["text"], is_done=True)

    return visit.changed(do)


def undo(visit: Visit) -> Response:
    """Takes back the record that the form names."""

    def do(form_id: str) -> Answer:
        result = visit.ask("undo", plan=visit.form["plan"], record=visit.form["record"], intake_id=form_id)
        return Answer(result["text"], is_done=True)

    return visit.changed(do)
