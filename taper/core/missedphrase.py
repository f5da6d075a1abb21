"""In which words of ours is a missed-dose rule said, and which rule do such words say?"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import assert_never

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
from taper.core.words import counted


def rule_phrase(rule: MissedRule) -> str:
    """A rule in words that `read_rule` reads back, but for the words of an allowed double."""
    match rule:
        case SameDay():
            said = "same calendar day only"
        case NotBeforeNext(hours=hours):
            said = f"not within {counted(hours, 'hour')} before the next dose"
        case WithinHours(hours=hours):
            said = f"within {counted(hours, 'hour')} after the missed dose"
        case WithinDays(days=days):
            said = f"within {counted(days, 'day')} after the missed dose"
        case AlwaysSkip():
            said = "always skip"
        case RestartTitration(doses=doses):
            said = "restart the titration" + ("" if doses is None else f" after {counted(doses, 'missed dose')}")
        case AllowedDouble():
            said = "a double dose is allowed"
        case _:
            assert_never(rule)
    return said


Make = Callable[[int], MissedRule]

_COUNTING: tuple[tuple[re.Pattern[str], int, Make], ...] = (
    (re.compile(r"not within (\d{1,4}) hours? before the next(?: dose)?"), MAX_WINDOW_HOURS, NotBeforeNext),
    (re.compile(r"within (\d{1,4}) hours? after(?: the missed dose)?"), MAX_WINDOW_HOURS, WithinHours),
    (re.compile(r"within (\d{1,4}) days? after(?: the missed dose)?"), MAX_WINDOW_DAYS, WithinDays),
    (re.compile(r"restart the titration after (\d{1,4}) missed(?: doses?)?"), MAX_ROW, RestartTitration),
)
_PLAIN: dict[str, MissedRule] = {
    **dict.fromkeys(("same calendar day only", "same day only"), SameDay()),
    "always skip": AlwaysSkip(),
    "restart the titration": RestartTitration(),
}
_DOUBLE = re.compile(r"double allowed:\s*(\S.*)", re.DOTALL | re.IGNORECASE)

PHRASES = (
    "same calendar day only",
    "not within N hours before the next",
    "within N hours after",
    "within N days after",
    "always skip",
    "restart the titration",
    "restart the titration after N missed",
    "double allowed: THE PROVIDER'S WORDS",
)
"""Every way of saying a rule that `read_rule` reads."""


def read_rule(text: str) -> ProvidersRule | None:
    """The rule a text says in exactly one of our own phrases; None for any other, as nothing is guessed here."""
    said = " ".join(text.lower().split())
    if said in _PLAIN:
        return ProvidersRule(_PLAIN[said])
    if double := _DOUBLE.fullmatch(text.strip()):
        return ProvidersRule(AllowedDouble(), double[1].strip())
    for pattern, most, make in _COUNTING:
        match = pattern.fullmatch(said)
        if match and 1 <= int(match[1]) <= most:
            return ProvidersRule(make(int(match[1])))
    return None
