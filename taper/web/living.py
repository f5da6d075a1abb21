"""Has something been recorded since the page was made?

The stamp of the store's file says so without anybody's help: an idle daemon stays idle while pages stand open.
"""

from __future__ import annotations

from pathlib import Path

from starlette.responses import PlainTextResponse, Response

from taper.settings import Paths
from taper.web.visit import Visit


def stamp(visit: Visit) -> Response:
    """A word that is another one once the store or the settings were written."""
    return PlainTextResponse(stamp_of(visit.house.paths))


def stamp_of(paths: Paths) -> str:
    """That word for the files as they are now."""
    return "/".join(_of_file(path) for path in (paths.store, paths.config))


def _of_file(path: Path) -> str:
    try:
        found = path.stat()
    except OSError:
        return "none"
    return f"{found.st_ino:x}-{found.st_mtime_ns:x}-{found.st_size:x}"
