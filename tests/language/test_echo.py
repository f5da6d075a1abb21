"""Steps said in words, for files and for people."""

from __future__ import annotations

from datetime import time
from fractions import Fraction

from readers import plan_of

from taper.core.amount import NO_BREAK, Amount, Unit, spoken
from taper.core.daytimes import DEFAULT_TIMES
from taper.core.plan import Days, Rest, Slot, Slots, Split, Step
from taper.language import say_step


def test_a_step_names_amount_tablets_times_and_length() -> None:
    """The words the contract shows."""
    plan = plan_of("40 mg daily for 4 days", "10 mg tablet")
    assert say_step(plan.steps[0], tablets=plan.tablets) == "40 mg (4 tablets of 10 mg) once daily for 4 days"


def test_several_strengths_are_all_named() -> None:
    """The largest first."""
    plan = plan_of("35 mg daily for 1 day", "5 mg", "10 mg")
    assert (
        say_step(plan.steps[0], tablets=plan.tablets)
        == "35 mg (3 tablets of 10 mg and 1 tablet of 5 mg) once daily for 1 day"
    )


def test_people_see_halves_in_words_and_unbroken_amounts() -> None:
    """The spoken form is handed in; the words around it stay the same."""
    plan = plan_of("7.5 mg at bedtime for 3 days", "5 mg", split=Split.HALF)
    said = say_step(plan.steps[0], tablets=plan.tablets, number=spoken)
    assert said.replace(NO_BREAK, " ") == "7.5 mg (1 and a half tablets of 5 mg) at bedtime for 3 days"
    assert f"7.5{NO_BREAK}mg" in said


def test_a_slot_at_another_time_than_usual_is_said_with_its_time() -> None:
    """Words alone would stand for another time."""
    slot = Slot("morning", time(9, 15), Amount(Fraction(40), Unit.MG))
    assert say_step(Step(Days(1), Slots((slot,)))) == "40 mg in the morning (09:15) for 1 day"
    times = {**DEFAULT_TIMES, "morning": time(9, 15)}
    assert say_step(Step(Days(1), Slots((slot,))), times=times) == "40 mg once daily for 1 day"


def test_days_of_rest_are_said_as_such() -> None:
    """No amount is made up for them."""
    assert say_step(Step(Days(21), Rest())) == "no doses for 21 days"
