"""How much: an exact number and a unit, in the plain form (JSON, files) and the spoken form (people).

The spoken form follows the ISMP list of error-prone designations and the Joint Commission's "Do Not Use" list: no
trailing zero, always a leading zero, a space before the unit, commas from 1,000 up, halves in words, units in full.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

NO_BREAK = "\u00a0"
"""The space between a number and its unit in the spoken form, so that a line never ends between the two."""


class Unit(StrEnum):
    """What an amount is counted in. The value is the singular; `units` has none."""

    MG = "mg"
    MCG = "mcg"
    G = "g"
    ML = "mL"
    UNITS = "units"
    TABLET = "tablet"
    CAPSULE = "capsule"
    PATCH = "patch"
    DROP = "drop"
    PUFF = "puff"
    SPRAY = "spray"
    SUPPOSITORY = "suppository"
    APPLICATION = "application"
    PESSARY = "pessary"
    SACHET = "sachet"
    LOZENGE = "lozenge"

    @property
    def is_piece(self) -> bool:
        """Whether it is counted one by one (a tablet) rather than measured (a mg)."""
        return self in PIECES

    def counted(self, number: Fraction) -> str:
        """The unit beside a number: "tablet" up to one and above none, else "tablets"."""
        if not self.is_piece or 0 < number <= 1:
            return self.value
        return _PLURALS.get(self, f"{self.value}s")


_PLURALS = {Unit.PATCH: "patches", Unit.SUPPOSITORY: "suppositories", Unit.PESSARY: "pessaries"}

PIECES = frozenset(
    {
        *(Unit.TABLET, Unit.CAPSULE, Unit.PATCH, Unit.DROP, Unit.PUFF),
        *(Unit.SPRAY, Unit.SUPPOSITORY, Unit.APPLICATION, Unit.PESSARY, Unit.SACHET, Unit.LOZENGE),
    }
)

_MASS_IN_MCG = {Unit.MCG: Fraction(1), Unit.MG: Fraction(1000), Unit.G: Fraction(1_000_000)}

_FRACTION_WORDS = {Fraction(1, 4): "quarter", Fraction(1, 2): "half", Fraction(3, 4): "three quarters"}


class AmountError(ValueError):
    """A text that is no amount, or two amounts that cannot be added or compared."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An exact, non-negative number of a unit. The number always has an exact decimal (no thirds)."""

    number: Fraction
    unit: Unit

    def __post_init__(self) -> None:
        if self.number < 0:
            raise AmountError(f"an amount cannot be below zero: {self.number} {self.unit}")
        if not _has_exact_decimal(self.number):
            raise AmountError(f"{self.number} {self.unit} has no exact decimal")

    def __add__(self, other: Amount) -> Amount:
        """The sum, in this amount's unit. Raises AmountError when the two measure different things."""
        return Amount(self.number + other.to(self.unit).number, self.unit)

    def times(self, count: int | Fraction) -> Amount:
        """This amount taken `count` times."""
        return Amount(self.number * count, self.unit)

    def to(self, unit: Unit) -> Amount:
        """The same amount in another unit of mass. Raises AmountError when there is no exact way."""
        if unit is self.unit:
            return self
        if unit not in _MASS_IN_MCG or self.unit not in _MASS_IN_MCG:
            raise AmountError(f"{plain(self)} cannot be counted in {unit.counted(Fraction(2))}")
        return Amount(self.number * _MASS_IN_MCG[self.unit] / _MASS_IN_MCG[unit], unit)

    def measures_like(self, other: Amount) -> bool:
        """Whether the two can be added and compared."""
        return self.unit is other.unit or (self.unit in _MASS_IN_MCG and other.unit in _MASS_IN_MCG)

    def exceeds(self, other: Amount) -> bool:
        """Whether this is more than `other`. Raises AmountError when they measure different things."""
        return self.number > other.to(self.unit).number


def _has_exact_decimal(number: Fraction) -> bool:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def plain_number(number: Fraction) -> str:
    """The exact decimal with a point, without separators, exponent or trailing zero: "1400", "0.5"."""
    digits = 0
    while (number * 10**digits).denominator != 1:
        digits += 1
    whole = str(int(number * 10**digits)).rjust(digits + 1, "0")
    return f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole


def plain(amount: Amount) -> str:
    """The form of JSON and files: "12.5 mg", "2 tablets", "0.5 tablet"."""
    return f"{plain_number(amount.number)} {amount.unit.counted(amount.number)}"


def spoken_number(number: Fraction) -> str:
    """A number for people: "1,400", "0.5"."""
    whole, point, rest = plain_number(number).partition(".")
    return f"{int(whole):,}{point}{rest}"


def spoken(amount: Amount) -> str:
    """The form for people: "1,400 mg", "half tablet", "1 and a half tablets"; its spaces do not break a line."""
    number, unit = amount.number, amount.unit
    whole, part = divmod(number, 1)
    if not unit.is_piece or (part and part not in _FRACTION_WORDS):
        text = f"{spoken_number(number)} {unit.counted(number)}"
    elif not part:
        text = f"{whole:,} {unit.counted(number)}"
    elif not whole:
        text = (
            f"{_FRACTION_WORDS[part]} {unit.value}" if part != Fraction(3, 4) else f"three quarters of a {unit.value}"
        )
    else:
        joint = "and" if part == Fraction(3, 4) else "and a"
        text = f"{whole:,} {joint} {_FRACTION_WORDS[part]} {unit.counted(number)}"
    return text.replace(" ", NO_BREAK)


_PLAIN = re.compile(r"(?P<number>\d{1,12}(?:\.\d{1,9})?) ?(?P<unit>[A-Za-z]+)", re.ASCII)

UNIT_WORDS: dict[str, Unit] = {
    **{unit.value.lower(): unit for unit in Unit},
    **{unit.counted(Fraction(2)).lower(): unit for unit in Unit},
}
"""The unit's own names, in lower case, singular and plural. The words of prescribers are the language package's."""


def read_plain(text: str) -> Amount:
    """The amount a plain form stands for: "40 mg", "0.5 tablet". Raises AmountError naming what was expected."""
    match = _PLAIN.fullmatch(text.strip())
    unit = UNIT_WORDS.get(match["unit"].lower()) if match else None
    if match is None or unit is None:
        raise AmountError(
            f'"{text[:60]}" is no amount; write a number, a space and a unit, as in "40 mg" or "2 tablets"'
        )
    return Amount(Fraction(match["number"]), unit)
