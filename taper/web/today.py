"""The page "Today": what is to be taken now, what comes next, what became of today, and where does each plan stand?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from starlette.responses import Response

from taper.settings import SNOOZE_MINUTES
from taper.web.answers import Answer
from taper.web.visit import Visit, warned
from taper.wording.places import by_time, without_time

LATELY = timedelta(days=60)
"""How long a plan that is over stands on the page."""

Json = dict[str, Any]


def page(visit: Visit) -> Response:
    """The page itself."""
    seen, todays = visit.ask("glance"), visit.ask("today")
    waiting = {(dose["plan"], dose["dose"]) for dose in seen["now"]}
    urgent = [found for found in seen["findings"] if found["level"] != "note"]
    return visit.show(
        "today.html",
        title="Today",
        seen=seen,
        todays=todays,
        now=[dose for dose in _doses(todays) if (dose["plan"], dose["dose"]) in waiting],
        next=by_time(seen["next"]),
        waiting=waiting,
        urgent=urgent,
        notes=[found for found in seen["findings"] if found not in urgent],
        minutes=SNOOZE_MINUTES,
        ended=_ended_lately(visit.ask("list", all=True), on=date.fromisoformat(seen["at"][:10])),
    )


def _ended_lately(plans: list[Json], *, on: date) -> list[Json]:
    """The plans that are over since a few weeks at most: what was taken since can be recorded too."""
    over = [plan for plan in plans if plan["state"] in ("ended", "stopped") and plan["last_use_on"]]
    return [plan for plan in over if on - date.fromisoformat(plan["last_use_on"]) <= LATELY]


def _doses(todays: Json) -> Iterator[Json]:
    """Every dose of the day with its plan, in order of time."""
    of_plan = ("plan", "label", "medicine", "person")
    found = [
        {**dose, **{key: plan[key] for key in of_plan}, "words": without_time(dose["title"], at=dose["at"])}
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
