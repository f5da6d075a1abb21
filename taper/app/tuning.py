"""How is the person reminded of one plan, and what of that is another than for all plans?"""

from __future__ import annotations

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan
from taper.app.desk import Desk
from taper.core.record import KeptPlan
from taper.settings import PLAN_KEYS, as_texts, plan_texts


def tuning(desk: Desk, arguments: Arguments) -> Json:
    """The settings as they hold for a plan, and its id, by which the file keeps what differs."""
    kept = chosen_plan(desk, arguments.text("plan"))
    return {
        "plan": kept.id,
        "label": kept.label,
        "settings": plan_texts(desk.settings, kept.id),
        "differs": told_differently(desk, kept),
    }


def told_differently(desk: Desk, kept: KeptPlan) -> dict[str, str]:
    """The settings whose value for this plan is another than for all."""
    of_all = as_texts(desk.settings)
    of_plan = plan_texts(desk.settings, kept.id)
    return {key: of_plan[key] for key in PLAN_KEYS if of_plan[key] != of_all[key]}
