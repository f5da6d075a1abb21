"""The parts of a run of the fault table: its clock, its processes, and the page that is written of it."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from faults.daemon import Commits, watch_commits
from faults.forked import Forked
from faults.hand import Hand, HandClock
from faults.judge import NOTHING, Verdict
from faults.story import Result
from faults.table import render

EIGHT = datetime(2026, 12, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(seconds=30)


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    """A clock that begins at eight."""
    made = Hand(tmp_path / "hand", begins_at=EIGHT)
    yield made
    made.close()


def test_every_process_reads_the_clock_that_was_moved(hand: Hand) -> None:
    """It shows what it was moved to and flows on from there."""
    other = HandClock(hand.path)
    hand.pass_time(HOUR)
    assert EIGHT + HOUR <= other.now() < EIGHT + HOUR + MOMENT
    assert 3500 < other.seconds_until(other.now() + HOUR) <= 3600
    assert other.seconds_until(EIGHT) == 0
    other.close()


def test_only_what_passes_counts_as_time(hand: Hand) -> None:
    """A clock that was set shows another hour, and no time has gone by; asleep it has, and not awake."""
    hand.set_by(-2 * HOUR)
    assert hand.now() < EIGHT - HOUR
    assert hand.read().elapsed < MOMENT
    hand.sleep(3 * HOUR)
    read = hand.read()
    assert read.elapsed >= 3 * HOUR
    assert read.awake < MOMENT
    hand.pass_until(EIGHT)
    assert hand.read().elapsed >= 3 * HOUR


def test_its_stretches_are_all_that_it_has_shown(hand: Hand) -> None:
    """Each begins where the one before ended."""
    hand.pass_time(HOUR)
    hand.set_by(-HOUR)
    shown = list(hand.stretches())
    assert all(one.after == other.before for one, other in pairwise(shown))
    assert (shown[1].after.wall - shown[1].before.wall, shown[3].after.wall - shown[3].before.wall) == (HOUR, -HOUR)


def forked(tmp_path: Path, run: object) -> Forked:
    """A fork that writes beside."""
    return Forked(run, env={"HOME": "/nowhere"}, said=tmp_path / "said", errors=tmp_path / "errors")  # type: ignore[arg-type]


def test_a_fork_has_its_own_environment_output_and_end(tmp_path: Path) -> None:
    """It ends with its code, or by the signal that killed it, and nothing of it comes back."""

    def say() -> int:
        print(os.environ["HOME"])
        return 3

    def fail() -> int:
        raise ValueError("as the test wants")

    def last() -> int:
        signal.pause()
        return 0

    assert forked(tmp_path, say).wait(10) == 3
    assert (tmp_path / "said").read_text() == "/nowhere\n"
    assert forked(tmp_path, fail).wait(10) == 1
    assert "as the test wants" in (tmp_path / "errors").read_text()
    lasting = forked(tmp_path, last)
    assert lasting.poll() is None
    lasting.kill()
    assert lasting.wait(10) == -signal.SIGKILL


@pytest.mark.parametrize(("die", "kept"), [("before:2", 1), ("after:2", 2), (None, 3)])
def test_a_process_dies_before_or_after_the_commit_it_was_told(tmp_path: Path, die: str | None, kept: int) -> None:
    """What was committed is there, and nothing else; reading makes no commit."""
    path, noted = tmp_path / "some.db", tmp_path / "commits"

    def write() -> int:
        commits = Commits(die=die, noted_in=noted)
        watch_commits(commits.before, commits.after)
        for _ in range(3):
            with closing(sqlite3.connect(path)) as database:
                database.execute("CREATE TABLE IF NOT EXISTS t (x)")
                database.execute("SELECT * FROM t")
                database.commit()
                database.execute("INSERT INTO t VALUES (1)")
                database.commit()
        return 0

    code = forked(tmp_path, write).wait(30)
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT count(*) FROM t").fetchone() == (kept,)
    assert code == (0 if die is None else -signal.SIGKILL)
    assert len(noted.read_bytes()) == (3 if die is None else 1)


def test_the_page_hides_no_loss() -> None:
    """A row that lost something shows it in its column and in words."""
    good = Result("no fault", Verdict(3, 3, 0, 0, 0, 0, 0, 0), (), 1.0)
    bad = Result("a fault", Verdict(3, 2, 0, 0, 0, 1, 0, 1), ("lost: A", "store: broken"), 1.0)
    page = render([good, bad], commit="abc", seed=7, seconds=60)
    assert "| no fault | 1 | 3 | 3 | 0 | 0 | 0 | 0 | 0 | yes |" in page
    assert "| a fault | 1 | 3 | 2 | 0 | 0 | 0 | 1 | 0 | no, in 1 of 1 |" in page
    assert "- a fault: lost: A" in page
    assert "Commit abc, seed 7" in page
    assert "must not be, and was" not in render([good], commit="abc", seed=7, seconds=60)
    assert (NOTHING + good.verdict + bad.verdict).runs == 2
    assert sys.orig_argv  # left as it was by the forks above
