"""When is a dose of a step taken: what stands behind its amount, before it, or in brackets?"""

from __future__ import annotations

from dataclasses import replace

from taper.language.amounts import take_amount
from taper.language.ask import puzzled
from taper.language.doseopenings import amount_stands
from taper.language.frequencies import take_whens
from taper.language.parting import take_parts
from taper.language.sharing import for_certain
from taper.language.sketch import Said
from taper.language.stepdoses import inherited_amount
from taper.language.stepdraft import DoseDraft, Joint, StepDraft
from taper.language.whens import AtClock, AtMeals, AtSlot, FirstAt, NamedDays, When

_MEAL_OF = {"morning": "breakfast", "noon": "lunch", "evening": "dinner"}


def read_place_first(step: StepDraft, joint: Joint) -> bool:
    """Whether another dose was read whose time stands before its amount: "morning 4 mg, noon 2 mg"."""
    cursor, at = step.cursor, step.cursor.at
    on_a_line = step.places_first and cursor.accept_mark("\n", ";")
    led = not step.doses or (step.places_first and (joint is not Joint.NONE or on_a_line) and not step.is_bounded)
    whens = take_whens(cursor) if led else ()
    places = bool(whens) and all(isinstance(said.value, AtSlot | AtClock) for said in whens)
    days = bool(whens) and all(isinstance(said.value, NamedDays) for said in whens)
    headed = cursor.accept_mark(":") or cursor.accept_mark("-")
    if not ((places or (days and headed)) and amount_stands(cursor)):
        cursor.at = at
        return False
    if days and step.doses:  # "Monday: 3 mg, Tuesday: 5 mg": the days of each week
        for one in step.doses:
            one.whens = [replace(said, value=for_certain(said.value)) for said in one.whens]
        whens = tuple(replace(said, value=for_certain(said.value)) for said in whens)
    step.places_first = True
    dose = DoseDraft(
        at, take_amount(cursor, inherited=inherited_amount(step)), [replace(said, joined=False) for said in whens]
    )
    step.sketch.medicines.extend([dose.amount.medicine] if dose.amount and dose.amount.medicine else [])
    step.doses.append(dose)
    return True


def read_when(step: StepDraft, joint: Joint) -> bool:
    """Whether it was read when the dose before is taken: "in the morning", "twice a day", "in two divided doses".

    Raises Puzzled where that could be of other days, and where two times of the day could be one said twice.
    """
    at = step.cursor.at
    parts = take_parts(step.cursor) if step.doses else None
    if parts is not None:
        step.doses[-1].whens.append(Said(parts, step.cursor.since(at)))
        return True
    whens = take_whens(step.cursor) or _in_brackets(step)
    if not whens:
        return False
    if not step.doses:
        step.doses.append(DoseDraft(at))
    dose = step.doses[-1]
    begins = all(isinstance(said.value, FirstAt) for said in whens)
    if step.is_bounded and joint is not Joint.NONE and dose.whens and not begins:
        raise puzzled(
            "Does this belong to the days before it? If it comes after them, how much is taken?", whens[0].span
        )
    if joint is Joint.AND and not dose.whens:
        raise puzzled('Something is missing before "and". When is this taken?', whens[0].span)
    if joint is Joint.NONE and _refines(dose, whens):
        return True
    if joint is Joint.NONE and _is_another_place(dose, whens):
        span = whens[0].span
        choices = (f"and {step.cursor.text[span.start : span.end]}",)
        raise puzzled("Are these two times of the day, or one said twice?", span, choices=choices)
    said_only = step.cursor.accept("only")
    if said_only and step.cursor.word() in {"if", "when", "as"}:
        step.cursor.at -= 1  # "only if needed"
    dose.whens.extend(replace(said, after_comma=joint is Joint.COMMA) for said in whens)
    return True


def _refines(dose: DoseDraft, whens: tuple[Said[When], ...]) -> bool:
    """ "Every morning before breakfast": the meal says more closely when in the morning."""
    last, only = (dose.whens[-1] if dose.whens else None), whens[0]
    if len(whens) > 1 or last is None or not isinstance(last.value, AtSlot) or not isinstance(only.value, AtSlot):
        return False
    meal = _MEAL_OF.get(last.value.key)
    if meal is None or last.value.at_time or not only.value.key.endswith(f" {meal}"):
        return False
    said = replace(only.value, every_day=last.value.every_day or only.value.every_day)
    dose.whens[-1] = replace(last, value=said)
    return True


def _is_another_place(dose: DoseDraft, whens: tuple[Said[When], ...]) -> bool:
    """Whether a time of the day stands straight behind another one: "in the evening at 8 am"."""
    places = {_place(said.value) for said in dose.whens if isinstance(said.value, AtSlot | AtClock | AtMeals)}
    further = {_place(said.value) for said in whens if isinstance(said.value, AtSlot | AtClock | AtMeals)}
    return bool(places and further) and not further <= places


def _place(when: When) -> object:
    """The place in the day, whether "every day" is said with it or not."""
    return when.key if isinstance(when, AtSlot) else when


def _in_brackets(step: StepDraft) -> tuple[Said[When], ...]:
    """ "(morning and evening)" behind "twice a day"."""
    cursor, at = step.cursor, step.cursor.at
    whens: list[Said[When]] = []
    if step.doses and step.doses[-1].whens and cursor.accept_mark("("):
        while found := take_whens(cursor):
            whens.extend(replace(said, joined=False) for said in found)
            cursor.accept_mark(",")
            cursor.accept("and")
        if whens and cursor.accept_mark(")"):
            return tuple(whens)
    cursor.at = at
    return ()
