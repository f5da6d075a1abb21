"""The numbers that every intake is held against are those the cited text has."""

from __future__ import annotations

import re

import pytest

from taper.core.amount import plain
from taper.core.facts import MostTaken
from taper.core.limits import DoseLimit
from taper.facts import dose_limits_of, find, load_facts

SHIPPED = [(facts.name, limit) for facts in load_facts() for limit in dose_limits_of(facts)]


@pytest.mark.parametrize(("name", "limit"), SHIPPED, ids=[name for name, _ in SHIPPED])
def test_every_number_stands_in_the_text_it_is_taken_from(name: str, limit: DoseLimit) -> None:
    """Word for word: no number is worked out, and none is without a source."""
    bound = limit.bound
    amounts = [plain(amount) for amount in (bound.max_at_once, bound.max_per_day) if amount]
    assert all(amount in limit.sentence for amount in amounts), name
    if bound.min_gap_hours is not None:
        assert re.search(rf"\b{bound.min_gap_hours}\b[^.;]* hours", limit.sentence), name
    assert limit.source


def test_a_statement_on_dosing_without_numbers_is_no_limit() -> None:
    """Carisoprodol's recommended dose is told by taper facts and held against nothing."""
    facts = find(load_facts(), "Soma")
    assert facts is not None
    assert dose_limits_of(facts) == ()


def test_a_brand_has_the_numbers_of_its_medicine() -> None:
    """As every fact."""
    facts = find(load_facts(), "Lucemyra")
    assert facts is not None
    assert [type(limit.bound) for limit in dose_limits_of(facts)] == [MostTaken]
