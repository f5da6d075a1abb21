"""What does the writer of a calendar need to know of a plan? (`app.agenda` computes the events of the answer.)

They are computed by whoever asks: a year of doses is nothing the daemon should be busy with.
"""

from __future__ import annotations

from taper.app.answers import Json
from taper.app.arguments import Arguments
from taper.app.choosing import chosen_plan, manner
from taper.app.desk import Desk
from taper.app.keptform import kept_form


def calendar(desk: Desk, arguments: Arguments) -> Json:
    """The plan with all its versions, how its titles speak, and the instant by the clock of whoever answers."""
    kept, speaking = chosen_plan(desk, arguments.text("plan")), manner(desk)
    return {
        "kept": kept_form(kept),
        "names_shown": speaking.names_shown,
        "several_people": speaking.several_people,
        "now": desk.now().isoformat(),
    }
