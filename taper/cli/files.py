"""How does a text become a file that only its owner reads, and never in another one's place unless told?"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from taper.core.errors import NotFound, Question, Unanswered

_MINE = 0o600
"""Whatever taper writes tells of somebody's health: it is readable by its owner alone."""


def save_text(text: str, path: Path, *, force: bool, option: str = "--output") -> None:
    """Writes the text, over a file that is there only with `force`.

    Raises Unanswered where a file is there already, and NotFound where it cannot be made. `option` names the place.
    """
    save(text.encode, path, force=force, option=option)


def save(made: Callable[[], bytes], path: Path, *, force: bool, option: str = "--output") -> None:
    """The same for what is no text. It is made before the file is, and only where there is a place for it."""
    try:
        if path.is_dir():
            raise NotFound(f'"{path}" is a folder, and nothing was written. Name a file in it with {option}.')
        if force and path.exists() and not path.is_symlink():
            _write_beside(made(), path)
        else:
            _write_new(made(), path, flags=os.O_TRUNC if force else os.O_EXCL)
    except FileExistsError:
        question = f'"{path}" is there already; it was left as it is. Write over it?'
        raise Unanswered((Question(question, where=option, choices=("--force: write over it",)),)) from None
    except (OSError, ValueError) as error:
        raise NotFound(f'The file "{path}" cannot be written ({said_by(error)}). Name another with {option}.') from None


def said_by(error: OSError | ValueError) -> str:
    """What the system says is wrong, without its number and the path, which stand beside it already."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _write_beside(content: bytes, path: Path) -> None:
    """Writes the whole of it first and then puts it in the old one's place: on a full disk the old one stays."""
    whole = path.with_name(f".{path.name}.new")
    try:
        _write_new(content, whole, flags=os.O_TRUNC)
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


def _write_new(content: bytes, path: Path, *, flags: int) -> None:
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | flags, _MINE)
    try:
        with os.fdopen(opened, "wb") as file:
            file.write(content)
    except OSError:
        if flags & os.O_EXCL:
            path.unlink(missing_ok=True)
        raise
