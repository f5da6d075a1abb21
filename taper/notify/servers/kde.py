"""How is KDE Plasma spoken to?

It refuses a message that is the same as one of the last second (`ExcessNotificationGeneration`), and tells of
do-not-disturb by the property `Inhibited`. Whether what is critical passes it is a setting that no call tells.
"""

from __future__ import annotations

from taper.notify.servers.adapter import INHIBITED, Adapter

KDE = Adapter(
    name="kde",
    programs=frozenset({"plasma"}),
    press="the buttons stand under the text, also later in the list of notifications",
    quiet=INHIBITED,
)
