"""What does the maker of a sheet for the fridge need to know of a plan? (`app.papers` makes it of the answer.)

It is made by whoever asks: a year of doses is nothing the daemon should be busy with.
"""

from __future__ import annotations

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan
from taper.app.desk import Desk
from taper.app.keptform import kept_form
from taper.app.reporting import manner_wanted
from taper.core.localtime import local_date
from taper.core.sheet import missed_said


def sheet(desk: Desk, arguments: Arguments) -> Json:
    """The plan with all its versions, how it is named, and what is said of a missed dose; names as "names" says."""
    kept, speaking = chosen_plan(desk, arguments.text("plan")), manner_wanted(desk, arguments)
    guard = desk.guard_for(kept.plan.medicine)
    return {
        "kept": kept_form(kept),
        "names_shown": speaking.names_shown,
        "several_people": speaking.several_people,
        "today": local_date(desk.now(), zone=kept.plan.zone).isoformat(),
        "missed": missed_said(kept.plan, guard, names_shown=speaking.names_shown),
        "also_called": list(guard.names),
    }
