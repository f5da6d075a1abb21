"""What does the build put beside the package? The manual's pages and the shells' completion, made of the program.

They land where a system looks for them: below `share/` of wherever the wheel is installed.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

COMPLETIONS = {
    "bash": "share/bash-completion/completions/taper",
    "zsh": "share/zsh/site-functions/_taper",
    "fish": "share/fish/vendor_completions.d/taper.fish",
}


class BesideThePackage(BuildHookInterface[Any]):
    """Writes them into a folder of the build, has the wheel take them along, and clears up behind it."""

    @property
    def _folder(self) -> Path:
        return Path(self.directory) / "beside-the-package"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is built; an editable one goes without."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from taper.cli.manual import dated, write_pages
        from taper.cli.shells import script

        folder = self._folder
        for page in write_pages(folder / "man", dated(os.environ)):
            build_data["shared_data"][str(page)] = f"share/man/man1/{page.name}"
        for shell, place in COMPLETIONS.items():
            file = folder / f"taper.{shell}"
            file.write_text(script(shell), encoding="utf-8")
            build_data["shared_data"][str(file)] = place

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Once the wheel is there."""
        shutil.rmtree(self._folder, ignore_errors=True)
