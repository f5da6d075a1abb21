"""What does a look depend on beside the store and the time? The settings, the facts, the zone and who shows notices.

Each is followed from look to look; what cannot be read changes nothing, so that reminders go on.
"""

from __future__ import annotations

import os
import sys
from dataclasses import replace

from taper.app.desk import Desk
from taper.daemon.journal import Journal
from taper.daemon.known import Known
from taper.daemon.zonefiles import ZoneFiles
from taper.notify.choose import OFF, SWITCHED_OFF, NoNotifier, choose
from taper.notify.port import Callbacks, Notifier
from taper.settings import SettingsError, hash_of, read_settings


class Surroundings:
    """What stands around one life of the daemon, as it was last followed; `wish` is a notifier that goes before the
    setting.
    """

    def __init__(self, desk: Desk, journal: Journal, zone_files: ZoneFiles, *, wish: str | None) -> None:
        self.desk = desk
        self.notifier: Notifier = NoNotifier("the daemon is starting")
        self.notifier_is: str | None = None
        """The setting by which the notifier was chosen; None before the first look."""
        self.known = Known(desk.paths.facts, journal)
        self._journal = journal
        self._zone_files = zone_files
        self._wish = wish
        self._settings_are: object = None

    @property
    def zone(self) -> str | None:
        """The machine's zone by now."""
        return self._zone_files.zone()

    @property
    def wanted(self) -> str:
        """Which notifier is wished for."""
        return self._wish or self.desk.settings.notifier

    def stand(self) -> bool:
        """Whether no file of the settings or the facts changed since they were followed, and the notifier is chosen."""
        is_read = _stamp_of(os.fspath(self.desk.paths.config)) == self._settings_are
        return is_read and self.known.stands() and self.wanted == self.notifier_is

    def state(self) -> tuple[object, ...]:
        """What a look would read of them; differs when it would read something else."""
        return (self.desk.settings, self.known.facts, self.notifier_is, self.zone)

    async def follow(self, heard: Callbacks) -> None:
        """Takes over what changed: settings, facts, and the notifier that is wished for, which then calls `heard`."""
        self.read_settings()
        self.known.follow()
        if self.wanted != self.notifier_is:
            await self._change_notifier(self.wanted, heard)

    def read_settings(self) -> None:
        """Takes over what `taper config` wrote; a file that cannot be read changes nothing."""
        stamp = _stamp_of(os.fspath(self.desk.paths.config))
        if stamp == self._settings_are:
            return
        self._settings_are = stamp
        try:
            self.desk = replace(self.desk, settings=read_settings(self.desk.paths.config))
        except SettingsError:
            self._journal.note("settings", outcome="cannot be read, the earlier ones stay")

    async def _change_notifier(self, wanted: str, heard: Callbacks) -> None:
        former, self.notifier = self.notifier, await self._choose(wanted, heard)
        self.notifier_is = wanted
        await former.close()
        self._journal.note("notifier", outcome=self.notifier.name)

    async def _choose(self, wanted: str, heard: Callbacks) -> Notifier:
        if wanted == SWITCHED_OFF:
            return NoNotifier(OFF)
        instance = f"taper-{hash_of(os.fspath(self.desk.paths.store)):x}"
        return await choose(wanted, callbacks=heard, stream=sys.stdout, instance=instance)


def _stamp_of(path: str) -> object:
    """Differs when the file was written anew; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino)
