"""The page "Notes": how does it go, what was answered where a plan asks, and what was done beside the medicine?"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from taper.core.checkin import LEAST, MOST
from taper.core.notes import MOST_SEVERE
from taper.web.addresses import OVER
from taper.web.answers import Answer, Choice
from taper.web.visit import Visit, warned

Json = dict[str, Any]

_DAYS = 30
_KINDS = ("note", "check-in", "activity")


def page(visit: Visit) -> Response:
    """The page itself. Plans that are over come last: a sign may come after the end, too."""
    plans: list[Json] = sorted(visit.ask("list", all=True), key=lambda plan: plan["state"] in OVER)
    log: list[Json] = visit.ask("log", days=_DAYS)
    noted = [entry for entry in reversed(log) if entry.get("kind") in _KINDS]
    return visit.show(
        "notes.html",
        title="Notes",
        plans=plans,
        asking=[*_asking(visit, plans)],
        signs=sorted({sign["words"] for plan in visit.ask("signs") for sign in plan["signs"]}, key=str.casefold),
        noted=noted,
        last=next((entry["id"] for entry in noted if entry["kind"] == "note" and not entry["undone"]), None),
        severities=range(MOST_SEVERE + 1),
        scores=range(LEAST, MOST + 1),
        days=_DAYS,
    )


def _asking(visit: Visit, plans: list[Json]) -> list[Json]:
    """The plans that ask how it goes, or name activities, each with what was answered of today."""
    found = []
    today = {plan["plan"]: plan for plan in visit.ask("today")["plans"]}
    for plan in (plan for plan in plans if plan["plan"] in today):
        shown: Json = visit.ask("show", plan=plan["plan"])
        on, activities = today[plan["plan"]]["date"], today[plan["plan"]]["activities"]
        answered = {one["about"]: one["score"] for one in shown["checked_in"] if one["on"] == on}
        ask = shown["check_in"]["ask"] if shown["check_in"] else []
        if ask or activities:
            found.append(plan | {"on": on, "ask": ask, "answered": answered, "activities": activities})
    return found


def note(visit: Visit) -> Response:
    """Keeps a note; what cited sources say of such a sign is said with the answer."""

    def do(form_id: str) -> Answer:
        severity = visit.form["severity"]
        result = visit.ask(
            "note",
            plan=visit.form["plan"] or None,
            words=visit.form["words"],
            severity=int(severity) if severity.isascii() and severity.isdigit() and len(severity) < 3 else None,
            at=visit.form["at"] or None,
            for_provider=visit.form["for_provider"] == "yes",
            note_id=form_id,
        )
        back = Choice("Take this note back", {"record": result["recorded"]["id"]})
        said = warned(result)
        return Answer(
            result["text"],
            is_done=True,
            warnings=tuple(one for one in said if one.level == "note"),
            urgent=tuple(one for one in said if one.level != "note"),
            choices=(back,),
            action="/note/back",
        )

    return visit.changed(do, back="/notes")


def take_back(visit: Visit) -> Response:
    """Takes back the note that the form names."""

    def do(form_id: str) -> Answer:
        record = visit.form["record"]
        return Answer(visit.ask("take-back-note", record=record, note_id=form_id)["text"], is_done=True)

    return visit.changed(do, back="/notes")


def check_in(visit: Visit) -> Response:
    """Keeps the scores that were chosen; what was left open stays so."""

    def do(_: str) -> Answer:
        scores = [words for words in visit.form.all("score") if words]
        on = visit.form["on"] or None
        result = visit.ask("checkin", plan=visit.form["plan"], scores=scores, on=on)
        return Answer(result["text"], is_done=True)

    return visit.changed(do, back="/notes")


def tick(visit: Visit) -> Response:
    """Keeps that an activity was done, on the day that the page was of."""

    def do(_: str) -> Answer:
        said = {"plan": visit.form["plan"], "activity": visit.form["activity"], "on": visit.form["on"] or None}
        return Answer(visit.ask("tick", **said)["text"], is_done=True)

    return visit.changed(do, back="/notes")
