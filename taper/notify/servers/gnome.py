"""How is GNOME Shell spoken to?

It keeps at most three bubbles of a program and drops the oldest. Buttons appear once the banner is opened (a click or
the pointer on it); what is critical stays until then, whatever time it is given. Do-not-disturb is a setting that no
call tells; what is critical passes it (`_onNotificationRequestBanner` in js/ui/messageTray.js).
"""

from __future__ import annotations

from taper.notify.servers.adapter import Adapter

GNOME = Adapter(
    name="gnome",
    programs=frozenset({"gnome-shell"}),
    press="point at the banner, or open the list under the clock, to see the buttons",
    doses_pass=True,
)
