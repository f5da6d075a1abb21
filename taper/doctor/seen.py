"""What was seen of this machine? Values only, so that every state can be judged without being in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from taper.store.condition import Condition


@dataclass(frozen=True, slots=True)
class DaemonSeen:
    """The status it answered (None: no answer), the process that holds its lock, and whether it speaks otherwise."""

    status: Mapping[str, object] | None = None
    holder: int | None = None
    other_version: bool = False
    socket: str = ""
    socket_mode: int | None = None


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """What shows the notices: ready (None: nobody could be asked), in words, and what it can do where that is known."""

    ready: bool | None
    words: str
    capabilities: tuple[str, ...] | None = None
    quiet: bool | None = None
    asked_here: bool = False


@dataclass(frozen=True, slots=True)
class DeliverySeen:
    """The newest reminder: when it was claimed, and how it fared."""

    claimed_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class StoreSeen:
    """The store's file, and what stands in it where it can be read."""

    path: str
    condition: Condition
    known_versions: tuple[str, ...]
    last: DeliverySeen | None = None
    zones: Mapping[str, str] = field(default_factory=dict)
    """The zone of each active plan, by its label."""
    from_the_future: datetime | None = None
    """The newest record that is stamped after now."""
    backup_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class FileSeen:
    """A file or folder of ours: its mode bits and whether it is this person's."""

    path: str
    mode: int
    is_folder: bool
    is_ours: bool = True


@dataclass(frozen=True, slots=True)
class JumpSeen:
    """A recorded jump of the machine's time."""

    at: datetime
    kind: str
    seconds: float


@dataclass(frozen=True, slots=True)
class MachineSeen:
    """The machine: its clock and zone, its files, its disk."""

    now: datetime
    clock: str = "system"
    zone: str = "UTC"
    synchronised: bool | None = None
    jumps: tuple[JumpSeen, ...] = ()
    sqlite: str = "3.40.0"
    folder: str = ""
    files: tuple[FileSeen, ...] = ()
    not_writable: tuple[str, ...] = ()
    free_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class SetUp:
    """The files a person may have written, and what starts the daemon with the session."""

    settings_fault: str | None = None
    facts_fault: str | None = None
    starts_by: str | None = None
    """The file that starts it with the session."""
    starts_what: str | None = None
    """The program it starts, where that is not there."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything."""

    daemon: DaemonSeen
    server: ServerSeen
    store: StoreSeen
    machine: MachineSeen
    set_up: SetUp = field(default_factory=SetUp)
