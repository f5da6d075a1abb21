"""How does a command get its operation done?

It asks the daemon; where none answers, or it is mute, the same operation runs here on the store, says so, and gives the
daemon a nudge. What changes something carries an id made by the command, so that a request that a mute daemon finds
later changes nothing twice.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from taper.cli.out import note, wrapped
from taper.client import NoDaemonError, OtherVersionError, RefusedError, call, call_renewed
from taper.settings import Paths, paths_from

if TYPE_CHECKING:
    from taper.app.desk import Desk

NUDGE_PATIENCE = 0.3
"""Seconds given to a daemon to hear that something changed; it looks by itself a little later anyway."""

_WATCHED = frozenset({"active", "ahead"})

_told: set[str] = set()
"""What was already said to the person by this process."""


def here() -> Paths:
    """Where this person's files lie."""
    return paths_from(os.environ)


def fresh_id() -> str:
    """An id that no other request has."""
    return os.urandom(8).hex()


def perform(operation: str, arguments: dict[str, object]) -> object:
    """What the operation answered. Raises RefusedError, whoever did it."""
    paths = here()
    try:
        return call(paths.socket, operation, arguments, warn=note)
    except OtherVersionError as other:
        if not other.renews:
            return _perform_here(paths, operation, arguments, other)
    except NoDaemonError as silence:
        return _perform_here(paths, operation, arguments, silence)
    try:
        return call_renewed(paths.socket, operation, arguments, warn=note)
    except NoDaemonError as silence:
        return _perform_here(paths, operation, arguments, silence)


def _perform_here(paths: Paths, operation: str, arguments: dict[str, object], silence: NoDaemonError) -> object:
    from taper.app.answers import error_json
    from taper.app.desk import open_desk
    from taper.app.operations import CHANGING
    from taper.app.operations import perform as perform_on
    from taper.cli.migrating import brought_up_to_date
    from taper.clock import clock_from
    from taper.core.errors import TaperError

    changing = operation in CHANGING
    try:
        clock = clock_from(os.environ)
        brought_up_to_date(paths)
        with open_desk(paths, clock) as desk:
            result = perform_on(desk, operation, arguments)
            if changing or _reminders_wanted(desk):
                _tell(paths, silence)
                _warn_of_absence(desk)
            if changing:
                _back_up(desk)
    except TaperError as error:
        raise RefusedError(error_json(error)) from None
    if changing:
        nudge(paths)
    return result


def _back_up(desk: Desk) -> None:
    """What the daemon does by itself. What was recorded is recorded, whatever becomes of the backup."""
    from taper.core.errors import StoreFailed
    from taper.store.copying import back_up_when_due

    try:
        back_up_when_due(desk.paths.store, now=desk.now())
    except StoreFailed as error:
        note(wrapped(f"taper: what was asked is done, but the backup of this hour is not. {error}", rest="  "))


def _reminders_wanted(desk: Desk) -> bool:
    from taper.app.operations import perform as perform_on

    plans = perform_on(desk, "list", {})
    return isinstance(plans, list) and any(plan.get("state") in _WATCHED for plan in plans)


def _tell(paths: Paths, silence: NoDaemonError) -> None:
    if isinstance(silence, OtherVersionError) or _somebody_listens(paths):
        text = f"taper: {silence}; done directly on the store."
    else:
        text = "taper: no daemon is running; done directly on the store. Start reminders with: taper daemon start"
    if text not in _told:
        _told.add(text)
        note(wrapped(text, rest="  "))


def _warn_of_absence(desk: Desk) -> None:
    """Says which doses fell due while no daemon ran; nothing where one runs and is only mute.

    What was asked is done by then: a store that cannot be read for this makes it no failure.
    """
    from contextlib import suppress

    from taper.app.unwatched import unwatched, unwatched_line
    from taper.core.errors import TaperError
    from taper.daemon.lock import holder_of
    from taper.daemon.saiduntil import said_until

    if holder_of(desk.paths.lock) is not None:
        return
    with suppress(TaperError):
        found = unwatched(desk, since=said_until(desk.store), until=desk.now())
        line = None if found is None else unwatched_line(found)
        if line is not None and line not in _told:
            _told.add(line)
            note(line)


def _somebody_listens(paths: Paths) -> bool:
    """Whether a process holds the socket, mute as it may be."""
    import socket

    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(NUDGE_PATIENCE)
            connection.connect(os.fspath(paths.socket))
    except TimeoutError:
        return True
    except OSError:
        return False
    return True


def nudge(paths: Paths) -> None:
    """Lets a daemon that is there know that something changed."""
    from contextlib import suppress

    if paths.socket.exists():
        with suppress(NoDaemonError, RefusedError):
            call(paths.socket, "tick", {}, patience=NUDGE_PATIENCE)
