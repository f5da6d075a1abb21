"""A scenario file: plans, what happens in turn, and what is said each time, as a pharmacist could read it.

claim = "..."                       what the scenario shows
facts = "..."                       a file of facts of the person's own
[[plan]]                            as entered: words, strengths, start, label; entered = "2026-11-30 20:00"
[[then]]                            in turn; at = "2026-12-01 09:10", the wall clock of `zone` (or with its offset)
does = "take"                       or "check", "show", "log", "today", "exposure", "stop", "undo", "extend", "add"
recorded = "2026-12-02 08:00"       where it is written down later than it happened
says = ["warn taken-too-soon: ..."] every finding, word for word; for "log" and "today" the lines
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from taper.app.desk import open_desk
from taper.app.operations import perform
from taper.app.reading import Source, read_source
from taper.clock import StandingClock
from taper.core.errors import NeedsApproval
from taper.core.form import to_form
from taper.settings import Settings, paths_from

BERLIN = "Europe/Berlin"
ENTERED = "2026-11-30 20:00"
ACTS = frozenset({"take", "check", "show", "log", "today", "exposure", "stop", "undo", "extend"})

Json = dict[str, Any]


def read(path: Path) -> Json:
    """What a scenario file holds."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def lived(scenario: Json, home: Path) -> Iterator[tuple[Json, list[str]]]:
    """Each act of a scenario with what was said."""
    ids = (f"id-{number}" for number in count())
    if "facts" in scenario:
        (home / "facts").mkdir(parents=True)
        (home / "facts" / "own.toml").write_text(scenario["facts"], encoding="utf-8")
    for plan in scenario["plan"]:
        _add(home, plan, next(ids))
    for act in scenario.get("then", []):
        if act.get("does") == "add":
            yield act, _add(home, act, next(ids))
        else:
            yield act, _act(home, act, next(ids), zone=scenario.get("zone", BERLIN))


def instant(text: str, *, zone: str) -> datetime:
    """The instant of "2026-12-01 09:10" on the clock of a zone, or of a text with its offset."""
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _add(home: Path, plan: Json, plan_id: str) -> list[str]:
    zone = plan.get("zone", BERLIN)
    entered_at = instant(plan.get("entered", ENTERED), zone=zone)
    source = Source(
        text=plan["words"],
        start=plan["start"],
        zone=zone,
        strengths=tuple(plan.get("strengths", ())),
        quantities=tuple(plan.get("quantities", ())),
        label=plan.get("label", "A"),
        person=plan.get("person"),
    )
    read_plan = read_source(source, settings=Settings(), now=entered_at, machine_zone=zone, assume_tomorrow=False).plan
    arguments = {"form": to_form(read_plan) | plan.get("more", {}), "plan_id": plan_id, "also": plan.get("also", False)}
    try:
        answer = _perform(home, entered_at, "add", arguments | {"approved_by": plan.get("approved_by")})
    except NeedsApproval as refused:
        return [_plain(f"exit 5: {refused}")]
    return [_line(finding) for finding in answer["findings"] if finding["code"] == "exposure"]


def _act(home: Path, act: Json, intake_id: str, *, zone: str) -> list[str]:
    operation, at = act.get("does", "take"), instant(act["at"], zone=act.get("zone", zone))
    assert operation in ACTS, operation
    now = instant(act["recorded"], zone=zone) if "recorded" in act else at
    arguments: Json = {
        key: act[key] for key in ("plan", "dose", "amount", "answer", "as", "days", "approved_by") if key in act
    }
    if operation in ("take", "undo"):
        arguments["intake_id"] = intake_id
    if now != at:
        arguments["at"] = at.isoformat()
    return _said(operation, _perform(home, now, "show" if operation == "exposure" else operation, arguments))


def _perform(home: Path, now: datetime, operation: str, arguments: Json) -> Any:
    with open_desk(paths_from({"TAPER_HOME": str(home)}), StandingClock(now)) as desk:
        return perform(desk, operation, arguments)


def _said(operation: str, answer: Any) -> list[str]:
    match operation:
        case "log":
            return [_plain(entry["text"]) for entry in answer]
        case "today":
            return [_plain(needed["text"]) for plan in answer["plans"] for needed in plan["as_needed"]]
        case "show":
            left = [answer["left_over"]["text"]] if answer["left_over"] else []
            return [_plain(text) for text in (answer["exposure"]["text"], *left) if text]
        case "exposure":
            used = answer["exposure"]
            return [_plain(used["text"]), *(_line(finding) for finding in used["findings"])]
        case "stop" | "undo" | "extend":
            return []
        case _:
            return [_line(finding) for finding in answer["findings"]]


def _line(finding: Json) -> str:
    where = f" ({finding['where']})" if finding.get("where") else ""
    label = f" plan {finding['label']}" if "label" in finding else ""
    source = f" [{finding['source']}]" if finding.get("source") else ""
    return _plain(f"{finding['level']} {finding['code']}{label}{where}: {finding['text']}{source}")


def _plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")
