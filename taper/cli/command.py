"""What is the same for every command: its help with an example, its `--json`, and how its errors come out."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import click

from taper.cli import offer
from taper.cli.questions import report
from taper.client import RefusedError
from taper.core.errors import TaperError


class Command(click.Command):
    """A command whose errors are sentences and exit codes."""

    def invoke(self, ctx: click.Context) -> object:
        """Runs it; a refusal is printed and ends with its exit code."""
        try:
            return cast(object, super().invoke(ctx))
        except RefusedError as refused:
            error = refused.error
        except TaperError as raised:
            from taper.app.answers import error_json

            error = error_json(raised)
        return ctx.exit(report(error, as_json=bool(ctx.params.get("as_json"))))


Callback = Callable[..., None]


def command(name: str, *, examples: str | tuple[str, ...]) -> Callable[[Callback], click.Command]:
    """A command of that name with examples below its help."""
    lines = (examples,) if isinstance(examples, str) else examples
    shown = "".join(f"\n  {line}" for line in lines)
    title = "Example:" if len(lines) == 1 else "Examples:"
    return click.command(name, cls=Command, epilog=f"\b\n{title}{shown}")


json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
plan_argument = click.argument("plan", required=False, metavar="[PLAN]", shell_complete=offer.plans)
"""A plan's label, medicine or id; without it, the only one (or every one)."""
