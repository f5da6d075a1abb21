"""A moved end is counted down to anew: a hold through the daemon, and its notices after it."""

from __future__ import annotations

from pathlib import Path

import pytest
from daemonplans import keep, kept, plan_of, step_of
from livedaemon import LiveDaemon

pytestmark = pytest.mark.daemon


def test_the_countdown_rings_again_for_a_moved_end(tmp_path: Path) -> None:
    """Said three days before the end, and, once the plan is held for two days, three days before the new one."""
    home = tmp_path / "home"
    keep(LiveDaemon(home).paths.store, kept(plan_of(step_of(8, "08:00"))))
    with LiveDaemon(home, clock="2026-12-05T09:00:30Z") as daemon:
        daemon.wait_said("Last dose in 3 days: Tue 8 December 2026, 08:00.")
        shown = daemon.call("hold", plan="A", days=2, preview=True)
        daemon.call("hold", plan="A", days=2, counts_from=shown["counts_from"], expect_versions=1)
        daemon.wait_looked()
        assert daemon.said().count("Last dose in 3 days") == 1
    with LiveDaemon(home, clock="2026-12-07T09:00:30Z") as daemon:
        said = daemon.wait_said("Last dose in 3 days: Thu 10 December 2026, 08:00.")
        assert "2 days past the prescribed end (Tue 8 Dec), not confirmed" in said
