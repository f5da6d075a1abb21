"""How much is one of several doses, where the text says the amount of them all: "40 mg a day in two divided doses"?"""

from __future__ import annotations

from dataclasses import replace

from taper.core.amount import Amount, AmountError
from taper.language.ask import puzzled
from taper.language.cursor import Cursor
from taper.language.numbers import take_whole
from taper.language.sketch import Said, SaidDose
from taper.language.whens import Daily, InParts, TimesADay, When


def take_parts(cursor: Cursor) -> InParts | None:
    """ "in two divided doses", "divided into 3 doses"; None with nothing read."""
    at = cursor.at
    led = cursor.accept_phrase("in") or cursor.accept_phrase("divided into") or cursor.accept_phrase("divided in")
    divided = cursor.word(-1) == "into" or cursor.word(-2) == "divided"
    count = take_whole(cursor) if led else None
    divided = cursor.accept("divided", "equal", "separate") or divided
    if count is not None and divided and cursor.accept("doses", "portions", "parts") and count.value > 1:
        return InParts(count.value)
    cursor.at = at
    return None


def in_parts(dose: SaidDose) -> SaidDose:
    """The dose as each of its parts. Raises Puzzled where the whole is not a day's, or cannot be shared evenly."""
    parts = [said for said in dose.whens if isinstance(said.value, InParts)]
    if not parts:
        return dose
    others: list[Said[When]] = [said for said in dose.whens if not isinstance(said.value, InParts)]
    (first, *more), span = parts, parts[0].span
    assert isinstance(first.value, InParts)
    of_a_day = all(isinstance(said.value, Daily) or said.value == TimesADay(1) for said in others) and others
    if more or not of_a_day or dose.amount is None or dose.amount.up_to or dose.amount.restated:
        raise puzzled("How much is each of these doses, and when is it taken?", span)
    count, whole = first.value.count, dose.amount.amount
    try:
        amount = Amount(whole.number / count, whole.unit)
    except AmountError:
        raise puzzled("This cannot be shared evenly among the doses of the day. How much is each?", span) from None
    return replace(dose, amount=replace(dose.amount, amount=amount), whens=(Said(TimesADay(count), span),))
