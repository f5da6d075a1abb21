"""Does a connection of the loopback come from a program of the same person?

Other people of this machine can reach 127.0.0.1 too, and a browser sends the cookies of one port to any other. The
kernel says whose program the other end belongs to; where it does not (another system than Linux), nothing is known.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
"""The kernel's connections, and those of sockets of the newer kind, which may speak the older one, too."""

_LOCAL, _REMOTE, _UID = 1, 2, 7
_LOOPBACK = f"{int.from_bytes(bytes((127, 0, 0, 1)), sys.byteorder):08X}"
_MAPPED = f"{int.from_bytes(bytes((0, 0, 0xFF, 0xFF)), sys.byteorder):08X}"
_ADDRESSES = (_LOOPBACK, f"{'0' * 16}{_MAPPED}{_LOOPBACK}")


def is_of_somebody_else(client_port: int, *, our_port: int, tables: Sequence[Path] = TABLES) -> bool:
    """Whether the kernel names another person (root aside) as the owner of the other end of this connection."""
    owner = next(_owners(client_port, our_port, tables), None)
    return owner is not None and owner not in (os.getuid(), 0)


def _owners(client_port: int, our_port: int, tables: Sequence[Path]) -> Iterator[int]:
    """The user whose socket of the loopback has that port and is connected to ours; none where that cannot be told."""
    wanted = [(f"{address}:{client_port:04X}", f"{address}:{our_port:04X}") for address in _ADDRESSES]
    for table in tables:
        try:
            rows = table.read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        for columns in map(str.split, rows[1:]):
            if (columns[_LOCAL], columns[_REMOTE]) in wanted:
                yield int(columns[_UID])
