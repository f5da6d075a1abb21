"""Keeps what the person answers, before the start or later, of what to tell the provider."""

from __future__ import annotations

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan
from taper.app.desk import Desk
from taper.app.telling import read_told, records, still_to_tell, tell_json
from taper.core.telling import counting, to_tell
from taper.facts import find


def told(desk: Desk, arguments: Arguments) -> Json:
    """Keeps answers of one plan (texts "ITEM=ANSWER") beside the earlier ones; without any it only lists.

    Raises NotFound, and Unanswered for an answer that cannot be read.
    """
    kept = chosen_plan(desk, arguments.text("plan"))
    items = to_tell(find(desk.facts, kept.plan.medicine))
    given = read_told(arguments.texts("told"), items)
    desk.store.record_told(records(kept.id, given, at=desk.now()))
    answers = counting(desk.store.told(kept.id))
    return {
        "plan": kept.id,
        "label": kept.label,
        "medicine": kept.plan.medicine,
        "tell": tell_json(items, answers),
        "text": still_to_tell(items, answers, label=kept.label),
    }
