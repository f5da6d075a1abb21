"""Which tablets make an amount: always exactly, with the fewest pieces, and never broken further than the plan says."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations_with_replacement

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import mg, tablet_of
from strategies import amounts, tablets

from taper.core import pieces
from taper.core.amount import Amount, Unit, plain, plain_number, read_plain
from taper.core.pieces import Piece, make, may_be_split, nearest
from taper.core.plan import Split, Tablet

HALF, QUARTER = Split.HALF, Split.QUARTER


def said(pieces: tuple[Piece, ...] | None) -> str | None:
    """ "2 x 10 mg tablet + 0.5 x 5 mg tablet"."""
    return None if pieces is None else " + ".join(f"{plain_number(piece.count)} x {piece.of}" for piece in pieces)


@pytest.mark.parametrize(
    ("amount", "strengths", "expected"),
    [
        ("40 mg", [tablet_of(10)], "4 x 10 mg tablet"),
        ("40 mg", [tablet_of(10), tablet_of(20)], "2 x 20 mg tablet"),
        ("35 mg", [tablet_of(5), tablet_of(20)], "1 x 20 mg tablet + 3 x 5 mg tablet"),
        ("30 mg", [tablet_of(25), tablet_of(15), tablet_of(5)], "1 x 25 mg tablet + 1 x 5 mg tablet"),
        ("60 mg", [tablet_of(50), tablet_of(30), tablet_of(5)], "2 x 30 mg tablet"),
        ("12.5 mg", [tablet_of(5, split=HALF)], "2.5 x 5 mg tablet"),
        ("12.5 mg", [tablet_of(5)], None),
        ("1.25 mg", [tablet_of(5, split=QUARTER)], "0.25 x 5 mg tablet"),
        ("1.25 mg", [tablet_of(5, split=HALF)], None),
        ("0.5 g", [tablet_of(250)], "2 x 250 mg tablet"),
        ("350 mg", [tablet_of(350)], "1 x 350 mg tablet"),
        ("7.5 mg", [tablet_of(5, split=HALF), tablet_of("2.5")], "1 x 5 mg tablet + 1 x 2.5 mg tablet"),
        ("10 mg", [tablet_of(20, split=HALF, extended_release=True)], None),
        ("10 mg", [tablet_of(20, split=HALF, form=Unit.CAPSULE)], None),
        ("10 mg", [Tablet("49/51 mg")], None),
        ("5 mL", [tablet_of(5)], None),
        ("40 mg", [], ""),
        ("2 tablets", [], "2 x tablet"),
        ("0.5 tablet", [], "0.5 x tablet"),
        ("2 tablets", [tablet_of(5)], "2 x 5 mg tablet"),
        ("2 tablets", [Tablet("49/51 mg")], "2 x 49/51 mg tablet"),
        ("1.5 tablets", [tablet_of(5, split=HALF)], "1.5 x 5 mg tablet"),
        ("1.5 tablets", [tablet_of(5)], None),
        ("2 tablets", [tablet_of(5), tablet_of(10)], None),
        ("2 capsules", [tablet_of(5)], None),
        ("1000000 mg", [tablet_of(350), tablet_of(250)], "2855 x 350 mg tablet + 3 x 250 mg tablet"),
        ("1000000001 mg", [tablet_of(350), tablet_of(250)], None),
    ],
)
def test_an_amount_is_made_of_the_fewest_pieces_or_not_at_all(
    amount: str, strengths: list[Tablet], expected: str | None
) -> None:
    assert said(make(read_plain(amount), tuple(strengths))) == expected


@pytest.mark.parametrize("of", ["5 mg", "5 mg tablet"])
def test_a_named_strength_says_which_tablets_a_count_means(of: str) -> None:
    assert said(make(read_plain("2 tablets"), (tablet_of(5), tablet_of(10)), of)) == "2 x 5 mg tablet"
    assert make(read_plain("2 tablets"), (tablet_of(10),), of) is None


@pytest.mark.parametrize(
    ("tablet", "how_far"),
    [
        (tablet_of(5), Split.NONE),
        (tablet_of(5, split=HALF), HALF),
        (tablet_of(5, split=QUARTER), QUARTER),
        (tablet_of(5, split=HALF, extended_release=True), Split.NONE),
        (tablet_of(5, split=HALF, form=Unit.CAPSULE), Split.NONE),
        (tablet_of(5, split=HALF, form=Unit.PATCH), Split.NONE),
    ],
)
def test_only_a_plain_tablet_is_ever_broken(tablet: Tablet, how_far: Split) -> None:
    assert may_be_split(tablet) is how_far


@pytest.mark.parametrize(
    ("amount", "strengths", "expected"),
    [
        ("12.5 mg", [tablet_of(5)], ["10 mg", "15 mg"]),
        ("12 mg", [tablet_of(5, split=HALF)], ["10 mg", "12.5 mg"]),
        ("1 mg", [tablet_of(5)], ["5 mg"]),
        ("7 mg", [tablet_of(4), tablet_of(10)], ["4 mg", "8 mg"]),
        ("0.3 g", [tablet_of(250)], ["0.25 g", "0.5 g"]),
        ("5 mL", [tablet_of(5)], []),
        ("10 mg", [Tablet("49/51 mg")], []),
    ],
)
def test_an_amount_that_cannot_be_made_has_neighbours_that_can(
    amount: str, strengths: list[Tablet], expected: list[str]
) -> None:
    assert [plain(near) for near in nearest(read_plain(amount), tuple(strengths))] == expected


small_tablets = st.lists(
    st.builds(tablet_of, st.sampled_from((2, 3, 4, 5, 10)), split=st.sampled_from(Split)), min_size=1, max_size=2
).map(tuple)
small_amounts = st.integers(1, 60).map(lambda halves: mg(str(halves / 2)))


@given(small_amounts, small_tablets)
@settings(max_examples=100, deadline=None)
def test_no_other_combination_needs_fewer_pieces(amount: Amount, given_tablets: tuple[Tablet, ...]) -> None:
    pieces = make(amount, given_tablets)
    fewest = _fewest_by_trying(amount, given_tablets, most=6)
    if pieces is None:
        assert fewest is None
        return
    assert _held(pieces, given_tablets) == amount.number
    if fewest is not None:
        assert _least_count(pieces) <= fewest


def _held(pieces: tuple[Piece, ...], given_tablets: tuple[Tablet, ...]) -> Fraction:
    holds = {tablet.name: tablet.amount.number for tablet in given_tablets if tablet.amount}
    return sum((piece.count * holds[piece.of] for piece in pieces), Fraction(0))


def _least_count(pieces: tuple[Piece, ...]) -> int:
    """How many pieces lie on the table: the whole ones and the fewest parts that make up the rest."""
    parts = {Fraction(0): 0, Fraction(1, 4): 1, Fraction(1, 2): 1, Fraction(3, 4): 2}
    return sum(int(piece.count) + parts[piece.count % 1] for piece in pieces)


def _fewest_by_trying(amount: Amount, given_tablets: tuple[Tablet, ...], *, most: int) -> int | None:
    parts = {Split.NONE: (1,), Split.HALF: (1, 2), Split.QUARTER: (1, 2, 4)}
    coins = {t.amount.number / part for t in given_tablets if t.amount for part in parts[may_be_split(t)]}
    for count in range(1, most + 1):
        if any(sum(chosen) == amount.number for chosen in combinations_with_replacement(sorted(coins), count)):
            return count
    return None


@given(amounts(), st.lists(tablets(), max_size=3).map(tuple))
@settings(max_examples=100, deadline=None)
def test_what_is_made_holds_exactly_the_amount(amount: Amount, given_tablets: tuple[Tablet, ...]) -> None:
    pieces = make(amount, given_tablets)
    if pieces:
        assert _held(pieces, given_tablets) == amount.number
        for piece in pieces:
            assert any(tablet.name == piece.of and _divides(piece.count, tablet) for tablet in given_tablets)


def _divides(count: Fraction, tablet: Tablet) -> bool:
    parts = {Split.NONE: 1, Split.HALF: 2, Split.QUARTER: 4}[may_be_split(tablet)]
    return (count * parts).denominator == 1


@given(amounts(), st.lists(tablets(), min_size=1, max_size=3).map(tuple))
@settings(max_examples=100, deadline=None)
def test_the_neighbours_of_an_amount_can_be_made_and_lie_on_either_side(
    amount: Amount, given_tablets: tuple[Tablet, ...]
) -> None:
    near = nearest(amount, given_tablets)
    for neighbour in near:
        assert make(neighbour, given_tablets)
        assert neighbour != amount
    assert len({neighbour.number < amount.number for neighbour in near}) == len(near)


def test_sixty_strengths_are_searched_within_bounds() -> None:
    """A large amount of many strengths is made, or else left to be asked about; the tries are counted, not timed."""
    drawer = tuple(tablet_of(101 + n, split=QUARTER) for n in range(60))
    assert said(make(mg(160), drawer)) == "1 x 160 mg tablet"
    coins = pieces._coins(drawer, Unit.MG)
    table = pieces._Table.reaching(Fraction(1_000_000), coins)
    tries = 0 if table is None else len(table.last_coin) * len(coins)
    assert tries <= 2_000_000
    assert make(mg(1_000_000), drawer) is None
