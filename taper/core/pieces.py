"""Which tablets make an amount: the fewest pieces, broken only as far as the plan says they may be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor, gcd, lcm

from taper.core.amount import Amount, Unit
from taper.core.plan import Split, Tablet

_PARTS = {
    Split.NONE: (Fraction(1),),
    Split.HALF: (Fraction(1), Fraction(1, 2)),
    Split.QUARTER: (Fraction(1), Fraction(1, 2), Fraction(1, 4)),
}
_MOST_CELLS = 200_000
_MOST_TRIES = 2_000_000
"""How large a search may grow (cells, and cells times coins); an amount beyond it is asked about as one that cannot be
made."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`count` pieces (1, 2, 0.5 ...) of what is named: `of` is "10 mg tablet" or just "tablet", `strength` "10 mg"."""

    count: Fraction
    of: str
    form: Unit
    strength: str | None = None


def may_be_split(tablet: Tablet) -> Split:
    """How far a tablet may be broken: never a capsule, a patch or an extended-release tablet."""
    whole_only = tablet.form is not Unit.TABLET or tablet.extended_release
    return Split.NONE if whole_only else tablet.split


@lru_cache(maxsize=4096)
def make(amount: Amount, tablets: tuple[Tablet, ...], of: str | None = None) -> tuple[Piece, ...] | None:
    """The fewest pieces that make an amount, largest strength first; None when the tablets cannot make it.

    Without tablets, an amount counted in pieces stands for itself (whoever read the plan has asked whether a half is
    allowed), and a measured one needs no pieces (an empty tuple).
    `of` names the strength where the plan does.
    """
    if amount.unit.is_piece:
        return _counted(amount, tablets, of)
    if not tablets:
        return ()
    usable = tuple(tablet for tablet in tablets if tablet.amount is not None and tablet.amount.measures_like(amount))
    return _made_of(amount, usable) if usable else None


def _counted(amount: Amount, tablets: tuple[Tablet, ...], of: str | None) -> tuple[Piece, ...] | None:
    """Pieces for "2 tablets": the one strength of that form, or the one named."""
    fitting = [t for t in tablets if t.form is amount.unit and (of is None or of in (t.strength, t.name))]
    if not fitting and of is None and not tablets:
        return (Piece(amount.number, amount.unit.value, amount.unit),)
    if len(fitting) != 1 or not _divides(amount.number, fitting[0]):
        return None
    return (_piece(amount.number, fitting[0]),)


def _piece(count: Fraction, tablet: Tablet) -> Piece:
    return Piece(count, tablet.name, tablet.form, tablet.strength)


def _divides(count: Fraction, tablet: Tablet) -> bool:
    smallest = min(_PARTS[may_be_split(tablet)])
    return (count / smallest).denominator == 1


def _made_of(amount: Amount, tablets: tuple[Tablet, ...]) -> tuple[Piece, ...] | None:
    coins = _coins(tablets, amount.unit)
    table = _Table.reaching(amount.number, coins)
    chosen = table.fewest(amount.number) if table else None
    if chosen is None:
        return None
    counts: dict[Tablet, Fraction] = {}
    for coin in chosen:
        counts[coin.tablet] = counts.get(coin.tablet, Fraction(0)) + coin.part
    ordered = sorted(counts.items(), key=lambda item: _holds(item[0], amount.unit), reverse=True)
    return tuple(_piece(count, tablet) for tablet, count in ordered)


def nearest(amount: Amount, tablets: tuple[Tablet, ...]) -> tuple[Amount, ...]:
    """The makeable amounts next below and next above one that cannot be made, none of them chosen."""
    usable = tuple(tablet for tablet in tablets if tablet.amount is not None and tablet.amount.measures_like(amount))
    coins = _coins(usable, amount.unit)
    if not coins:
        return ()
    table = _Table.reaching(amount.number + max(coin.value for coin in coins), coins)
    if table is None:
        return ()
    below = next(table.makeable(amount.number, upward=-1), None)
    above = next(table.makeable(amount.number, upward=1), None)
    return tuple(Amount(number, amount.unit) for number in (below, above) if number is not None)


@dataclass(frozen=True, slots=True)
class _Coin:
    """A whole tablet or an allowed part of one, and how much it holds in the amount's unit."""

    value: Fraction
    tablet: Tablet
    part: Fraction


def _holds(tablet: Tablet, unit: Unit) -> Fraction:
    return tablet.amount.to(unit).number if tablet.amount else Fraction(0)


def _coins(tablets: tuple[Tablet, ...], unit: Unit) -> tuple[_Coin, ...]:
    coins = (_Coin(_holds(t, unit) * part, t, part) for t in tablets for part in _PARTS[may_be_split(t)])
    return tuple(sorted((coin for coin in coins if coin.value > 0), key=lambda coin: (-coin.part, -coin.value)))


@dataclass(frozen=True, slots=True)
class _Table:
    """Coin change over multiples of `grain`: for each, the coin that ends a fewest-pieces answer.

    Beyond a bound only the largest whole tablet is added in an answer with the fewest pieces (fewer than `big / grain`
    others can occur, else some of them could be exchanged for it), so `lead` of it are set aside first.
    """

    grain: Fraction
    big: _Coin
    last_coin: tuple[_Coin | None, ...]

    @classmethod
    def reaching(cls, number: Fraction, coins: tuple[_Coin, ...]) -> _Table | None:
        """A table up to `number`, or None where it would be too large to search."""
        grain = _grain([coin.value for coin in coins])
        big = max(coins, key=lambda coin: (coin.part, coin.value))
        cells = min(int(number / grain), int(big.value / grain) ** 2 + int(big.value / grain))
        if cells > _MOST_CELLS or cells * len(coins) > _MOST_TRIES:
            return None
        return cls(grain, big, _fewest_table(cells, [(int(coin.value / grain), coin) for coin in coins]))

    def fewest(self, number: Fraction) -> list[_Coin] | None:
        if (number / self.grain).denominator != 1:
            return None
        cell, step = int(number / self.grain), int(self.big.value / self.grain)
        lead = max(0, -(-(cell - len(self.last_coin) + 1) // step))
        chosen = [self.big] * lead
        cell -= lead * step
        while cell > 0:
            coin = self.last_coin[cell]
            if coin is None:
                return None
            chosen.append(coin)
            cell -= int(coin.value / self.grain)
        return chosen

    def makeable(self, number: Fraction, *, upward: int) -> Iterator[Fraction]:
        """The makeable amounts from `number` on upward (1) or downward (-1), within one largest tablet."""
        cell = number / self.grain
        first = ceil(cell) if upward > 0 else floor(cell)
        for offset in range(int(self.big.value / self.grain) + 1):
            candidate = (first + upward * offset) * self.grain
            if candidate > 0 and candidate != number and self.fewest(candidate) is not None:
                yield candidate


def _grain(values: list[Fraction]) -> Fraction:
    """The greatest amount of which every value is a whole multiple."""
    scale = lcm(*(value.denominator for value in values))
    return Fraction(gcd(*(int(value * scale) for value in values)), scale)


def _fewest_table(cells: int, coins: list[tuple[int, _Coin]]) -> tuple[_Coin | None, ...]:
    fewest: list[int | None] = [0] + [None] * cells
    last: list[_Coin | None] = [None] * (cells + 1)
    for cell in range(1, cells + 1):
        for value, coin in coins:
            before = fewest[cell - value] if value <= cell else None
            best = fewest[cell]
            if before is not None and (best is None or before + 1 < best):
                fewest[cell], last[cell] = before + 1, coin
    return tuple(last)
