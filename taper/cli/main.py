"""Which commands are there, and how does the program begin and end?

A command's module is loaded when that command runs. This module loads click and nothing else of size, because every
reminder glance (`taper upcoming`) passes through it.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import click

from taper import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

SECTIONS: dict[str, dict[str, tuple[str, str]]] = {
    "A plan": {
        "preview": ("preview", "Read a plan and write it out, storing nothing."),
        "add": ("add", "Read a plan, show it, and keep it after your yes."),
        "list": ("views", "Your plans, one line each."),
        "show": ("views", "One plan written out, with its history."),
        "told": ("told", "Answer what to tell your provider before the start."),
        "check": ("checks", "What is worth a word about your plans."),
        "facts": ("facts", "What cited sources say of a medicine."),
    },
    "Every day": {
        "dashboard": ("dashboard", 'One glance; "taper" alone is the same.'),
        "today": ("views", "Today's doses and what became of them."),
        "web": ("web", "The page in your browser, on this machine alone."),
        "calendar": ("calendar", "The months, with the dose under each day."),
        "chart": ("chart", "The taper as a curve, planned and taken."),
        "upcoming": ("upcoming", "What will be said in the next days."),
        "take": ("intakes", "Record that a dose was taken."),
        "skip": ("intakes", "Record that a dose was left out."),
        "snooze": ("intakes", "Be reminded of the open dose again later."),
        "checkin": ("checkin", "Answer how it goes, 0 to 10, where your plan asks."),
        "tick": ("checkin", "Record that an activity of the plan was done."),
        "undo": ("intakes", "Take back a record made by mistake."),
        "note": ("note", "Note how it goes: a side effect, a sign, words."),
        "log": ("log", "What was recorded, day by day."),
    },
    "When the plan changes": {
        "hold": ("hold", "Let the current step go on for more days."),
        "resume": ("hold", "Go on with what was left, after a stop or a hold."),
        "revise": ("revise", "Replace what is left by what your provider says now."),
        "extend": ("changes", "Move a plan's end, on your provider's word."),
        "stop": ("changes", "End a plan now, or from a day on."),
        "zone": ("zone", "Go by the clocks of another zone: travel."),
        "history": ("history", "What was changed, when, on whose word."),
        "correct": ("changes", "Repair a plan that was typed wrongly."),
        "delete": ("delete", "Delete a plan and everything recorded of it."),
    },
    "The program": {
        "completion": ("completion", "The Tab key: a script for bash, zsh or fish."),
        "daemon": ("daemon", "Start, stop or look at what sends the reminders."),
        "doctor": ("doctor", "Will reminders come? Each problem with its fix."),
        "config": ("config", "See and change the settings."),
        "backup": ("backup", "Copy the whole record to a file, checked."),
        "restore": ("restore", "Put a backup in the place of the record; list the backups."),
        "export": ("export", "Write a plan on paper, as calendar or order; or everything."),
        "import": ("exportall", "Read everything back from a file of export all."),
        "demo": ("demo", "Watch a made-up course go by in a minute."),
        "uninstall": ("uninstall", "Stop taper; with --purge, delete what it keeps."),
    },
}
"""The commands by section: the module of each, and its one-line help."""

COMMANDS = {name: entry for section in SECTIONS.values() for name, entry in section.items()}

STOPPED = 130
"""The exit code after Ctrl-C, as a shell gives it."""

PIPE_CLOSED = 141
"""The exit code when the reader of the output went away, as a shell gives it."""


class Commands(click.Group):
    """A group whose commands are loaded one at a time, and listed without being loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"taper.cli.{COMMANDS[cmd_name][0]}")
        found = getattr(module, f"{cmd_name}_command")
        assert isinstance(found, click.Command)
        return found

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The commands that begin so, without loading one, and the options."""
        from click.shell_completion import CompletionItem

        named = [
            CompletionItem(name, help=words) for name, (_, words) in COMMANDS.items() if name.startswith(incomplete)
        ]
        return named + (click.Command.shell_complete(self, ctx, incomplete) if incomplete.startswith("-") else [])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the arguments begin with; an unknown one is answered with those that look like it."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            raise click.exceptions.NoSuchCommand(args[0], possibilities=COMMANDS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, section by section."""
        for title, section in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl([(name.ljust(10), help_line) for name, (_, help_line) in section.items()])

    def invoke(self, ctx: click.Context) -> object:
        """Runs the command; a reader of the output that went away ends it quietly."""
        try:
            result: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Python writes what is left in its buffer once more at its end; let that go nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(PIPE_CLOSED)
        return result


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='\b\nExample:\n  taper add "prednisone 40 mg daily for 4 days, then stop" --strength "10 mg"',
)
@click.version_option(__version__, prog_name="taper", message="%(prog)s %(version)s")
def taper() -> None:
    """Keeps your provider's medicine plan: reminds of each dose, announces each step, guards the stop date.

    It gives no medical advice: the plan is your provider's.
    """


def main(arguments: list[str] | None = None) -> int:
    """Runs the program; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that cannot show a character shows "?"
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(errors="surrogateescape")  # a typed byte that is no UTF-8 is asked about, as in a text
    if "_TAPER_COMPLETE" in os.environ:
        from taper.cli.shells import register

        register()
    if not (sys.argv[1:] if arguments is None else arguments):
        arguments = ["dashboard"]
    try:
        result = taper(args=arguments, prog_name="taper", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        print("taper: stopped at your wish.", file=sys.stderr)
        return STOPPED
    except OSError as error:
        print(f"taper: what was asked could not be finished: {error}.", file=sys.stderr)
        return 6


def run() -> None:
    """The console entry."""
    sys.exit(main())


if __name__ == "__main__":
    run()
