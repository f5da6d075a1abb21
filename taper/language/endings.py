"""How does the plan end, where a clause says it: "then stop", "stop after one week on the last dose"?"""

from __future__ import annotations

from taper.core.errors import Span
from taper.core.plan import Ends
from taper.language import phrasebook, planwords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases, Puzzled
from taper.language.dayranges import take_range
from taper.language.joints import joint_stands
from taper.language.lengths import take_counted_length
from taper.language.sketch import Said, Sketch

_AFTER_A_JOINT = Phrases(dict.fromkeys(planwords.ENDS_AFTER_A_JOINT, True))
_ON_THE_LAST = Phrases(
    {
        f"{lead}{last} {dose}": True
        for lead in ("on the ", "at the ", "of the ")
        for last in ("last", "final", "lowest")
        for dose in ("dose", "amount", "step", "strength")
    }
)


def read_end(cursor: Cursor, sketch: Sketch, *, parted: bool) -> bool:
    """Whether the end was read: "then stop", "and continue"; `parted` where "then" or a mark stands before it.

    Raises Puzzled where an end was said before, and for a bare "off" straight behind a step or a rule.
    """
    at, bare = cursor.at, not parted and bool(sketch.steps) and _AFTER_A_JOINT.stands(cursor)
    found = phrasebook.ENDINGS.take(cursor)
    if found is not None and found.value is Ends.STOP:
        _read_last_length(cursor, sketch)
    goes_on = not (cursor.done or joint_stands(cursor) or cursor.mark() == ",")
    if found is None or (found.value is Ends.OPEN and goes_on):
        cursor.at = at
        return False
    if sketch.ends:
        raise puzzled("The end is said a second time. How does the plan end?", found.span)
    sketch.ends.append(found)
    if bare and not cursor.mark(at - cursor.at - 1):
        raise _bare_end(sketch, found.span)
    return True


def _bare_end(sketch: Sketch, span: Span) -> Puzzled:
    """The question about "decrease by 10 mg every week off", "20 mg daily for 1 week off"."""
    ramp = sketch.steps[-1].ramp
    if ramp is not None and ramp.end is None and ramp.count is None and not ramp.to_nothing:
        text = "Where does this rule end: at which amount, or when it is stopped?"
        return puzzled(text, span, choices=("until it is stopped",), example="until 10 mg, then stay on 10 mg")
    text = "Does the plan end here, or does this belong to the words before it?"
    return puzzled(text, span, choices=("then stop",))


def _read_last_length(cursor: Cursor, sketch: Sketch) -> None:
    """ "stop after one week on the last dose": how long the last amount is taken."""
    at = cursor.at
    if not cursor.accept("after"):
        return
    days = take_range(cursor)
    if days is not None and days.value.last is not None:
        sketch.totals.append(Said(days.value.last, days.span))
        return
    length = take_counted_length(cursor)
    if length is None:
        cursor.at = at
        return
    if not _ON_THE_LAST.take(cursor):
        raise puzzled("After how long on the last dose does it stop?", cursor.since(at))
    sketch.last_lengths.append(Said(length, cursor.since(at)))
