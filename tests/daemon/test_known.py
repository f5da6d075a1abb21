"""What the daemon knows of medicines: read once, again when a file of one's own changed, and never a hindrance."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from taper.clock import StandingClock
from taper.daemon import known as module
from taper.daemon.journal import Journal
from taper.daemon.known import Known

OWN = """
name = "madeupin"
[[statement]]
kind = "not-abruptly"
text = "Not to be stopped abruptly."
source = "my provider"
read_on = 2026-11-23
"""


@pytest.fixture
def known(tmp_path: Path) -> Known:
    """What is known with an own folder that is not there yet."""
    return Known(tmp_path / "facts", Journal(tmp_path / "log", StandingClock(datetime(2026, 12, 1, tzinfo=UTC))))


def test_what_is_shipped_is_known(known: Known) -> None:
    """By name or brand."""
    known.follow()
    assert known.guard_for("Soma").abruptly
    assert known.guard_for("madeupin") == known.guard_for(None)


def test_a_file_of_ones_own_is_taken_over_and_a_broken_one_changes_nothing(known: Known, tmp_path: Path) -> None:
    """The journal says that one cannot be read."""
    (tmp_path / "facts").mkdir()
    own = tmp_path / "facts" / "own.toml"
    own.write_text(OWN)
    known.follow()
    assert known.guard_for("madeupin").abruptly
    own.write_text("name = 1")
    known.follow()
    assert known.guard_for("madeupin").abruptly
    assert known.guard_for("Soma").abruptly
    assert "cannot be read" in (tmp_path / "log").read_text()


def test_nothing_is_read_again_while_nothing_changed(known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the plans reads no file of facts."""
    known.follow()

    def refuse(_: Path | None = None) -> None:
        raise AssertionError("read again")

    monkeypatch.setattr(module, "load_facts", refuse)
    known.follow()
