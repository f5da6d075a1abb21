"""The power goes at any moment: what was said to be recorded is there afterwards, and the store is whole."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from disks import TRACED, Call, Said, Synced, calls_in, power_cuts
from needed import require_program
from recording import MOST
from stored_values import intake_of, kept

from taper.store.store import Store

HERE = Path(__file__).parent
SEED = 20261128


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], list[Call]]:
    """The store's files before, and what a real process asked of the system while it recorded some intakes."""
    strace = require_program("strace", package="strace")
    home = tmp_path_factory.mktemp("home")
    path = home / "taper.db"
    with Store.open(path) as store:
        store.keep(kept("A"))
    before = {file.name: file.read_bytes() for file in home.iterdir()}
    trace = home.parent / f"{home.name}.trace"
    watching = [strace, "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={TRACED}", "-o", str(trace)]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(HERE.parent.parent), str(HERE.parent), str(HERE)])}
    done = subprocess.run(
        [*watching, sys.executable, str(HERE / "recording.py"), str(path)],
        capture_output=True,
        text=True,
        env=env,
        check=False,
        timeout=120,
    )
    if "ptrace" in done.stderr:
        pytest.skip(f"nobody may be watched here: {done.stderr.splitlines()[0]}")
    assert done.stdout.split() == ["recorded"] * MOST, done.stderr
    return before, calls_in(trace.read_text(), home)


def found_in(files: dict[str, bytes], folder: Path) -> tuple[str, list[str]]:
    """What SQLite says of a store found so, and the intakes in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    try:
        with closing(sqlite3.connect(folder / "taper.db")) as store:
            state = store.execute("PRAGMA integrity_check").fetchone()[0]
            return state, [row[0] for row in store.execute("SELECT id FROM intake ORDER BY id")]
    except sqlite3.DatabaseError as error:
        return str(error), []


def troubles(files: dict[str, bytes], calls: list[Call], folder: Path, *, each: int, honest: bool = True) -> list[str]:
    """What is wrong after any of the cuts: a store that is not whole, or does not hold just what was recorded."""
    wrong, seen = [], dict[frozenset[tuple[str, bytes]], tuple[str, list[str]]]()
    for said, left in power_cuts(files, calls, chance=random.Random(SEED), each=each, honest=honest):
        key = frozenset(left.items())
        state, intakes = seen[key] = seen.get(key) or found_in(left, folder)
        recorded = [intake_of(number).id for number in range(len(intakes))]
        if state != "ok" or intakes != recorded or not said <= len(intakes) <= said + 1:
            wrong.append(f"{said} said, {len(intakes)} found, {state}")
    return wrong


def test_whenever_the_power_goes_the_store_is_whole_and_has_what_was_said(
    lived: tuple[dict[str, bytes], list[Call]], tmp_path: Path
) -> None:
    """After each call of the system, whatever part of what was not synced is on the disk."""
    files, calls = lived
    assert sum(isinstance(call, Said) for call in calls) == MOST
    assert troubles(files, calls, tmp_path / "found", each=40) == []


def test_a_disk_that_does_not_sync_is_found_out(lived: tuple[dict[str, bytes], list[Call]], tmp_path: Path) -> None:
    """The check can fail: without its syncs the same life loses what it said, or leaves a damaged store."""
    files, calls = lived
    assert troubles(files, calls, tmp_path / "found", each=1, honest=False)


def test_the_folder_is_synced_before_anything_is_said(lived: tuple[dict[str, bytes], list[Call]]) -> None:
    """Else a journal that was taken away could be there again, and undo what it says is recorded."""
    _, calls = lived
    spoken = [place for place, call in enumerate(calls) if isinstance(call, Said)]
    assert all(calls[place - 1] == Synced(None) for place in spoken)
