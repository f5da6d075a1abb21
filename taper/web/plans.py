"""The pages of the plans: which are there, and of one of them where it stands, what it says and what became of it?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from starlette.responses import Response

from taper.core.words import capitalised
from taper.web.addresses import OVER, plan_address
from taper.web.answers import Answer
from taper.web.curves import drawn
from taper.web.months import months_of
from taper.web.visit import Visit
from taper.wording.daysigns import goes_on
from taper.wording.readings import beside_words, end_line, rule_words, rules_from, step_dates, step_words

Json = dict[str, Any]

_WRITTEN_DAYS = 28
"""How far an open plan is written out beyond today."""
_MOST_DAYS = 3660
_AT_ONCE = 8
"""How many entries of the history are shown without asking."""


def page(visit: Visit) -> Response:
    """The list: the plans that run or are ahead, and those that are over."""
    plans: list[Json] = visit.ask("list", all=True)
    return visit.show(
        "plans.html",
        title="Plans",
        running=[plan for plan in plans if plan["state"] not in OVER],
        over=[plan for plan in plans if plan["state"] in OVER],
    )


def one(visit: Visit) -> Response:
    """One plan, by its label or id."""
    shown: Json = visit.ask("show", plan=visit.request.path_params["plan"])
    line = next(plan for plan in visit.ask("list", all=True) if plan["plan"] == shown["plan"])
    days: Json = visit.ask("days", plan=shown["plan"], days=_days_written(line))[0]
    log = [_said(entry) for entry in reversed(visit.ask("log", plan=shown["plan"], days=_MOST_DAYS))]
    findings: list[Json] = visit.ask("check", plan=shown["plan"])["findings"]
    name = f"Plan {shown['label']}: {shown['medicine'] or 'no medicine named'}"
    return visit.show(
        "plan.html",
        title=f"Plan {shown['label']}",
        plan=line,
        shown=shown,
        reading=reading(shown),
        curve=drawn(days, title=f"{name}, planned and taken by the day", name="curve"),
        months=months_of(days) if days["days"] else None,
        goes_on=goes_on(days),
        findings=findings,
        log=log[:_AT_ONCE],
        older=log[_AT_ONCE:],
        last=next((entry["intake"] for entry in log if entry["intake"] and not entry["undone"]), None),
        versions=[*reversed([version | {"when": _when(version["recorded_at"])} for version in shown["versions"]])],
        sources=sources(shown, findings),
        address=plan_address(line),
    )


def _days_written(line: Json) -> int:
    """How many days of an open plan are written out: to some weeks from now."""
    return min(_MOST_DAYS, max(line["day"] or 0, 0) + _WRITTEN_DAYS)


def _said(entry: Json) -> Json:
    """An entry of the log; on its plan's own page it does not name the plan again."""
    text = entry["text"].removeprefix(f"plan {entry['label']}, ")
    return entry | {"said": capitalised(text)}


def _when(recorded_at: str) -> str:
    """The instant by the clocks of this machine: "Sat 12 Dec 2026 08:04"."""
    return f"{datetime.fromisoformat(recorded_at).astimezone():%a %-d %b %Y %H:%M}"


def reading(shown: Json) -> Json:
    """A plan written out, in sentences: its steps, how it ends, and what stands beside them."""
    return {
        "steps": [
            {
                "number": step["number"],
                "dates": step_dates(step),
                "words": step_words(step, shown),
                "rules": [rule_words(rule) for rule in rules_from(shown, step["number"])],
            }
            for step in shown["steps"]
        ],
        "end": end_line(shown),
        "beside": [*beside_words(shown)],
        "precautions": shown.get("precautions", []),
    }


def sources(shown: Json, findings: Iterable[Json]) -> list[Json]:
    """Every source that something on the page rests on, once, with what it is named for."""
    found: dict[str, dict[str, None]] = {}
    for finding in findings:
        if finding["source"]:
            found.setdefault(finding["source"], {})[finding["text"]] = None
    for item in shown["tell"]:
        found.setdefault(item["source"], {})[item["text"]] = None
    return [{"source": source, "texts": [*texts]} for source, texts in found.items()]


def tell(visit: Visit) -> Response:
    """Keeps what was answered of the things to tell the provider before the start."""

    def do(_: str) -> Answer:
        told = [words for words in visit.form.all("told") if words]
        result = visit.ask("told", plan=visit.form["plan"], told=told)
        return Answer("Kept." if told else "Nothing was answered.", is_done=bool(told or result["tell"]))

    return visit.changed(do, back="/plans")
