"""Which plan does an order hold that taper itself has written, if nobody changed it since?"""

from __future__ import annotations

import json
from collections.abc import Mapping

from taper.app.answers import Json
from taper.core.errors import Question, Unanswered
from taper.core.form import FormError, from_form
from taper.core.plan import Plan
from taper.interop.fhirjson import write_object
from taper.interop.fhirorder import Order
from taper.interop.fhirwrite import write_order
from taper.language import say_step

_STATUS = {"stopped": "stopped", "ended": "completed"}


def export_order(plan: Plan, *, state: str) -> str:
    """The plan as the text of a FHIR order; `state` is where the kept plan stands ("active", "stopped" ...)."""
    return write_object(_written(plan, status=_STATUS.get(state, "active"))) + "\n"


def _written(plan: Plan, *, status: str) -> Json:
    words = [say_step(step, tablets=plan.tablets) for step in plan.steps]
    return write_order(plan, words=words, status=status)


def kept_form(order: Order) -> Plan | None:
    """The plan whose form the order carries; None where it carries none.

    Raises Unanswered where the form is no plan, or where what stands beside it no longer says the same: then nobody
    knows which of the two was meant.
    """
    if order.plan_form is None:
        return None
    try:
        form = json.loads(order.plan_form)
        plan = from_form(form) if isinstance(form, Mapping) else None
    except (ValueError, RecursionError, FormError):
        plan = None
    if plan is None:
        text = "The order carries a plan of taper that cannot be read. Which plan is it?"
        raise Unanswered((Question(text, where="extension"), *order.questions_of_standing()))
    if not order.is_as_written(_written(plan, status=order.status or "")):
        text = "The order was written by taper, and its doses, dates or words were changed since. Which ones hold?"
        why = "The plan it carries no longer says what the order says. Without that extension it is read anew."
        raise Unanswered((Question(text, where="extension", why=why), *order.asked.questions))
    if standing := order.questions_of_standing():
        raise Unanswered(standing)
    return plan
