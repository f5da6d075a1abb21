"""What does the daemon know of medicines? The facts, read once and again only when a file of the person's own changed.

A file that cannot be used hinders no reminder: what is shipped, or was read before, is still known.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from taper.core.errors import TaperError
from taper.core.facts import Facts
from taper.core.guard import Guard
from taper.daemon.journal import Journal
from taper.facts import find, guard_of, load_facts


class Known:
    """The facts as they were last read; `follow` reads them again where they changed."""

    def __init__(self, folder: Path, journal: Journal) -> None:
        self._folder = folder
        self._journal = journal
        self._stamp: object = None
        self._facts: tuple[Facts, ...] = ()
        with suppress(TaperError):  # an installation without its own files still reminds
            self._facts = load_facts()
        self._guards: dict[str | None, Guard] = {}

    def stands(self) -> bool:
        """Whether nothing changed in the person's own folder since it was last followed."""
        return _stamp_of(self._folder) == self._stamp

    def follow(self) -> None:
        """Takes over what changed in the person's own folder."""
        stamp = _stamp_of(self._folder)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._facts = load_facts(self._folder)
        except TaperError:
            self._journal.note("facts", outcome="cannot be read, the earlier ones stay")
        self._guards = {}

    @property
    def facts(self) -> tuple[Facts, ...]:
        """What is known, as it was last read."""
        return self._facts

    def guard_for(self, medicine: str | None) -> Guard:
        """What is known of a medicine."""
        if medicine not in self._guards:
            self._guards[medicine] = guard_of(find(self._facts, medicine))
        return self._guards[medicine]


def _stamp_of(folder: Path) -> object:
    """Differs when any file of the folder was changed, added or removed; () where there is none."""
    try:
        with os.scandir(folder) as entries:
            files = [(entry.name, entry.stat()) for entry in entries if entry.name.endswith(".toml")]
    except OSError:
        return ()
    return tuple(sorted((name, found.st_mtime_ns, found.st_size) for name, found in files))
