"""Each file of the folder scenarios: a plan and what happened, against the state of each dose and the notice.

A file says what it shows, the plan (as in a plan file), what is known of the medicine, what happened and when, the time
it is now, and what must come of it. Its keys:

    shows      the claim, a sentence
    plan       the keys of a plan file; day 1 is Tue 1 December 2026 (or its starts_on), in UTC, the label A;
               it was entered on 30 November at 21:00
    medicine   a medicine whose shipped facts are known, beside what the plan calls it (or "facts", a facts file)
    happened   a line each: date, time, and one of "asked DOSE", "taken DOSE", "taken nothing planned", "skipped DOSE",
               "not sure DOSE", "snoozed DOSE MINUTES", "told ITEM", "stopped", "stopped by NAME"; with "lives" the
               program looks by itself between the lines
    now        date and time
    names      true where the person wants names in notices
    states     a line each: DOSE and its state
    notice     what is shown now, title first; "nothing" where nothing is to be said
    notices    with "lives": every notice since the plan was entered, its time and title
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from life import Life, at, changed, life_of

from taper.core.announce import Policy
from taper.core.duesudden import is_minded
from taper.core.form import from_form
from taper.core.guard import UNKNOWN, Guard, cited_window
from taper.core.ledger import states
from taper.core.notice import Manner
from taper.core.record import Answer, Change, KeptPlan, Outcome, Reminder, Version
from taper.facts import find, guard_of, load_facts
from taper.facts.form import facts_from
from taper.facts.table import Table

FILES = sorted((Path(__file__).parent / "scenarios").glob("*.toml"))
KEYS = {"shows", "plan", "medicine", "facts", "happened", "now", "names", "states", "notice", "notices", "lives"}
STORED = "2026-11-30 21:00"
_LINE = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d)\s+(.*)")
_ANSWERS = {"taken": Answer.TAKEN, "skipped": Answer.SKIPPED, "not sure": Answer.UNSURE}


def read(path: Path) -> dict[str, Any]:
    """What a file says; a key that means nothing is a slip."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    assert said.keys() <= KEYS, said.keys() - KEYS
    return said


def life_in(said: Mapping[str, Any]) -> Life:
    """The life of the plan up to now."""
    plan = from_form({"starts_on": "2026-12-01", "zone": "UTC", "label": "A", **said["plan"]})
    stored_at = at(STORED, zone="UTC")
    kept = KeptPlan("p1", stored_at, (Version(plan, Change.ENTERED, stored_at),))
    life = life_of(kept, now=STORED, guard=guard_in(said), manner=Manner(names_shown=said.get("names", False)))
    life.policy = Policy(repeats=0)
    for line in said.get("happened", "").strip().splitlines():
        when, what = _found(line)
        if said.get("lives"):
            life.run(when)
        life.now = at(when, zone="UTC")
        happen(life, what)
    if said.get("lives"):
        life.run(said["now"])
    life.now = at(said["now"], zone="UTC")
    return life


def _found(line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line.strip())
    assert match, f"no date and time begin {line!r}"
    return match[1], match[2]


def guard_in(said: Mapping[str, Any]) -> Guard:
    """What is known of the medicine."""
    if "facts" in said:
        faults: list[Any] = []
        facts = facts_from(Table(said["facts"], faults), own=True)
        assert not faults, faults
        return guard_of(facts)
    return guard_of(find(load_facts(), said["medicine"])) if "medicine" in said else UNKNOWN


def happen(life: Life, what: str) -> None:
    """One line of what happened."""
    word, _, rest = what.partition(" ")
    answered = next((word for word in _ANSWERS if what.startswith(f"{word} ")), None)
    if answered is not None:
        dose = what.removeprefix(f"{answered} ")
        life.answer(None if dose == "nothing planned" else dose, _ANSWERS[answered])
    elif word in ("asked", "told"):
        items = (f"dose:{rest}:1",) if word == "asked" else (rest,)
        dose_asked = rest if word == "asked" else None
        name = f"r{len(life.reminders)}"
        life.reminders.append(Reminder(name, "p1", items, life.now, dose_asked, Outcome.SHOWN))
    elif word == "snoozed":
        dose, _, minutes = rest.rpartition(" ")
        life.snooze(dose, minutes=int(minutes))
    elif word == "stopped":
        life.kept = changed(life.kept, Change.STOPPED, when=f"{life.now:%Y-%m-%d %H:%M}")
        by = rest.removeprefix("by ") or None
        version = replace(life.kept.versions[-1], approved_by=by)
        life.kept = replace(life.kept, versions=(*life.kept.versions[:-1], version))
    else:
        raise AssertionError(f"nothing is meant by {what!r}")


def table(text: str) -> list[list[str]]:
    """The lines of a table, each parted where two spaces stand."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.strip().splitlines()]


def plain(text: str) -> str:
    """With ordinary spaces, as a file writes it."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def state_of(life: Life, dose: str) -> str:
    """The state of one dose now."""
    found = states(
        life.kept,
        intakes=life.intakes,
        reminders=life.reminders,
        now=life.now,
        from_at=life.kept.stored_at - timedelta(days=40),
        until_at=life.now + timedelta(days=40),
        rule=cited_window(life.guard),
    )
    (state,) = [state for state in found if state.dose.id == dose]
    return state.state.value


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_ends_as_it_says(path: Path) -> None:
    """States and words, exactly."""
    said = read(path)
    life = life_in(said)
    for dose, state in table(said.get("states", "")) if "states" in said else []:
        assert (dose, state_of(life, dose)) == (dose, state)
    if "notices" in said:
        assert [[one.when, plain(one.title)] for one in life.said] == table(said["notices"])
    if "notice" in said:
        notice = life.said[-1] if said.get("lives") else life.look()
        shown = "nothing" if notice is None else "\n".join((notice.title, *notice.lines))
        assert plain(shown) == said["notice"].strip()
        assert life.decision().saying is None, "said twice"


def test_a_scenario_says_something_of_its_own() -> None:
    """Each has a claim that no other has, and expects something."""
    files = [read(path) for path in FILES]
    assert len({said["shows"] for said in files}) == len(files) >= 20
    assert all({"states", "notice", "notices"} & said.keys() for said in files)


def test_the_guard_minds_only_what_somebody_says() -> None:
    """Without facts and without a precaution, nothing is too sudden."""
    kept = life_in(
        {"plan": {"steps": [{"days": 1, "slots": [{"time": "08:00", "amount": "5 mg"}]}]}, "now": STORED}
    ).kept
    assert not is_minded(kept, UNKNOWN)
