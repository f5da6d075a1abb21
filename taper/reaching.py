"""How does whoever shows things to the person get an operation done: a command, the page?

It asks the daemon; where none answers, or it is mute, the same operation runs here on the store, says so, and gives the
daemon a nudge. What changes something carries an id made by whoever asks, so that a request that a mute daemon finds
later changes nothing twice.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taper.client import PATIENCE, NoDaemonError, OtherVersionError, RefusedError, call, call_renewed
from taper.settings import Paths

if TYPE_CHECKING:
    from taper.app.desk import Desk

NUDGE_PATIENCE = 0.3
"""Seconds given to a daemon to hear that something changed; it looks by itself a little later anyway."""

_WATCHED = frozenset({"active", "ahead"})


@dataclass(frozen=True, slots=True)
class Told:
    """Who passes a line on to the person: `how` it was done where no daemon did it, and a `warning` of doses that fell
    due while none ran.
    """

    how: Callable[[str], None]
    warning: Callable[[str], None]


def fresh_id() -> str:
    """An id that no other request has."""
    return os.urandom(8).hex()


def perform(
    paths: Paths, operation: str, arguments: dict[str, object], *, told: Told, patience: float = PATIENCE
) -> object:
    """What the operation answered; a daemon that says nothing for `patience` seconds is mute.

    Raises RefusedError, whoever did it.
    """
    try:
        return call(paths.socket, operation, arguments, patience=patience, warn=told.warning)
    except OtherVersionError as other:
        if not other.renews:
            return _perform_here(paths, operation, arguments, other, told)
    except NoDaemonError as silence:
        return _perform_here(paths, operation, arguments, silence, told)
    try:
        return call_renewed(paths.socket, operation, arguments, warn=told.warning)
    except NoDaemonError as silence:
        return _perform_here(paths, operation, arguments, silence, told)


def _perform_here(
    paths: Paths, operation: str, arguments: dict[str, object], silence: NoDaemonError, told: Told
) -> object:
    from taper.app.answers import error_json
    from taper.app.desk import open_desk
    from taper.app.operations import CHANGING
    from taper.app.operations import perform as perform_on
    from taper.clock import clock_from
    from taper.core.errors import TaperError
    from taper.daemon.migrating import brought_up_to_date

    changing = operation in CHANGING
    try:
        clock = clock_from(os.environ)
        brought_up_to_date(paths)
        with open_desk(paths, clock) as desk:
            result = perform_on(desk, operation, arguments)
            if changing or _reminders_wanted(desk):
                told.how(_how_said(paths, silence))
                _warn_of_absence(desk, told)
            if changing:
                _back_up(desk, told)
    except TaperError as error:
        raise RefusedError(error_json(error)) from None
    if changing:
        nudge(paths)
    return result


def _back_up(desk: Desk, told: Told) -> None:
    """What the daemon does by itself. What was recorded is recorded, whatever becomes of the backup."""
    from taper.core.errors import StoreFailed
    from taper.store.copying import back_up_when_due

    try:
        back_up_when_due(desk.paths.store, now=desk.now())
    except StoreFailed as error:
        told.how(f"what was asked is done, but the backup of this hour is not. {error}")


def _reminders_wanted(desk: Desk) -> bool:
    from taper.app.operations import perform as perform_on

    plans = perform_on(desk, "list", {})
    return isinstance(plans, list) and any(plan.get("state") in _WATCHED for plan in plans)


def _how_said(paths: Paths, silence: NoDaemonError) -> str:
    if isinstance(silence, OtherVersionError) or _somebody_listens(paths):
        return f"{silence}; done directly on the store."
    return "no daemon is running; done directly on the store. Start reminders with: taper daemon start"


def _warn_of_absence(desk: Desk, told: Told) -> None:
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
        if line is not None:
            told.warning(line)


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
            call(paths.socket, "look", {}, patience=NUDGE_PATIENCE)
