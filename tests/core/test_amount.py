"""Amounts are exact, and no form of one can be misread."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import MISREADABLE

from taper.core.amount import NO_BREAK, Amount, AmountError, Unit, plain, plain_number, read_plain, spoken

numbers = st.builds(Fraction, st.integers(0, 10**9), st.sampled_from((1, 2, 4, 5, 8, 10, 20, 1000, 10**6)))
amounts = st.builds(Amount, numbers, st.sampled_from(Unit))


@pytest.mark.parametrize(
    ("number", "unit", "as_plain", "as_spoken"),
    [
        ("1", Unit.MG, "1 mg", "1 mg"),
        ("0.5", Unit.MG, "0.5 mg", "0.5 mg"),
        ("12.5", Unit.MG, "12.5 mg", "12.5 mg"),
        ("50", Unit.MG, "50 mg", "50 mg"),
        ("1400", Unit.MG, "1400 mg", "1,400 mg"),
        ("1234.5", Unit.MG, "1234.5 mg", "1,234.5 mg"),
        ("0.5", Unit.G, "0.5 g", "0.5 g"),
        ("25", Unit.MCG, "25 mcg", "25 mcg"),
        ("2.5", Unit.ML, "2.5 mL", "2.5 mL"),
        ("100000", Unit.UNITS, "100000 units", "100,000 units"),
        ("0", Unit.MG, "0 mg", "0 mg"),
        ("0", Unit.TABLET, "0 tablets", "0 tablets"),
        ("1", Unit.TABLET, "1 tablet", "1 tablet"),
        ("2", Unit.TABLET, "2 tablets", "2 tablets"),
        ("0.25", Unit.TABLET, "0.25 tablet", "quarter tablet"),
        ("0.5", Unit.TABLET, "0.5 tablet", "half tablet"),
        ("0.75", Unit.TABLET, "0.75 tablet", "three quarters of a tablet"),
        ("1.25", Unit.TABLET, "1.25 tablets", "1 and a quarter tablets"),
        ("1.5", Unit.TABLET, "1.5 tablets", "1 and a half tablets"),
        ("2.75", Unit.TABLET, "2.75 tablets", "2 and three quarters tablets"),
        ("0.1", Unit.TABLET, "0.1 tablet", "0.1 tablet"),
        ("1", Unit.CAPSULE, "1 capsule", "1 capsule"),
        ("2", Unit.PATCH, "2 patches", "2 patches"),
        ("3", Unit.DROP, "3 drops", "3 drops"),
        ("1", Unit.PUFF, "1 puff", "1 puff"),
        ("1500", Unit.DROP, "1500 drops", "1,500 drops"),
    ],
)
def test_an_amount_has_a_plain_form_for_files_and_a_spoken_one_for_people(
    number: str, unit: Unit, as_plain: str, as_spoken: str
) -> None:
    amount = Amount(Fraction(number), unit)
    assert plain(amount) == as_plain
    assert spoken(amount) == as_spoken.replace(" ", NO_BREAK)


@given(amounts)
@settings(deadline=None)
def test_no_amount_in_any_form_can_be_misread(amount: Amount) -> None:
    assert not MISREADABLE.search(plain(amount))
    assert not MISREADABLE.search(spoken(amount))


@given(amounts)
@settings(deadline=None)
def test_a_spoken_amount_never_breaks_across_lines(amount: Amount) -> None:
    assert " " not in spoken(amount)


@given(amounts)
@settings(deadline=None)
def test_a_plain_form_is_read_back_to_the_same_amount(amount: Amount) -> None:
    assert read_plain(plain(amount)) == amount


@given(numbers)
@settings(deadline=None)
def test_a_plain_number_is_the_exact_decimal(number: Fraction) -> None:
    assert Fraction(plain_number(number)) == number


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("40 mg", "40", Unit.MG),
        ("40mg", "40", Unit.MG),
        (" 0.50 MG ", "0.5", Unit.MG),
        ("2 tablets", "2", Unit.TABLET),
        ("2 patches", "2", Unit.PATCH),
        ("3 ml", "3", Unit.ML),
    ],
)
def test_a_plain_form_may_be_written_carelessly_where_it_stays_clear(text: str, number: str, unit: Unit) -> None:
    assert read_plain(text) == Amount(Fraction(number), unit)


@pytest.mark.parametrize(
    "text",
    [
        *("", "mg", "40", ".5 mg", "1,5 mg", "1,000 mg", "-1 mg", "1e3 mg", "1/2 tablet", "5 µg", "5 U", "5 cc"),
        *("٤ mg", "1-2 mg", "5. mg", "40 mg daily", "9" * 30 + " mg", "0." + "1" * 20 + " mg"),
    ],
)
def test_what_is_no_plain_amount_is_refused_with_an_example_of_one(text: str) -> None:
    with pytest.raises(AmountError, match="write a number, a space and a unit"):
        read_plain(text)


def test_an_amount_is_neither_negative_nor_without_an_exact_decimal() -> None:
    with pytest.raises(AmountError, match="below zero"):
        Amount(Fraction(-1), Unit.MG)
    with pytest.raises(AmountError, match="no exact decimal"):
        Amount(Fraction(1, 3), Unit.MG)


def test_masses_add_up_in_the_unit_of_the_first() -> None:
    assert plain(read_plain("0.5 g") + read_plain("250 mg")) == "0.75 g"
    assert plain(read_plain("1 mg").to(Unit.MCG)) == "1000 mcg"


def test_amounts_that_measure_different_things_neither_add_nor_compare() -> None:
    tablet, mass = read_plain("1 tablet"), read_plain("5 mg")
    assert not tablet.measures_like(mass)
    with pytest.raises(AmountError, match="5 mg cannot be counted in tablets"):
        tablet + mass
    with pytest.raises(AmountError, match="1 tablet cannot be counted in mg"):
        mass.exceeds(tablet)


@given(amounts.filter(lambda amount: amount.unit in (Unit.MG, Unit.MCG, Unit.G)))
@settings(deadline=None)
def test_an_amount_does_not_exceed_itself_in_another_unit(amount: Amount) -> None:
    assert not amount.exceeds(amount.to(Unit.MCG))
    assert amount.to(Unit.G).to(amount.unit) == amount
