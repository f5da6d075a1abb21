"""What does the daemon cost while nothing is due? Processor time and resident memory of the real one, with four plans.

Measured on a private bus with a notification server, over a span without a dose. Targets: below 0.1 % of a core and
64 MiB. Exits with 1 above them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.notices import a_server
from bench.years import plans
from taper.client import NoDaemonError, call
from taper.core.record import Change, KeptPlan, Version
from taper.settings import HOME_VARIABLE, Paths, paths_from
from taper.store import Store

SECONDS = 120.0
MOST_SHARE = 0.001
MOST_MIB = 64.0
_BEFORE = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""By the daemon's own clock: days before the first dose of the plans."""


def main(*, seconds: float = SECONDS) -> int:
    """Measures and prints; 1 when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="taper-bench-") as folder, a_server(Path(folder)) as (address, _):
        home = Path(folder) / "home"
        home.mkdir(mode=0o700)
        paths = paths_from({HOME_VARIABLE: str(home)})
        with Store.open(paths.store) as store:
            for number, plan in enumerate(plans()):
                stored_at = _BEFORE - timedelta(days=1)
                store.keep(KeptPlan(f"plan{number}", stored_at, (Version(plan, Change.ENTERED, stored_at),)))
        clock = f"{_BEFORE.isoformat()}@{time.time():.3f}x1"
        env = {**os.environ, HOME_VARIABLE: str(home), "DBUS_SESSION_BUS_ADDRESS": address, "TAPER_CLOCK": clock}
        daemon = subprocess.Popen([sys.executable, "-m", "taper.daemon", "--notifier", "dbus"], env=env)
        try:
            _answered(paths)
            for operation in ("list", "today", "upcoming"):
                call(paths.socket, operation, {})
            time.sleep(1)
            before, begun = _used(daemon.pid), time.monotonic()
            time.sleep(seconds)
            share = (_used(daemon.pid) - before) / (time.monotonic() - begun)
            resident = _resident_mib(daemon.pid)
        finally:
            daemon.terminate()
            daemon.wait(timeout=20)
    print(f"processor  {100 * share:7.4f} % of a core over {seconds:g} s; target: below {100 * MOST_SHARE:g} %")
    print(f"memory     {resident:7.1f} MiB resident; target: below {MOST_MIB:g} MiB")
    return 0 if share < MOST_SHARE and resident < MOST_MIB else 1


def _answered(paths: Paths) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            call(paths.socket, "look", {})
            return
        except NoDaemonError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _used(pid: int) -> float:
    """Seconds of processor time so far, of the program and of the system for it, to the nanosecond."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def _resident_mib(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024
