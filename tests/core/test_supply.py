"""How many tablets a whole plan needs."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import at, days, mg, plan_of, slots, tablet_of, utc
from strategies import plans

from taper.core.amount import Unit, plain, plain_number, read_plain
from taper.core.expand import days_of, expand
from taper.core.plan import AsNeeded, Ends, OpenLength, Plan, Rest, Split, Step
from taper.core.supply import (
    disagreements,
    held_in,
    needed,
    pieces_of,
    runs_out,
    supply,
    supply_by_step,
)

TAPER = (days(4, slots(("08:00", mg(40)))), days(4, slots(("08:00", mg(15)))))


def counts(plan: Plan) -> dict[str, str] | None:
    """Each strength with its count."""
    found = supply(plan)
    return None if found is None else {piece.of: plain_number(piece.count) for piece in found}


def test_the_pieces_of_all_doses_are_added_up_by_strength() -> None:
    plan = plan_of(*TAPER, tablets=(tablet_of(10), tablet_of(5)))
    assert counts(plan) == {"10 mg tablet": "20", "5 mg tablet": "4"}


def test_halves_count_as_halves() -> None:
    plan = plan_of(days(3, slots(("08:00", mg(5)))), tablets=(tablet_of(10, split=Split.HALF),))
    assert counts(plan) == {"10 mg tablet": "1.5"}


def test_a_plan_written_in_tablets_needs_no_strength() -> None:
    plan = plan_of(days(6, slots(("08:00", read_plain("2 tablets")))))
    assert counts(plan) == {"tablet": "12"}


def test_no_finite_count_exists_without_an_end_or_without_tablets() -> None:
    assert counts(plan_of(*TAPER)) is None
    still_open = plan_of(Step(OpenLength(), TAPER[0].schedule), ends=Ends.OPEN, tablets=(tablet_of(10),))
    assert counts(still_open) is None


def test_from_an_instant_on_only_what_is_still_to_come_counts() -> None:
    plan = plan_of(*TAPER, days(3, Rest()), tablets=(tablet_of(5),))
    left = supply(plan, from_at=at("2026-12-07 08:00"))
    assert left is not None
    assert [piece.count for piece in left] == [Fraction(6)]


@given(plans())
@settings(max_examples=40, deadline=None)
def test_the_supply_is_what_the_days_use(plan: Plan) -> None:
    found = supply(plan)
    if plan.ends is Ends.OPEN or any(isinstance(step.schedule, AsNeeded) for step in plan.steps):
        assert found is None
        return
    used: dict[str, Fraction] = {}
    doses = [dose for day in days_of(plan, open_days=0) for dose in day.doses]
    for dose in doses:
        for piece in pieces_of(dose, plan.tablets):
            used[piece.of] = used.get(piece.of, Fraction(0)) + piece.count
    assert {piece.of: piece.count for piece in found or ()} == used
    assert (found or ()) == needed(doses, plan.tablets)


def test_each_step_has_its_own_count() -> None:
    """Four days of 40 mg are 16 tablets of 10 mg; rest needs none; open and as needed have no count."""
    steps = (*TAPER, days(3, Rest()), days(2, AsNeeded(mg(10), mg(10))), Step(OpenLength(), TAPER[0].schedule))
    plan = plan_of(*steps, tablets=(tablet_of(10), tablet_of(5)), ends=Ends.OPEN)
    counts = [
        None if pieces is None else {piece.of: plain_number(piece.count) for piece in pieces}
        for pieces in supply_by_step(plan)
    ]
    assert counts == [{"10 mg tablet": "16"}, {"10 mg tablet": "4", "5 mg tablet": "4"}, {}, None, None]


def test_a_step_in_mg_without_a_strength_has_no_count() -> None:
    assert supply_by_step(plan_of(*TAPER)) == (None, None)


@given(plans())
@settings(max_examples=40, deadline=None)
def test_the_steps_add_up_to_the_plan(plan: Plan) -> None:
    """Where the whole has a count, it is that of all its steps."""
    whole = supply(plan)
    if whole is None:
        return
    added: dict[str, Fraction] = {}
    for piece in (piece for pieces in supply_by_step(plan) for piece in pieces or ()):
        added[piece.of] = added.get(piece.of, Fraction(0)) + piece.count
    assert added == {piece.of: piece.count for piece in whole}


DOSEPAK_LIKE = (days(7, slots(("08:00", mg(20)))), days(7, slots(("08:00", mg(10)))), days(7, slots(("08:00", mg(5)))))
"""21 days: 28, 14 and 7 tablets of 5 mg."""


@pytest.mark.parametrize(
    ("dispensed", "said"),
    [
        ({"5 mg tablet": 49}, []),
        ({"5 mg tablet": 51}, ["49 tablets of 5 mg needed, 51 on the label"]),
        ({"5 mg tablet": 48}, ["49 tablets of 5 mg needed, 48 on the label"]),
        ({}, []),
    ],
)
def test_a_count_on_the_label_must_be_what_the_plan_needs(dispensed: dict[str, int], said: list[str]) -> None:
    """More is a disagreement too: the plan may have been read or written down wrongly."""
    plan = plan_of(*DOSEPAK_LIKE, tablets=(tablet_of(5),))
    assert [one.sentence.replace("\u00a0", " ") for one in disagreements(plan, dispensed)] == said


def test_a_half_at_the_end_needs_a_whole_tablet() -> None:
    """Three halves are two tablets."""
    plan = plan_of(days(3, slots(("08:00", mg(5)))), tablets=(tablet_of(10, split=Split.HALF),))
    assert disagreements(plan, {"10 mg tablet": 2}) == ()
    assert len(disagreements(plan, {"10 mg tablet": 1})) == 1


def test_a_strength_the_plan_does_not_need_disagrees_with_any_count() -> None:
    plan = plan_of(*DOSEPAK_LIKE, tablets=(tablet_of(5), tablet_of("2.5")))
    (found,) = disagreements(plan, {"5 mg tablet": 49, "2.5 mg tablet": 10})
    assert found.sentence.replace("\u00a0", " ") == "0 tablets of 2.5 mg needed, 10 on the label"


def test_what_has_no_count_agrees_with_any_label() -> None:
    """Without an end, or as needed, nobody knows how many there must be."""
    still_open = plan_of(Step(OpenLength(), TAPER[0].schedule), ends=Ends.OPEN, tablets=(tablet_of(10),))
    needed_only = plan_of(days(5, AsNeeded(mg(10), mg(10))), tablets=(tablet_of(10),))
    assert disagreements(still_open, {"10 mg tablet": 30}) == disagreements(needed_only, {"10 mg tablet": 30}) == ()


def lasting(plan: Plan, **more: int) -> list[tuple[str | None, str | None]]:
    """The last date on which the 10 mg (ten) and 5 mg (five) tablets make a dose, and the first on which not."""
    names = {"ten": "10 mg tablet", "five": "5 mg tablet"}
    found = runs_out(plan, from_at=None, quantities={names[key]: count for key, count in more.items()})
    return [
        (
            one.last_made and one.last_made.on.isoformat()[5:],
            one.first_short and one.first_short.on.isoformat()[5:],
        )
        for one in found
    ]


def test_tablets_run_out_before_the_end_or_last_to_it() -> None:
    """16 and 4 of 10 mg and 4 of 5 mg are needed in eight days."""
    plan = plan_of(*TAPER, tablets=(tablet_of(10), tablet_of(5)))
    assert lasting(plan, ten=20, five=4) == [("12-08", None), ("12-08", None)]
    assert lasting(plan, ten=18, five=4) == [("12-06", "12-07"), ("12-08", None)]
    assert lasting(plan, ten=15, five=1) == [("12-03", "12-04"), ("12-05", "12-06")]
    assert lasting(plan, ten=3) == [(None, "12-01")]


def test_an_open_plan_runs_out_some_day() -> None:
    """30 tablets at four a day last seven days, and two are left."""
    plan = plan_of(Step(OpenLength(), TAPER[0].schedule), ends=Ends.OPEN, tablets=(tablet_of(10),))
    assert lasting(plan, ten=30) == [("12-07", "12-08")]
    (found,) = lasting(plan, ten=1_000_000)
    assert found[1] is None  # they last longer than a plan may


def test_what_is_on_hand_later_lasts_from_then_on() -> None:
    plan = plan_of(*TAPER, tablets=(tablet_of(10), tablet_of(5)))
    (found,) = runs_out(plan, from_at=at("2026-12-03 12:00"), quantities={"10 mg tablet": 4})
    assert found.first_short is not None
    assert found.first_short.id == "2026-12-05/morning"


@given(plans(), st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_up_to_the_first_short_dose_the_tablets_are_enough_and_with_it_no_more(plan: Plan, count: int) -> None:
    """Counted again dose by dose from the expansion."""
    quantities = {tablet.name: count for tablet in plan.tablets}
    begin = utc(plan.starts_on.isoformat()) - timedelta(days=2)
    for one in runs_out(plan, from_at=None, quantities=quantities):
        if one.first_short is None:
            continue
        until = list(expand(plan, begin, one.first_short.due_at + timedelta(seconds=1)))
        used = {piece.of: piece.count for piece in needed(until, plan.tablets)}
        before = [dose for dose in until if dose.due_at < one.first_short.due_at]
        used_before = {piece.of: piece.count for piece in needed(before, plan.tablets)}
        assert used[one.of] > count >= used_before.get(one.of, Fraction(0))


@pytest.mark.parametrize(
    ("amount", "of", "unit", "held"),
    [
        ("50 mg", None, "mg", "50 mg"),
        ("0.5 g", None, "mg", "500 mg"),
        ("2 tablets", None, "mg", "20 mg"),
        ("30 mg", None, "tablet", "3 tablets"),
        ("2 tablets", None, "tablet", "2 tablets"),
        ("5 mL", None, "mg", None),
        ("2 capsules", None, "mg", None),
        ("15 mg", None, "tablet", None),
    ],
)
def test_an_amount_is_told_in_another_unit_by_its_tablets(
    amount: str, of: str | None, unit: str, held: str | None
) -> None:
    """Only exactly: what the tablets cannot make, or measure differently, is not told."""
    found = held_in(Unit(unit), read_plain(amount), of, (tablet_of(10),))
    assert (found and plain(found)) == held
