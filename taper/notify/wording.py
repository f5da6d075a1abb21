"""What is written where a notification has no buttons, and what no notification may carry?"""

from __future__ import annotations

from taper.notify.port import Button, Message

_COMMANDS = {
    Button.TAKEN: "taper take",
    Button.SNOOZE: "taper snooze",
    Button.SKIP: "taper skip",
    Button.ALL_TAKEN: "taper take",
    Button.UNDO: "taper undo",
}


def commands_line(buttons: tuple[Button, ...]) -> str:
    """The commands that stand for the buttons, on one line."""
    return " · ".join(_COMMANDS[button] for button in buttons)


def body_without_buttons(message: Message) -> str:
    """The body, and below it how to answer in a terminal, where the message asks for an answer."""
    if not message.buttons:
        return message.body
    return f"{message.body}\nAnswer in a terminal: {commands_line(message.buttons)}".lstrip("\n")


def sendable(text: str) -> str:
    """The text without what a bus or a terminal refuses: control characters but newline and tab, half characters.

    A label may come from anywhere, and one such character would otherwise cost the whole reminder.
    """
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(char for char in whole if char in "\n\t" or not _is_control(char))


def _is_control(char: str) -> bool:
    return ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0
