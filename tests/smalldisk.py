"""A small disk of its own for a test: a real file system that is really full."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BLOCK = 4096


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of one megabyte at `folder`. Skips where none may be mounted."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", str(folder)]
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    if subprocess.run(mount, capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk may be mounted here")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill_up(folder: Path, *, leaving: int = 0) -> Path:
    """Leaves so many blocks free; the file that takes the others."""
    path = folder / "filling"
    path.unlink(missing_ok=True)
    with path.open("wb", buffering=0) as filling:
        try:
            while True:
                filling.write(b"\0" * BLOCK)
        except OSError:
            pass
        filling.truncate(max(0, filling.tell() // BLOCK - leaving) * BLOCK)
    return path
