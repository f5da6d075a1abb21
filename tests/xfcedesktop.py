"""A private desktop whose notification server is xfce4-notifyd, used as a person does: with the mouse.

with XfceDesktop() as desktop:
    desktop.start_server()
    desktop.click_button(0, of=3)
    desktop.photograph("a-dose")             # kept in TAPER_ARTEFACTS, or in build/artefacts
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from desktop import Desktop, until
from needed import require

ARTEFACTS = Path(os.environ.get("TAPER_ARTEFACTS") or Path(__file__).parents[1] / "build" / "artefacts")
"""Where pictures are kept for whoever wants to see what the tests saw."""

_PROGRAMS = ("dbus-daemon", "dbus-send", "Xvfb", "xdotool", "scrot", "xfconf-query")
_LIBRARIES = Path("/usr/lib")
_SERVER, _SETTINGS = "xfce4/notifyd/xfce4-notifyd", "xfce4/xfconf/xfconfd"

_BUTTON_ABOVE_EDGE = 31
"""Pixels from the lower edge of a bubble to the middle of its row of buttons."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bubble stands on the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


def program_of_xfce(name: str) -> str | None:
    """Where Debian put a program of Xfce that is on no path."""
    found = next(_LIBRARIES.glob(f"*/{name}"), None)
    return None if found is None else str(found)


class XfceDesktop(Desktop):
    """The bus and the screen as any private desktop has them, and Xfce's server with its settings."""

    @property
    def env(self) -> dict[str, str]:
        """As the desktop's, with the settings and the looks of nobody."""
        home = str(self._folder)
        bare = {"HOME": home, "XDG_CONFIG_HOME": f"{home}/config", "XDG_CACHE_HOME": f"{home}/cache"}
        return super().env | bare | {"NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory", "GDK_BACKEND": "x11"}

    def __exit__(self, *details: object) -> None:
        self._stop("server")
        self._stop("settings")
        super().__exit__(*details)

    def start_server(self) -> None:
        """Starts xfce4-notifyd, with the program that keeps its settings, and waits until it owns its name."""
        for name, program in (("settings", _SETTINGS), ("server", _SERVER)):
            path = program_of_xfce(program)
            assert path is not None
            self._start(name, [path], env=self.env)
        until(self._server_owns_the_name, what="xfce4-notifyd to own its name")

    def set_do_not_disturb(self) -> None:
        """Turns it on, as its switch in the panel does."""
        command = ["xfconf-query", "-c", "xfce4-notifyd", "-p", "/do-not-disturb", "-n", "-t", "bool", "-s", "true"]
        subprocess.run(command, env=self.env, check=True, capture_output=True)

    def wait_bubble(self) -> Place:
        """Where the one bubble stands, as soon as it is drawn at its full size and stands still."""
        seen: list[Place | None] = [None]

        def settled() -> Place | None:
            seen.append(self._bubble())
            return seen[-1] if seen[-1] == seen[-2] else None

        return until(settled, what="a bubble on the screen")

    def wait_no_bubble(self) -> None:
        """Returns when none is on the screen."""
        until(lambda: self._bubble() is None, what="the bubble to be gone")

    def click_button(self, number: int, *, of: int) -> None:
        """Moves the mouse to a button, counted from the left, and clicks it; they share the width of the bubble."""
        place = self.wait_bubble()
        self._click(place.x + place.width * (2 * number + 1) // (2 * of), place.y + place.height - _BUTTON_ABOVE_EDGE)

    def click_text(self) -> None:
        """Clicks on the bubble beside its buttons."""
        place = self.wait_bubble()
        self._click(place.x + place.width // 2, place.y + 12)

    def photograph(self, name: str) -> Path:
        """A picture of the whole screen, kept for people to look at."""
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        path = ARTEFACTS / f"{name}.png"
        subprocess.run(["scrot", "--overwrite", str(path)], env=self.env, check=True, capture_output=True)
        return path

    def _click(self, x: int, y: int) -> None:
        self._xdotool("mousemove", str(x), str(y), "click", "1")

    def _bubble(self) -> Place | None:
        found = self._xdotool("search", "--onlyvisible", "--name", "^xfce4-notifyd$").split()
        return next((place for window in found if (place := self._place(window)).height > 1), None)

    def _place(self, window: str) -> Place:
        answer = self._xdotool("getwindowgeometry", "--shell", window)
        values = dict(line.split("=", 1) for line in answer.splitlines() if "=" in line)
        return Place(*(int(values.get(key, "0")) for key in ("X", "Y", "WIDTH", "HEIGHT")))

    def _xdotool(self, *arguments: str) -> str:
        """What xdotool answers; a window that is gone by then, or none found, is an empty answer."""
        return subprocess.run(["xdotool", *arguments], env=self.env, capture_output=True, text=True, check=False).stdout


@pytest.fixture
def xfce() -> Iterator[XfceDesktop]:
    """A private desktop without a notification server yet; skipped where Xfce's is not installed."""
    missing = [program for program in _PROGRAMS if shutil.which(program) is None]
    missing += [Path(name).name for name in (_SERVER, _SETTINGS) if program_of_xfce(name) is None]
    require(missing, packages="dbus, xvfb, xfce4-notifyd, xdotool and scrot")
    with XfceDesktop() as made:
        yield made
