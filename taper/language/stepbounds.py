"""For what, for how long and within which bounds is a step taken?"""

from __future__ import annotations

from dataclasses import replace

from taper.language.ask import puzzled
from taper.language.dayranges import take_range
from taper.language.doseopenings import verb_stands
from taper.language.lengths import take_length, take_longest, take_total
from taper.language.needed import take_limit, take_need, take_reason
from taper.language.sketch import Said
from taper.language.stepdraft import DoseDraft, Joint, StepDraft


def need_of(step: StepDraft) -> Said[str | None] | None:
    """Whether it is taken as needed, and for what; a reason of scheduled doses belongs to the whole plan."""
    if step.needed is None:
        step.sketch.reasons.extend(step.reasons)
        if step.longest:
            text = "Is this how long it is taken, or only the longest that it may be?"
            raise puzzled(text, step.longest[0].span, why="A stop date needs a number.")
        return None
    if step.reasons and step.needed.value is not None:
        raise puzzled("The reason is said twice. What is it taken for?", step.reasons[0].span)
    return replace(step.needed, value=step.reasons[0].value) if step.reasons else step.needed


def read_need(step: StepDraft, joint: Joint) -> bool:
    """Whether "as needed", or what it is for, was read; the reason may stand in brackets.

    Raises Puzzled where two reasons are given, or "and" joins it to doses at set times.
    """
    if step.cursor.mark() == "(" and _reason_in_brackets(step):
        return True
    at = step.cursor.at
    if step.doses and not step.cursor.accept("take"):
        step.cursor.at = at
    need = take_need(step.cursor)
    step.cursor.at = step.cursor.at if need is not None else at
    if need is not None:
        if not step.doses:
            step.doses.append(DoseDraft(at))  # "then as needed": the amount is that of the step before
        if joint is Joint.AND:
            raise puzzled("Which amount is taken as needed, and which at set times?", step.cursor.since(at))
        if step.needed is not None and need.value is not None and step.needed.value is not None:
            raise puzzled("This is said twice. What is it taken for?", need.span)
        step.needed = need if step.needed is None or need.value else step.needed
        return True
    reason = take_reason(step.cursor)
    step.reasons.extend([reason] if reason else [])
    return reason is not None


def _reason_in_brackets(step: StepDraft) -> bool:
    cursor, at = step.cursor, step.cursor.at
    cursor.at += 1
    reason = take_reason(cursor)
    if reason is not None and cursor.accept_mark(")"):
        step.reasons.append(reason)
        return True
    cursor.at = at
    return False


def read_limit(step: StepDraft, _joint: Joint) -> bool:
    """Whether the most a day, or the least gap, was read beside the dose."""
    amount = next((dose.amount for dose in reversed(step.doses) if dose.amount), None)
    limit = take_limit(step.cursor, amount=amount) if step.doses else None
    step.limits.extend([limit] if limit else [])
    return limit is not None


def read_bound(step: StepDraft, joint: Joint) -> bool:
    """Whether a length or a range of plan days behind the doses was read, or the days of the whole course.

    Raises Puzzled where "and" leads to it, and something is missing between.
    """
    cursor, at = step.cursor, step.cursor.at
    if not step.doses:
        return False
    longest = take_longest(cursor)
    if longest is not None:
        step.longest.append(longest)
        return True
    total, length = take_total(cursor), None
    if total is None:
        length = take_length(cursor)
    found = take_range(cursor) if total is None and length is None else None
    begins_another = cursor.mark() == ":" or joint is Joint.AND or (joint is Joint.COMMA and verb_stands(cursor))
    if found is not None and begins_another:
        cursor.at = at
        return False
    said = total or length or found
    if said is not None and joint is Joint.AND:
        raise puzzled('Something is missing behind "and". What else is taken, or when?', said.span)
    step.sketch.totals.extend([total] if total else [])
    step.lengths.extend([length] if length else [])
    step.ranges.extend([found] if found else [])
    return said is not None
