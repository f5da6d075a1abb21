"""The page "Upcoming": what will be said in the next days, a part for each day?"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from starlette.responses import Response

from taper.web.visit import Visit

Json = dict[str, Any]

DAYS = (7, 14, 28)
"""How far ahead it may be looked."""


def page(visit: Visit) -> Response:
    """The page itself."""
    asked = visit.request.query_params.get("days", "")
    days = int(asked) if asked in map(str, DAYS) else DAYS[0]
    entries: list[Json] = visit.ask("upcoming", days=days)
    by_day = [(on, list(found)) for on, found in groupby(entries, key=lambda entry: entry["at"][:10])]
    return visit.show("upcoming.html", title="Upcoming", by_day=by_day, days=days, choices=DAYS)
