"""Which facts a medicine's name finds: its own, its class's, and a person's own beside them."""

from __future__ import annotations

from datetime import date

import pytest

from taper.core.facts import Citation, Facts, Kind, NameKind, Naming, Statement, Subject
from taper.facts import find, in_class, same_medicine

CITED = Citation("made.up/page", date(2026, 11, 23))


def facts(name: str, *, own: bool = False, says: str = "", **called: tuple[str, ...]) -> Facts:
    """Facts with names by kind, and one statement."""
    kinds = {"brand": NameKind.BRAND, "other": NameKind.OTHER_NAME, "of": NameKind.CLASS, "member": NameKind.MEMBER}
    return Facts(
        name,
        subject=Subject.CLASS if "member" in called else Subject.MEDICINE,
        called=tuple(Naming(kinds[kind], names, CITED) for kind, names in called.items()),
        statements=(Statement(Kind.AVOID, says, CITED, about=name, own=own),) if says else (),
        own=own,
    )


FACTS = (
    facts("carisoprodol", brand=("Soma",), says="shipped"),
    facts("prednisone", of=("corticosteroid",), says="of prednisone"),
    facts("corticosteroids", member=(), says="of the class"),
    facts("benzodiazepines", member=("diazepam", "lorazepam"), says="of benzodiazepines"),
)


def said(medicine: str | None, *more: Facts) -> list[str]:
    """What is said of a medicine, in order."""
    found = find((*FACTS, *more), medicine)
    return [] if found is None else [statement.text for statement in found.statements]


@pytest.mark.parametrize(
    "medicine",
    [
        "carisoprodol",
        "Carisoprodol",
        "SOMA",
        " soma ",
        "carisoprodol (Soma)",
        "Soma (carisoprodol)",
        "carisoprodol(SOMA)",
    ],
)
def test_a_name_or_a_brand_finds_it(medicine: str) -> None:
    """Case and spaces do not matter, and a brand in brackets may stand beside the name."""
    found = find(FACTS, medicine)
    assert found is not None
    assert found.name == "carisoprodol"


@pytest.mark.parametrize(
    "medicine", [None, "", "  ", "()", "(Soma", "som", "Somatropin", "prednisolone", "soma prednisone"]
)
def test_a_name_that_is_merely_alike_finds_nothing(medicine: str | None) -> None:
    """Prednisolone is not prednisone: names are never guessed."""
    assert find(FACTS, medicine) is None


@pytest.mark.parametrize(
    ("medicine", "expected"),
    [
        ("prednisone", ["of prednisone", "of the class"]),
        ("Diazepam", ["of benzodiazepines"]),
        ("benzodiazepines", ["of benzodiazepines"]),
        ("Benzodiazepine", ["of benzodiazepines"]),
        ("carisoprodol", ["shipped"]),
    ],
)
def test_what_is_said_of_a_class_is_said_of_its_medicines(medicine: str, expected: list[str]) -> None:
    """Whether the medicine names its class or the class its medicines, and behind what is said of the medicine."""
    assert said(medicine) == expected


@pytest.mark.parametrize("own", ["carisoprodol", "Carisoprodol", "soma"])
@pytest.mark.parametrize("medicine", ["carisoprodol", "Soma"])
def test_an_own_file_adds_and_takes_nothing_away(own: str, medicine: str) -> None:
    """Whichever name it is kept under, the shipped statement stands first and under its own name."""
    mine = facts(own, own=True, says="mine")
    assert said(medicine, mine) == ["shipped", "mine"]
    found = find((*FACTS, mine), medicine)
    assert found is not None
    assert (found.name, found.own) == ("carisoprodol", False)


def test_an_own_file_of_a_class_adds_to_each_of_its_medicines() -> None:
    """Diazepam is listed by the shipped class only."""
    mine = Facts(
        "benzodiazepine", Subject.CLASS, statements=(Statement(Kind.AVOID, "mine", CITED, own=True),), own=True
    )
    assert said("diazepam", mine) == ["of benzodiazepines", "mine"]


def test_two_medicines_that_share_a_brand_are_not_one() -> None:
    """A name that stands for a combination makes no statement of the other part."""
    mixed = (facts("first", brand=("Duo",), says="one"), facts("second", brand=("Duo",), says="two"))
    assert said("first", *mixed) == ["one"]
    assert not same_medicine(mixed, "first", "second")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Soma", "carisoprodol", True),
        ("carisoprodol (Soma)", "soma", True),
        ("unknown", "UNKNOWN", True),
        ("diazepam", "lorazepam", False),
        ("diazepam", "Diazepam", True),
        ("unknown", "other", False),
        ("unknown (Brand)", "Unknown", True),
        ("unknown (Brand)", "brand", True),
        ("Brand (unknown)", "unknown (Brand)", True),
        ("unknown (extended release)", "other (extended release)", False),
        (None, None, False),
        (None, "Soma", False),
    ],
)
def test_two_names_of_one_medicine(one: str | None, other: str | None, same: bool) -> None:  # noqa: FBT001
    """A class does not make two medicines one, and nothing is known of no name."""
    assert same_medicine(FACTS, one, other) is same


def test_the_medicines_of_a_class() -> None:
    """Those that the class lists, and those whose own file names it."""
    assert in_class(FACTS, "corticosteroids") == ("prednisone",)
    assert in_class(FACTS, "benzodiazepine") == ("diazepam", "lorazepam")
    assert in_class(FACTS, "carisoprodol") == ()
