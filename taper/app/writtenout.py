"""How is a plan that is not kept written out, with what the facts on this machine say of its medicine?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from taper.app.guarding import by_facts
from taper.app.preview import OPEN_DAYS, preview
from taper.app.telling import tell_json
from taper.core.plan import Plan
from taper.core.telling import to_tell
from taper.facts import find, limits_of, load_facts


def written_out(plan: Plan, *, facts_in: Path, days: int | None = None) -> dict[str, Any]:
    """The plan's preview; an open one for `days` days, 28 unless told. Kept plans are not looked at."""
    facts = load_facts(facts_in)
    known = find(facts, plan.medicine)
    return preview(
        plan,
        limits=limits_of(known) if known else (),
        open_days=days or OPEN_DAYS,
        beside=by_facts(plan, facts),
        tell=tell_json(to_tell(known), {}),
    )
