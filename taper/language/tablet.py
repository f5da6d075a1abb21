"""Which tablet does a strength stand for, as in "10 mg tablet" or "49/51 mg"?"""

from __future__ import annotations

import re
from fractions import Fraction

from taper.core.amount import Amount, Unit, plain_number
from taper.core.bounds import MAX_NUMBER
from taper.core.errors import Question, Span, Unanswered
from taper.core.plan import Split, Tablet
from taper.language.dosewords import EXTENDED, UNITS

_NUMBER = r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?"
_EXTENDED = "|".join(phrase.replace(" ", "[- ]") for phrase in sorted(EXTENDED))
_STRENGTH = re.compile(
    rf"""
      (?P<numbers>{_NUMBER}(?:/{_NUMBER}){{0,3}})\ ?
      (?P<unit>[A-Za-zµμ]+)
      (?P<per>\ ?(?:/|per)\ ?(?:[0-9]{{1,2}}\ ?)?(?:h|hr|hour|hours))?
      (?:\ (?P<extended>{_EXTENDED}))?
      (?:\ (?P<form>[A-Za-z]+))?
    """,
    re.VERBOSE | re.IGNORECASE,
)


def read_tablet(text: str, *, split: Split) -> Tablet:
    """The tablet a strength names; without a form a tablet is meant.

    `split` is kept for plain tablets only: capsules, patches and extended-release tablets are never split. A
    combination (49/51 mg) or a rate (25 mcg/hour) is a name and holds no amount. Raises Unanswered.
    """
    said = " ".join(text.split())
    match = _STRENGTH.fullmatch(said)
    unit = UNITS.get(match["unit"].lower()) if match else None
    form = UNITS.get((match["form"] or "tablet").lower()) if match else None
    if match is None or unit is None or form is None or unit.is_piece or not form.is_piece:
        raise _no_strength(text)
    amount = None if "/" in match["numbers"] or match["per"] else Amount(Fraction(match["numbers"]), unit)
    if amount is not None and not 0 < amount.number < MAX_NUMBER:
        raise _no_strength(text)
    extended = match["extended"] is not None
    name = f"{_in_plain(match['numbers'])} {unit.value}{(match['per'] or '').strip()}"
    kept_split = split if form is Unit.TABLET and not extended else Split.NONE
    return Tablet(name, form, amount, kept_split, extended)


def _in_plain(numbers: str) -> str:
    return "/".join(plain_number(Fraction(number)) for number in numbers.split("/"))


def _no_strength(text: str) -> Unanswered:
    shown = text if len(text) <= 60 else f"{text[:60]}..."
    question = Question(
        f'"{shown}" is no strength that can be read. Write a number, a unit and a form.',
        where="strength",
        example="5 mg tablet, 100 mg capsule, 49/51 mg tablet, 150 mg extended-release tablet",
        span=Span(0, len(text)),
    )
    return Unanswered((question,), text=text)
