"""What is written where a notification has no buttons, and what no notification may carry?"""

from __future__ import annotations

import shlex
import unicodedata

from taper.notify.port import Button, Message

MOST_IN_TITLE = 300
"""Characters; a longer title loses its middle, because the amount and the time of a dose stand at its end."""

MOST_IN_BODY = 4000
"""Characters; a longer body loses its end."""

_COMMANDS = {Button.TAKEN: "taper take", Button.SNOOZE: "taper snooze", Button.SKIP: "taper skip"}
_LEFT_OUT = " […] "
_ONE_LINE = str.maketrans("\n\t", "  ")
_MOST_LOOKED_AT = 10_000  # characters: nobody waits for the cleaning of a megabyte that is cut anyway
_CUT = "\n[cut here: taper today says it all]"

# Invisible, and needed to write Persian, Hindi or a family of emoji; the others of their kind hide or turn text.
_JOINERS = "\u200c\u200d"
# Signs of Arabic and other scripts that are counted among the invisible ones and are not.
_SIGNS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def command_for(button: Button, label: str | None = None) -> str:
    """What to type instead of pressing the button: "taper take A", "taper take 'white bottle'"."""
    if label is None:
        return _COMMANDS[button]
    dashes = "-- " if label.startswith("-") else ""  # else it would be read as an option
    return f"{_COMMANDS[button]} {dashes}{shlex.quote(label)}"


def commands_line(buttons: tuple[Button, ...], label: str | None = None) -> str:
    """The commands that stand for the buttons, on one line."""
    return " · ".join(command_for(button, label) for button in buttons)


def body_without_buttons(message: Message) -> str:
    """The body, and below it how to answer in a terminal, where the message asks for an answer."""
    if not message.buttons:
        return message.body
    return f"{message.body}\nAnswer in a terminal: {commands_line(message.buttons, message.label)}".lstrip("\n")


def title_of(text: str) -> str:
    """The text as a title: clean, on one line, and never so long that the end of it goes unseen."""
    return _without_middle(clean(_without_middle(text, _MOST_LOOKED_AT)).translate(_ONE_LINE), MOST_IN_TITLE)


def _without_middle(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    end = most // 2
    return text[: most - end - len(_LEFT_OUT)] + _LEFT_OUT + text[-end:]


def body_of(text: str) -> str:
    """The text as a body: clean, and of a length that a server can show."""
    whole = clean(text[:_MOST_LOOKED_AT])
    return whole if len(whole) <= MOST_IN_BODY else whole[: MOST_IN_BODY - len(_CUT)] + _CUT


def clean(text: str) -> str:
    """The text without what a bus or a terminal refuses, and without what shows it other than it is.

    Control characters (but newline and tab), half characters, and the invisible ones that turn text around or hide it:
    a label may come from anywhere, and one such character would otherwise cost the whole reminder, or its meaning.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    if whole.isascii() and whole.isprintable():
        return whole
    return "".join(map(_clean_char, whole))


def _clean_char(char: str) -> str:
    match unicodedata.category(char):
        case "Cc":
            return char if char in "\n\t" else ""
        case "Zl" | "Zp":
            return "\n"
        case "Cf":
            return char if char in _JOINERS or char in _SIGNS else ""
        case "Cn":
            return _REPLACEMENT if _is_no_character(ord(char)) else char
    return char


def _is_no_character(code: int) -> bool:
    """Unicode's noncharacters; some buses close the connection of whoever sends one."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
