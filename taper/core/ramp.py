"""Which amounts does a provider's rule make: "reduce by 5 mg until 10 mg", "by 10% of the original dose"?

A rule is written out only where it says everything: its base, where it ends, and a rounding wherever one is needed. It
never rises when it falls, never passes its end, and every amount on the way can be made of the tablets. All else is a
`RampError`, which the reader of the text turns into a question. 10% of the original dose each time ends; 10% of the
current one never does, so it needs a count or an amount to end at.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from taper.core.amount import Amount, AmountError, spoken
from taper.core.pieces import make, nearest
from taper.core.plan import Tablet

MOST_CHANGES = 400
"""More changes than this must be a slip of the pen."""


class Base(StrEnum):
    """What a percentage is of: the dose at the start, or the one taken just before."""

    ORIGINAL = "original"
    CURRENT = "current"


class Toward(StrEnum):
    """Which way a rounding goes."""

    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class ByAmount:
    """ "by 5 mg"."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class ByPercent:
    """ "by 10% of the original dose"."""

    percent: Fraction
    base: Base


@dataclass(frozen=True, slots=True)
class Rounding:
    """ "rounded to the nearest 5 mg"."""

    to: Amount
    toward: Toward


@dataclass(frozen=True, slots=True)
class Ramp:
    """One rule for one dose. `rises` for a titration upward.

    It ends at `target`, after `count` changes, or (neither, and only when it falls) at nothing.
    """

    change: ByAmount | ByPercent
    rises: bool = False
    target: Amount | None = None
    count: int | None = None
    rounding: Rounding | None = None


class RampError(ValueError):
    """A rule that cannot be written out; its sentence asks what is missing, `choices` are amounts to pick from."""

    def __init__(self, sentence: str, choices: tuple[Amount, ...] = ()) -> None:
        super().__init__(sentence)
        self.choices = choices


def amounts_of_ramp(start: Amount, ramp: Ramp, tablets: tuple[Tablet, ...] = ()) -> tuple[Amount, ...]:
    """The amounts behind `start`, one for each change, in the unit of `start`; the last one is the rule's end.

    Raises RampError where the rule rises though it falls, passes its end, needs a rounding that is not said, or makes
    an amount that the tablets cannot.
    """
    try:
        return _amounts(start, ramp, tablets)
    except AmountError as error:
        raise RampError(f"The rule and the dose are in different units: {error}. How much is each step?") from None


def _amounts(start: Amount, ramp: Ramp, tablets: tuple[Tablet, ...]) -> tuple[Amount, ...]:
    target = None if ramp.target is None else ramp.target.to(start.unit)
    if ramp.count is None and target is None and (ramp.rises or _never_ends(ramp)):
        raise RampError("Where does this end: at which amount, or after how many changes?")
    if target is not None and (target.number >= start.number) is not ramp.rises:
        raise RampError(f"{spoken(target)} does not lie ahead of {spoken(start)}. Which amount does it go to?")
    found: list[Amount] = []
    while not _is_done(found, ramp, target):
        before = found[-1] if found else start
        number = _rounded(_changed(start, before, ramp), ramp.rounding, start)
        if number == 0 and target is None and ramp.count is None:
            break
        found.append(_checked(number, before, ramp, target, tablets))
        if len(found) > MOST_CHANGES:
            raise RampError("That takes more changes than a plan may have. How much is each change?")
    if ramp.count is not None and target is not None and found[-1] != target:
        raise RampError(
            f"After {ramp.count} changes this is {spoken(found[-1])}, not {spoken(target)}. Which one holds?"
        )
    return tuple(found)


def _never_ends(ramp: Ramp) -> bool:
    return isinstance(ramp.change, ByPercent) and ramp.change.base is Base.CURRENT


def _is_done(found: list[Amount], ramp: Ramp, target: Amount | None) -> bool:
    if ramp.count is not None:
        return len(found) == ramp.count
    return target is not None and bool(found) and found[-1] == target


def _changed(start: Amount, before: Amount, ramp: Ramp) -> Fraction:
    match ramp.change:
        case ByAmount(amount=amount):
            by = amount.to(start.unit).number
        case ByPercent(percent=percent, base=base):
            by = (start if base is Base.ORIGINAL else before).number * percent / 100
    return before.number + by if ramp.rises else before.number - by


def _rounded(number: Fraction, rounding: Rounding | None, start: Amount) -> Fraction:
    if rounding is None:
        return number
    grain = rounding.to.to(start.unit).number
    cells = number / grain
    if rounding.toward is Toward.NEAREST:
        if cells % 1 == Fraction(1, 2):
            raise RampError("This lies half-way between two roundings. Is it rounded up or down?")
        return floor(cells + Fraction(1, 2)) * grain
    to_whole: Callable[[Fraction], int] = ceil if rounding.toward is Toward.UP else floor
    return to_whole(cells) * grain


def _checked(
    number: Fraction, before: Amount, ramp: Ramp, target: Amount | None, tablets: tuple[Tablet, ...]
) -> Amount:
    """The next amount, once it lies ahead, within the rule's end, and can be made. Raises RampError."""
    if (number == before.number) or (number > before.number) is not ramp.rises:
        raise RampError(f"From {spoken(before)} on, this rule changes nothing more. Where does it end?")
    if target is not None and (number > target.number) is ramp.rises and number != target.number:
        raise RampError(f"From {spoken(before)} this rule goes past {spoken(target)}. What are the last amounts?")
    if number <= 0:
        raise RampError(f"From {spoken(before)} this rule would go past nothing. What is taken last, and until when?")
    if isinstance(ramp.change, ByPercent) and ramp.rounding is None and not tablets and number.denominator != 1:
        raise RampError("A rounding is needed here. To what is it rounded, and up, down or to the nearest?")
    return _makeable(_amount(number, before), tablets)


def _amount(number: Fraction, like: Amount) -> Amount:
    try:
        return Amount(number, like.unit)
    except AmountError:
        raise RampError("A rounding is needed here. To what is it rounded, and up, down or to the nearest?") from None


def _makeable(amount: Amount, tablets: tuple[Tablet, ...]) -> Amount:
    if tablets and make(amount, tablets) is None:
        on_hand = " and ".join(tablet.name for tablet in tablets)
        sentence = f"{spoken(amount)} cannot be made of {on_hand}. Which amount is taken, or which tablets?"
        raise RampError(sentence, nearest(amount, tablets))
    return amount
