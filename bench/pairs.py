"""How long does one thing take beside another that stands for the machine? The two in turn, and the ratio counts.

So a machine that is busy with other things slows both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TAPER = str(Path(sys.executable).with_name("taper"))

Pairs = Sequence[tuple[float, float]]
"""Milliseconds: of the floor, of what is measured."""


@dataclass(frozen=True, slots=True)
class Row:
    """One of the two as it is printed: its name, and what is said beside its time."""

    name: str
    beside: str = ""


@contextmanager
def beside_a_daemon(**variables: str) -> Iterator[Mapping[str, str]]:
    """The environment of a home of its own (`TAPER_HOME`) in which the daemon runs."""
    with tempfile.TemporaryDirectory(prefix="taper-bench-") as home:
        env = {**os.environ, "TAPER_HOME": home, **variables}
        run([TAPER, "daemon", "start"], env)
        try:
            yield env
        finally:
            run([TAPER, "daemon", "stop"], env)


def run(command: Sequence[str], env: Mapping[str, str]) -> bytes:
    """What a command printed. Raises CalledProcessError where it failed."""
    return subprocess.run(command, env=env, check=True, capture_output=True, stdin=subprocess.DEVNULL).stdout


def timed(floor: Sequence[str], measured: Sequence[str], env: Mapping[str, str], *, pairs: int) -> Pairs:
    """The milliseconds of both commands, in turn."""
    return [(_milliseconds(floor, env), _milliseconds(measured, env)) for _ in range(pairs)]


def verdict(pairs: Pairs, *, floor: Row, measured: Row, target: float) -> int:
    """Prints the medians of both and of their ratios; 1 where that of the ratios misses the target."""
    ratio = median(longer / shorter for shorter, longer in pairs)
    print(f"{floor.name:<18}{median(pair[0] for pair in pairs):6.1f} ms{floor.beside}")
    print(f"{measured.name:<18}{median(pair[1] for pair in pairs):6.1f} ms{measured.beside}")
    print(f"ratio             {ratio:6.2f}, median of {len(pairs)} pairs; target: below {target:g}")
    return 0 if ratio < target else 1


def _milliseconds(command: Sequence[str], env: Mapping[str, str]) -> float:
    begun = time.perf_counter()
    run(command, env)
    return 1000 * (time.perf_counter() - begun)
