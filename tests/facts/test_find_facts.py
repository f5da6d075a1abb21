"""Which facts a medicine's name finds."""

from __future__ import annotations

import pytest

from taper.facts import Facts, find

FACTS = (Facts("carisoprodol", brands=("Soma",)), Facts("prednisone"))


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
