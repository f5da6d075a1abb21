"""`taper completion`: how does the Tab key come to know taper's commands, plans and doses?"""

from __future__ import annotations

import sys

import click

from taper.cli.command import command
from taper.cli.out import note

_HOW = {
    "bash": 'Put this line into ~/.bashrc and begin a new shell:\n  eval "$(taper completion bash)"',
    "zsh": "Put these lines into ~/.zshrc and begin a new shell:\n  autoload -Uz compinit && compinit\n"
    '  eval "$(taper completion zsh)"',
    "fish": "Type this once; new shells have it:\n"
    "  mkdir -p ~/.config/fish/completions; taper completion fish > ~/.config/fish/completions/taper.fish",
}


@command(
    "completion",
    examples=(
        'eval "$(taper completion bash)"',
        'eval "$(taper completion zsh)"',
        "taper completion fish > ~/.config/fish/completions/taper.fish",
    ),
)
@click.argument("shell", type=click.Choice(list(_HOW)))
def completion_command(*, shell: str) -> None:
    """Print the script that lets the Tab key complete commands, options, plans, doses, dates and more.

    The first example belongs into ~/.bashrc, the second into ~/.zshrc behind compinit; the third is typed once. Plans
    and doses come from the running daemon: without one they are not offered. Medicine names are shown beside the labels
    of plans only where "taper config show-names" is yes.
    """
    from taper.cli.shells import script

    sys.stdout.write(script(shell))
    if sys.stdout.isatty():
        note(_HOW[shell])
