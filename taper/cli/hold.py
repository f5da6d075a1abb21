"""`taper hold` and `taper resume`: a step goes on for longer, and what was left goes on again."""

from __future__ import annotations

import click

from taper.cli.changes import change, change_options
from taper.cli.command import command, json_option


@command(
    "hold",
    examples=('taper hold A --days 4 --note "dizzy, called the clinic"', 'taper hold A --days 7 --approved-by "Dr Ex"'),
)
@click.option("--days", type=click.IntRange(1, 36600), required=True, metavar="N", help="For how many more days.")
@change_options
@json_option
def hold_command(*, yes: bool, as_json: bool, **said: object) -> None:
    """Let the current step go on for more days; the later steps move.

    With --on DATE it is the step of that day. Without --approved-by it is recorded as reported by you: the last dose
    moves, the prescribed end does not.
    """
    change("hold", said, yes=yes, as_json=as_json, question=_asked(said), columns=False)


@command("resume", examples=("taper resume A", "taper resume A --on 2026-12-10"))
@change_options
@json_option
def resume_command(*, yes: bool, as_json: bool, **said: object) -> None:
    """Go on with what was left: after a stop from a day on, after a hold with the next step.

    Without --on it goes on with the first dose after now. It needs a provider's word only where a provider had stopped
    it, or where it would go faster than prescribed.
    """
    change("resume", said, yes=yes, as_json=as_json, question=_asked(said), columns=False)


def _asked(said: dict[str, object]) -> str:
    by = said.get("approved_by")
    return f"Recorded as approved by {by}. Keep it?" if by else "Recorded as reported by you. Keep it?"
