"""`taper web`: how does the page begin and end?"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from taper.settings import Paths
from taper.web.app import app_for
from taper.web.guard import Door
from taper.web.listening import HOST, listening_at, serve
from taper.web.opening import KeyFile, NoPlaceForKey, open_browser


@dataclass(frozen=True, slots=True)
class Opened:
    """The page as it was opened: its address, the file that leads a browser into it, and whether one was asked to."""

    address: str
    file: Path
    in_browser: bool


def run(paths: Paths, *, port: int, browser: bool, opened: Callable[[Opened], None]) -> None:
    """Serves the page until Ctrl+C or SIGTERM; `opened` hears of it once it answers.

    Raises PortTaken and NoPlaceForKey.
    """
    with listening_at(port) as listening:
        port = listening.getsockname()[1]
        door = Door()
        file = KeyFile(paths, door=door, port=port)
        app = app_for(paths, door=door, port=port, entered=lambda: _renew(file))
        file.write()

        def started() -> None:
            in_browser = browser and open_browser(file.path, environment=os.environ)
            opened(Opened(f"http://{HOST}:{port}/", file.path, in_browser))

        try:
            serve(app, listening=listening, started=started)
        finally:
            file.remove()


def _renew(file: KeyFile) -> None:
    """Puts a fresh key into the file; where that fails, who came in stays in, and the old file opens nothing more."""
    with suppress(NoPlaceForKey):
        file.write()
