"""What is written where a notification has no buttons, and what no notification may carry?"""

from __future__ import annotations

import shlex

from taper.core import sentences as say
from taper.core.visible import clean
from taper.notify.port import Button, Message

_COMMANDS = {
    Button.TAKEN: "taper take",
    Button.SNOOZE: "taper snooze",
    Button.SKIP: "taper skip",
    Button.ALL_TAKEN: "taper take",
    Button.UNDO: "taper undo",
}
MOST_IN_TITLE = 300
"""Characters; a longer title loses its middle, because the amount and the time of a dose stand at its end."""

MOST_IN_BODY = 4000
"""Characters; a longer body loses its end."""

_LEFT_OUT = " […] "
_ONE_LINE = str.maketrans("\n\t", "  ")
_MOST_LOOKED_AT = 10_000  # characters: nobody waits for the cleaning of a megabyte that is cut anyway
_CUT = f"\n{say.CUT_HERE}"


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
    answer = say.ANSWER_IN_TERMINAL.format(commands=commands_line(message.buttons, message.label))
    return f"{message.body}\n{answer}".lstrip("\n")


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
    if len(whole) <= MOST_IN_BODY and len(text) <= _MOST_LOOKED_AT:
        return whole
    return whole[: MOST_IN_BODY - len(_CUT)] + _CUT
