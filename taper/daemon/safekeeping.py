"""Is the record whole, can it be written, and is it backed up? What is wrong with it is told to the person."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from taper.app.arguments import Arguments
from taper.app.backing import do_restore, newest_backup
from taper.core import sentences as say
from taper.core.errors import StoreFailed
from taper.daemon.journal import Journal
from taper.daemon.steady import SteadyStore
from taper.daemon.storefile import StoreFile
from taper.notify.choose import choose
from taper.notify.port import Callbacks, Delivery, Message, Notifier, Urgency
from taper.settings import Paths, SettingsError, read_settings
from taper.store.copying import back_up_when_due

KEY = "record"
"""The key of the one bubble that tells of the record."""

TELL_EVERY = timedelta(hours=6)
"""How often a trouble that lasts is told again."""

_BACK_UP_SECONDS, _TRY_AGAIN_SECONDS = 3600.0, 300.0
"""Real seconds from one automatic backup to the next, and to look again where it failed or none was due."""

_SHORT_SECONDS = 1.0

Notice = tuple[str, str]


class Safekeeping:
    """Watches over one record for one life of the daemon."""

    def __init__(self, paths: Paths, store: SteadyStore, journal: Journal, *, demo: bool) -> None:
        self._paths = paths
        self._store = store
        self._journal = journal
        self._demo = demo
        self._file = StoreFile(paths.store, journal)
        self._backup_failed: str | None = None
        self._next_backup = self._checked = 0.0
        self._told: Notice | None = None
        self._told_at: datetime | None = None
        self._delivery: Delivery | None = None

    def close(self) -> None:
        """Lets go of the store's file."""
        self._file.close()

    @property
    def is_troubled(self) -> bool:
        """Whether the record is damaged, or what was written waits for the disk."""
        return self._store.damage is not None or self._store.failure is not None

    def rests(self) -> bool:
        """Whether nothing is wrong or was told to be, the file did not change, and no backup is to be thought of."""
        is_well = not self.is_troubled and self._told is None
        return is_well and not self._is_backup_due() and self._file.stands()

    def check(self, *, now: datetime) -> None:
        """For a command: raises StoreFailed where the record cannot be relied on now."""
        self._follow(now=now, is_look=False)
        if self._store.damage is not None:
            raise self._store.damage

    def wrote(self) -> None:
        """After the daemon itself may have written: that is no sign of damage, and need not be looked into.

        Where much time went by since the last check, somebody else may have written too.
        """
        if time.monotonic() - self._checked < _SHORT_SECONDS:
            self._file.known()

    def look(self, *, now: datetime) -> None:
        """Before a look at the plans: mends what can be mended, and writes what waited for the disk."""
        if self._store.failure is not None:
            self._file.doubt()
        self._follow(now=now, is_look=True)
        was_failing, waiting = self._store.failure, self._store.waiting
        if self._store.damage is None:
            self._store.catch_up()
        if was_failing and self._store.failure is None:
            self._journal.note("store", outcome=f"can be written again, {waiting} reminders were kept")

    def _follow(self, *, now: datetime, is_look: bool) -> None:
        known, self._checked = self._store.damage, time.monotonic()
        try:
            self._file.follow(now=now, is_look=is_look)
            self._store.damage = None
        except StoreFailed as error:
            self._store.damage = error
        if (known is None) != (self._store.damage is None):
            self._journal.note("store", outcome="is whole" if known else "is damaged or gone")

    async def tell(self, notifier: Notifier, *, now: datetime) -> None:
        """After a look: tells the person of a trouble when it begins, every six hours while it lasts, and no more."""
        notice = self._notice()
        if notice is None:
            if self._told is not None:
                await notifier.withdraw(KEY, last=self._delivery)
                self._told = None
            return
        is_new = self._told is None or self._told[0] != notice[0] or self._told_at is None
        if not is_new and self._told_at is not None and timedelta(0) <= now - self._told_at < TELL_EVERY:
            return
        if self._told is None or self._told[0] != notice[0]:
            self._journal.note("store", outcome="trouble, the person is told")
        title, body = notice
        message = Message(KEY, title=f"{say.DEMO}. {title}" if self._demo else title, body=body, is_dose=False)
        self._delivery = await notifier.send(message, reminder_id=KEY, replaces=self._delivery)
        self._told, self._told_at = notice, now

    def _notice(self) -> Notice | None:
        if self._store.damage is not None:
            return say.TITLE_MAY_BE_MISSING, f"{self._store.damage}\n{say.UNTIL_THEN} {say.GO_ON_READABLE}"
        if self._store.failure is not None:
            title = f"{say.NOTHING_NOW} {say.TITLE_NOT_WRITTEN}"
            return title, f"{self._store.failure}\n{say.GO_ON_UNWRITTEN}"
        return None

    def back_up(self, *, now: datetime) -> None:
        """Makes an automatic backup when it is time. A backup that fails hinders nothing, and is tried again."""
        if not self._is_backup_due() or self._store.damage is not None:
            return
        try:
            made = back_up_when_due(self._paths.store, now=now)
        except StoreFailed as error:
            self._next_backup = time.monotonic() + _TRY_AGAIN_SECONDS
            self._backup_failed = str(error)
            self._journal.note("backup", outcome="failed")
            return
        self._backup_failed = None
        self._next_backup = time.monotonic() + (_TRY_AGAIN_SECONDS if made is None else _BACK_UP_SECONDS)
        if made is not None:
            self._journal.note("backup", outcome=made.path.name)

    def _is_backup_due(self) -> bool:
        return not self._demo and time.monotonic() >= self._next_backup

    def restore(self, arguments: Mapping[str, object], *, now: datetime) -> object:
        """Puts a backup in the record's place. Never to run beside a look. Raises what the operation raises."""
        done = do_restore(self._paths, Arguments(arguments), now=now)
        self._file.is_ours_now()
        self._follow(now=now, is_look=False)
        self._journal.note("restored", outcome=str(done["kept"]).rpartition("/")[2])
        return done

    def status(self) -> dict[str, object]:
        """What a status says of the record."""
        newest = newest_backup(self._paths)
        trouble = self._store.damage or self._store.failure
        return {
            "store_trouble": None if trouble is None else str(trouble),
            "store_said": self._file.said,
            "reminders_waiting": self._store.waiting,
            "newest_backup": None if newest is None else newest.made_at.isoformat(),
            "backup_failed": self._backup_failed,
        }


async def tell_of_no_record(paths: Paths, error: StoreFailed, *, wanted: str | None) -> None:
    """Tells the person, as well as it can, that the daemon ends because it cannot open the record."""
    if wanted is None:
        try:
            wanted = read_settings(paths.config).notifier
        except SettingsError:
            wanted = "auto"
    if wanted == "none":
        return
    notifier = await choose(wanted, callbacks=Callbacks(), stream=sys.stdout)
    message = Message(
        KEY, title=say.TITLE_NOT_OPENED, body=f"{error}\n{say.UNTIL_THEN}", is_dose=False, urgency=Urgency.CRITICAL
    )
    await notifier.send(message, reminder_id=KEY)
    await notifier.close()
