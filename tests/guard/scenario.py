"""One scenario: plans, what was recorded, and what is then to be said; read from a file that a pharmacist can tick.

The keys of a file:

    why        one sentence: what it shows, and why that is right
    zone       the zone of all wall-clock times in it ["Europe/Berlin"]
    own_facts  a person's own file of facts, as text
    now        when "findings" are looked at [the last thing that happens in the file]
    plans      a list of: label, text (the prescriber's words), start; and where wanted
                 for (whose it is), entered (when, [20:00 of the day before day 1]), strengths, reason, limits, tablets,
                 ends, approved_by, told, stopped (when), refused (why it is not kept, in some words of it)
                 findings: what is said before the yes
    intakes    a list of: plan, at; and where wanted amount, answer ("taken")
    findings   what `taper check` says at "now"

A finding is a table of level, code, and where wanted plan, says (some words of it), source (part of the address). What
is not in the list must not be said; without the key nothing is looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from taper.app.desk import Desk, open_desk
from taper.app.operations import perform
from taper.app.reading import Source, read_source
from taper.clock import StandingClock
from taper.core.errors import NeedsApproval
from taper.core.form import to_form
from taper.core.localtime import moment
from taper.settings import paths_from

Table = dict[str, Any]

KEYS = {"why", "zone", "own_facts", "now", "plans", "intakes", "findings"}
PLAN_KEYS = {"label", "text", "start", "for", "entered", "strengths", "reason", "limits", "tablets", "ends"} | {
    *("approved_by", "told", "stopped", "refused", "findings")
}
FINDING_KEYS = {"plan", "level", "code", "says", "source"}


def read_scenario(file: Path) -> Table:
    """A scenario file; a key that is not known would be passed over in silence, so it fails."""
    scenario = tomllib.loads(file.read_text(encoding="utf-8"))
    assert scenario.keys() <= KEYS, f"{file.name}: unknown {scenario.keys() - KEYS}"
    for plan in scenario["plans"]:
        assert plan.keys() <= PLAN_KEYS, f"{file.name}: unknown {plan.keys() - PLAN_KEYS}"
    said = [*scenario.get("findings", ()), *(one for plan in scenario["plans"] for one in plan.get("findings", ()))]
    for finding in said:
        assert finding.keys() <= FINDING_KEYS, f"{file.name}: unknown {finding.keys() - FINDING_KEYS}"
    return scenario


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens in a scenario, and when."""

    at: datetime
    kind: str
    about: Table


@dataclass
class Played:
    """A scenario played on a real store: what was said before each plan was kept, and what is said now."""

    desk: Desk
    before: dict[str, list[Table]]
    refused: dict[str, str]

    def check(self) -> list[Table]:
        """The findings of `taper check`."""
        answer: Any = perform(self.desk, "check", {})
        return list(answer["findings"])


def play(scenario: Table, home: Path) -> Iterator[Played]:
    """Plays a scenario in the order of time, and stands at its "now"."""
    if "own_facts" in scenario:
        (home / "facts").mkdir(parents=True)
        (home / "facts" / "mine.toml").write_text(scenario["own_facts"], encoding="utf-8")
    happenings = sorted(_happenings(scenario), key=lambda one: one.at)
    zone = scenario.get("zone", "Europe/Berlin")
    now = _at(scenario["now"], zone=zone) if "now" in scenario else happenings[-1].at
    with open_desk(paths_from({"TAPER_HOME": str(home)}), StandingClock(now)) as desk:
        played = Played(desk, {}, {})
        for number, one in enumerate(happenings):
            _play_one(replace(desk, clock=StandingClock(one.at)), one, played, zone=zone, number=number)
        yield played


def _happenings(scenario: Table) -> Iterator[Happening]:
    zone = scenario.get("zone", "Europe/Berlin")
    for plan in scenario["plans"]:
        yield Happening(_entered(plan, zone=zone), "plan", plan)
        if "stopped" in plan:
            yield Happening(_at(plan["stopped"], zone=zone), "stop", plan)
    for intake in scenario.get("intakes", ()):
        yield Happening(_at(intake["at"], zone=zone), "intake", intake)


def _at(text: str, *, zone: str) -> datetime:
    wall = datetime.fromisoformat(text)
    return moment(wall.date(), wall.time(), zone=zone).at


def _entered(plan: Table, *, zone: str) -> datetime:
    if "entered" in plan:
        return _at(plan["entered"], zone=zone)
    return moment(date.fromisoformat(plan["start"]) - timedelta(days=1), time(20), zone=zone).at


def _play_one(desk: Desk, one: Happening, played: Played, *, zone: str, number: int) -> None:
    if one.kind == "stop":
        perform(desk, "stop", {"plan": one.about["label"]})
    elif one.kind == "intake":
        said = {key: value for key, value in one.about.items() if key != "at"}
        perform(desk, "take", {"intake_id": f"i{number}", **said})
    else:
        _enter(desk, one.about, played, zone=zone)


def _enter(desk: Desk, plan: Table, played: Played, *, zone: str) -> None:
    form, label = _form(desk, plan, zone=zone), plan["label"]
    before: Any = perform(desk, "before", {"form": form, "approved_by": plan.get("approved_by")})
    played.before[label] = before["findings"]
    arguments = {"approved_by": plan.get("approved_by"), "told": plan.get("told", []), "also": True}
    plans = desk.store.kept_plans()
    try:
        perform(desk, "add", {"form": form, "plan_id": f"p-{label}", **arguments})
    except NeedsApproval as refused:
        played.refused[label] = str(refused).replace("\u00a0", " ")
    assert (before["refused"] is not None) == (label in played.refused), "said before and then done differ"
    assert (desk.store.kept_plans() == plans) == (label in played.refused), "a refused plan was stored"


def _form(desk: Desk, plan: Table, *, zone: str) -> Table:
    source = Source(
        text=plan["text"],
        start=plan["start"],
        zone=zone,
        strengths=tuple(plan.get("strengths", ())),
        person=plan.get("for"),
        label=plan["label"],
    )
    read = read_source(source, settings=desk.settings, now=desk.now(), machine_zone=zone, assume_tomorrow=False)
    return to_form(read.plan) | {key: plan[key] for key in ("reason", "limits", "tablets", "ends") if key in plan}
