"""What the daemon does not carry: weight that is only needed elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from livedaemon import LiveDaemon

HEAVY = ("alembic", "taper.language.grammar", "taper.interop", "click", "rich", "plyer")
MOST_KIB = 64 * 1024


def test_the_daemons_modules_load_nothing_that_only_others_need() -> None:
    """Neither the grammar, nor the migrations, nor TLS."""
    code = "import sys, taper.daemon.__main__; print(*sorted(name for name in sys.modules if sys.modules[name]))"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert [name for name in loaded if name.startswith(HEAVY)] == []
    assert "_ssl" not in loaded
    assert "taper.language.echo" in loaded  # steps are still said in words


@pytest.mark.daemon
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_a_daemon_that_made_its_store_stays_below_64_mib(tmp_path: Path) -> None:
    """It begins anew, as the same process, once it is done with what only the migrations need."""
    with LiveDaemon(tmp_path / "home", clock="2026-12-01T08:00:00Z", env=dict(os.environ)) as daemon:
        for operation in ("list", "today", "upcoming", "log", "check"):
            daemon.call(operation)
        assert daemon.process is not None
        lines = Path(f"/proc/{daemon.process.pid}/status").read_text().splitlines()
    (resident,) = (int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    assert resident < MOST_KIB
