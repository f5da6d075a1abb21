"""`taper uninstall`: what stays on this machine, and what goes with --purge?"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from taper.cli.ask import here
from taper.cli.command import command
from taper.cli.delete import demand_typed
from taper.cli.out import bullets, note, say, wrapped
from taper.core.errors import StoreFailed
from taper.daemon.journal import older_logs
from taper.settings import Paths

TYPED = "delete everything"

_REMOVE_PROGRAM = "The program itself goes with the way it came, as in: pipx uninstall taper"


@command("uninstall", examples=("taper uninstall", f'taper uninstall --purge --type "{TYPED}"'))
@click.option("--purge", is_flag=True, help="Delete the plans, the records, the settings and the logs too.")
@click.option("--type", "typed", metavar="TEXT", help=f'"{TYPED}", typed to say yes; for scripts.')
def uninstall_command(*, purge: bool, typed: str | None) -> None:
    """Stop the daemon and say what stays; with --purge, delete everything taper keeps.

    What starts it with your session (taper daemon install) is taken away either way.
    """
    paths = here()
    if not purge:
        _take_from_session()
        _stop_daemon(paths)
        _say_what_stays(paths)
        return
    note("This will be gone for good:")
    note(bullets(str(path) for path in files_of(paths)) or "- nothing: taper keeps no file here")
    demand_typed(TYPED, typed)
    _take_from_session()
    _stop_daemon(paths)
    _delete(paths)
    say(wrapped(f"Everything taper kept is deleted. {_REMOVE_PROGRAM}"))


def _take_from_session() -> None:
    """A session must not go on starting a program that is gone."""
    from taper.daemon import installed

    for path in installed.uninstall(installed.places_of(os.environ)):
        note(wrapped(f"taper: removed {path}"))


def _stop_daemon(paths: Paths) -> None:
    from taper.daemon import control

    if control.stop(paths):
        note("taper: the daemon is stopped.")


def _say_what_stays(paths: Paths) -> None:
    kept = list(files_of(paths))
    say(wrapped("Your plans and records stay where they are:" if kept else "taper keeps no file here."))
    if kept:
        say(bullets(str(path) for path in kept))
        say(wrapped(f'"taper uninstall --purge" deletes them. {_REMOVE_PROGRAM}'))


def files_of(paths: Paths) -> Iterator[Path]:
    """Every file that taper makes, as far as it is there; a folder's other files are not ours."""
    ours = [
        *_beside(paths.store),
        paths.lock,
        paths.log,
        *older_logs(paths.log),
        paths.log.with_suffix(".err"),
        paths.config,
        paths.config.with_suffix(".new"),
        paths.socket,
        *(sorted(paths.facts.glob("*.toml")) if paths.facts.is_dir() else ()),
    ]
    yield from (path for path in dict.fromkeys(ours) if path.is_symlink() or (path.exists() and not path.is_dir()))


def _beside(store: Path) -> list[Path]:
    """The store and what stands beside it: SQLite's journals, copies from before a migration, damaged and half-written
    ones, and the backups.
    """
    ours = [f"{store.name}.{word}" for word in ("before-", "damaged-", "replaced-", "left-over")]
    ours += [f"{store.name}-", f".{store.name}-"]
    around = sorted(store.parent.iterdir()) if store.parent.is_dir() else []
    beside = [path for path in around if path.name == store.name or path.name.startswith(tuple(ours))]
    folder = store.with_name("backups")
    return [*beside, *sorted(folder.glob("taper-[0-9]*.db")), *sorted(folder.glob(".taper-[0-9]*.db-*"))]


def _delete(paths: Paths) -> None:
    """Deletes the files, and the folders they leave empty. Raises StoreFailed naming what would not go."""
    left = []
    for path in list(files_of(paths)):
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            left.append(f"{path} ({error.strerror})")
    folders = (paths.facts, paths.store.with_name("backups"), paths.config.parent, paths.store.parent)
    for folder in (*folders, paths.socket.parent):
        with suppress(OSError):  # not empty, or not there: then it is not ours to remove
            folder.rmdir()
    if left:
        raise StoreFailed(f"These files could not be deleted: {'; '.join(left)}. Delete them yourself.")
