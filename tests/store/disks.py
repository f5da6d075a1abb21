"""What may lie on the disk when the power goes? Everything that was synced, and of the rest any part.

What a process asked of the system is read from a trace of strace. A file's bytes are certain once the file was synced,
a name in a folder (made, or taken away) once the folder was. Until then each sector of a write may be there or not, and
of the changes of names the first few.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Made:
    """A file came to be, if there was none of the name."""

    name: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes were handed over for a place in a file."""

    name: str
    at: int
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Cut:
    """A file was cut to a length."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A name was taken away."""

    name: str


@dataclass(frozen=True, slots=True)
class Synced:
    """A file was synced; None: the folder."""

    name: str | None


@dataclass(frozen=True, slots=True)
class Said:
    """The process said something to the person."""


Stays = Callable[[], bool]
Call = Made | Wrote | Cut | Gone | Synced | Said

_HEX = re.compile(r"(?:\\x[0-9a-f]{2})+")
_CALL = re.compile(r"^\d+ +(?P<call>\w+)\((?P<arguments>.*)\) += (?P<result>-?\d+)")
TRACED = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,rename,link"


def calls_in(trace: str, folder: Path) -> list[Call]:
    """What was asked of the system for the files of the folder, in order. Raises ValueError for what is not known."""
    found = (_call(line, str(folder)) for line in trace.splitlines())
    return [call for call in found if call is not None]


def _call(line: str, folder: str) -> Call | None:
    match = _CALL.match(line)
    if match is None or int(match["result"]) < 0:
        return None
    if match["call"] == "write" and match["arguments"].startswith("1<"):
        return Said()
    texts = [bytes.fromhex(found.replace("\\x", "")) for found in _HEX.findall(match["arguments"])]
    path = texts[-1 if match["call"] == "openat" else 0].decode("latin-1")
    if path == folder and match["call"] in ("fsync", "fdatasync"):
        return Synced(None)
    if not path.startswith(f"{folder}/"):
        return None
    numbers = [int(one) for one in re.findall(r", (\d+)(?=,|$)", match["arguments"])]
    return _of_file(match, path.removeprefix(f"{folder}/"), texts[1:], numbers)


def _of_file(match: re.Match[str], name: str, texts: list[bytes], numbers: list[int]) -> Call | None:
    found: Call | None = None
    match match["call"]:
        case "openat":
            found = Made(name) if "O_CREAT" in match["arguments"] else None
        case "pwrite64":
            found = Wrote(name, numbers[-1], texts[0])
        case "ftruncate":
            found = Cut(name, numbers[-1])
        case "unlink":
            found = Gone(name)
        case "fsync" | "fdatasync":
            found = Synced(name)
        case other:
            raise ValueError(f"a call that this disk does not know: {other}")
    return found


@dataclass(slots=True)
class _File:
    """A file's certain bytes, and what was done to it since."""

    certain: bytes = b""
    since: list[Wrote | Cut] = field(default_factory=list)

    def sync(self) -> None:
        self.certain, self.since = self.left(lambda: True), []

    def left(self, stays: Stays) -> bytes:
        """Its bytes where of what is not certain so much stays."""
        content = bytearray(self.certain)
        for one in self.since:
            if isinstance(one, Cut):
                content = content[: one.length] if stays() else content
                continue
            for begin in range(0, len(one.data), SECTOR):
                if stays():
                    part, at = one.data[begin : begin + SECTOR], one.at + begin
                    content.extend(bytes(max(0, at - len(content))))
                    content[at : at + len(part)] = part
        return bytes(content)


class Disk:
    """A disk, as far as it is certain; `honest` is whether a sync does what it says."""

    def __init__(self, files: dict[str, bytes], *, honest: bool = True) -> None:
        self._honest = honest
        self._names = {name: _File(content) for name, content in files.items()}
        self._certain_names = dict(self._names)
        self._changes: list[tuple[str, _File | None]] = []

    def do(self, call: Call) -> None:
        """What the system was asked."""
        match call:
            case Made(name) if name not in self._names:
                self._rename(name, _File())
            case Wrote(name) | Cut(name):
                self._names[name].since.append(call)
            case Gone(name):
                self._rename(name, None)
            case Synced(None) if self._honest:
                self._certain_names, self._changes = dict(self._names), []
            case Synced(str(name)) if self._honest:
                self._names[name].sync()

    def _rename(self, name: str, file: _File | None) -> None:
        self._changes.append((name, file))
        if file is None:
            del self._names[name]
        else:
            self._names[name] = file

    def after_power_cut(self, chance: random.Random, *, share: float) -> dict[str, bytes]:
        """The files that are found then, where of what is not certain about so large a share stays."""
        names = dict(self._certain_names)
        for name, file in self._changes[: sum(chance.random() < share for _ in self._changes)]:
            names.pop(name, None)
            names |= {} if file is None else {name: file}
        return {name: file.left(lambda: chance.random() < share) for name, file in names.items()}


def power_cuts(
    files: dict[str, bytes], calls: Iterable[Call], *, chance: random.Random, each: int, honest: bool = True
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """After every call: how often something had been said by then, and what may be found; `each` random finds, and
    those in which nothing, and all, of what is not certain stays.
    """
    disk, said = Disk(files, honest=honest), 0
    for call in calls:
        disk.do(call)
        said += isinstance(call, Said)
        for share in (0.0, 1.0, *(chance.random() for _ in range(each))):
            yield said, disk.after_power_cut(chance, share=share)
