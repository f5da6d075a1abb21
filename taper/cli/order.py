"""How do an order's own words and the reading of its structure stand side by side before a person?"""

from __future__ import annotations

from typing import Any

from taper.cli.out import note, wrapped


def show_order(order: dict[str, Any]) -> None:
    """Each instruction's text over what its structure was read as, on standard error."""
    name = order.get("medication") or "no medicine named"
    note(wrapped(f"The order: {name}" + (f" (id {order['id']})" if order.get("id") else "")))
    for instruction in order["instructions"]:
        for text in instruction["texts"]:
            note(wrapped(text, first="  text:      ", rest="             "))
        note(wrapped(instruction["structure"], first="  structure: ", rest="             "))
    for text in order["notes"]:
        note(wrapped(text, first="  note:      ", rest="             "))
