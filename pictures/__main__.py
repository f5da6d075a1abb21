"""What is made? `python -m pictures` makes everything that the documentation shows; a word what has it in its name.

With `--to FOLDER` it is written there instead, beside the same names: how the tests look whether anything went stale.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from pictures import ROOT, guides, terminal
from pictures.stage import Stage
from taper.cli.main import COMMANDS, taper
from taper.daemon import run as _  # noqa: F401 - loaded once, before anything is forked
from taper.facts import load_facts

ZONE = "Europe/Berlin"
GUIDES = ("docs/FIRST_WEEK.md", "docs/CAREGIVERS.md")


def _screens(stage: Stage) -> dict[str, str]:
    return {f"docs/pictures/{name}": text for name, text in terminal.pictures(stage).items()}


def _guide(name: str) -> Callable[[Stage], dict[str, str]]:
    return lambda stage: {name: guides.played((ROOT / name).read_text(encoding="utf-8"), stage)}


MADE: Mapping[str, Callable[[Stage], dict[str, str]]] = {
    "terminal": _screens,
    **{name: _guide(name) for name in GUIDES},
}
"""What is made together, in a home of its own: the text of each file by its path."""


def main() -> int:
    """Makes what was asked for."""
    parser = argparse.ArgumentParser(prog="python -m pictures", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="WORD", help=f"make only what has it: {', '.join(MADE)}")
    parser.add_argument("--to", type=Path, default=ROOT, metavar="FOLDER", help="write there instead")
    given = parser.parse_args()
    _load()
    for name, make in MADE.items():
        if given.words and not any(word in name for word in given.words):
            continue
        with tempfile.TemporaryDirectory(prefix="taper-pictures-") as folder:
            for path, text in make(Stage(Path(folder), ZONE)).items():
                place = given.to / path
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
                print(place)
    return 0


def _load() -> None:
    """What every child would load for itself."""
    for name in COMMANDS:
        taper.get_command(None, name)  # type: ignore[arg-type]
    load_facts()


if __name__ == "__main__":
    sys.exit(main())
