"""Which amount does a dose of a step have, and is it of the same days as the amount before it?"""

from __future__ import annotations

from fractions import Fraction

from taper.core.amount import Amount
from taper.language.amounts import take_amount
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Puzzled
from taper.language.doseopenings import amount_stands, take_verb
from taper.language.joints import thereafter_follows
from taper.language.numbers import take_number
from taper.language.ruleopenings import fewer_stands
from taper.language.sharing import names_days
from taper.language.sketch import SaidAmount
from taper.language.stepdraft import DoseDraft, Joint, StepDraft


def read_dose(step: StepDraft, joint: Joint) -> bool:
    """Whether a verb, an amount, or both were read: of the dose being read, or of another one.

    Raises Puzzled where the amount could be of the same days or of those after them.
    """
    cursor, at = step.cursor, step.cursor.at
    if step.doses and fewer_stands(cursor):
        return False  # "and take one tablet less every 2 days" is a rule
    verb = take_verb(cursor)
    has_amount = amount_stands(cursor)
    if not has_amount and (step.doses or not verb):
        return False
    if not step.doses:
        step.doses.append(DoseDraft(at))
    elif step.doses[-1].amount is not None:
        if not _is_of_the_same_days(step, joint):
            return False
        step.doses.append(DoseDraft(at))
    if has_amount and len(step.doses) == 1 and _leads_with_its_days(step.doses[-1]):
        step.shared.extend(step.doses[-1].whens)  # "every Saturday take 2 tablets in the morning and ..."
        step.doses[-1].whens = []
    if has_amount:
        step.doses[-1].amount = said = take_amount(cursor, inherited=inherited_amount(step))
        step.sketch.medicines.extend([said.medicine] if said.medicine else [])
    return True


def _leads_with_its_days(dose: DoseDraft) -> bool:
    """Whether only the days of the dose have been said, and they before its amount: those of all doses behind it."""
    return bool(dose.whens) and all(names_days(said.value) for said in dose.whens)


def inherited_amount(step: StepDraft) -> SaidAmount | None:
    """The amount whose tablets a bare "1" counts: of the dose before it, of the steps before, or what is on hand."""
    earlier = (dose.amount for said in reversed(step.sketch.steps) for dose in reversed(said.doses))
    amounts = (*(dose.amount for dose in reversed(step.doses[:-1])), *earlier)
    before = next((amount for amount in amounts if amount), None)
    if before is None and step.sketch.form is not None and _counts_pieces(step.cursor):
        return SaidAmount(Amount(Fraction(1), step.sketch.form), step.cursor.here())
    return before


def _counts_pieces(cursor: Cursor) -> bool:
    """Whether a bare number is a count for certain: "ONE", "2 to be taken"; a bare "40" could be milligrams."""
    at = cursor.at
    in_words = cursor.number() is None
    take_number(cursor)
    to_be_taken = cursor.accept_phrase("to be taken")
    cursor.at = at
    return in_words or to_be_taken


def _is_of_the_same_days(step: StepDraft, joint: Joint) -> bool:
    """Whether an amount behind the ones read is a further dose of the same days; else it begins another step."""
    if joint is Joint.AND and step.is_bounded and not step.ranges:
        if thereafter_follows(step.cursor):
            return False
        raise _during_or_after(step.cursor)
    return joint is not Joint.NONE and not step.is_bounded


def _during_or_after(cursor: Cursor) -> Puzzled:
    return puzzled(
        "Is this taken during the same days, or after them?",
        cursor.here(),
        choices=("during the same days: write it before the length", 'after them: write "then"'),
    )
