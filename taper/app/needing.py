"""What is taken as needed: how much it was, how it stands today, and what of it goes past the provider's bounds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import floor

from taper.app.answers import Json
from taper.app.arguments import ask
from taper.app.choosing import is_active
from taper.app.preview import as_needed_json
from taper.core.amount import Amount, plain
from taper.core.breach import Use
from taper.core.ledger import standing
from taper.core.localtime import local, local_date
from taper.core.needed import NeededStep, needed_on, uses_of, watch
from taper.core.neededwords import needed_phrase, say_breach, standing_at, standing_words
from taper.core.plan import AsNeeded
from taper.core.record import Answer, Intake, KeptPlan
from taper.core.words import clock_time, short_date

_DAY = timedelta(days=1)
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


def as_needed_today(kept: KeptPlan, intakes: Sequence[Intake], *, now: datetime) -> list[Json]:
    """What may be taken as needed today, what was, and from when on it may be again; at most one entry.

    "next_at" is None where that cannot be told, or not within the plan.
    """
    plan = kept.plan
    step = needed_on(plan, local_date(now, zone=plan.zone))
    if step is None or not is_active(kept, now) or not step.dated.holds(local_date(now, zone=plan.zone)):
        return []
    uses = uses_of(standing(intakes))
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


def needed_warnings(kept: KeptPlan, intake: Intake, known: Sequence[Intake]) -> Iterator[str]:
    """What of a taking as needed goes past the bounds the provider gave."""
    plan, use = kept.plan, Use(intake.happened_at, intake.amount)
    step = needed_on(plan, local_date(use.at, zone=plan.zone))
    if step is None:
        return
    others = uses_of(standing(known), but=intake.id)
    for breach in watch(step.needed, use, others, tablets=plan.tablets, zone=plan.zone):
        yield say_breach(breach, use, zone=plan.zone)
    for unsure in standing(known):
        if unsure.answer is Answer.UNSURE and abs(unsure.happened_at - use.at) < _DAY:
            at = local(unsure.happened_at, zone=plan.zone)
            when = f"{short_date(at.date())} {clock_time(at.time())}"
            yield f"It is not sure whether one was taken on {when}; that one is not counted here."
