"""What the form of a new plan holds, how it is answered, and how the months of a plan stand: without any browser."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from taper.app.adding import before
from taper.app.arguments import Arguments
from taper.app.desk import open_desk
from taper.clock import StandingClock
from taper.settings import paths_from
from taper.web.addresses import plan_address
from taper.web.entry import Asked, Entry, Read, Reading, answer_in, entry_of, read_entry
from taper.web.guard import Form
from taper.web.months import months_of

NOW = datetime(2026, 12, 1, 8, 4, tzinfo=UTC)
CLEAR = Entry(text="prednisone 40 mg daily for 4 days, then stop", strengths="10 mg tablet", start="2026-12-02")


class Reader:
    """Reads what is filled in, on a store of its own."""

    def __init__(self, home: Path) -> None:
        self.paths = paths_from({"TAPER_HOME": str(home)})

    def __call__(self, entry: Entry, *, now: datetime = NOW) -> Reading:
        with open_desk(self.paths, StandingClock(now)) as desk:
            return read_entry(
                entry,
                paths=self.paths,
                now=now,
                machine_zone="UTC",
                ask=lambda operation, **given: {"before": before}[operation](desk, Arguments(given)),
            )

    def read(self, entry: Entry, *, now: datetime = NOW) -> Read:
        """The plan, where there is one."""
        found = self(entry, now=now)
        assert isinstance(found, Read)
        return found

    def asked(self, entry: Entry) -> Asked:
        """The questions, where there are some."""
        found = self(entry)
        assert isinstance(found, Asked)
        return found


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    """A reader with an empty store."""
    return Reader(tmp_path / "home")


def form(**fields: str) -> Form:
    """A form that was sent."""
    return Form(tuple((name.replace("_in_", "-"), value) for name, value in fields.items()))


def test_a_form_is_what_was_typed() -> None:
    """Each field, without the spaces around it; strengths a line each, the first hour behind its day."""
    sent = Form(
        (
            *(("text", " 40 mg daily "), ("strengths", "10 mg tablet\n5 mg tablet, 1 mg tablet")),
            *(
                ("start", "2026-12-02"),
                ("hour", "18:00"),
                ("split", "none"),
                ("also", "yes"),
                ("told", ""),
                ("told", "seizures=no"),
            ),
        )
    )
    entry = entry_of(sent)
    assert (entry.also, entry.told) == (True, ("seizures=no",))
    assert entry.source.strengths == ("10 mg tablet", "5 mg tablet", "1 mg tablet")
    assert (entry.source.text, entry.source.start) == ("40 mg daily", "2026-12-02T18:00")
    assert entry.with_source(entry.source) == replace(entry, strengths="10 mg tablet\n5 mg tablet\n1 mg tablet")


def test_what_is_shown_has_one_digest(reader: Reader) -> None:
    """The same fields read the same; a change of any that shows is another."""
    same = reader.read(CLEAR).digest
    assert reader.read(CLEAR).digest == same
    others = [
        replace(CLEAR, text="prednisone 30 mg daily for 4 days, then stop"),
        replace(CLEAR, strengths="20 mg tablet"),
        replace(CLEAR, start="2026-12-03"),
        replace(CLEAR, person="Anna"),
        replace(CLEAR, label="white bottle"),
        replace(CLEAR, zone="Europe/Berlin"),
        replace(CLEAR, missed="always skip"),
    ]
    assert len({same, *(reader.read(other).digest for other in others)}) == 8


def test_a_dose_that_falls_due_in_between_is_another_reading(reader: Reader) -> None:
    """Of it, too, is asked whether it was taken already."""
    today = replace(CLEAR, text="prednisone 10 mg at 08:00 and 20:00 for 4 days, then stop", start="2026-12-01")
    early, later = reader.read(today), reader.read(today, now=NOW + timedelta(hours=12))
    assert [len(found.earlier) for found in (early, later)] == [1, 2]
    assert early.digest != later.digest


def test_a_first_day_that_nobody_said_is_assumed_and_asked(reader: Reader) -> None:
    """It may not be kept so."""
    found = reader.read(replace(CLEAR, start=""))
    assert not found.may_be_kept
    assert found.shown["starts_on"] == "2026-12-02"


def test_a_press_picks_a_choice_and_typed_words_are_words(reader: Reader) -> None:
    """The third choice by its place; a number that is typed is no choice, whatever the questions offer."""
    entry = replace(CLEAR, text="prednisone 40 mg daly for 4 days, then stop")
    asked = reader.asked(entry)
    pressed = answer_in(entry, asked, form(asked=asked.digest, choice="0:0"))
    assert pressed.entry.text == "prednisone 40 mg daily for 4 days, then stop"
    typed = answer_in(entry, asked, form(asked=asked.digest, words_in_0="1"))
    assert typed.entry.text == "prednisone 40 mg 1 for 4 days, then stop"


@pytest.mark.parametrize("choice", ["", "0", "0:99", "9:0", "-1:0", "0:-1", "0:x", "²:0", "0:00000"])
def test_a_press_on_nothing_changes_nothing(reader: Reader, choice: str) -> None:
    """A form made by hand is answered with the questions again."""
    entry = replace(CLEAR, text="prednisone 40 mg daly for 4 days, then stop")
    asked = reader.asked(entry)
    assert answer_in(entry, asked, form(asked=asked.digest, choice=choice)).entry == entry


def test_an_answer_to_other_questions_counts_for_nothing(reader: Reader) -> None:
    """The text was changed since: the place is another one."""
    entry = replace(CLEAR, text="prednisone 40 mg daly for 4 days, then stop")
    before_it = reader.asked(replace(entry, text="prednisone 40 mg dayly for 4 days, then stop"))
    answered = answer_in(entry, reader.asked(entry), form(asked=before_it.digest, choice="0:0"))
    assert answered.entry == entry


def test_a_plan_is_found_by_its_label_while_it_runs() -> None:
    """By its id where it is over, as another plan may have the label by then, or where the label is no part of one."""
    plan = {"plan": "0badcafe", "label": "white bottle", "state": "active"}
    assert plan_address(plan) == "/plans/white%20bottle"
    for other in ({"state": "ended"}, {"label": "a/b"}, {"label": ".."}, {"label": "Ä"}, {"label": " "}):
        assert plan_address(plan | other) == "/plans/0badcafe"


def days(first_on: date, count: int, *, today: date, **changes: dict[str, Any]) -> dict[str, Any]:
    """A plan of one dose of 10 mg a day, as the operation `days` tells it; `changes` by the number of a day."""
    found = []
    for number in range(count):
        on = first_on + timedelta(days=number)
        day = {"date": on.isoformat(), "planned": "10 mg", "taken": None, "intakes": 0, "marks": []}
        day["doses"] = [{"state": "ahead"}]
        found.append(day | changes.get(f"day{number}", {}))
    return {"days": found, "today": today.isoformat()}


def test_a_month_has_its_weeks_from_monday() -> None:
    """December 2026 begins on a Tuesday; what is not of the plan has a number alone."""
    months = months_of(days(date(2026, 12, 3), 3, today=date(2026, 12, 4)))
    (month,) = months.near
    assert month.name == "December 2026"
    assert month.weeks[0][0] is None
    cells = {cell.on.day: cell for week in month.weeks for cell in week if cell}
    assert len(cells) == 31
    assert (cells[2].amount, cells[3].amount, months.unit) == ("", "10", "mg")
    assert [day for day, cell in cells.items() if cell.is_today] == [4]


def test_what_became_of_a_day_is_a_sign_and_words() -> None:
    """Never a colour alone; past the end stands what was taken."""
    past = {"planned": None, "taken": "20 mg", "intakes": 1, "doses": [], "marks": ["past-end"]}
    taken = {"doses": [{"state": "taken"}], "marks": ["step-change"]}
    shown = days(date(2026, 12, 1), 3, today=date(2026, 12, 3), day0=taken, day2=past)
    cells = [cell for week in months_of(shown).near[0].weeks for cell in week if cell]
    assert (cells[0].sign, cells[0].words) == ("✓▲", "taken, new step")
    assert (cells[2].sign, cells[2].words, cells[2].amount) == ("!", "taken past the end", "20")


def test_tablets_are_said_in_words_and_two_units_both() -> None:
    """ "1 and a half tablets"; a unit that is not the same everywhere stands with each amount."""
    shown = days(date(2026, 12, 1), 2, today=date(2026, 12, 1), day0={"planned": "1.5 tablets"})
    months = months_of(shown)
    cells = [cell.amount for week in months.near[0].weeks for cell in week if cell]
    assert months.unit is None
    assert cells[:2] == ["1 and a half tablets".replace(" ", "\u00a0"), "10\u00a0mg"]


def test_a_long_plan_shows_the_months_about_today() -> None:
    """This month and the next; the others can be opened, and none is lost."""
    months = months_of(days(date(2026, 11, 20), 300, today=date(2027, 2, 10)))
    assert [month.name for month in months.near] == ["February 2027", "March 2027"]
    assert [len(months.before), len(months.after)] == [3, 6]
    ended = months_of(days(date(2026, 1, 1), 200, today=date(2027, 2, 10)))
    assert [month.name for month in ended.near] == ["July 2026"]
