"""How is a notification server spoken to that none of the other adapters knows? By the specification alone.

The two hints are those that more than one of them knows.
"""

from __future__ import annotations

from taper.notify.servers.adapter import Adapter

PLAIN = Adapter(
    name="plain",
    programs=frozenset(),
    press="the buttons are where this desktop puts them",
    tags=("x-dunst-stack-tag", "x-canonical-private-synchronous"),
)
