"""A kept plan as a FHIR order: valid R4, read back to the same plan, and never followed once it was changed."""

from __future__ import annotations

import json
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from fhirrules import faults
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import plans

from taper.app.orderforms import export_order
from taper.app.orders import BesideOrder, OrderReading, read_fhir
from taper.cli.main import main
from taper.core.amount import Amount, Unit
from taper.core.daytimes import DEFAULT_TIMES
from taper.core.errors import Unanswered
from taper.core.expand import days_of
from taper.core.plan import (
    AsNeeded,
    Days,
    Doses,
    Ends,
    EveryNthDay,
    Interval,
    Length,
    Mixed,
    OnOff,
    OnWeekdays,
    OpenLength,
    Plan,
    Schedule,
    Slot,
    Slots,
    Step,
    Weekday,
)

Json = dict[str, Any]
ONE, TWO = Amount(Fraction(5, 2), Unit.MG), Amount(Fraction(5), Unit.MG)
MORNING, NIGHT = Slot("morning", time(8), TWO), Slot("bedtime", time(0, 30), ONE, next_day=True)


def parsed(text: str) -> Json:
    """The order as an object, its numbers exact."""
    found = json.loads(text, parse_float=Decimal)
    assert isinstance(found, dict)
    return found


def read(text: str, *, zone: str = "UTC") -> OrderReading:
    """The reading of an order's text."""
    beside = BesideOrder(times=DEFAULT_TIMES, zone=zone, today=date(2026, 12, 1))
    return read_fhir(text.encode(), name="order.json", beside=beside)


@settings(deadline=None)
@given(plans())
def test_an_exported_plan_is_valid_and_reads_back_to_the_same_plan(plan: Plan) -> None:
    """Every plan, whatever FHIR can say of it."""
    text = export_order(plan, state="active")
    assert faults(parsed(text)) == []
    assert read(text).plan == plan


def doses(plan: Plan) -> list[tuple[object, ...]]:
    """Each dose's instant and amount, of a plan or the first weeks of an open one."""
    found = [dose for day in days_of(plan, open_days=40) for dose in day.doses]
    return sorted((dose.due_at, dose.amount.number, dose.amount.unit.value) for dose in found)


@settings(deadline=None)
@given(plans())
def test_the_structure_alone_never_says_other_doses(plan: Plan) -> None:
    """Without the plan's form, another reader's view: the same doses, or a question."""
    try:
        again = read(structure_alone(plan), zone=plan.zone).plan
    except Unanswered:
        return
    ours, theirs = doses(plan), doses(again)
    if plan.ends is Ends.OPEN:
        until = min(ours[-1:], theirs[-1:])  # nothing where one of them has no dose within reach
        ours, theirs = ([one for one in some if until and [one] <= until] for some in (ours, theirs))
    assert ours == theirs


def structure_alone(plan: Plan) -> str:
    """The exported order without our extension, its words and notes."""
    resource = parsed(export_order(plan, state="active"))
    kept = {key: value for key, value in resource.items() if key not in ("extension", "note")}
    for dosage in kept["dosageInstruction"]:
        del dosage["text"]
    return json.dumps(kept, default=str_of)


def str_of(number: object) -> float:
    """A decimal in quarters is exact as a float."""
    assert isinstance(number, Decimal)
    return float(number)


SHAPES: dict[str, tuple[Schedule, Length]] = {
    "daily": (Slots((MORNING,)), Days(5)),
    "two amounts, one after midnight": (Slots((MORNING, NIGHT)), Days(5)),
    "every third day, from day 2": (Slots((MORNING,), EveryNthDay(3, 1)), Days(9)),
    "weekdays, after midnight": (Slots((NIGHT,), OnWeekdays(frozenset({Weekday.SUNDAY}))), Days(21)),
    "alternating amounts": (
        Mixed((Slots((MORNING,), EveryNthDay(2)), Slots((Slot("morning", time(8), ONE),), EveryNthDay(2, 1)))),
        Days(8),
    ),
    "cycles": (Slots((MORNING,), OnOff(5, 2)), Days(19)),
    "cycles without end": (Slots((MORNING,), OnOff(21, 7)), OpenLength()),
    "every 36 hours": (Interval(36, time(9), ONE), Days(6)),
    "a number of doses": (Slots((MORNING, Slot("evening", time(18), ONE))), Doses(5)),
    "as needed": (AsNeeded(ONE, TWO, 6, Amount(Fraction(20), Unit.MG), None, "pain"), Days(5)),
    "as needed, twice a day": (AsNeeded(ONE, ONE, None, None, 2), OpenLength()),
}


def plan_of(schedule: Schedule, length: Length) -> Plan:
    """A plan of one step from Tue 1 December 2026 in Berlin."""
    ends = Ends.OPEN if isinstance(length, OpenLength) else Ends.STOP
    return Plan((Step(length, schedule),), ends, date(2026, 12, 1), "Europe/Berlin", medicine="prednisone")


@pytest.mark.parametrize("name", SHAPES)
def test_each_pattern_is_valid_and_reads_back(name: str) -> None:
    """The same for every kind of schedule; what the structure cannot say stands in words."""
    plan = plan_of(*SHAPES[name])
    text = export_order(plan, state="active")
    resource = parsed(text)
    assert faults(resource) == []
    assert read(text).plan == plan
    assert all(dosage["text"] for dosage in resource["dosageInstruction"])
    has_timing = all("timing" in dosage for dosage in resource["dosageInstruction"])
    assert has_timing is (name not in {"cycles without end", "a number of doses"})


@pytest.mark.parametrize("name", SHAPES)
def test_the_structure_alone_is_read_where_fhir_can_say_it(name: str) -> None:
    """The same doses from the structure; cycles, shifted days and what is left to words are asked about."""
    plan = plan_of(*SHAPES[name])
    if name in {
        "daily",
        "every third day, from day 2",
        "weekdays, after midnight",
        "every 36 hours",
        "as needed",
        "as needed, twice a day",
    }:
        assert doses(read(structure_alone(plan), zone="Europe/Berlin").plan) == doses(plan)
    else:
        with pytest.raises(Unanswered):
            read(structure_alone(plan), zone="Europe/Berlin")


def test_the_structure_of_an_order_written_out() -> None:
    """What another program sees of 5 mg each morning and 2.5 mg after midnight, for 5 days."""
    resource = parsed(export_order(plan_of(*SHAPES["two amounts, one after midnight"]), state="active"))
    repeats = [dosage["timing"]["repeat"] for dosage in resource["dosageInstruction"]]
    assert [repeat["boundsPeriod"] for repeat in repeats] == [
        {"start": "2026-12-01", "end": "2026-12-05"},
        {"start": "2026-12-02", "end": "2026-12-06"},
    ]
    assert [repeat["timeOfDay"] for repeat in repeats] == [["08:00:00"], ["00:30:00"]]
    quantities = [dosage["doseAndRate"][0]["doseQuantity"] for dosage in resource["dosageInstruction"]]
    assert [(str(one["value"]), one["code"]) for one in quantities] == [("5", "mg"), ("2.5", "mg")]


CHANGES: dict[str, tuple[tuple[object, ...], object]] = {
    "a dose": (("dosageInstruction", 0, "doseAndRate", 0, "doseQuantity", "value"), 10),
    "a unit": (("dosageInstruction", 0, "doseAndRate", 0, "doseQuantity", "code"), "g"),
    "an end": (("dosageInstruction", 0, "timing", "repeat", "boundsPeriod", "end"), "2026-12-09"),
    "a time": (("dosageInstruction", 0, "timing", "repeat", "timeOfDay"), ["09:00:00"]),
    "the words": (("dosageInstruction", 0, "text"), "10 mg once daily for 5 days"),
    "the medicine": (("medicationCodeableConcept", "text"), "prednisolone"),
    "a note": (("note",), [{"text": "stop on day 2"}]),
    "the status": (("status",), "cancelled"),
    "a denial": (("doNotPerform",), True),
    "a modifier": (("modifierExtension",), [{"url": "urn:not"}]),
    "the form": (("extension", 0, "valueString"), "{}"),
    "the form's kind": (("extension", 0, "valueString"), "[1]"),
    "the form's JSON": (("extension", 0, "valueString"), "{"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_order_that_was_changed_is_asked_about(name: str) -> None:
    """The plan that it carries is not followed against what the order now says."""
    resource = parsed(export_order(plan_of(*SHAPES["daily"]), state="active"))
    (*path, last), new = CHANGES[name]
    inner: Any = resource
    for key in path:
        inner = inner[key]
    inner[last] = new
    with pytest.raises(Unanswered):
        read(json.dumps(resource, default=str_of))


def test_what_another_program_adds_beside_the_dose_changes_nothing() -> None:
    """An id, a subject, an encounter: the plan is still the one that was written."""
    plan = plan_of(*SHAPES["cycles"])
    resource = parsed(export_order(plan, state="active"))
    resource |= {"id": "x1", "meta": {"versionId": "2"}, "subject": {"reference": "Patient/1"}, "encounter": {}}
    assert read(json.dumps(resource, default=str_of)).plan == plan


@st.composite
def _mixed_up(draw: st.DrawFn) -> tuple[Plan, Plan]:
    return draw(plans()), draw(plans())


def doses_of(plan: Plan) -> list[tuple[object, ...]]:
    """When how much is taken."""
    return [(dose.due_at, dose.amount) for day in days_of(plan, open_days=60) for dose in day.doses]


@settings(deadline=None, max_examples=30)
@given(_mixed_up())
def test_the_form_of_another_plan_is_asked_about(pair: tuple[Plan, Plan]) -> None:
    """A form that does not belong to the doses beside it; what else differs, no order says beside its form."""
    one, other = pair
    assume(doses_of(one) != doses_of(other))
    resource = parsed(export_order(one, state="active"))
    resource["extension"] = parsed(export_order(other, state="active"))["extension"]
    with pytest.raises(Unanswered):
        read(json.dumps(resource, default=str_of))


def test_a_kept_plan_leaves_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """taper export fhir writes the file once; taper preview shows the same plan from it; a stopped plan is asked."""
    for name, value in {"TAPER_HOME": str(tmp_path), "TAPER_CLOCK": "2026-12-01T13:05:00Z", "TZ": "UTC"}.items():
        monkeypatch.setenv(name, value)
    order = str(tmp_path / "order.json")
    text = "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop"
    assert main(["add", text, "--start", "2026-12-02", "--strength", "10 mg", "--yes"]) == 0
    assert main(["export", "fhir", "A", "-o", order]) == 0
    assert main(["export", "fhir", "A", "-o", order]) == 2
    capsys.readouterr()
    assert main(["preview", "--file", order, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert (len(shown["days"]), shown["supply"]) == (8, [{"of": "10 mg tablet", "count": "24"}])
    assert "unchanged" in shown["order"]["notes"][0]
    assert main(["preview", "--file", order, "--start", "2026-12-09"]) == 3
    assert main(["stop", "A", "--yes"]) == 0
    capsys.readouterr()
    assert main(["export", "fhir", "A"]) == 0
    assert parsed(capsys.readouterr().out)["status"] == "stopped"
    assert main(["export", "fhir", "B"]) == 4
