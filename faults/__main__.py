"""Which faults? `python -m faults` plays them all and writes docs/FAULTS.md; a word plays the rows that have it.

Exits with 1 when a row lost something, stacked something or damaged the store.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from faults import ROOT, clocks, files, kills, others, servers
from faults.judge import NOTHING
from faults.story import SMALL, WHOLE, Result, Row, play
from faults.table import commit, render

SEED = 20261201
AT_ONCE = 2
"""How many rows are played beside each other: each keeps a core busy."""


def all_rows() -> list[Row]:
    """Every row, in the order of the table."""
    return [row for part in (kills, clocks, servers, others, files) for row in part.rows()]


def is_bad(result: Result) -> bool:
    """Whether something happened that must not."""
    return bool(result.findings)


def main() -> int:
    """Plays what was asked for, writes it down, and says how it fared."""
    parser = argparse.ArgumentParser(prog="python -m faults", description=__doc__)
    parser.add_argument("word", nargs="?", default="", help="play only the rows with this in their name")
    parser.add_argument("--small", action="store_true", help="play the small part")
    parser.add_argument("--seed", type=int, default=SEED, help="another chance")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table there")
    parser.add_argument("--at-once", type=int, default=AT_ONCE, help="how many rows are played beside each other")
    given = parser.parse_args()
    rows = [row for row in all_rows() if given.word in row.fault and (row.in_small or not given.small)]
    began, of = time.monotonic(), commit()
    results = _played(rows, small=given.small, seed=given.seed, at_once=given.at_once)
    page = render(results, commit=of, seed=given.seed, seconds=time.monotonic() - began)
    if given.write:
        (ROOT / given.write).write_text(page, encoding="utf-8")
    print(page)
    return int(any(is_bad(result) for result in results))


def _played(rows: Sequence[Row], *, small: bool, seed: int, at_once: int) -> list[Result]:
    """Each in a process of its own: Alembic, which makes the stores, knows one database at a time."""
    names = [row.fault for row in rows]
    with ProcessPoolExecutor(at_once) as pool:
        return list(pool.map(_play_named, names, [small] * len(rows), [seed] * len(rows)))


def _play_named(fault: str, small: bool, seed: int) -> Result:  # noqa: FBT001 - mapped over
    """By its name, as a row cannot be sent to another process."""
    (row,) = [row for row in all_rows() if row.fault == fault]
    result = _finished(row, small=small, seed=seed)
    said = f"{result.seconds:5.0f} s  {fault}: {result.verdict}"
    print(said, *result.findings[:5], sep="\n  ", file=sys.stderr, flush=True)
    return result


def _finished(row: Row, *, small: bool, seed: int) -> Result:
    """A row that breaks off is a finding, and the others go on."""
    began = time.monotonic()
    try:
        return play(row, SMALL if small else WHOLE, seed=seed)
    except Exception as error:  # noqa: BLE001 - whatever it is, it stands in the table
        sentence = f"the row broke off: {type(error).__name__}: {error}"
        return Result(row.fault, NOTHING, (sentence,), time.monotonic() - began)


if __name__ == "__main__":
    sys.exit(main())
