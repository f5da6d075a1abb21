"""The corpus of readings: each text is read as a careful pharmacist reads it, or asked about; none is read wrong.

tests/data/readings.jsonl holds texts of our own; sigs_expected.tsv holds our expectations of the texts in the examples.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache

import pytest

from bench.expected import Expected, amount_written
from bench.judge import Judgement, Outcome, judge
from bench.sources import examples_folder, our_readings, plans, sigs

READ_RIGHT_FLOOR = Fraction(9, 10)
"""The least share of the complete texts that is read right; all others must be asked about."""


@cache
def judged() -> list[tuple[Expected, Judgement]]:
    """Every text of ours and of the plans, with how it came out."""
    return [(expected, judge(expected)) for expected in [*plans(), *our_readings()]]


@cache
def judged_sigs() -> list[tuple[Expected, Judgement]]:
    """Every text of the examples, where they are."""
    folder = examples_folder()
    if folder is None:
        pytest.skip("the folder of examples is not here; TAPER_EXAMPLES can name it")
    return [(expected, judge(expected)) for texts in sigs(folder).values() for expected in texts]


def wrong(results: Iterable[tuple[Expected, Judgement]], *verdicts: str) -> list[str]:
    """The texts of these verdicts that were read wrong, each with what differs."""
    return [
        f"{expected.id}: {expected.text!r}: {'; '.join(judgement.said)}"
        for expected, judgement in results
        if judgement.outcome is Outcome.WRONG and expected.expect in verdicts
    ]


def test_no_text_is_read_wrong() -> None:
    """A complete text is read exactly as expected, or asked about."""
    failing = wrong(judged(), "read", "either")
    assert not failing, "\n".join(failing)


def test_no_text_that_leaves_something_open_is_accepted() -> None:
    """A text that is ambiguous, incomplete, contradictory or misspelt raises a question."""
    failing = wrong(judged(), "ask")
    assert not failing, "\n".join(failing)


def test_most_complete_texts_are_read_right() -> None:
    """The share of the complete texts that is read right does not fall below the floor."""
    complete = [(expected, judgement) for expected, judgement in judged() if expected.expect == "read"]
    asked = [expected.id for expected, judgement in complete if judgement.outcome is not Outcome.RIGHT]
    assert Fraction(len(complete) - len(asked), len(complete)) >= READ_RIGHT_FLOOR, f"asked about: {', '.join(asked)}"


def test_no_text_of_the_examples_is_read_wrong() -> None:
    """What others have collected is read as expected here, or asked about."""
    failing = wrong(judged_sigs(), "read", "either")
    assert not failing, "\n".join(failing)


def test_no_text_of_the_examples_that_leaves_something_open_is_accepted() -> None:
    """What others have collected and a pharmacist would ask about raises a question."""
    failing = wrong(judged_sigs(), "ask")
    assert not failing, "\n".join(failing)


def test_every_question_says_something() -> None:
    """A text that is not read leaves at least one question, in words."""
    silent = [
        expected.id
        for expected, judgement in judged()
        if judgement.outcome in (Outcome.ASKED_RIGHTLY, Outcome.ASKED_ALTHOUGH_COMPLETE)
        and not all(said.strip() for said in judgement.said or ("",))
    ]
    assert silent == []


def test_each_text_stands_once_in_the_corpus() -> None:
    """No id and no text with the same options is there twice."""
    ids = Counter(expected.id for expected in our_readings())
    texts = Counter((expected.text, tuple(expected.args)) for expected in our_readings())
    assert [name for name, count in (*ids.items(), *texts.items()) if count > 1] == []


def test_every_expectation_is_whole() -> None:
    """A reading has days or doses as needed and an end; a question says what must be asked."""
    for expected in our_readings():
        assert expected.expect in ("read", "ask", "either"), expected.id
        assert expected.why, expected.id
        if expected.expect != "ask":
            assert expected.days or expected.as_needed, expected.id
            assert expected.ends in ("stop", "review", "open"), expected.id


def tablets_needed(expected: Expected) -> Fraction | None:
    """The tablets of all days of a text that names one strength; None where its amounts are of another kind."""
    ((_, holds),) = expected.per_unit.items()
    amounts = [dose.amount for doses in expected.days.values() for dose in doses]
    if any(amount.unit not in (holds.unit, *expected.per_unit) for amount in amounts):
        return None
    return sum((a.number / (holds.number if a.unit == holds.unit else 1) for a in amounts), Fraction(0))


def test_the_corpus_agrees_with_its_own_arithmetic() -> None:
    """Where one strength is named, the tablets counted are the sum of its days, reckoned without the program."""
    counted = [one for one in our_readings() if one.supply and len(one.supply) == len(one.per_unit) == 1]
    assert len(counted) > 150
    needed = {one.id: tablets_needed(one) for one in counted}
    said = {one.id: Fraction(one.supply[0]["count"]) for one in counted if one.supply}
    assert {name: count for name, count in said.items() if needed[name] not in (None, count)} == {}


def test_an_amount_is_compared_as_it_is_written() -> None:
    """Plural and singular are one unit, micrograms are mcg, and grams stay apart from milligrams."""
    assert amount_written("2 tablets") == amount_written("2 tablet")
    assert amount_written("75 micrograms") == amount_written("75 mcg")
    assert amount_written("1 g") != amount_written("1000 mg")
