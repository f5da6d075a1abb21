"""Do the doses of one day stand too close together, or in a night that may be another one?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from itertools import pairwise

from taper.core.bounds import MAX_SLOTS
from taper.core.errors import Span
from taper.core.plan import EveryDay, Rhythm
from taper.language.ask import puzzled
from taper.language.dosetimes import Place

_DAY_MINUTES = 24 * 60
_SMALL_HOURS_END = time(5)


def refuse_small_hours(places: Sequence[Place], span: Span) -> None:
    """Asks about "at 20:00 and 02:00": the night after, or the early morning of the same date?"""
    latest = time.min
    for place in places:
        if place.in_text and not place.next_day and place.at_time < _SMALL_HOURS_END and place.at_time < latest:
            raise puzzled(f"{place.name}: in the night after, or early on the same date?", span)
        latest = max(latest, place.at_time)


def _minute(place: Place) -> int:
    return place.at_time.hour * 60 + place.at_time.minute + _DAY_MINUTES * place.next_day


def refuse_crowding(places: Sequence[Place], rhythm: Rhythm, span: Span) -> None:
    """Asks about two doses at once, and where the text gave times, about two closer than half their even spacing."""
    minutes = sorted(_minute(place) for place in places)
    gaps = [later - earlier for earlier, later in pairwise(minutes)]
    if 0 in gaps or len({place.name for place in places}) < len(places):
        raise puzzled("Two doses stand at the same time of the day. When is each taken?", span)
    if len(places) > MAX_SLOTS:
        raise puzzled("These are too many doses a day. When is each taken?", span)
    if rhythm == EveryDay():
        gaps.append(minutes[0] + _DAY_MINUTES - minutes[-1])
    in_text = any(place.in_text for place in places)
    if in_text and len(places) > 1 and min(gaps) < _DAY_MINUTES / len(places) / 2:
        raise puzzled(
            "Two doses stand close together. Are these times right?", span, why="It could be a slip of the pen."
        )
