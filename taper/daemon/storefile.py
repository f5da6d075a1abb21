"""Is the store's file still the one the daemon knows, and whole? What was deleted or replaced is noticed, and mended
where that loses nothing.

The daemon keeps the file open, so that a deleted store is still there to be read. It is put back under its name; a
file that stands there and is damaged, or empty where there were plans, is renamed and kept. Another whole store that
somebody put there is taken as it is, and the one before it is kept as a backup.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from taper.core.errors import StoreFailed
from taper.daemon.journal import Journal
from taper.store.backups import Why, next_path
from taper.store.contents import Contents, NotWhole, look_into
from taper.store.failures import damaged, failures
from taper.store.placing import draft_beside, place, set_aside

_PART = 1 << 20

Stamp = tuple[int, int, int, int]


class StoreFile:
    """Watches the store at one path. Belongs to the thread of the store, and is asked between two transactions only:
    closing a file lets go of every lock of this process on it.
    """

    def __init__(self, path: Path, journal: Journal) -> None:
        self.said: str | None = None
        self._path = path
        self._journal = journal
        self._handle: int | None = None
        self._stamp: Stamp | None = None
        self._fault: StoreFailed | None = None
        self._doubted: Stamp | None = None

    def close(self) -> None:
        """Lets go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def follow(self, *, now: datetime, is_look: bool) -> None:
        """Looks whether the file is the known one and whole, and mends what can be. Raises StoreFailed for the rest.

        A damaged file in the place of the known one is left alone until a second look (`is_look`) finds it unchanged:
        somebody may be writing it. A file that did not change since the last time costs two calls of the system.
        """
        stamp = _stamp(self._path)
        if stamp is None or (self._handle is not None and not self._is_known()):
            self._mend(stamp, now=now, is_look=is_look)
            stamp = _stamp(self._path)
        if stamp != self._stamp or stamp is None:
            self._take(stamp)
        if self._fault is not None:
            raise self._fault

    def stands(self) -> bool:
        """Whether the file is the known one, whole, and did not change since it was last followed."""
        is_whole = self._fault is None and self._handle is not None and self._stamp is not None
        return is_whole and _stamp(self._path) == self._stamp and self._is_known()

    def known(self) -> None:
        """Takes the file's state for the known one, after writing to it: it need not be read through again."""
        if self._fault is None and self._handle is not None and self._is_known():
            self._stamp = _stamp(self._path)

    def doubt(self) -> None:
        """Has the file read through the next time, changed or not."""
        self._stamp = None

    def is_ours_now(self) -> None:
        """Takes the file that stands there for the known one: the daemon itself put it there."""
        self.close()
        self._stamp = None

    def _is_known(self) -> bool:
        assert self._handle is not None
        with suppress(OSError):
            return os.path.samestat(os.fstat(self._handle), self._path.stat())
        return False

    def _take(self, stamp: Stamp | None) -> None:
        """Reads the file through, and holds it open where it is whole."""
        self._stamp, self._fault = stamp, None
        try:
            with failures(self._path):
                look_into(self._path)
                if self._handle is None:
                    self._handle = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except NotWhole as found:
            self._fault = damaged(self._path, str(found))
        except StoreFailed as error:
            self._fault = error
            self._stamp = None  # it may be better the next time, without a change of the file

    def _mend(self, stamp: Stamp | None, *, now: datetime, is_look: bool) -> None:
        """Another file stands there, or none."""
        if self._handle is None or not self._path.parent.is_dir():
            return  # nothing is known of what was there, or all of it was taken away on purpose
        if stamp is None:
            self._put_back("deleted", now=now)
            return
        try:
            found = look_into(self._path)
        except (NotWhole, sqlite3.Error, OSError) as fault:
            if is_look and isinstance(fault, NotWhole) and self._doubted == stamp:
                self._put_back("replaced by a damaged file", now=now)
            if is_look:
                self._doubted = stamp
            return
        if found.plans == 0 and self._put_back("replaced by an empty store", now=now, least_plans=1):
            return
        self._keep_former(now=now)
        self._say("replaced", "The file of the store was replaced by another; the one before it is kept as a backup.")
        self.is_ours_now()

    def _put_back(self, what: str, *, now: datetime, least_plans: int = 0) -> bool:
        """Puts the known store back from the open file, if it is whole and has so many plans; keeps what is there."""
        with failures(self._path), draft_beside(self._path) as draft:
            held = self._rescue(draft)
            if held is None or held.plans < least_plans:
                return False
            aside = set_aside(self._path, word="replaced", now=now)
            with suppress(FileExistsError):  # somebody was faster: that is looked at next time
                place(draft, self._path)
        kept = f" What stood there is kept as {aside.name}." if aside else ""
        self._say(what, f"The file of the store was {what} and was put back as it was.{kept}")
        self.is_ours_now()
        return True

    def _keep_former(self, *, now: datetime) -> None:
        path = next_path(self._path, why=Why.RESCUED, now=now)
        with suppress(StoreFailed), failures(path, what="backup"), draft_beside(path) as draft:
            if self._rescue(draft) is not None:
                place(draft, path)

    def _rescue(self, draft: Path) -> Contents | None:
        """Copies the open file; what it holds, None where that is no whole store."""
        assert self._handle is not None
        with draft.open("wb") as file:
            offset = 0
            while part := os.pread(self._handle, _PART, offset):
                file.write(part)
                offset += len(part)
        with suppress(NotWhole):
            return look_into(draft)
        return None

    def _say(self, what: str, sentence: str) -> None:
        self.said = sentence
        self._journal.note("store", outcome=what)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
