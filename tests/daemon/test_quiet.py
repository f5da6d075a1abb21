"""Which looks of the cap are left out, and that none is which would find something."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from daemonplans import at, kept
from fakes import FakeNotifier, desk_with

from taper.clock import StandingClock
from taper.daemon.journal import Journal
from taper.daemon.quiet import LONGEST, Quiet
from taper.daemon.tick import Looked, tick

NOW, NEXT = at("12:00"), at("20:00")
SECONDS = timedelta(seconds=20)


def quiet_after(looked: Looked, state: object = "state") -> Quiet:
    """After a whole look at noon."""
    quiet = Quiet()
    quiet.note(state, looked, now=NOW)
    return quiet


def test_nothing_is_left_out_before_the_first_whole_look() -> None:
    """Whatever the state."""
    assert not Quiet().lasts("state", now=NOW)


def test_where_nothing_changed_and_nothing_is_due_a_look_is_left_out() -> None:
    """Until the next dose, or an hour at the longest."""
    quiet = quiet_after(Looked(NEXT, all_said=True))
    assert quiet.lasts("state", now=NOW + SECONDS)
    assert quiet.lasts("state", now=NOW + LONGEST - SECONDS)
    assert not quiet.lasts("state", now=NOW + LONGEST)
    assert not quiet_after(Looked(NOW + SECONDS, all_said=True)).lasts("state", now=NOW + SECONDS)
    assert quiet_after(Looked(None, all_said=True)).lasts("state", now=NOW + SECONDS)


@pytest.mark.parametrize("state", ["another", None], ids=["something was stored", "no store can be read"])
def test_another_state_is_looked_at(state: object) -> None:
    """As soon as it is noticed."""
    assert not quiet_after(Looked(NEXT, all_said=True)).lasts(state, now=NOW + SECONDS)


def test_a_store_that_cannot_be_read_is_never_quiet() -> None:
    """Not even while it stays so."""
    assert not quiet_after(Looked(None, all_said=True), None).lasts(None, now=NOW + SECONDS)


def test_what_could_not_be_said_is_tried_at_every_look() -> None:
    """A notifier that says no, or a plan that fails."""
    assert not quiet_after(Looked(NEXT, all_said=False)).lasts("state", now=NOW + SECONDS)


def test_a_clock_put_back_is_looked_at() -> None:
    """What is known of the time after it holds no more."""
    assert not quiet_after(Looked(NEXT, all_said=True)).lasts("state", now=NOW - SECONDS)


@pytest.mark.parametrize("fails", [False, True], ids=["shown", "refused"])
def test_a_look_tells_whether_everything_was_said(fails: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a parameter
    """Of a real store: what was refused was not."""
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        journal = Journal(desk.paths.log, StandingClock(NOW))
        looked = asyncio.run(tick(desk, FakeNotifier(fails=fails), now=at("08:00"), journal=journal))
    assert looked == Looked(at("08:10"), all_said=not fails)


def test_a_store_that_cannot_be_reached_is_not_said_to_be_done(tmp_path: Path) -> None:
    """Nothing was looked at."""
    with desk_with(tmp_path, kept(), now=at("08:00")) as desk:
        desk.paths.store.unlink()
        journal = Journal(desk.paths.log, StandingClock(NOW))
        looked = asyncio.run(tick(desk, FakeNotifier(), now=at("08:00"), journal=journal))
    assert looked == Looked(None, all_said=False)
