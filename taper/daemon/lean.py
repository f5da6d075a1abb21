"""What does the daemon not carry? TLS: it speaks to nobody over a network, and OpenSSL weighs 5 MiB.

To be imported before anything else: asyncio and hashlib do without OpenSSL where they are told that there is none.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec

_HASHES = ("_md5", "_sha1", "_sha3", "_blake2")
"""Python's own, which take OpenSSL's place; some systems build without them. `_sha2` is called otherwise by 3.11."""


def travel_light() -> None:
    """Makes the import of what is not needed fail, where it has not happened and something else is there instead."""
    wanted = ["_ssl"]
    if all(find_spec(name) for name in _HASHES) and (find_spec("_sha2") or find_spec("_sha256")):
        wanted.append("_hashlib")
    for name in wanted:
        if name not in sys.modules:
            sys.modules[name] = None  # type: ignore[assignment]


travel_light()
