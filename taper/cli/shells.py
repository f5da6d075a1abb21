"""How does a shell ask what a pressed Tab may become, and in which form is it answered?

click's own scripts, mended: what goes wrong is never printed into the line that is being typed; in bash a label with a
space comes with its quotes, and a time or an answer ("08:00", "sleep=3") is one word although bash takes it for two; in
fish the words beside a choice may hold a comma.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

VARIABLE = "_TAPER_COMPLETE"

_BASH = """\
# Completion of taper for bash (4.4 or newer), written by: taper completion bash
%(complete_func)s() {
    local kind value
    COMPREPLY=()
    while IFS=, read -r kind value; do
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("$value")
                [[ $value == *= ]] && compopt -o nospace
                ;;
        esac
    done < <(COMP_LINE="${COMP_LINE:0:COMP_POINT}" %(complete_var)s=bash_complete "$1" 2>/dev/null)
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s
# Completion of taper for zsh, written by: taper completion zsh
%(complete_func)s() {
    local -a plain described open response
    local kind value words_beside
    (( ! $+commands[%(prog_name)s] )) && return 1
    response=("${(@f)$(COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT-1)) \\
        %(complete_var)s=zsh_complete %(prog_name)s 2>/dev/null)}")
    for kind value words_beside in ${response}; do
        case $kind in
            plain)
                if [[ "$value" == *= ]]; then
                    open+=("$value")
                elif [[ "$words_beside" == "_" ]]; then
                    plain+=("$value")
                else
                    described+=("$value":"$words_beside")
                fi
                ;;
            dir) _path_files -/ ;;
            file) _path_files -f ;;
        esac
    done
    [[ -n "$described" ]] && _describe -V unsorted described -U
    [[ -n "$plain" ]] && compadd -U -V unsorted -a plain
    [[ -n "$open" ]] && compadd -U -S '' -V unsorted -a open
    return 0
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
# Completion of taper for fish, written by: taper completion fish
function %(complete_func)s
    set -l words (commandline -cp | string join " ")
    set -l word (commandline -ct | string join " ")
    for line in (env %(complete_var)s=fish_complete COMP_WORDS="$words" COMP_CWORD="$word" %(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 "," -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                printf "%%s\\n" $parts[2]
        end
    end
end
complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as bash has it: its whole words, what was begun behind them, and how.

    `quote` is the quotation mark that is open (or none), `before` the part of the begun word that bash takes for words
    of their own and that an answer must leave out.
    """

    words: tuple[str, ...]
    begun: str
    quote: str
    before: str


def read_line(line: str, *, breaks: str = ":=") -> Typed:
    """The words of a line up to the cursor, as a shell parts them; a quotation mark may still be open."""
    words: list[str] = []
    begun, before, quote, escaped, inside = "", "", "", False, False
    for char in line:
        if escaped:
            begun, escaped = begun + char, False
        elif char == "\\" and quote != "'":
            escaped = inside = True
        elif quote:
            begun, quote = (begun, "") if char == quote else (begun + char, quote)
        elif char in "\"'":
            quote, inside = char, True
        elif char.isspace():
            words += [begun] if inside else []
            begun, before, inside = "", "", False
        else:
            begun, inside = begun + char, True
            before = begun if char in breaks else before
    return Typed(tuple(words), begun, quote, "" if quote else before)


_SPECIAL = frozenset(" \t\"'`$&|;<>()[]{}*?!#~\\^")


def _as_typed(value: str, typed: Typed) -> str:
    """What stands in bash's line for a value, so that it is one word again."""
    if typed.quote == "'":
        return value.replace("'", "'\\''")
    if typed.quote == '"':
        return "".join(f"\\{char}" if char in '"\\`$' else char for char in value)
    rest = value[len(typed.before) :] if value.casefold().startswith(typed.before.casefold()) else value
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in rest)


class Bash(BashComplete):
    """bash: by the whole line where our script hands it over, else as click's script asks."""

    source_template: ClassVar[str] = _BASH

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        line = os.environ.get("COMP_LINE")
        self._typed = None if line is None else read_line(line)

    def source(self) -> str:
        """The script; no bash is started to ask for its version."""
        return ShellComplete.source(self)

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words behind the command's name, and the one that is begun."""
        if self._typed is None:
            return super().get_completion_args()
        return list(self._typed.words[1:]), self._typed.begun

    def format_completion(self, item: CompletionItem[str]) -> str:
        """ "plain,white\\ bottle"."""
        if self._typed is None or item.type != "plain":
            return super().format_completion(item)
        return f"{item.type},{_as_typed(item.value, self._typed)}"


class Zsh(ZshComplete):
    """zsh."""

    source_template: ClassVar[str] = _ZSH


class Fish(FishComplete):
    """fish."""

    source_template: ClassVar[str] = _FISH


SHELLS: Mapping[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def register() -> None:
    """Has click answer these shells in this way."""
    for name, shell in SHELLS.items():
        add_completion_class(shell, name)


def script(shell: str) -> str:
    """The script for a shell, whatever runs it."""
    from taper.cli.main import taper

    return SHELLS[shell](taper, {}, "taper", VARIABLE).source()
