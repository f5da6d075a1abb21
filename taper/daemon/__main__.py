"""`python -m taper.daemon`: the process that `taper daemon start` starts."""

from __future__ import annotations

import taper.daemon.lean  # noqa: F401 - before whatever would load what is left out

# isort: split
import argparse
import os
import sys

from taper.clock import clock_from
from taper.core.errors import TaperError
from taper.daemon.journal import place_of
from taper.daemon.lock import SHORT_PATIENCE
from taper.daemon.run import run
from taper.settings import paths_from


def _say_defect(_: object, error: BaseException, __: object) -> None:
    """What ended it, by kind and place: the words of an error may name a medicine, and this may stand in a log."""
    print(f"taper daemon: ended by a defect of taper ({place_of(error)}).", file=sys.stderr)  # noqa: T201 - the same


def main(arguments: list[str]) -> int:
    """Runs the daemon; an error is one sentence on standard error and its exit code."""
    parser = argparse.ArgumentParser(prog="python -m taper.daemon", description="Reminds of the doses of kept plans.")
    parser.add_argument(
        "--notifier", choices=("auto", "dbus", "plyer", "console", "none"), help="how to show reminders"
    )
    parser.add_argument("--demo", action="store_true", help="make every notice say that it is a demo")
    parser.add_argument("--no-wait", action="store_true", help="end with an error where another daemon runs")
    options = parser.parse_args(arguments)
    sys.excepthook = _say_defect
    try:
        return run(
            paths_from(os.environ),
            clock_from(os.environ),
            notifier=options.notifier,
            demo=options.demo,
            patience=SHORT_PATIENCE if options.no_wait else None,
        )
    except TaperError as error:
        print(f"taper daemon: {error}", file=sys.stderr)  # noqa: T201 - the way out of this process
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
