"""Which JSON object do the bytes of an order hold, with every number exact and no key said twice?"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import NoReturn

from taper.core.errors import Question, Unanswered

MAX_ORDER_BYTES = 1_000_000
"""The largest order that is read."""

_MOST_DIGITS = 18
"""A number with more digits, or further from one, is no dose, count or length."""

_NEXT = "Ask for the order again, or write the plan as a text."


def read_object(content: bytes, *, name: str) -> dict[str, object]:
    """The one object of a JSON file; numbers are int or Decimal. Raises Unanswered for anything else."""
    text = _text_of(content, name=name)
    try:
        value = json.loads(
            text,
            parse_float=_decimal,
            parse_int=_whole,
            parse_constant=_no_number,
            object_pairs_hook=_object_of,
        )
    except RecursionError:
        raise _no_order(name, found="lists in lists too deep to read", expected="an order") from None
    except json.JSONDecodeError as error:
        where = f"{name}, line {error.lineno}"
        raise _no_order(where, found=f"what is no JSON ({error.msg})", expected="JSON") from None
    except _OddError as error:
        raise _no_order(name, found=str(error), expected=error.expected) from None
    if not isinstance(value, dict):
        raise _no_order(name, found="JSON that is no object", expected='an object with "resourceType"')
    return value


def _text_of(content: bytes, *, name: str) -> str:
    if len(content) > MAX_ORDER_BYTES:
        raise _no_order(name, found="a file that is too large", expected=f"at most {MAX_ORDER_BYTES:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"{name}, line {content[: error.start].count(bytes([10])) + 1}"
        raise _no_order(where, found="bytes that are no UTF-8", expected="text saved as UTF-8") from None
    if not text.strip():
        raise _no_order(name, found="nothing", expected="a FHIR MedicationRequest")
    return text


class _OddError(ValueError):
    """JSON that Python would read and FHIR does not allow."""

    def __init__(self, found: str, expected: str) -> None:
        super().__init__(found)
        self.expected = expected


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if len(text) > _MOST_DIGITS or (number and not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS):
        raise _OddError(f"the number {text[:30]}", "a number of a size that doses and days have")
    return number


def _whole(text: str) -> int:
    if len(text) > _MOST_DIGITS:
        raise _OddError(f"the number {text[:30]}...", "a number of a size that doses and days have")
    return int(text)


def _no_number(text: str) -> NoReturn:
    raise _OddError(f"{text}, which is no number", "a number")


def _object_of(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise _OddError(f'"{key[:40]}" twice in one object', "each key once: which one holds is unknown")
        if _has_odd_characters(key) or (isinstance(value, str) and _has_odd_characters(value)):
            raise _OddError(f'a control character in "{key[:40]!a}"', "text that can be shown")
        found[key] = value
    return found


def _has_odd_characters(text: str) -> bool:
    """Control characters (but for line ends and tabs), and halves of characters."""
    return any((ord(char) < 0x20 and char not in "\n\r\t") or 0xD800 <= ord(char) < 0xE000 for char in text)


def _no_order(where: str, *, found: str, expected: str) -> Unanswered:
    return Unanswered((Question(f"{where}: found {found}; expected {expected}. {_NEXT}", where=where),))


def write_object(value: object, *, indent: int = 0) -> str:
    """A value as JSON text; a Decimal stands as the exact decimal it is, without an exponent."""
    inner, outer = "  " * (indent + 1), "  " * indent
    match value:
        case dict():
            lines = [f"{inner}{_quoted(key)}: {write_object(entry, indent=indent + 1)}" for key, entry in value.items()]
            return "{\n" + ",\n".join(lines) + f"\n{outer}}}"
        case list():
            lines = [f"{inner}{write_object(entry, indent=indent + 1)}" for entry in value]
            return "[\n" + ",\n".join(lines) + f"\n{outer}]"
        case Decimal():
            return f"{value:f}"
        case _:
            return json.dumps(value)  # in ASCII: no terminal and no code page changes what a plan says


def _quoted(key: object) -> str:
    return json.dumps(key)
