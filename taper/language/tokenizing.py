"""Which tokens stand in a text, and where?

One pass over the characters, linear in their number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from taper.core.errors import Span
from taper.language.numerals import MAKERS, number_token, odd_token
from taper.language.tokens import Clock, Mark, Number, Odd, Token, Word
from taper.language.vocabulary import ABBREVIATIONS, MAY_TOUCH_DIGITS

_SHAPES = re.compile(
    r"""
      (?P<space>[^\S\n\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+)
    | (?P<arrow>->|=>|[\u2192\u21d2\u2794])
    | (?P<isodate>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9]))
    | (?P<threefold>[0-9]{1,4}(?P<joint>[./-])[0-9]{1,2}(?P=joint)[0-9]{1,4}(?![0-9]))
    | (?P<clock>[0-9]{1,2}:[0-9]{2}(?![0-9]))
    | (?P<exponent>[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+)
    | (?P<comma>[0-9]+(?:\.[0-9]+)?(?:,[0-9]+(?:\.[0-9]+)?)+)
    | (?P<broken>[0-9]+(?:[ ]+\.[ ]*|\.[ ]+)[0-9]+)
    | (?P<fraction>[0-9]+/[0-9]+)
    | (?P<vulgar>[0-9]*[½¼¾])
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<naked>\.[0-9]+)
    | (?P<vitamin>(?<=[Vv]itamin[ ])[A-Za-z][0-9]{1,2}(?![0-9A-Za-z.]))
    | (?P<word>[A-Za-z](?:\.[A-Za-z])+(?![A-Za-z])\.?|[^\W\d_](?:(?![xX][0-9])[^\W\d_])*)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ITEM = re.compile(r"^[ \t]*(?P<number>[1-9][0-9]?)(?P<dot>[.)])(?=[ \t])", re.MULTILINE)
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")
_COUNTED_IN_THOUSANDS = re.compile(r"[ \u00a0-]?(?:units?|international units?|mg|mcg|micrograms?)\b", re.IGNORECASE)
"""What is counted in thousands, never in thousandths: "50,000 units" has no decimal comma."""
_DASHES = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_BULLETS = frozenset("•‣▪◦●*-\u2013\u2014")
_DEEPEST_INDENT = 40


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of a text in order; spaces are left out, nothing else is."""
    tokens: list[Token] = []
    for match in _SHAPES.finditer(_without_item_numbers(text)):
        token = _token(match, text)
        if token is None or (isinstance(token, Mark) and token.text == "." and _abbreviates(tokens, token, text)):
            continue
        tokens.append(token)
    return tuple(_apart(tokens))


def _without_item_numbers(text: str) -> str:
    """The text with the numbers of a list ("1. ...", "2) ...") as bullets, each character in its place.

    Only where lines are numbered from 1 on without a gap: a lone "1. 20 mg" may be a number with a point.
    """
    items = list(_ITEM.finditer(text))
    if len(items) < 2 or [int(item["number"]) for item in items] != list(range(1, len(items) + 1)):
        return text
    for item in items:
        bullet = "•".ljust(item.end("dot") - item.start("number"))
        text = f"{text[: item.start('number')]}{bullet}{text[item.end('dot') :]}"
    return text


def _token(match: re.Match[str], text: str) -> Token | None:
    span, raw, kind = Span(match.start(), match.end()), match.group(), match.lastgroup or ""
    if kind == "space":
        return None
    if kind in ("word", "vitamin"):
        return Word(raw.replace(".", "").lower(), raw, span)
    if kind == "arrow":
        return Word("then", raw, span)
    if kind == "other":
        return _mark(raw, span, text)
    if kind == "comma" and _THOUSANDS.fullmatch(raw) and _COUNTED_IN_THOUSANDS.match(text, span.end):
        return number_token(raw.replace(",", ""), span)
    make = MAKERS.get(kind)
    return make(raw, span) if make else odd_token(kind, raw, span)


def _mark(raw: str, span: Span, text: str) -> Token:
    if raw == "\u00d7":  # the multiplication sign
        return Word("x", raw, span)
    if raw in _BULLETS and _opens_a_line(span, text):
        return Mark("•", span)
    if raw in _DASHES:
        return Mark("-", span)
    if raw != "\n" and unicodedata.category(raw) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return Odd("", f"There is a character here that cannot be seen (U+{ord(raw):04X}). Take it out.", span)
    if raw.isnumeric():
        return Odd(raw, f'Write the number "{raw}" with the digits 0 to 9.', span)
    return Mark(raw, span)


def _opens_a_line(span: Span, text: str) -> bool:
    """Whether only blanks stand before it on its line, and a blank behind it."""
    before, newline, line = text[max(0, span.start - _DEEPEST_INDENT) : span.start].rpartition("\n")
    opens = bool(newline) or span.start <= _DEEPEST_INDENT
    return (
        opens
        and not (before if not newline else "").strip()
        and not line.strip()
        and text[span.end : span.end + 1].isspace()
    )


def _abbreviates(tokens: list[Token], dot: Mark, text: str) -> bool:
    """Whether a point belongs to an abbreviation ("2 tabs. daily") and ends no sentence."""
    before = tokens[-1] if tokens else None
    if not isinstance(before, Word) or before.text not in ABBREVIATIONS or before.span.end != dot.span.start:
        return False
    rest = text[dot.span.end : dot.span.end + 3].lstrip(" ")
    return rest[:1].islower() or rest[:1] in {"(", ","}


def _apart(tokens: list[Token]) -> Iterator[Token]:
    """The tokens, with digits that touch letters in front of them ("l5", "40mg30mg") and doubled words made odd."""
    before: Token | None = None
    for token in tokens:
        touches = before is not None and before.span.end == token.span.start
        if isinstance(before, Word) and isinstance(token, Word) and before.text == token.text and token.raw.isalpha():
            raw = f"{before.raw} {token.raw}"[:40]
            question = f'"{raw}": is this word written twice by mistake, or is something missing between?'
            before = Odd(raw, question, Span(before.span.start, token.span.end), (token.raw,))
        elif isinstance(before, Clock) and isinstance(token, Clock) and before.at_time == token.at_time:
            question = "This time stands here twice. Is another time meant?"
            before = Odd(f"{before.at_time:%H:%M}", question, Span(before.span.start, token.span.end))
        elif touches and isinstance(before, Word) and isinstance(token, Number) and before.text not in MAY_TOUCH_DIGITS:
            raw = f"{before.raw}{token.text}"[:40]
            question = f'"{raw}" runs letters and digits together. Write them apart, or as they were meant.'
            before = Odd(raw, question, Span(before.span.start, token.span.end))
        else:
            if before is not None:
                yield before
            before = token
    if before is not None:
        yield before
