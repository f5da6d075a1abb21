"""Every dose stands at its right instant, whoever reads the calendar: also over a clock change, and in hours that the
clocks leave out or show twice.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from calreaders import (
    OPEN_DAYS,
    by_dateutil,
    by_ical_js,
    by_icalendar,
    by_khal,
    by_recurring_ical_events,
    first_entries,
    planned,
    written,
)
from hypothesis import given, settings
from life import days, kept_of, mg, plan_of, slots
from strategies import plans

from taper.core.localtime import moment
from taper.core.plan import EveryNthDay, Interval, Plan
from taper.core.record import KeptPlan
from taper.interop.ics import AtInstant

FOUR = slots(("02:30", mg(5)), ("08:00", mg(5)), ("14:00", mg(2)), ("22:00", mg(5)))
NIGHT = slots(("00:15", mg(5)), ("01:45", mg(5)), ("02:00", mg(5)), ("12:00", mg(5)))
CLOCKS: dict[str, Plan] = {
    "berlin-gap": plan_of(days(5, FOUR), starts_on="2026-03-27"),
    "berlin-fold": plan_of(days(5, FOUR), starts_on="2026-10-23"),
    "berlin-over-both": plan_of(days(230, slots(("08:00", mg(5)), rhythm=EveryNthDay(9))), starts_on="2026-03-20"),
    "berlin-elapsed": plan_of(days(6, Interval(36, time(15, 30), mg(5))), starts_on="2026-10-23"),
    "new-york-fold": plan_of(days(5, NIGHT), starts_on="2026-10-30", zone="America/New_York"),
    "lord-howe-gap": plan_of(days(5, NIGHT), starts_on="2026-10-02", zone="Australia/Lord_Howe"),
    "cairo-gap": plan_of(days(5, NIGHT), starts_on="2026-04-22", zone="Africa/Cairo"),
    "kathmandu": plan_of(days(5, FOUR), starts_on="2026-04-22", zone="Asia/Kathmandu"),
}


def kept_at_clocks(name: str) -> KeptPlan:
    """One of the plans as stored long before, with an id of its own."""
    return replace(kept_of(CLOCKS[name], stored="2026-03-01 12:00"), id=name)


@pytest.mark.parametrize("name", CLOCKS)
def test_every_dose_is_read_at_its_instant(name: str) -> None:
    """By icalendar, by recurring-ical-events, and by the zone that the file itself describes."""
    kept = kept_at_clocks(name)
    text, doses = written(kept).as_ics(), planned(kept)
    assert len(doses) >= 4
    assert by_icalendar(text) == doses
    assert by_dateutil(text) == doses
    assert by_recurring_ical_events(text, from_on=date(2026, 3, 1), until_on=date(2026, 12, 31)) == doses


@pytest.fixture
def clock_files(tmp_path: Path) -> list[Path]:
    """A calendar file for each of the plans."""
    files = [tmp_path / f"{name}.ics" for name in CLOCKS]
    for name, file in zip(CLOCKS, files, strict=True):
        file.write_bytes(written(kept_at_clocks(name)).as_ics().encode())
    return files


def test_khal_imports_every_dose_at_its_instant(clock_files: list[Path], tmp_path: Path) -> None:
    """Each of the plans in one calendar of khal's."""
    doses = {uid: at for name in CLOCKS for uid, at in planned(kept_at_clocks(name)).items()}
    assert by_khal(clock_files, home=tmp_path, from_on=date(2026, 3, 1), days=300) == doses


def test_ical_js_reads_every_dose_at_its_instant(clock_files: list[Path]) -> None:
    """By the file's own zone, and with one alarm at the start of each."""
    doses = {uid: at for name in CLOCKS for uid, at in planned(kept_at_clocks(name)).items()}
    assert by_ical_js(clock_files) == doses


def test_a_moved_dose_says_so(clock_files: list[Path]) -> None:
    """The event on the day of a clock change names the time that the clocks leave out, or show twice."""
    texts = {file.stem: file.read_text(encoding="utf-8").replace("\n ", "") for file in clock_files}
    assert "The clocks leave out 02:30 on this day: it is at 03:00 instead." in texts["berlin-gap"]
    assert "The clocks show 02:30 twice on this day: it is the first one." in texts["berlin-fold"]


def test_the_zone_has_only_the_changes_that_are_needed() -> None:
    """The one that stands at the first dose, and each until the last: one, two or three, whatever the zone's past."""
    counts = {name: written(kept_at_clocks(name)).as_ics().count("TZOFFSETTO") for name in CLOCKS}
    assert (counts["berlin-gap"], counts["berlin-over-both"], counts["kathmandu"]) == (2, 3, 1)


@settings(max_examples=20, deadline=None)
@given(plan=plans(max_steps=2))
def test_any_plan_becomes_a_calendar(plan: Plan) -> None:
    """As many events as doses, each with an id of its own, at their instants, in lines of at most 75 octets."""
    kept = kept_of(plan, stored="2019-12-31 12:00")
    made = written(kept)
    uids = [entry.uid for entry in made.calendar.entries]
    assert len(set(uids)) == len(uids)
    horizon_on = made.ends_here_on
    days_written = 4000 if horizon_on is None else (horizon_on - plan.starts_on).days + 5
    doses = planned(kept, days=days_written)
    if horizon_on is not None:
        assert horizon_on >= plan.starts_on + timedelta(days=OPEN_DAYS)
        horizon_at = moment(horizon_on, time.min, zone=plan.zone).at
        doses = {uid: at for uid, at in doses.items() if at < horizon_at}
    entries = made.calendar.entries
    assert {one.uid: one.when.at for one in entries if isinstance(one.when, AtInstant)} == doses
    if entries:
        text = first_entries(made, count=60).as_ics()
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        assert by_icalendar(text).items() <= doses.items()
        assert by_dateutil(text) == by_icalendar(text)
