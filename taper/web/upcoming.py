"""The page "Upcoming": what will be said in the next days, a part for each day?"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from taper.web.visit import Visit
from taper.wording.places import without_time

Json = dict[str, Any]

DAYS = (7, 14, 28)
"""How far ahead it may be looked."""


def page(visit: Visit) -> Response:
    """The page itself."""
    asked = visit.request.query_params.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else DAYS[0]
    entries = visit.ask("upcoming", days=days)
    return visit.show("upcoming.html", title="Upcoming", by_day=_by_day(entries), days=days, lengths=DAYS)


def _by_day(entries: list[Json]) -> dict[str, list[Json]]:
    """The entries of each date, by the clocks of their plans, in order of the dates."""
    found: dict[str, list[Json]] = {}
    for entry in entries:
        found.setdefault(entry["at"][:10], []).append(entry | {"words": without_time(entry["title"], at=entry["at"])})
    return dict(sorted(found.items()))
