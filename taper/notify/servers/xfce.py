"""How is xfce4-notifyd spoken to?

Do-not-disturb is one of its settings, kept by xfconf. What never expires is shown all the same, as a dose is; anything
else is then at most written to its log.

It knows no tags: a bubble whose number nobody learned could never be replaced. So the number is learned first, by a
bubble that is gone by itself in a second and in whose place the reminder comes a few milliseconds later.
"""

from __future__ import annotations

from taper.notify.servers.adapter import Adapter, Question

XFCE = Adapter(
    name="xfce",
    programs=frozenset({"xfce notify daemon"}),
    press="the buttons stand under the text",
    quiet=Question(
        "/org/xfce/Xfconf", "org.xfce.Xfconf", "GetProperty", ("xfce4-notifyd", "/do-not-disturb"), "org.xfce.Xfconf"
    ),
    doses_pass=True,
    reserves=True,
)
