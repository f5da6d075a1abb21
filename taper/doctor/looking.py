"""What is to be seen of the daemon, the store and the machine right now? Looked at, and nothing changed.

The thin part: whatever cannot be looked at becomes a value that says so.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from taper.app.backing import newest_backup
from taper.app.choosing import is_active
from taper.client import NoDaemonError, RefusedError, call
from taper.clock import Clock, machine_zone
from taper.clocksync import clock_sync
from taper.core.errors import StoreFailed, TaperError
from taper.daemon import control, installed
from taper.daemon.journal import older_logs
from taper.doctor.daemonchecks import server_of
from taper.doctor.seen import (
    DaemonSeen,
    DeliverySeen,
    FileSeen,
    JumpSeen,
    MachineSeen,
    Seen,
    ServerSeen,
    SetUp,
    StoreSeen,
)
from taper.facts import load_facts
from taper.notify.choose import choose
from taper.notify.port import Callbacks, Probe
from taper.settings import Paths, Settings, read_settings
from taper.store import Store
from taper.store.condition import Condition, condition_of
from taper.store.migrate import VERSIONS

_PROBE_SECONDS = 5.0
_LATELY = timedelta(days=60)
_SLIGHTLY = timedelta(minutes=2)
"""A record that is so little later than now is not from the future: clocks are read one after the other."""


def look(paths: Paths, clock: Clock, environment: Mapping[str, str]) -> Seen:
    """Everything there is to see."""
    daemon = _daemon(paths)
    settings, settings_fault = _settings(paths)
    server = _server_here(settings) if daemon.status is None else server_of(daemon.status)
    return Seen(
        daemon=daemon,
        server=server,
        store=_store(paths, now=clock.now()),
        machine=_machine(paths, clock, jumps=() if daemon.status is None else tuple(_jumps(paths))),
        set_up=_set_up(paths, environment, settings_fault=settings_fault),
    )


def _daemon(paths: Paths) -> DaemonSeen:
    found = control.status(paths)
    mode = None
    with suppress(OSError):
        mode = stat.S_IMODE(paths.socket.stat().st_mode)
    return DaemonSeen(found.answer, found.holder, found.other_version, str(paths.socket), mode)


def _settings(paths: Paths) -> tuple[Settings, str | None]:
    try:
        return read_settings(paths.config), None
    except TaperError as error:
        return Settings(), str(error)


def _server_here(settings: Settings) -> ServerSeen:
    """Without a daemon: what would show the notices, as far as this terminal's session is the daemon's."""
    if settings.notifier == "none":
        return ServerSeen(False, "notifications are switched off by the setting notifier")
    try:
        probe = asyncio.run(_probe(settings.notifier))
    except TimeoutError:
        return ServerSeen(False, "the notification server does not answer", asked_here=True)
    return ServerSeen(probe.ready, probe.words, asked_here=True)


async def _probe(wanted: str) -> Probe:
    async with asyncio.timeout(_PROBE_SECONDS):
        notifier = await choose(wanted, callbacks=Callbacks(), stream=sys.stderr, instance="taper-doctor")
        try:
            return await notifier.probe()
        finally:
            await notifier.close()


def _store(paths: Paths, *, now: datetime) -> StoreSeen:
    condition = condition_of(paths.store)
    seen = StoreSeen(str(paths.store), condition, VERSIONS, backup_at=_newest_backup_at(paths))
    if not _can_be_opened(condition):
        return seen
    try:
        store = Store(paths.store)
        zones = {kept.label: kept.plan.zone for kept in store.kept_plans() if is_active(kept, now)}
        reminders = store.reminders(since=now - _LATELY)
        intakes = store.intakes(since=now + _SLIGHTLY)
    except StoreFailed as error:
        faulty = Condition(exists=True, fault=str(error), version=condition.version)
        return StoreSeen(seen.path, faulty, VERSIONS, backup_at=seen.backup_at)
    stamps = [one.claimed_at for one in reminders] + [one.recorded_at for one in intakes]
    last = DeliverySeen(reminders[-1].claimed_at, reminders[-1].outcome.value) if reminders else None
    future = max((at for at in stamps if at > now + _SLIGHTLY), default=None)
    return StoreSeen(seen.path, condition, VERSIONS, last, zones, future, seen.backup_at)


def _can_be_opened(condition: Condition) -> bool:
    """Opening it as a store sets its journal mode: a file that has another one is not to be changed by a look."""
    is_well = condition.exists and condition.fault is None
    return is_well and condition.version == VERSIONS[-1] and condition.journal_mode == "delete"


def _newest_backup_at(paths: Paths) -> datetime | None:
    newest = newest_backup(paths)
    return None if newest is None else newest.made_at


def _machine(paths: Paths, clock: Clock, *, jumps: tuple[JumpSeen, ...]) -> MachineSeen:
    folder = _nearest(paths.store.parent)
    return MachineSeen(
        now=clock.now(),
        clock=clock.name,
        zone=machine_zone(),
        synchronised=clock_sync().synchronised,
        jumps=jumps,
        sqlite=sqlite3.sqlite_version,
        folder=str(folder),
        files=tuple(_files(paths)),
        not_writable=tuple(
            str(path) for path in (folder, paths.store) if path.exists() and not os.access(path, os.W_OK)
        ),
        free_bytes=_free_bytes(folder),
    )


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.is_dir()), folder)


def _free_bytes(folder: Path) -> int | None:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _jumps(paths: Paths) -> Iterator[JumpSeen]:
    """What the daemon recorded of how the machine's time jumped; nothing where it cannot say."""
    try:
        found = call(paths.socket, "jumps", {})
    except (NoDaemonError, RefusedError):
        return
    for one in found if isinstance(found, list) else ():
        with suppress(KeyError, TypeError, ValueError):
            yield JumpSeen(datetime.fromisoformat(one["at"]), str(one["kind"]), float(one["seconds"]))


def _files(paths: Paths) -> Iterator[FileSeen]:
    ours = (
        paths.store.parent,
        paths.store,
        paths.lock,
        paths.log,
        *older_logs(paths.log),
        paths.log.with_suffix(".err"),
        paths.config,
    )
    copies = (*paths.store.parent.glob(f"{paths.store.name}.*"), paths.store.with_name("backups"))
    for path in dict.fromkeys((*ours, *copies)):
        with suppress(OSError):
            found = path.stat()
            is_ours = found.st_uid == os.getuid()
            yield FileSeen(str(path), stat.S_IMODE(found.st_mode), stat.S_ISDIR(found.st_mode), is_ours)


def _set_up(paths: Paths, environment: Mapping[str, str], *, settings_fault: str | None) -> SetUp:
    facts_fault = None
    try:
        load_facts(paths.facts)
    except TaperError as error:
        facts_fault = str(error)
    starts_by = _starts_by(installed.places_of(environment))
    if starts_by is None:
        return SetUp(settings_fault, facts_fault)
    program = _program_in(starts_by)
    missing = program if program is not None and not os.access(program, os.X_OK) else None
    return SetUp(settings_fault, facts_fault, str(starts_by), missing)


def _starts_by(places: installed.Places) -> Path | None:
    """The file that starts the daemon with the session: a unit only does where it is enabled."""
    there = installed.standing(places)
    if places.unit in there and places.wants in there:
        return places.unit
    return places.autostart if places.autostart in there else None


def _program_in(path: Path) -> str | None:
    """The program that a unit or an autostart entry starts; None where it cannot be told."""
    text = installed.program_of(path)
    try:
        words = shlex.split((text or "").removeprefix(":").replace("%%", "%"))
    except ValueError:
        return None
    return next((word for word in words if word.startswith("/")), None)
