"""How does the person's browser come to the page with a key that stands in no process list, log or shell history?

The browser is given a file that only this person can read, and the file leads on to the page. It always holds a key
that was not used yet, so that it opens the page as often as one likes while the program runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from taper.core.errors import TaperError
from taper.settings import Paths
from taper.web.entering import KEY
from taper.web.guard import ENTRANCE, Door

_FILE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={address}">
<title>taper</title>
<p><a href="{address}">Open taper</a></p>
</html>
"""


class NoPlaceForKey(TaperError):
    """The file that leads to the page cannot be written."""

    exit_code = 6


class KeyFile:
    """The file that leads to the page at 127.0.0.1:`port`."""

    def __init__(self, paths: Paths, *, door: Door, port: int) -> None:
        self.path = paths.socket.parent / f"taper-page-{port}.html"
        self._door = door
        self._port = port

    def write(self) -> None:
        """Puts a file with a fresh key in place of the old one. Raises NoPlaceForKey."""
        address = f"http://127.0.0.1:{self._port}{ENTRANCE}?{urlencode({KEY: self._door.key})}"
        fresh = self.path.with_suffix(".new")
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh.unlink(missing_ok=True)
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(_FILE.format(address=escape(address)))
            fresh.replace(self.path)
        except OSError as error:
            raise NoPlaceForKey(
                f"{self.path}: the file that leads your browser to the page cannot be written ({error.strerror}). See "
                "that the folder is yours to write and its disk has room."
            ) from None

    def remove(self) -> None:
        """Takes it away: nothing answers there any more."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def open_browser(path: Path, *, environment: Mapping[str, str]) -> bool:
    """Asks the desktop to open the file; False where there is no desktop, or nothing to ask it with."""
    asker = shutil.which("xdg-open")
    if asker is None or not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return False
    try:
        subprocess.Popen(
            [asker, str(path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    return True
