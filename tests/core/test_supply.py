"""How many tablets a whole plan needs."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from life import at, days, mg, plan_of, slots, tablet_of
from strategies import plans

from taper.core.amount import plain_number, read_plain
from taper.core.expand import days_of
from taper.core.plan import Ends, OpenLength, Plan, Rest, Split, Step
from taper.core.supply import needed, pieces_of, supply

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
    if plan.ends is Ends.OPEN:
        assert found is None
        return
    used: dict[str, Fraction] = {}
    doses = [dose for day in days_of(plan, open_days=0) for dose in day.doses]
    for dose in doses:
        for piece in pieces_of(dose, plan.tablets):
            used[piece.of] = used.get(piece.of, Fraction(0)) + piece.count
    assert {piece.of: piece.count for piece in found or ()} == used
    assert (found or ()) == needed(doses, plan.tablets)
