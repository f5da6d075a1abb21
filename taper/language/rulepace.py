"""How often does a rule change the dose, and how many times: "every 5 days", "for 3 reductions"?"""

from __future__ import annotations

from taper.core.plan import Days, Length, Months
from taper.language import timewords
from taper.language.ask import puzzled
from taper.language.cursor import Cursor, Phrases
from taper.language.lengths import take_length
from taper.language.numbers import take_whole
from taper.language.ruledraft import RuleDraft
from taper.language.sketch import Said, SaidAmount

EACH: Phrases[Length] = Phrases(
    {
        **dict.fromkeys(("every day", "each day", "daily", "on each day", "a day", "per day"), Days(1)),
        **dict.fromkeys(("every week", "each week", "weekly", "a week", "per week", "at weekly intervals"), Days(7)),
        **dict.fromkeys(("every other day", "every second day", "on alternate days", "each other day"), Days(2)),
        **dict.fromkeys(("every fortnight", "fortnightly", "every other week", "every second week"), Days(14)),
        **dict.fromkeys(("every month", "each month", "a month", "per month"), Months(1)),
    }
)
_COUNTED = frozenset(
    {"reduction", "reductions", "steps", "step", "changes", "increases", "increase", "times", "decreases"}
)
_PER_DAY_ALONE = frozenset({"a day", "per day", "a week", "per week", "a month", "per month"})


def read_count(rule: RuleDraft, _before: SaidAmount | None) -> bool:
    """Whether the number of changes was read: "for 3 reductions"; "for 3 weeks" where the rule changes by the week.

    Raises Puzzled where a length says no whole number of them.
    """
    cursor, at = rule.cursor, rule.cursor.at
    cursor.accept("for")
    count = take_whole(cursor)
    if count is not None and cursor.accept(*_COUNTED):
        return _counted(rule, count.value, at)
    cursor.at = at
    length = take_length(cursor) if cursor.word() == "for" else None
    if length is None:
        cursor.at = at
        return False
    every, value = rule.each.value if rule.each else None, length.value
    if not (isinstance(every, Days) and isinstance(value, Days) and value.count % every.count == 0):
        raise puzzled("How many changes are that? Say how often first.", length.span)
    return _counted(rule, value.count // every.count, at)


def _counted(rule: RuleDraft, count: int, at: int) -> bool:
    if rule.count is not None or count < 1:
        raise puzzled("How many changes are there?", rule.cursor.since(at))
    rule.count = count
    return True


def read_each(rule: RuleDraft, _before: SaidAmount | None) -> bool:
    """Whether it was read how often the dose changes: "every 5 days", "each week", "weekly".

    Raises Puzzled where that is said twice, or is a range.
    """
    cursor, at = rule.cursor, rule.cursor.at
    found = EACH.take(cursor)
    if found is None and cursor.accept("every", "each", "q"):
        found = _counted_each(cursor, at)
    if found is None:
        cursor.at = at
        return False
    said = cursor.text[found.span.start : found.span.end].lower()
    if rule.each is not None:
        raise puzzled("How often does the dose change? This is said twice.", found.span)
    if said in _PER_DAY_ALONE and rule.a_day is None:
        rule.a_day = _is_of_the_days_dose(rule, said)
        if rule.a_day:
            return True
    rule.each = found
    return True


def _is_of_the_days_dose(rule: RuleDraft, said: str) -> bool | None:
    """Whether "by 10 mg a day" speaks of the day's dose, because another interval follows it."""
    at = rule.cursor.at
    follows = EACH.take(rule.cursor) is not None or rule.cursor.word() in {"every", "each"}
    rule.cursor.at = at
    return True if follows and said.endswith("day") else None


def _counted_each(cursor: Cursor, at: int) -> Said[Length] | None:
    count = take_whole(cursor)
    if count is not None and (cursor.accept_mark("-") or cursor.accept("to", "or")):
        take_whole(cursor)
        cursor.at += cursor.word() in timewords.DAYS_IN
        raise puzzled("How often does the dose change exactly? This is a range.", cursor.since(at))
    unit = cursor.word()
    if count is None or count.value < 1 or (unit not in timewords.DAYS_IN and unit not in timewords.MONTHS_IN):
        raise puzzled("How often does the dose change? Write days or weeks.", cursor.since(at))
    cursor.at += 1
    if unit in timewords.DAYS_IN:
        return Said(Days(count.value * timewords.DAYS_IN[unit]), cursor.since(at))
    return Said(Months(count.value * timewords.MONTHS_IN[unit]), cursor.since(at))
