"""How is dunst spoken to?

It has no buttons on the bubble: actions are picked from its menu (by default a middle click or Ctrl-Shift-period, and
it needs dmenu or rofi). While it is paused it takes everything and shows nothing, a dose as little as anything else.
"""

from __future__ import annotations

from taper.notify.servers.adapter import NOTIFICATIONS, PROPERTIES, Adapter, Question

DUNST = Adapter(
    name="dunst",
    programs=frozenset({"dunst"}),
    press="its menu has the buttons: dunstctl context",
    tags=("x-dunst-stack-tag",),
    quiet=Question(NOTIFICATIONS, PROPERTIES, "Get", ("org.dunstproject.cmd0", "paused")),
)
