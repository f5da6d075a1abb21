"""What stands beside a dose: a route, a note, the name and strength of what is taken?"""

from __future__ import annotations

from dataclasses import replace

from taper.language import phrasebook
from taper.language.advice import take_beside_food
from taper.language.counted import may_be_a_name
from taper.language.doseopenings import amount_stands
from taper.language.medicinenames import take_name
from taper.language.saidstrengths import take_strength
from taper.language.sketch import Said
from taper.language.stepdraft import Joint, StepDraft


def read_aside(step: StepDraft, _joint: Joint) -> bool:
    """Whether a route, a note, or "of prednisolone" was read beside the dose."""
    cursor, at = step.cursor, step.cursor.at
    note = phrasebook.NOTES.take(cursor) or phrasebook.OTHER_ROUTES.take(cursor)
    words_of_note = None if note is None else Said(cursor.text[note.span.start : note.span.end], note.span)
    words_of_note = words_of_note or take_beside_food(cursor)
    if words_of_note is not None:
        step.sketch.notes.append(words_of_note)
        return True
    if _nothing_taken(step) and (_names_it_first(step) or _names_it_again(step)):
        return True
    if phrasebook.ROUTES.take(cursor) or _takes_of_a_medicine(step):
        return True
    cursor.at = at
    return False


def _takes_of_a_medicine(step: StepDraft) -> bool:
    """ "of prednisolone [5 mg]" behind the amount."""
    cursor = step.cursor
    if not (step.doses and step.doses[-1].amount is not None and cursor.accept("of")):
        return False
    name = take_name(cursor)
    if name is not None:
        step.sketch.medicines.append(name)
        _take_its_strength(step)
    return name is not None


def _take_its_strength(step: StepDraft) -> None:
    """ "2 tablets of prednisolone 5 mg": the strength behind the name is that of the tablets."""
    said = step.doses[-1].amount
    strength = take_strength(step.cursor) if said and said.amount.unit.is_piece and said.of is None else None
    if said is not None and strength is not None:
        step.doses[-1].amount = replace(said, of=strength)


def _nothing_taken(step: StepDraft) -> bool:
    """Whether the step has said nothing yet, or only its verb."""
    return not step.doses or (step.doses[-1].amount is None and not step.doses[-1].whens)


def _names_it_again(step: StepDraft) -> bool:
    """Steps over the medicine's name where a later step repeats it."""
    at, known = step.cursor.at, step.sketch.medicines
    name = take_name(step.cursor) if known else None
    if name is not None and name.value.casefold() == known[0].value.casefold():
        return True
    step.cursor.at = at
    return False


def _names_it_first(step: StepDraft) -> bool:
    """ "Week 1: prednisolone 10 mg": the medicine's name where the text has named none before."""
    cursor, at = step.cursor, step.cursor.at
    if step.sketch.medicines or step.sketch.steps or not may_be_a_name(cursor.word()):
        return False
    name = take_name(cursor)
    if name is None or not amount_stands(cursor):
        cursor.at = at
        return False
    step.sketch.medicines.append(name)
    return True
