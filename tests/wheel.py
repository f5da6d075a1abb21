"""Does a built wheel hold what stands beside the package? `python tests/wheel.py FOLDER` says what is missing.

The build loads every command with nothing but click beside it, so that it also fails where one wants more than that.
"""

from __future__ import annotations

import sys
import zipfile
from datetime import date
from pathlib import Path

from taper.cli.manual import pages

BESIDE = (
    "share/bash-completion/completions/taper",
    "share/zsh/site-functions/_taper",
    "share/fish/vendor_completions.d/taper.fish",
)


def main(folder: Path) -> int:
    """Looks into the one wheel of a folder."""
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        held = {name.partition(".data/data/")[2] or name for name in opened.namelist()}
    wanted = {*BESIDE, *(f"share/man/man1/{name}" for name in pages(date(2026, 1, 1)))}
    wanted |= {"taper/schedules/facts/prednisone.toml", "taper/py.typed"}
    for name in sorted(wanted - held):
        print(f"missing in {wheel.name}: {name}")
    print(f"{wheel.name}: {len(wanted & held)} of {len(wanted)} files that must be there")
    return 0 if wanted <= held else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
