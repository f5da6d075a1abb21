"""Which plan stands in a request, in its form?"""

from __future__ import annotations

from taper.app.arguments import Arguments, UsageError, ask
from taper.core.form import FormError, from_form
from taper.core.plan import Plan


def plan_in(arguments: Arguments) -> Plan:
    """The plan, with the person and label that were given beside its form. Raises UsageError and Unanswered."""
    form = arguments.table("form")
    if form is None:
        raise UsageError("form is missing")
    beside = {key: text for key in ("person", "label") if (text := arguments.text(key))}
    try:
        return from_form({**form, **beside})
    except FormError as error:
        raise ask(f"{error}.") from None
