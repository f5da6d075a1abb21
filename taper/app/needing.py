"""What is taken as needed: how much was it, and how does it stand today?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from math import floor

from taper.app.answers import Json
from taper.app.arguments import ask
from taper.app.choosing import is_active
from taper.app.preview import as_needed_json
from taper.core.amount import Amount, plain
from taper.core.localtime import local, local_date
from taper.core.needed import NeededStep, needed_on
from taper.core.neededwords import needed_phrase, standing_at, standing_words
from taper.core.plan import AsNeeded
from taper.core.record import KeptPlan
from taper.core.recorded import Recorded, uses_seen_from

_MOST_BETWEEN = 10
"""How many more pieces a range may hold for each of them to be offered as an answer."""


def amount_as_needed(kept: KeptPlan, step: NeededStep) -> Amount:
    """How much a taking was of which nothing was said. Raises Unanswered for a range: nobody can know."""
    if step.needed.amount_min == step.needed.amount_max:
        return step.needed.amount_min
    raise ask(
        f"How much was taken? Plan {kept.label} is taken {needed_phrase(kept.plan, step.needed)}.",
        where="--amount",
        choices=tuple(plain(amount) for amount in _amounts_within(step.needed)),
        why="A stated range says how much may be taken, not how much was. Any other amount is recorded too.",
    )


def _amounts_within(needed: AsNeeded) -> list[Amount]:
    """Both ends of a range; of a few pieces, those in between as well."""
    least, most = needed.amount_min, needed.amount_max
    between = floor(most.number - least.number) if least.unit.is_piece and least.unit is most.unit else 0
    if 0 < between <= _MOST_BETWEEN:
        found = [Amount(least.number + more, least.unit) for more in range(between + 1)]
        return found if found[-1] == most else [*found, most]
    return [least, most]


def as_needed_today(course: Recorded, beside: Sequence[Recorded], *, now: datetime) -> list[Json]:
    """What may be taken as needed today, what was, and from when on it may be again; at most one entry.

    What was taken of the plans `beside` it, of the same medicine, counts. "next_at" is None where that cannot be told,
    or not within the plan.
    """
    kept, plan = course.kept, course.kept.plan
    step = needed_on(plan, local_date(now, zone=plan.zone))
    if step is None or not is_active(kept, now) or not step.dated.holds(local_date(now, zone=plan.zone)):
        return []
    uses = uses_seen_from(kept, (course, *beside))
    stands, words = standing_at(plan, step, uses, now=now), standing_words(plan, step, uses, now=now)
    last_at, next_at = (at and local(at, zone=plan.zone).isoformat() for at in (stands.last_at, stands.next_at))
    return [
        {
            **next(one for one in as_needed_json(plan) if one["step"] == step.dated.number),
            "taken_today": stands.taken_today,
            "last_at": last_at,
            "next_at": next_at,
            "is_last_today": stands.is_last_today,
            "standing": words,
            "text": f"{needed_phrase(plan, step.needed)}; {words}",
        }
    ]
