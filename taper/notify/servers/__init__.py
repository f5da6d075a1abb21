"""Which adapter speaks to a notification server, by the name that it gives itself?

The servers of the desktops differ in what the specification leaves open. One file for each says how; a server that none
knows is spoken to by the specification alone.
"""

from __future__ import annotations

from taper.notify.servers.adapter import Adapter, Question
from taper.notify.servers.dunst import DUNST
from taper.notify.servers.gnome import GNOME
from taper.notify.servers.kde import KDE
from taper.notify.servers.plain import PLAIN
from taper.notify.servers.xfce import XFCE

__all__ = ["ADAPTERS", "PLAIN", "Adapter", "Question", "adapter_for"]

ADAPTERS = (GNOME, KDE, XFCE, DUNST)


def adapter_for(program: str | None) -> Adapter:
    """The adapter for a server of that name; the plain one where it gives none, or one that is not known."""
    name = (program or "").strip().casefold()
    return next((adapter for adapter in ADAPTERS if name in adapter.programs), PLAIN)
