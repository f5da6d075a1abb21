"""Is this machine in another zone than its plans by now? The person is asked once, and decides with `taper zone`.

Only a change of the machine's zone asks: whoever entered a plan in another zone than the machine's knows of it.
"""

from __future__ import annotations

from taper.app.choosing import is_active
from taper.app.desk import Desk, manner_of
from taper.core.record import Outcome
from taper.core.zonewords import same_clocks, zone_wording
from taper.daemon.journal import Journal
from taper.notify.port import Message, Notifier

ZONE_ASKED = "zone_asked"
"""The store's note of the machine's zone about which nothing is left to ask."""

_KEY = "zone"


class Travelling:
    """Asks, and takes the question back when it is settled."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._asked = False
        self._settled: str | None = None

    def rests(self, zone: str | None) -> bool:
        """Whether there is nothing to ask about that zone, and no question stands."""
        return zone is None or (zone == self._settled and not self._asked)

    async def look(self, desk: Desk, notifier: Notifier, *, zone: str | None, demo: bool = False) -> None:
        """Asks about the machine's zone, unless that was done or there is nothing to ask. Raises StoreFailed.

        A question that could not be shown is asked at the next look.
        """
        if zone is None or self.rests(zone):
            return
        asked_of = desk.store.meta(ZONE_ASKED)
        now = desk.now()
        active = tuple(kept for kept in desk.store.kept_plans() if is_active(kept, now))
        elsewhere = [kept for kept in active if not same_clocks(kept.plan.zone, zone, now=now)]
        if zone != asked_of:
            if elsewhere and asked_of is not None:
                wording = zone_wording(
                    elsewhere, zone, now=now, manner=manner_of(desk.settings, active, demo="demo" if demo else None)
                )
                message = Message(_KEY, wording.title, wording.body, is_dose=False)
                delivery = await notifier.send(message, reminder_id=_KEY)
                self._journal.note("zone", outcome=delivery.outcome.value)
                if delivery.outcome is Outcome.FAILED:
                    return
                self._asked = True
            desk.store.set_meta(ZONE_ASKED, zone)
        self._settled = zone
        if self._asked and not elsewhere:
            await notifier.withdraw(_KEY)
            self._asked = False
