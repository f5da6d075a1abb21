"""What guards a plan while it runs, from the facts: rules for missed doses, abrupt stops, signs, and what names it."""

from __future__ import annotations

import pytest

from taper.core.facts import Facts, Kind, NameKind
from taper.core.guard import UNKNOWN, Guard, not_abruptly, rule_for
from taper.core.missedrule import AllowedDouble, NotBeforeNext, ProvidersRule, SameDay, WithinDays
from taper.core.plan import Days, Ends, Plan, Rest, Step
from taper.core.suddenwords import sign_lines, who_says
from taper.facts import find, guard_of, load_facts

SHIPPED = load_facts()
NAMES = sorted({name for one in SHIPPED for name in (one.name, *one.names_as(NameKind.MEMBER, NameKind.BRAND))})


def guard(medicine: str) -> Guard:
    """The guard of a medicine by the shipped facts."""
    return guard_of(find(SHIPPED, medicine))


def plan(**more: object) -> Plan:
    """A plan of which only the words matter."""
    from datetime import date

    said = {"steps": (Step(Days(1), Rest()),), "ends": Ends.STOP, "starts_on": date(2026, 12, 1), "zone": "UTC"} | more
    return Plan(**said)  # type: ignore[arg-type]


def test_carisoprodol_is_minded_from_day_fifteen_with_its_signs() -> None:
    """Its source speaks of long use; the day is taper's own."""
    (said,) = guard("Soma").abruptly
    assert (said.from_day, said.said.reveals) == (15, False)
    assert [sign.reveals for sign in guard("Soma").signs] == [False]


def test_a_corticosteroid_is_minded_from_day_eleven() -> None:
    """A threshold of taper's own, kept beside the source's words, which name the class."""
    (said,) = guard("prednisone").abruptly
    assert (said.from_day, said.said.reveals) == (11, True)


def test_a_shipped_rule_of_missed_doses_has_a_shape_only_where_its_source_states_one() -> None:
    """Two pages state a number, and one allows a double dose by name; no other makes a window."""
    rules = {one.name: [rule.rule for rule in guard(one.name).missed] for one in SHIPPED}
    assert {name: shapes for name, shapes in rules.items() if any(shapes)} == {
        "methotrexate": [WithinDays(days=2)],
        "pregabalin": [NotBeforeNext(hours=2)],
        "rivaroxaban": [AllowedDouble()],
    }
    assert len([name for name, shapes in rules.items() if shapes]) > 8


def test_the_allowed_double_says_with_which_doses_only() -> None:
    """It is quoted as it stands, also to a person who takes another dose."""
    (stated,) = guard("rivaroxaban").missed
    assert "With 15 mg twice a day, and only then" in str(stated.words)
    assert "once a day, the one missed dose" in str(stated.words)


def test_nothing_known_guards_nothing() -> None:
    """A medicine without facts."""
    assert guard("madeupin") == UNKNOWN


@pytest.mark.parametrize("medicine", NAMES)
def test_with_names_hidden_neither_a_name_nor_an_address_is_said(medicine: str) -> None:
    """Of the medicine, its class or brand, in any words that stand in a notice."""
    known = guard(medicine)
    found = find(SHIPPED, medicine)
    assert isinstance(found, Facts)
    said = " ".join(
        [*(who_says(one.said, names_shown=False) for one in known.abruptly), *sign_lines(known, names_shown=False)]
    ).casefold()
    for name in (medicine, *found.names, *found.names_as(NameKind.CLASS)):
        assert name.casefold().removesuffix("s") not in said
    assert not any(statement.source.casefold() in said for kind in Kind for statement in found.of_kind(kind))


def test_the_providers_rule_goes_before_a_sources() -> None:
    """And hides its words where they name the medicine."""
    words = ProvidersRule(SameDay(), "Take Soma the same day.")
    stated = rule_for(plan(medicine="carisoprodol (Soma)", missed=words), guard("Soma"))
    assert stated is not None
    assert (stated.rule, stated.source, stated.reveals) == (SameDay(), None, True)
    brand = plan(medicine="carisoprodol", precautions=("Never stop Soma suddenly.",))
    assert not_abruptly(brand, guard("Soma"))[0].said.reveals
    cited = rule_for(plan(medicine="carisoprodol (Soma)"), guard("Soma"))
    assert cited is not None
    assert cited.source == "https://drugs-catalogue.com/Carisoprodol.html"


@pytest.mark.parametrize(
    ("precaution", "is_minded"),
    [
        ("Do not stop this suddenly.", True),
        ("Never stop taking it all at once", True),
        ("Don't discontinue abruptly; call us.", True),
        ("Avoid abrupt discontinuation.", True),
        ("Not to be stopped cold turkey.", True),
        ("It may be stopped abruptly.", False),
        ("Do not take with alcohol.", False),
        ("Stop at once and call if a rash appears.", False),
        ("Suddenly dizzy? Do not drive.", False),
    ],
)
def test_a_precaution_against_stopping_abruptly_is_minded(precaution: str, *, is_minded: bool) -> None:
    """Where it speaks of stopping, of doing so suddenly, and against it."""
    assert bool(not_abruptly(plan(precautions=(precaution,)), UNKNOWN)) is is_minded
