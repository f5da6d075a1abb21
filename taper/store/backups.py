"""Which backups of a store are there, which is the newest good one, and which may be dropped?

They lie in the folder `backups` beside the store, numbered in the order they were made, because a clock may be wrong:
"taper-0042-20261127T201700Z.db". Their names say nothing of what is in them.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from taper.store.contents import Contents, NotWhole, look_into
from taper.store.placing import stamp_of

NEWEST, DAYS, WEEKS = 3, 7, 4
"""How many of the automatic backups are kept: the newest, the last of each day, and the last of each week."""


class Why(StrEnum):
    """Why a backup was made."""

    CHANGED = "changed"  # by itself, after a change; the only ones that are ever dropped
    ASKED = "asked"  # by `taper backup`
    REPLACED = "replaced"  # what stood there before `taper restore` put another in its place
    RESCUED = "rescued"  # the store as the daemon knew it when its file was replaced
    MIGRATED = "migrated"  # before the tables were brought to a newer version


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup: where it lies, when it was made (by the clock of then), its number and why it was made."""

    path: Path
    made_at: datetime
    number: int
    why: Why


_NAME = re.compile(r"taper-(\d{4,9})-(\d{8}T\d{6}Z)(?:-(asked|replaced|rescued))?\.db")


def folder_of(store: Path) -> Path:
    """The folder of a store's backups."""
    return store.with_name("backups")


def backups_of(store: Path) -> tuple[Backup, ...]:
    """Every backup by its name, the newest first; copies from before a migration behind them. Never raises."""
    found: list[Backup] = []
    with suppress(OSError):
        found = [backup for path in folder_of(store).iterdir() if (backup := _named(path))]
    return (*sorted(found, key=lambda one: one.number, reverse=True), *_before_migrations(store))


def newest_good(store: Path, *, versions: Sequence[str]) -> tuple[Backup, Contents] | None:
    """The newest backup that is whole and of a known version, and what it holds. Never raises.

    What `taper restore` put away is not offered by itself.
    """
    for backup in backups_of(store):
        if backup.why is Why.REPLACED:
            continue
        contents = contents_or_fault(backup.path, versions=versions)
        if isinstance(contents, Contents):
            return backup, contents
    return None


def contents_or_fault(path: Path, *, versions: Sequence[str]) -> Contents | str:
    """What a backup holds, or in words why it cannot be used. Never raises."""
    try:
        contents = look_into(path)
    except (NotWhole, sqlite3.Error, OSError, ValueError) as error:
        return f"it is damaged or cannot be read ({error})"
    return contents if contents.version in versions else f"a newer taper made it (version {contents.version})"


def next_path(store: Path, *, why: Why, now: datetime) -> Path:
    """The path for a new backup: one number above all others, so that it is the newest whatever the clock says."""
    number = max((backup.number for backup in backups_of(store)), default=0) + 1
    reason = "" if why is Why.CHANGED else f"-{why.value}"
    return folder_of(store) / f"taper-{number:04}-{stamp_of(now)}{reason}.db"


def to_drop(backups: Sequence[Backup]) -> tuple[Backup, ...]:
    """The automatic backups that are no longer kept."""
    ours = sorted((one for one in backups if one.why is Why.CHANGED), key=lambda one: one.number, reverse=True)
    days: dict[object, Backup] = {}
    weeks: dict[object, Backup] = {}
    for one in ours:
        days.setdefault(one.made_at.date(), one)
        weeks.setdefault(one.made_at.isocalendar()[:2], one)
    kept = {*ours[:NEWEST], *list(days.values())[:DAYS], *list(weeks.values())[:WEEKS]}
    return tuple(one for one in ours if one not in kept)


def _named(path: Path) -> Backup | None:
    match = _NAME.fullmatch(path.name)
    try:
        made_at = datetime.strptime(match[2], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if match else None
    except ValueError:
        return None
    return Backup(path, made_at, int(match[1]), Why(match[3] or Why.CHANGED)) if match and made_at else None


def _before_migrations(store: Path) -> list[Backup]:
    """The copies "taper.db.before-0004", which tell their time by the file's, the newest first."""
    found = []
    with suppress(OSError):
        for path in store.parent.glob(f"{store.name}.before-*"):
            found.append((path.stat().st_mtime, path))
    return [
        Backup(path, datetime.fromtimestamp(changed, UTC), 0, Why.MIGRATED)
        for changed, path in sorted(found, reverse=True)
    ]
