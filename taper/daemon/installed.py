"""Is the daemon started with the session, by what, and how is that set up and taken away again?

Two ways: a systemd user unit, or a desktop's autostart entry. Only files that begin with our own mark are written over
or removed, and never one of the store's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from taper.core.errors import DaemonFailed
from taper.daemon.unit import MARK, Start, autostart_text, unit_text
from taper.settings import HOME_VARIABLE, hash_of

PATIENCE_SECONDS = 120.0
"""How long systemd may take to start or stop the daemon."""

_CARRIED = ("XDG_CONFIG_HOME", "XDG_DATA_HOME")
"""What else decides where the daemon's files lie, and is not always the same for a session as in a terminal."""


@dataclass(frozen=True, slots=True)
class Places:
    """The files of both ways; `wants` is the link by which systemd knows that the unit is enabled."""

    unit: Path
    wants: Path
    autostart: Path

    @property
    def name(self) -> str:
        """The unit's name."""
        return self.unit.name


def places_of(environment: Mapping[str, str]) -> Places:
    """Where they stand; a home of its own (TAPER_HOME) has files of its own beside those of the usual one."""
    base = Path(environment.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    home = environment.get(HOME_VARIABLE)
    name = f"taper-{hash_of(os.path.abspath(home)):x}" if home else "taper"
    units = base / "systemd" / "user"
    return Places(
        unit=units / f"{name}.service",
        wants=units / "default.target.wants" / f"{name}.service",
        autostart=base / "autostart" / f"{name}.desktop",
    )


def start_of(environment: Mapping[str, str]) -> Start:
    """How the daemon of this environment is started by this Python."""
    carried = {name: os.path.abspath(environment[name]) for name in _CARRIED if environment.get(name)}
    home = environment.get(HOME_VARIABLE)
    named = {HOME_VARIABLE: os.path.abspath(home)} if home else carried
    return Start((sys.executable, "-P", "-m", "taper.daemon"), named)


def systemd_answers() -> bool:
    """Whether a systemd user manager is there for this person."""
    return shutil.which("systemctl") is not None and _systemctl("show", "--property=Version").returncode == 0


def standing(places: Places) -> list[Path]:
    """Which of our files are there."""
    return [path for path in (places.unit, places.wants, places.autostart) if _is_ours(path)]


def install_unit(places: Places, start: Start) -> list[Path]:
    """Writes, enables and starts the unit; an autostart entry of ours gives way. What was written. Raises DaemonFailed.

    To be called when no daemon runs: the unit would wait for it.
    """
    _check_program(start)
    _write(places.unit, unit_text(start))
    _remove(places.autostart)
    for command in (("daemon-reload",), ("enable", "--now", places.name)):
        done = _systemctl(*command)
        if done.returncode != 0:
            raise DaemonFailed(
                f"systemctl --user {' '.join(command)}: {_said(done)}. {places.unit} was written; "
                f'"journalctl --user -u {places.name}" says more, "taper daemon uninstall" takes it away again.'
            )
    return [places.unit, places.wants]


def install_autostart(places: Places, start: Start) -> list[Path]:
    """Writes the autostart entry. What was written. Raises DaemonFailed."""
    _check_program(start)
    _write(places.autostart, autostart_text(start))
    return [places.autostart]


def uninstall(places: Places) -> list[Path]:
    """Takes away exactly what `install_...` wrote, whichever it was, and stops a unit. What is gone."""
    ours = standing(places)
    by_systemd = places.unit in ours and systemd_answers()
    if by_systemd:
        _systemctl("disable", "--now", places.name)
    for path in ours:
        _remove(path)
    if by_systemd:
        _systemctl("daemon-reload")
    return [path for path in ours if not os.path.lexists(path)]


def start_unit(places: Places) -> bool:
    """Starts the daemon by its unit, where one is installed and systemd is there; whether it did."""
    return _is_ours(places.unit) and systemd_answers() and _systemctl("start", places.name).returncode == 0


def program_of(path: Path) -> str | None:
    """The program that one of our files starts, as it stands there; None where there is no such line."""
    with suppress(OSError, UnicodeDecodeError):
        for line in path.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition("=")
            if key in ("Exec", "ExecStart"):
                return value
    return None


def _check_program(start: Start) -> None:
    """A session starts it in its own folder and environment: what works in this terminal may not work there."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    program = [start.command[0], "-P", "-c", "import taper.daemon.__main__"]
    done = subprocess.run(program, cwd="/", env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        raise DaemonFailed(
            f"{start.command[0]} does not find taper by itself, so that your session could not start it either. "
            "Nothing was written. Install taper first, as in: pipx install ."
        )


def _is_ours(path: Path) -> bool:
    """Whether it begins with our mark; a link is ours when it names a unit of the same name."""
    if path.is_symlink():
        return os.path.basename(os.readlink(path)) == path.name and path.parent.name.endswith(".wants")
    try:
        with path.open(encoding="utf-8") as file:
            return file.readline().rstrip("\n") == MARK
    except (OSError, UnicodeDecodeError):
        return False


def _write(path: Path, text: str) -> None:
    if os.path.lexists(path) and not _is_ours(path):
        raise DaemonFailed(f"{path} is there and was not written by taper. Nothing was changed; move it away first.")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.new")
        fresh.write_text(text, encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise DaemonFailed(f"{path}: {error.strerror or error}. See that the folder may be written to.") from None


def _remove(path: Path) -> None:
    """Removes a file of ours; one that will not go is left, and not said to be gone."""
    if _is_ours(path):
        with suppress(OSError):
            path.unlink()


def _systemctl(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["systemctl", "--user", *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=PATIENCE_SECONDS, stdin=subprocess.DEVNULL
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"no end within {PATIENCE_SECONDS:g} s")


def _said(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1].rstrip(".") if lines else f"it ended with {done.returncode}"
