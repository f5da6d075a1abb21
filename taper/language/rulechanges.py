"""By how much does a rule change the dose, and to what is that rounded: "by 10% of the original dose"?"""

from __future__ import annotations

from fractions import Fraction

from taper.core.amount import Amount
from taper.core.ramp import Base, ByAmount, ByPercent, Rounding, Toward
from taper.language.amounts import take_amount
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.dosewords import UNITS
from taper.language.numbers import number_stands, take_number
from taper.language.ruledraft import RuleDraft
from taper.language.sketch import SaidAmount

_OF_BASE: Phrases[Base] = Phrases(
    {
        f"{of} {which}{day} {dose}": base
        for of in ("of", "of the", "of their", "of your")
        for day in ("", " daily", " total daily")
        for dose in ("dose", "dosage")
        for base, names in (
            (Base.ORIGINAL, ("original", "starting", "initial", "first", "baseline")),
            (Base.CURRENT, ("current", "previous", "preceding", "last", "present", "then current", "prior")),
        )
        for which in names
    }
)
_FORMS_OF_ROUND = frozenset({"rounded", "rounding", "round"})


def read_change(rule: RuleDraft, before: SaidAmount | None) -> bool:
    """Whether it was read by how much: "by 5 mg", "by 10% of the original dose", "by half".

    `before` is the amount whose tablets are meant by "by one". Raises Puzzled where that is said twice, or not exactly.
    """
    cursor, at = rule.cursor, rule.cursor.at
    if not cursor.accept("by"):
        return False
    if rule.change is not None:
        raise puzzled("By how much? This is said twice.", cursor.since(at))
    percent = _percent(cursor)
    if percent is not None:
        rule.change = percent
        return True
    if not number_stands(cursor) and cursor.word() not in {"a", "an"}:
        raise puzzled("By how much? Write a number.", cursor.since(at))
    amount = take_amount(cursor, inherited=before, may_range=False)
    if amount.of is not None:
        raise puzzled("By how much exactly?", amount.span, why="A rule must say one amount.")
    rule.change = ByAmount(amount.amount)
    return True


def _percent(cursor: Cursor) -> ByPercent | None:
    """A percentage and what it is of. Raises Puzzled where the base is not said, or is a range."""
    at, number = cursor.at, take_number(cursor)
    if number is not None and (cursor.accept_mark("-") or cursor.accept("to", "or")):
        take_number(cursor)
        if cursor.accept_mark("%") or cursor.accept("percent"):
            raise puzzled("By how much exactly? This is a range.", cursor.since(at))
        cursor.at = at
        return None
    is_percent = number is not None and (cursor.accept_mark("%") or cursor.accept("percent") or _per_cent(cursor))
    if number is None or not is_percent:
        cursor.at = at
        return None
    base = _OF_BASE.take(cursor)
    if base is None:
        said = cursor.text[cursor.since(at).start : cursor.since(at).end]
        choices = (f"{said} of the original dose", f"{said} of the current dose")
        raise puzzled(
            "Of which dose: the one at the start, or the one taken just before?",
            cursor.since(at),
            choices=choices,
            why="10% of the original dose ends after ten times; 10% of the current one never does.",
        )
    if not 0 < number.value < 100:
        raise puzzled("By how many percent?", cursor.since(at))
    return ByPercent(number.value, base.value)


def _per_cent(cursor: Cursor) -> bool:
    return cursor.accept_phrase("per cent")


def read_rounding(rule: RuleDraft, before: SaidAmount | None) -> bool:
    """Whether a rounding was read: "rounded to the nearest 5 mg", "rounded down to the nearest half tablet".

    Raises Puzzled where its direction or its grain is not said.
    """
    cursor, at = rule.cursor, rule.cursor.at
    if not cursor.accept(*_FORMS_OF_ROUND):
        return False
    toward = Toward.DOWN if cursor.accept("down") else Toward.UP if cursor.accept("up") else None
    cursor.accept("to")
    cursor.accept("the")
    nearest = cursor.accept("nearest")
    cursor.accept("whole", "full")
    grain = _grain(cursor)
    if grain is None or (toward is None and not nearest) or rule.rounding is not None:
        raise puzzled("To what is it rounded, and up, down or to the nearest?", cursor.since(at))
    rule.rounding = Rounding(grain, toward or Toward.NEAREST)
    return True


def _grain(cursor: Cursor) -> Amount | None:
    """ "5 mg", "half tablet", "tablet"."""
    number = take_number(cursor)
    unit = UNITS.get(cursor.word())
    if unit is None or (number is not None and number.value <= 0):
        return None
    cursor.at += 1
    return Amount(number.value if number else Fraction(1), unit)
