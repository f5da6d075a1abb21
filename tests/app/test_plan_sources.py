"""Reading what the person gave: a text or a file with options beside it becomes a plan, or questions."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from desks import BERLIN, instant

from taper.app.preview import preview
from taper.app.reading import ReadPlan, Source, read_source
from taper.core.errors import NotFound, TaperError, Unanswered
from taper.core.plan import Split
from taper.interop.planfile import write_plan_file
from taper.settings import Settings

NOW: datetime = instant("2026-11-30 18:00")
TEXT = "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop"
FILE = 'medicine = "prednisone"\n[[steps]]\ndays = 4\nslots = [{ slot = "morning", amount = "40 mg" }]\n'


def read(*, assume_tomorrow: bool = True, settings: Settings | None = None, **given: object) -> ReadPlan:
    """What `preview` reads (or `add`, which assumes no first day) on the last evening of November in Berlin."""
    source = Source(**given)  # type: ignore[arg-type]
    return read_source(
        source,
        settings=settings or Settings(),
        now=NOW,
        machine_zone=BERLIN,
        assume_tomorrow=assume_tomorrow,
    )


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A plan file without a first day."""
    path = tmp_path / "plan.toml"
    path.write_text(FILE)
    return path


def test_without_a_start_preview_assumes_tomorrow_and_says_so(file: Path) -> None:
    """Tomorrow in the plan's zone; `add` asks instead."""
    for given in ({"text": TEXT}, {"file": str(file)}):
        found = read(**given)
        assert (found.plan.starts_on, found.assumed_start) == (date(2026, 12, 1), True)
        assert read(**given, zone="Pacific/Kiritimati").plan.starts_on == date(2026, 12, 2)
        with pytest.raises(TaperError) as asked:
            read(**given, assume_tomorrow=False)
        assert asked.value.exit_code == 3


def test_a_start_is_a_date_or_a_date_and_an_hour(file: Path) -> None:
    """Then nothing is assumed."""
    for given in ({"text": TEXT}, {"file": str(file)}):
        found = read(**given, start="2026-12-24T18:00")
        assert (found.plan.starts_on, found.plan.starts_at_time) == (date(2026, 12, 24), time(18))
        assert found.assumed_start is False


@pytest.mark.parametrize(
    "start", ["tomorrow", "2026-2-3", "24.12.2026", "2026-12-24T", "2026-12-24T6", "2026-12-24T25:00"]
)
def test_a_start_that_is_none_is_asked_about(start: str) -> None:
    """With its place and how one is written."""
    with pytest.raises(Unanswered) as asked:
        read(text=TEXT, start=start)
    assert asked.value.questions[0].where == "--start"


def test_a_start_said_twice_in_different_ways_is_asked_about(tmp_path: Path) -> None:
    """The text or file and --start disagree: neither is picked."""
    path = tmp_path / "plan.toml"
    path.write_text("starts_on = 2026-12-05\n" + FILE)
    for given in ({"text": f"{TEXT}, starting 2026-12-05"}, {"file": str(path)}):
        assert read(**given).plan.starts_on == date(2026, 12, 5)
        assert read(**given).assumed_start is False
        with pytest.raises(Unanswered):
            read(**given, start="2026-12-06")


def test_questions_come_together_and_only_once(tmp_path: Path) -> None:
    """What is wrong is asked, and an assumed first day adds no question of its own."""
    for text in ("prednisone 5-10 mg daily for 5 days", "prednisone 5-10 mg daily for 5 days, starting 2026-12-05"):
        with pytest.raises(Unanswered) as asked:
            read(text=text)
        assert len(asked.value.questions) == 1
        assert asked.value.text == text


def test_strengths_beside_the_text_are_the_tablets(file: Path) -> None:
    """Each with how far it may be broken; with a file too, where it names none."""
    for given in ({"text": TEXT}, {"file": str(file)}):
        plan = read(**given, strengths=("20 mg", "5 mg tablet"), split="half").plan
        assert [(tablet.name, tablet.split) for tablet in plan.tablets] == [
            ("20 mg tablet", Split.HALF),
            ("5 mg tablet", Split.HALF),
        ]
        with pytest.raises(Unanswered):
            read(**given, strengths=("30 mg",))


def test_a_file_that_names_other_tablets_is_asked_about(tmp_path: Path) -> None:
    """Which are on hand?"""
    path = tmp_path / "plan.toml"
    path.write_text(FILE + '[[tablets]]\nstrength = "20 mg"\n')
    assert read(file=str(path), strengths=("20 mg",)).plan.tablets == read(file=str(path)).plan.tablets
    with pytest.raises(Unanswered, match="Which are on hand"):
        read(file=str(path), strengths=("10 mg",))


@pytest.mark.parametrize(
    ("given", "where"),
    [({"zone": "Berlin"}, "--zone"), ({"zone": "../x"}, "--zone"), ({"split": "third"}, "--split")],
)
def test_an_option_that_is_none_is_asked_about(given: dict[str, str], where: str) -> None:
    """With the option as its place."""
    with pytest.raises(Unanswered) as asked:
        read(text=TEXT, **given)
    assert asked.value.questions[0].where == where


def test_a_file_may_begin_with_a_table(tmp_path: Path) -> None:
    """A bracket is TOML's too, and no order in JSON."""
    path = tmp_path / "plan.toml"
    path.write_text('[[steps]]\ndays = 4\nslots = [{ slot = "morning", amount = "40 mg" }]\n')
    assert read(file=str(path)).plan.medicine is None


def test_what_is_no_plan_file_is_said_in_a_sentence(tmp_path: Path) -> None:
    """A file that is missing, a folder, an order in JSON, and one without an end."""
    for missing in (tmp_path / "none.toml", tmp_path, tmp_path / "none" / "plan.toml", Path("a\0b")):
        with pytest.raises(NotFound):
            read(file=str(missing))
    order = tmp_path / "order.txt"
    order.write_text(' {"resourceType": "MedicationRequest"}')
    with pytest.raises(Unanswered, match="no dosageInstruction"):
        read(file=str(order))
    with pytest.raises(Unanswered, match="at most"):
        read(file="/dev/zero")


def test_the_persons_own_times_stand_on_a_new_plan(file: Path) -> None:
    """Whether it is written in words or in a file."""
    times = {**Settings().times, "morning": time(6, 45)}
    for given in ({"text": TEXT.replace("daily", "in the morning")}, {"file": str(file)}):
        days = preview(read(**given, settings=Settings(times=times)).plan, limits=())["days"]
        assert isinstance(days, list)
        assert days[0]["doses"][0]["at"] == "2026-12-01T06:45:00+01:00"


def test_the_person_and_label_said_beside_it_are_the_plans(file: Path) -> None:
    """They go before those of a file."""
    plan = read(file=str(file), person="Anna", label="white bottle").plan
    assert (plan.person, plan.label) == ("Anna", "white bottle")


def test_a_plan_written_to_a_file_is_read_as_the_same_plan(tmp_path: Path) -> None:
    """Words to a plan, the plan to a file, the file to the plan."""
    plan = read(text=TEXT, strengths=("10 mg",)).plan
    path = tmp_path / "plan.toml"
    path.write_text(write_plan_file(plan))
    assert read(file=str(path)).plan == plan
