"""How late does a reminder come? From the instant a dose is due to the Notify call at a real notification server.

The real daemon with four plans, on a clock that runs sixty times as fast so that a dose falls due each second. At the
same instants, on the same machine and server: a plain APScheduler job that does nothing but notify, and each minute
`remind` in its daemon mode, where it is installed. Target: the daemon's 99th percentile below 50 ms. Exits with 1 above
it, or where a dose was not said.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from bench.notices import NAME, a_server, notices
from bench.plainjobs import PREFIX
from taper.clock import VARIABLE
from taper.core.form import from_form
from taper.core.record import Change, KeptPlan, Version
from taper.settings import HOME_VARIABLE, change_setting, paths_from
from taper.store import Store

COUNT = 192
"""How many doses: one each second."""

TARGET_MS = 50.0
PLANS = 4
SCALE = 60
HEAD_START = 12.0
"""Seconds for every program to be ready before the first dose."""

DAY = datetime(2026, 12, 1, tzinfo=UTC)
FIRST = DAY + timedelta(hours=8)
_TITLE = re.compile(r"[A-D]: .* · (\d\d:\d\d)")


def main(*, count: int = COUNT) -> int:
    """Measures and prints; 1 when the target is missed."""
    with tempfile.TemporaryDirectory(prefix="taper-bench-") as folder, a_server(Path(folder)) as (address, log):
        start = float(int(time.time() + HEAD_START) + 1)
        env = {**os.environ, "DBUS_SESSION_BUS_ADDRESS": address}
        with ExitStack() as stack:
            stack.enter_context(_taper(Path(folder), env, start=start, count=count))
            stack.enter_context(_plain(address, start=start, count=count))
            minutes = stack.enter_context(_remind(Path(folder), env, start=start, count=count))
            time.sleep(max(0.0, start + count + 2 - time.time()))
        said = notices(log)
    taper = _of_taper(said, start)
    plain = {int(summary.split()[1]): at - start - int(summary.split()[1]) for at, summary in said if PREFIX in summary}
    remind = [at - minutes[summary] for at, summary in said if summary in minutes]
    print(f"{'':20} {'median':>9} {'p99':>9} {'longest':>9}")
    missing = count - len(taper)
    p99 = _row("taper", list(taper.values()))
    _row("plain APScheduler", list(plain.values()))
    if remind:
        _row("remind -z", remind)
    else:
        print("remind               not measured: it is not installed (Debian package remind), or no minute began")
    print(f"{count} doses, {missing} of them not said; target: the 99th percentile of taper below {TARGET_MS:g} ms")
    return 0 if p99 < TARGET_MS and not missing else 1


def _row(name: str, late: Sequence[float]) -> float:
    """Prints a line; the 99th percentile in ms."""
    found = sorted(1000 * one for one in late)
    p99 = quantiles(found, n=100)[-1] if len(found) >= 100 else found[-1]
    print(f"{name:20} {median(found):6.1f} ms {p99:6.1f} ms {found[-1]:6.1f} ms   of {len(found)}")
    return p99


def _of_taper(said: Sequence[tuple[float, str]], start: float) -> Mapping[str, float]:
    """How late each dose was first said, by its wall time."""
    found: dict[str, float] = {}
    for at, summary in said:
        title = _TITLE.fullmatch(summary)
        if title:
            due = datetime.fromisoformat(f"{DAY:%Y-%m-%d}T{title[1]}+00:00")
            found.setdefault(title[1], at - start - (due - FIRST).total_seconds() / SCALE)
    return found


@contextmanager
def _taper(folder: Path, env: Mapping[str, str], *, start: float, count: int) -> Iterator[None]:
    home = folder / "home"
    home.mkdir(mode=0o700)
    paths = paths_from({HOME_VARIABLE: str(home)})
    change_setting(paths.config, "repeats", "0")
    stored_at = DAY - timedelta(hours=4)
    with Store.open(paths.store) as store:
        for number in range(PLANS):
            times = [f"{FIRST + timedelta(minutes=n):%H:%M}" for n in range(number, count, PLANS)]
            slots = [{"slot": at, "time": at, "amount": "5 mg"} for at in times]
            plan = from_form(
                {
                    "medicine": "madeupin",
                    "label": "ABCD"[number],
                    "zone": "UTC",
                    "starts_on": f"{DAY:%Y-%m-%d}",
                    "tablets": [{"strength": "5 mg"}],
                    "steps": [{"days": 1, "slots": slots}],
                }
            )
            store.keep(KeptPlan(f"plan{number}", stored_at, (Version(plan, Change.ENTERED, stored_at),)))
    clock = f"{FIRST.isoformat()}@{start:.3f}x{SCALE}"
    with _program(
        [sys.executable, "-m", "taper.daemon", "--notifier", "dbus"],
        {**env, HOME_VARIABLE: str(home), VARIABLE: clock},
    ):
        yield


@contextmanager
def _plain(address: str, *, start: float, count: int) -> Iterator[None]:
    with _program([sys.executable, "-m", "bench.plainjobs", address, str(start), str(count)], dict(os.environ)):
        yield


@contextmanager
def _remind(folder: Path, env: Mapping[str, str], *, start: float, count: int) -> Iterator[Mapping[str, float]]:
    """`remind` in the foreground of its daemon mode; which of its messages is due when."""
    first = int(start) // 60 + 1
    minutes = {f"remind {n}": 60.0 * n for n in range(first, int(start + count) // 60 + 1)}
    if shutil.which("remind") is None or shutil.which("gdbus") is None:
        yield {}
        return
    script = folder / "reminders"
    lines = (f"REM AT {time.strftime('%H:%M', time.localtime(at))} MSG {name}\n" for name, at in minutes.items())
    script.write_text("".join(lines))
    object_path = "/" + NAME.replace(".", "/")
    notify = (
        f"gdbus call --session --dest {NAME} --object-path {object_path} --method {NAME}.Notify "
        "remind 'uint32 0' '' %s '' '@as []' '@a{sv} {}' -- -1"
    )
    with _program(["remind", "-f", "-z1", f"-k{notify} &", str(script)], env):
        yield minutes


@contextmanager
def _program(command: Sequence[str], env: Mapping[str, str]) -> Iterator[None]:
    process = subprocess.Popen(command, env=dict(env), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)
