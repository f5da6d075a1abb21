"""What does one step say: its amounts, when each is taken, and for how long?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.language.ask import not_understood
from taper.language.cursor import Cursor
from taper.language.leadingdays import read_leading_days
from taper.language.parting import in_parts
from taper.language.sharing import with_days_of_all, with_places_of_all, with_run
from taper.language.sketch import Said, SaidDose, SaidStep, Sketch
from taper.language.stepasides import read_aside
from taper.language.stepbounds import need_of, read_bound, read_limit, read_need
from taper.language.stepdoses import read_dose
from taper.language.stepdraft import DoseDraft, Joint, StepDraft
from taper.language.stepwhens import read_place_first, read_when
from taper.language.turns import read_alternation, read_exception, read_first_turn
from taper.language.whens import When


def read_step(cursor: Cursor, sketch: Sketch, *, after_then: bool) -> SaidStep:
    """The step here, up to the joint behind it. Raises Puzzled where nothing can be read."""
    at = cursor.at
    step = StepDraft(cursor, sketch)
    read_leading_days(step)
    read_alternation(step)
    while _read_part(step):
        pass
    if not step.doses:
        raise not_understood(cursor)
    ends = [dose.at for dose in step.doses[1:]] + [cursor.at]
    doses = tuple(
        in_parts(_finished(cursor, dose, end, shared=step.shared)) for dose, end in zip(step.doses, ends, strict=True)
    )
    doses = with_days_of_all(with_places_of_all(doses))
    said = SaidStep(
        doses,
        tuple(step.lengths + step.longest),
        tuple(step.ranges),
        cursor.since(at),
        after_then,
        needed=need_of(step),
        limits=tuple(step.limits),
        starts_on=step.starts[0] if step.starts else None,
    )
    return with_run(said)


def _finished(cursor: Cursor, dose: DoseDraft, end: int, *, shared: Sequence[Said[When]]) -> SaidDose:
    here, cursor.at = cursor.at, end
    span = cursor.since(dose.at)
    cursor.at = here
    return SaidDose(dose.amount, (*dose.whens, *shared), span)


def _read_part(step: StepDraft) -> bool:
    """Reads one more thing of the step; False, and nothing read, at its end."""
    at = step.cursor.at
    if read_exception(step) or read_first_turn(step):
        return True
    joint = _take_joint(step)
    for reader in (read_need, read_limit, read_bound, read_place_first, read_when, read_aside, read_dose):
        if not step.cursor.done and reader(step, joint):
            return True
    step.cursor.at = at
    return False


def _take_joint(step: StepDraft) -> Joint:
    cursor = step.cursor
    if not step.doses:
        return Joint.NONE
    comma = cursor.accept_mark(",")
    if cursor.accept("and") or cursor.accept_mark("+", "&"):
        return Joint.AND
    return Joint.COMMA if comma else Joint.NONE
