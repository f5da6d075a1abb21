"""Which instant a wall-clock time is, on every kind of clock change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import ZONES

from taper.core.localtime import Moment, local, local_date, moment

MATRIX = [
    # zone, date, wall time, instant, what the clock change did to it
    ("Europe/Berlin", "2027-03-28", "01:59", "2027-03-28T00:59", ""),
    ("Europe/Berlin", "2027-03-28", "02:00", "2027-03-28T01:00", "moved"),
    ("Europe/Berlin", "2027-03-28", "02:30", "2027-03-28T01:00", "moved"),
    ("Europe/Berlin", "2027-03-28", "02:59", "2027-03-28T01:00", "moved"),
    ("Europe/Berlin", "2027-03-28", "03:00", "2027-03-28T01:00", ""),
    ("Europe/Berlin", "2026-10-25", "01:59", "2026-10-24T23:59", ""),
    ("Europe/Berlin", "2026-10-25", "02:00", "2026-10-25T00:00", "repeated"),
    ("Europe/Berlin", "2026-10-25", "02:59", "2026-10-25T00:59", "repeated"),
    ("Europe/Berlin", "2026-10-25", "03:00", "2026-10-25T02:00", ""),
    ("America/New_York", "2027-03-14", "01:59", "2027-03-14T06:59", ""),
    ("America/New_York", "2027-03-14", "02:00", "2027-03-14T07:00", "moved"),
    ("America/New_York", "2027-03-14", "02:45", "2027-03-14T07:00", "moved"),
    ("America/New_York", "2027-03-14", "03:00", "2027-03-14T07:00", ""),
    ("America/New_York", "2026-11-01", "00:59", "2026-11-01T04:59", ""),
    ("America/New_York", "2026-11-01", "01:00", "2026-11-01T05:00", "repeated"),
    ("America/New_York", "2026-11-01", "01:59", "2026-11-01T05:59", "repeated"),
    ("America/New_York", "2026-11-01", "02:00", "2026-11-01T07:00", ""),
    ("Australia/Lord_Howe", "2026-10-04", "01:59", "2026-10-03T15:29", ""),
    ("Australia/Lord_Howe", "2026-10-04", "02:00", "2026-10-03T15:30", "moved"),
    ("Australia/Lord_Howe", "2026-10-04", "02:29", "2026-10-03T15:30", "moved"),
    ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03T15:30", ""),
    ("Australia/Lord_Howe", "2027-04-04", "01:29", "2027-04-03T14:29", ""),
    ("Australia/Lord_Howe", "2027-04-04", "01:30", "2027-04-03T14:30", "repeated"),
    ("Australia/Lord_Howe", "2027-04-04", "01:59", "2027-04-03T14:59", "repeated"),
    ("Australia/Lord_Howe", "2027-04-04", "02:00", "2027-04-03T15:30", ""),
    ("Africa/Cairo", "2027-04-29", "23:59", "2027-04-29T21:59", ""),
    ("Africa/Cairo", "2027-04-30", "00:00", "2027-04-29T22:00", "moved"),
    ("Africa/Cairo", "2027-04-30", "00:30", "2027-04-29T22:00", "moved"),
    ("Africa/Cairo", "2027-04-30", "01:00", "2027-04-29T22:00", ""),
    ("Africa/Cairo", "2026-10-29", "22:59", "2026-10-29T19:59", ""),
    ("Africa/Cairo", "2026-10-29", "23:00", "2026-10-29T20:00", "repeated"),
    ("Africa/Cairo", "2026-10-29", "23:59", "2026-10-29T20:59", "repeated"),
    ("Africa/Cairo", "2026-10-30", "00:00", "2026-10-29T22:00", ""),
    ("Pacific/Apia", "2011-12-29", "23:59", "2011-12-30T09:59", ""),
    ("Pacific/Apia", "2011-12-30", "00:00", "2011-12-30T10:00", "moved"),
    ("Pacific/Apia", "2011-12-30", "08:00", "2011-12-30T10:00", "moved"),
    ("Pacific/Apia", "2011-12-30", "23:59", "2011-12-30T10:00", "moved"),
    ("Pacific/Apia", "2011-12-31", "00:00", "2011-12-30T10:00", ""),
    ("UTC", "2026-12-01", "08:00", "2026-12-01T08:00", ""),
    ("Asia/Kathmandu", "2026-12-01", "08:00", "2026-12-01T02:15", ""),
]


@pytest.mark.parametrize(("zone", "on", "wall", "instant", "change"), MATRIX)
def test_a_time_the_clocks_skip_moves_to_the_end_of_the_gap_and_one_shown_twice_counts_the_first_time(
    zone: str, on: str, wall: str, instant: str, change: str
) -> None:
    at = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    expected = Moment(at, moved=change == "moved", repeated=change == "repeated")
    assert moment(date.fromisoformat(on), time.fromisoformat(wall), zone=zone) == expected


dates = st.dates(date(2000, 1, 1), date(2060, 12, 31))
walls = st.builds(time, st.integers(0, 23), st.integers(0, 59))
zones = st.sampled_from((*ZONES, "Pacific/Apia"))


@given(dates, walls, zones)
@settings(deadline=None)
def test_unless_it_was_moved_the_clocks_show_the_wall_time_at_its_instant(on: date, wall: time, zone: str) -> None:
    found = moment(on, wall, zone=zone)
    shown = local(found.at, zone=zone)
    assert found.moved or (shown.date(), shown.time()) == (on, wall)
    assert found.at.tzinfo is UTC


@given(dates, walls, zones)
@settings(deadline=None)
def test_a_moved_time_stands_at_the_first_minute_after_the_gap(on: date, wall: time, zone: str) -> None:
    found = moment(on, wall, zone=zone)
    wanted = datetime.combine(on, wall)
    if found.moved:
        minute_before = local(found.at - timedelta(minutes=1), zone=zone).replace(tzinfo=None)
        assert minute_before < wanted < local(found.at, zone=zone).replace(tzinfo=None)


@given(dates, walls, walls, zones)
@settings(deadline=None)
def test_a_later_wall_time_is_never_an_earlier_instant(on: date, one: time, other: time, zone: str) -> None:
    first, second = sorted((one, other))
    assert moment(on, first, zone=zone).at <= moment(on, second, zone=zone).at


def test_the_date_of_an_instant_is_that_of_the_zone() -> None:
    at = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)
    assert local_date(at, zone="Europe/Berlin") == date(2026, 12, 2)
    assert local_date(at, zone="America/New_York") == date(2026, 12, 1)
    assert local(at, zone="Europe/Berlin").tzinfo == ZoneInfo("Europe/Berlin")
