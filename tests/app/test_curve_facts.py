"""From a kept plan to its curve, by way of the operation that everybody who draws asks."""

from __future__ import annotations

from desks import Person

from taper.app.curvefacts import curve_facts
from taper.core.amount import Unit
from taper.core.curve import curve_of
from taper.core.curveshapes import Curve, CurveFacts, FlagKind, NoCurve, Sign

BURST = "prednisone 40 mg daily for 2 days, then 20 mg daily for 2 days, then stop"


def facts_now(person: Person) -> CurveFacts:
    """The facts of the one plan."""
    (shown,) = person.lists("days", plan="A")
    return curve_facts(shown)


def test_what_was_taken_stands_beside_what_was_planned(person: Person) -> None:
    """As planned, less than planned, and past the end."""
    person.add(BURST, start="2026-12-01", strength="20 mg")
    for at, amount in (("12-01 07:05", None), ("12-02 07:05", "1 tablet"), ("12-06 07:05", "20 mg")):
        person.at(f"2026-{at}").take(plan="A", **({} if amount is None else {"amount": amount}))
    facts = facts_now(person.at("2026-12-06 08:00"))
    curve = curve_of(facts)
    assert isinstance(curve, Curve)
    assert [mark.sign for mark in curve.marks] == [Sign.AS_PLANNED, Sign.OTHERWISE, Sign.OTHERWISE]
    assert {flag.kind: flag.label.text for flag in curve.flags} == {
        FlagKind.LAST: "last dose Fri 4 Dec",
        FlagKind.TODAY: "▲ today",
    }
    assert curve.past is not None
    assert curve.unit.text == f"{Unit.MG} a day"
    assert len(curve.seams) == 1


def test_a_hold_the_person_reports_leaves_the_prescribed_end_where_it_was(person: Person) -> None:
    """Both ends are drawn."""
    person.add(BURST, start="2026-12-01", strength="20 mg")
    later = person.at("2026-12-02 12:00")
    later.ask("hold", plan="A", days=3)
    curve = curve_of(facts_now(later))
    assert isinstance(curve, Curve)
    assert [flag.kind for flag in curve.flags[:2]] == [FlagKind.PRESCRIBED_END, FlagKind.LAST]


def test_a_plan_as_needed_has_no_curve_whatever_was_taken(person: Person) -> None:
    """There is no planned total to hold it against; it says so."""
    person.add("tramadol 50 mg every 6 hours as needed for pain for 5 days", start="2026-12-01", strength="50 mg")
    later = person.at("2026-12-01 12:00")
    assert isinstance(curve_of(facts_now(later)), NoCurve)
    later.take(plan="A", amount="50 mg")
    assert isinstance(curve_of(facts_now(later)), NoCurve)


def test_an_open_plan_is_drawn_as_far_as_it_is_written_out(person: Person) -> None:
    """And says that it goes on."""
    person.add("lisinopril 10 mg daily", start="2026-12-01", strength="10 mg")
    facts = facts_now(person.at("2026-12-03 12:00"))
    curve = curve_of(facts)
    assert isinstance(curve, Curve)
    assert len(facts.days) == 2 + 28
    assert curve.flags[0].kind is FlagKind.OPEN
