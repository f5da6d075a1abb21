"""Where the program's own schedules (facts of medicines, example plans) lie."""

from __future__ import annotations

from pathlib import Path

from taper.core.errors import TaperError


class SchedulesMissingError(TaperError):
    """The program was installed without its own files."""


def schedules_folder() -> Path:
    """The folder with `facts` and `plans`: inside the package as installed, beside it in a source tree.

    Raises SchedulesMissingError naming both places when there is none.
    """
    package = Path(__file__).resolve().parent.parent
    places = (package / "schedules", package.parent / "schedules")
    for folder in places:
        if (folder / "facts").is_dir():
            return folder
    looked = " and ".join(str(folder) for folder in places)
    raise SchedulesMissingError(f"taper's own schedules are missing: looked in {looked}. Install taper again.")
