"""On a full or read-only disk every command says what happened and what to do, and nothing is half-written."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from commandline import BURST, Cli
from smalldisk import fill_up, small_disk

from taper.cli.main import SECTIONS
from taper.store import engine
from taper.store.backups import backups_of
from taper.store.contents import look_into

CHANGING: dict[str, tuple[str, ...]] = {
    "add": ("add", BURST, "--start", "2026-12-02", "--label", "C", "--strength", "10 mg", "--also", "--yes"),
    "take": ("take", "A"),
    "skip": ("skip", "A"),
    "snooze": ("snooze", "A"),
    "undo": ("undo", "A"),
    "note": ("note", "A", "dizzy"),
    "told": ("told", "A", "asked"),
    "hold": ("hold", "A", "--days", "2", "--yes"),
    "revise": ("revise", "A", "10 mg daily for 3 days, then stop", "--approved-by", "Dr Adams", "--yes"),
    "extend": ("extend", "A", "--days", "3", "--approved-by", "Dr Adams", "--yes"),
    "stop": ("stop", "A", "--yes"),
    "zone": ("zone", "Europe/Berlin", "--yes"),
    "correct": ("correct", "A", "--start", "2026-12-02", "--yes"),
    "delete": ("delete", "A", "--type", "A"),
}
LOOKING = (("list",), ("show", "A"), ("today",), ("upcoming",), ("log",), ("check",), ("history", "A"))


def test_every_command_that_changes_a_plan_or_its_record_is_among_them() -> None:
    sections = {*SECTIONS["A plan"], *SECTIONS["Every day"], *SECTIONS["When the plan changes"]}
    others = {"list", "show", "today", "upcoming", "log", "check", "history", "facts", "preview"}
    others |= {"dashboard", "calendar", "chart", "web"}
    # these want a plan that asks for check-ins, or one that is held
    assert sections - others - {"checkin", "tick", "resume"} <= CHANGING.keys()


@pytest.fixture
def on_a_read_only_disk(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Commands on a store with a plan and a record, which can be read only."""
    cli.kept()
    cli("take", "A", at="2026-12-01T08:00:00Z")

    def connect(path: Path, *, foreign_keys: bool = True) -> sqlite3.Connection:
        return sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, isolation_level=None)

    monkeypatch.setattr(engine, "connect", connect)
    return cli


@pytest.mark.parametrize("name", CHANGING)
def test_on_a_read_only_disk_a_change_is_exit_6_and_changes_nothing(
    on_a_read_only_disk: Cli, home: Path, name: str
) -> None:
    content = (home / "taper.db").read_bytes()
    refused = on_a_read_only_disk(*CHANGING[name], at="2026-12-02T08:30:00Z")
    said = " ".join(refused.err.split()).replace("- ", "-")
    assert refused.code == 6, said
    assert "it is read-only. Allow writing to the file, its folder and its disk. Nothing was changed" in said
    assert (home / "taper.db").read_bytes() == content


@pytest.mark.parametrize("command", LOOKING, ids=lambda command: command[0])
def test_on_a_read_only_disk_looking_works(on_a_read_only_disk: Cli, command: tuple[str, ...]) -> None:
    assert on_a_read_only_disk(*command).code == 0


WRITES: dict[str, tuple[tuple[str, ...], Callable[[Path], object]]] = {
    "take": (("take", "A", "--json"), lambda path: look_into(path).intakes),
    "add": (
        ("add", "--file", "{plan}", "--start", "2026-12-02", "--yes", "--json"),
        lambda path: look_into(path).plans,
    ),
    "backup": (("backup", "--json"), lambda path: len([one for one in backups_of(path) if look_into(one.path)])),
    "restore": (("restore", "--newest", "--yes", "--json"), lambda path: look_into(path).intakes),
}
"""Commands that write, and what of the store each of them changes."""


@pytest.mark.parametrize("name", WRITES)
def test_with_the_disk_full_at_every_block_it_is_done_or_not(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    """Each time one more block is free, until it fits: exit 6 in words and the store as before, or 0 and it is done."""
    disk, safe = tmp_path / "disk", tmp_path / "safe"
    plan = tmp_path / "plan.toml"
    cli("preview", BURST, "--start", "2026-12-02", "--output", str(plan))
    command, seen = WRITES[name]
    with small_disk(disk):
        home = disk / "home"
        monkeypatch.setenv("TAPER_HOME", str(home))
        cli.kept(text="madeupin 10 mg daily for 3 days, then stop", label="A", start="2026-12-01")
        cli("take", "A")
        shutil.copytree(home, safe)
        codes = []
        for free in range(120):
            shutil.rmtree(home)
            shutil.copytree(safe, home)
            before = seen(home / "taper.db")
            filling = fill_up(disk, leaving=free)
            done = cli(*(part.format(plan=plan) for part in command))
            codes.append(done.code)
            filling.unlink()
            with closing(sqlite3.connect(home / "taper.db")) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert (seen(home / "taper.db") != before) == (done.code == 0), (free, done.err)
            assert not list(home.rglob(".taper*")), "nothing half-written is left"
            if done.code == 0:
                break
            assert done.code == 6, done.err
            assert "disk is full" in " ".join(done.err.split()), done.err
    assert codes[0] == 6
    assert codes[-1] == 0
