"""What does the maker of a sheet for the fridge need to know of a plan, and which sheet follows from it?

The sheet is computed by whoever asks: a year of doses is nothing the daemon should be busy with.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan
from taper.app.desk import Desk
from taper.app.keptform import kept_form, kept_from
from taper.app.reporting import manner_wanted
from taper.core.guard import Guard
from taper.core.localtime import local_date
from taper.core.notice import Manner
from taper.core.sheet import Sheet, missed_said, sheet_of


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


def sheet_from(answer: Mapping[str, Any], *, open_days: int, from_on: date | None) -> Sheet:
    """The sheet of such an answer. Without `from_on` from day 1 on, an open plan's from today on."""
    return sheet_of(
        kept_from(answer["kept"]),
        manner=Manner(names_shown=answer["names_shown"], several_people=answer["several_people"]),
        missed=answer["missed"],
        guard=Guard(names=tuple(answer["also_called"])),
        today=date.fromisoformat(answer["today"]),
        open_days=open_days,
        from_on=from_on,
    )
