"""How does a missed-dose rule stand in a plain form, and how is it read back?

The keys: rule, one of the words of `RuleWord`; hours or days for a rule that counts them, doses for a restart that
counts them; words, the provider's own, which an allowed double must have.
"""

from __future__ import annotations

from enum import StrEnum
from typing import assert_never

from taper.core.formtable import Table
from taper.core.missedrule import (
    MAX_ROW,
    MAX_WINDOW_DAYS,
    MAX_WINDOW_HOURS,
    AllowedDouble,
    AlwaysSkip,
    MissedRule,
    NotBeforeNext,
    ProvidersRule,
    RestartTitration,
    SameDay,
    WithinDays,
    WithinHours,
)


class RuleWord(StrEnum):
    """The shape of a rule, as files write it."""

    SAME_DAY = "same-day"
    NOT_BEFORE_NEXT = "not-before-next"  # with hours
    WITHIN = "within"  # with hours, or with days
    ALWAYS_SKIP = "always-skip"
    RESTART = "restart"  # with doses, where they are stated
    DOUBLE = "double"  # with the words that allow it


def rule_form(rule: MissedRule) -> dict[str, object]:
    """The keys of a rule; its words are not among them."""
    numbers: dict[str, object] = {}
    match rule:
        case SameDay():
            word = RuleWord.SAME_DAY
        case NotBeforeNext(hours=hours):
            word, numbers = RuleWord.NOT_BEFORE_NEXT, {"hours": hours}
        case WithinHours(hours=hours):
            word, numbers = RuleWord.WITHIN, {"hours": hours}
        case WithinDays(days=days):
            word, numbers = RuleWord.WITHIN, {"days": days}
        case AlwaysSkip():
            word = RuleWord.ALWAYS_SKIP
        case RestartTitration(doses=doses):
            word, numbers = RuleWord.RESTART, {} if doses is None else {"doses": doses}
        case AllowedDouble():
            word = RuleWord.DOUBLE
        case _:
            assert_never(rule)
    return {"rule": word.value, **numbers}


def missed_form(missed: ProvidersRule | None) -> dict[str, object] | None:
    """The table of a plan's rule; None where it has none."""
    if missed is None:
        return None
    return rule_form(missed.rule) | ({} if missed.words is None else {"words": missed.words})


_PLAIN: dict[RuleWord, MissedRule] = {
    RuleWord.SAME_DAY: SameDay(),
    RuleWord.ALWAYS_SKIP: AlwaysSkip(),
    RuleWord.DOUBLE: AllowedDouble(),
}


def rule_of(word: RuleWord, *, hours: int | None, days: int | None, doses: int | None) -> MissedRule | None:
    """The rule that a word and its numbers stand for; None where the numbers are not exactly those it needs."""
    found: MissedRule | None = None
    match word, hours, days, doses:
        case RuleWord.NOT_BEFORE_NEXT, int(), None, None:
            found = NotBeforeNext(hours)
        case RuleWord.WITHIN, int(), None, None:
            found = WithinHours(hours)
        case RuleWord.WITHIN, None, int(), None:
            found = WithinDays(days)
        case RuleWord.RESTART, None, None, _:
            found = RestartTitration(doses)
        case _, None, None, None:
            found = _PLAIN.get(word)
        case _:
            pass
    return found


NUMBERS_OF = {
    RuleWord.SAME_DAY: "no number beside it",
    RuleWord.NOT_BEFORE_NEXT: "hours beside it, and no other number",
    RuleWord.WITHIN: "either hours or days beside it, and no other number",
    RuleWord.ALWAYS_SKIP: "no number beside it",
    RuleWord.RESTART: "doses beside it, or no number",
    RuleWord.DOUBLE: "no number beside it",
}
"""What each rule needs, in words."""


def read_missed(table: Table) -> ProvidersRule | None:
    """The rule of a plan's table; None where a problem was noted."""
    before = len(table.problems)
    word, words = table.kind("rule", RuleWord), table.text("words")
    hours, days = table.count("hours", most=MAX_WINDOW_HOURS), table.count("days", most=MAX_WINDOW_DAYS)
    doses = table.count("doses", most=MAX_ROW)
    table.refuse_unknown()
    if not table.says("rule"):
        table.wrong("rule", expected="one of " + ", ".join(f'"{one.value}"' for one in RuleWord))
    if word is None or len(table.problems) > before:
        return None
    rule = rule_of(word, hours=hours, days=days, doses=doses)
    if rule is None:
        table.wrong("rule", expected=NUMBERS_OF[word])
        return None
    if isinstance(rule, AllowedDouble) and words is None:
        table.wrong("words", expected="the provider's words that allow a double dose")
        return None
    return ProvidersRule(rule, words)
