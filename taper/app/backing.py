"""Which backups are there, what would come back with one, and how are they made and put back?

Works on files, not on a desk: what is damaged cannot be opened as a store.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from taper.app.answers import Json
from taper.app.arguments import Arguments, UsageError, ask
from taper.core.errors import NotFound
from taper.core.words import counted, joined
from taper.settings import Paths
from taper.store.backups import Backup, Why, backups_of, contents_or_fault, folder_of, newest_good
from taper.store.contents import Contents
from taper.store.copying import back_up, copy_whole
from taper.store.failures import said_at
from taper.store.migrate import VERSIONS
from taper.store.restoring import Present, present, readable_backup, restore


def backups(paths: Paths) -> tuple[Backup, ...]:
    """Every backup of the store, the newest first. Never raises."""
    return backups_of(paths.store)


def newest_backup(paths: Paths) -> Backup | None:
    """The newest backup, looked at by its name alone. Never raises."""
    return next(iter(backups(paths)), None)


def make_backup(paths: Paths, file: Path | None, *, now: datetime) -> Json:
    """Makes a backup now: in the folder of backups, or as `file`. Raises Unanswered, NotFound and StoreFailed."""
    if not os.path.lexists(paths.store):
        raise NotFound(f"There is no store at {paths.store} yet, so there is nothing to back up.")
    path = _wished(file, paths) if file is not None else back_up(paths.store, now=now, why=Why.ASKED).path
    contents = readable_backup(path)
    text = f"The backup is {path}: {_held(contents)}. It can be read by you alone."
    return {"file": str(path), **_contents_json(contents), "text": text}


def _wished(file: Path, paths: Paths) -> Path:
    if os.path.lexists(file):
        raise ask(f'"{file}" is there already; it was left as it is. Name a file that is not.', where="FILE")
    if not file.parent.is_dir():
        raise NotFound(f'There is no folder "{file.parent}". Make it, or name another.')
    copy_whole(paths.store, file)
    return file


def list_backups(paths: Paths) -> list[Json]:
    """Every backup with what it holds, the newest first."""
    return [_backup_json(one) for one in backups(paths)]


def _backup_json(backup: Backup) -> Json:
    shape: Json = {"file": str(backup.path), "made_at": backup.made_at.isoformat(), "why": backup.why.value}
    contents = contents_or_fault(backup.path, versions=VERSIONS)
    if isinstance(contents, str):
        return shape | {"good": False, "text": f"cannot be used: {contents}"}
    return shape | {"good": True, **_contents_json(contents), "text": _held(contents)}


def chosen_backup(paths: Paths, name: str | None) -> Path:
    """The backup of that path or name; the newest good one without a name. Raises NotFound."""
    if name is None:
        newest = newest_good(paths.store, versions=VERSIONS)
        if newest is None:
            raise NotFound(f"There is no good backup in {folder_of(paths.store)}. Nothing was changed.")
        return newest[0].path
    inside = folder_of(paths.store) / name
    return inside if os.sep not in name and inside.exists() else Path(name).absolute()


def preview_restore(paths: Paths, backup: Path | None) -> Json:
    """What would change with that backup (None: an empty store) in the store's place. Raises NotFound, StoreFailed."""
    now_there = present(paths.store)
    if backup is None:
        contents, says = None, ["Instead: an empty store, without plans and records."]
    else:
        contents = readable_backup(backup)
        says = [f"Instead: {backup.name}, {_held(contents)}."]
    return {
        "file": None if backup is None else str(backup),
        **(_contents_json(contents) if contents else {"plans": 0, "intakes": 0, "newest_at": None}),
        "now": _present_json(now_there),
        "says": [_present_words(now_there), *says, *_missing(paths, now_there, contents), _KEPT_ASIDE],
    }


_KEPT_ASIDE = "What is there now is kept aside first. Nothing is deleted."


def do_restore(paths: Paths, arguments: Arguments, *, now: datetime) -> Json:
    """Puts a backup back, by the daemon or under its lock; what stood there is kept. Raises NotFound, StoreFailed."""
    name, is_empty = arguments.text("file"), arguments.flag("empty")
    if (name is None) != is_empty:
        raise UsageError('restoring takes either "file" or "empty"')
    backup = None if name is None else Path(name)
    if backup is not None and not backup.is_absolute():
        raise UsageError(f'file: found "{name}", expected a whole path')
    shown = preview_restore(paths, backup)
    kept = restore(paths.store, backup, now=now)
    text = "An empty store is in place." if backup is None else f"Restored: {_in_words(shown)} from {backup.name}."
    return shown | {"kept": None if kept is None else str(kept), "text": f"{text} {_undo(kept)}".strip()}


def _undo(kept: Path | None) -> str:
    if kept is None:
        return ""
    if ".damaged-" in kept.name:
        return f"The damaged file is kept as {kept}."
    return f"What was there is kept as {kept.name}; undo this with: taper restore {kept.name}"


def _in_words(shown: Json) -> str:
    return f"{counted(int(str(shown['plans'])), 'plan')} and {counted(int(str(shown['intakes'])), 'record')}"


def _held(contents: Contents) -> str:
    newest = contents.newest_at
    held = f"{counted(contents.plans, 'plan')}, {counted(contents.intakes, 'record')}"
    return held if newest is None else f"{held}, the newest entry of {said_at(newest)}"


def _contents_json(contents: Contents) -> Json:
    newest = contents.newest_at
    return {
        "version": contents.version,
        "plans": contents.plans,
        "intakes": contents.intakes,
        "newest_at": None if newest is None else newest.isoformat(),
    }


def _present_json(found: Present) -> Json | None:
    if found.contents is not None:
        return {"good": True, **_contents_json(found.contents)}
    return None if found.damage is None else {"good": False, "damage": found.damage}


def _present_words(found: Present) -> str:
    if found.contents is not None:
        return f"Now: {_held(found.contents)}."
    return "Now: there is no store." if found.damage is None else f"Now: a damaged store ({found.damage})."


def _missing(paths: Paths, found: Present, contents: Contents | None) -> list[str]:
    """What was entered and would be gone from view, in words: how much where it is known, and between which times."""
    since = contents.newest_at if contents else None
    begin = f"after {said_at(since)}" if since else "so far"
    if found.contents is None:
        if found.damage is None or contents is None:
            return [] if contents is None else [f"What was entered {begin} is not in it."]
        written = datetime.fromtimestamp(paths.store.stat().st_mtime).astimezone()
        return [f"What was entered {begin} is not in it; the damaged file was last written {said_at(written)}."]
    here, there = found.contents.entered, contents.entered if contents else {}
    if here == there:
        return ["Both hold the same plans and records."]
    until = found.contents.newest_at
    span = f"{begin} and until {said_at(until)}" if since and until and until > since else begin
    fewer, more = _more_in(here, there), _more_in(there, here)
    return [
        *([f"What was entered {span} is not in it: {fewer} fewer."] if fewer else []),
        *([f"What was deleted since comes back with it: {more} more."] if more else []),
    ] or ["What was entered last differs."]


def _more_in(one: Mapping[str, tuple[int, str]], other: Mapping[str, tuple[int, str]]) -> str:
    """ "1 plan and 3 records": what one store has more of than the other."""
    surplus = {name: one.get(name, (0, ""))[0] - other.get(name, (0, ""))[0] for name in _NOUNS}
    return joined([counted(count, _NOUNS[name]) for name, count in surplus.items() if count > 0])


_NOUNS = {
    "plan": "plan",
    "plan_version": "plan version",
    "intake": "record",
    "note": "note",
    "checked_in": "check-in",
    "told": "answer",
}
