"""How do check-ins and activities stand in a plan's plain form, and how are they read back?"""

from __future__ import annotations

from collections.abc import Sequence

from taper.core.bounds import MAX_CHECKED, MAX_DAYS_AFTER
from taper.core.checkin import DAYS_AFTER, ActivityTime, CheckIns
from taper.core.formtable import Table


def check_in_form(asked: CheckIns | None) -> dict[str, object] | None:
    """The table of a plan's check-ins; None where it has none."""
    return None if asked is None else {"ask": list(asked.ask), "days_after": asked.days_after}


def activities_form(activities: Sequence[str], times: Sequence[ActivityTime]) -> list[object] | None:
    """The list of activities: words, or a table for one that has a time; None where there is none."""
    at = {timed.activity: f"{timed.at_time:%H:%M}" for timed in times}
    return [{"activity": one, "at": at[one]} if one in at else one for one in activities] or None


def read_check_in(table: Table) -> CheckIns | None:
    """The check-ins of a plan's table; None where a problem was noted."""
    before = len(table.problems)
    ask, days_after = table.texts("ask"), DAYS_AFTER
    if table.says("days_after"):
        days_after = table.whole("days_after", least=0, most=MAX_DAYS_AFTER) or 0
    if len(table.problems) == before:
        _refuse_unfit(table, ask)
    table.refuse_unknown()
    return CheckIns(ask, days_after) if len(table.problems) == before else None


def _refuse_unfit(table: Table, ask: Sequence[str]) -> None:
    expected = 'words to be answered from 0 to 10, as in ["sleep", "anxiety", "pain"]'
    if not 1 <= len(ask) <= MAX_CHECKED:
        table.wrong("ask", found=f"{len(ask)} words", expected=f"from 1 to {MAX_CHECKED} {expected}")
    elif any("=" in word or "\n" in word or len(word) > 60 for word in ask):
        table.wrong("ask", expected=f'{expected}, each on one line, at most 60 characters and without "="')
    elif len({word.casefold() for word in ask}) < len(ask):
        table.wrong("ask", found="a word a second time", expected=f"{expected}, each once")


def read_activities(table: Table) -> tuple[tuple[str, ...], tuple[ActivityTime, ...]]:
    """The words of all activities in their order, and the times of those that have one.

    One with a time stands once in the list, so that its words say which is meant.
    """
    activities: list[str] = []
    times: list[ActivityTime] = []
    for entry in table.entries("activities"):
        if isinstance(entry, str):
            activities.append(entry)
            continue
        name, at = entry.name("activity"), entry.clock("at")
        for key, expected in (("activity", 'its words, as in "physical therapy"'), ("at", 'a time, as in "17:00"')):
            if not entry.says(key):
                entry.wrong(key, expected=expected)
        entry.refuse_unknown()
        if name is not None and at is not None:
            activities.append(name)
            times.append(ActivityTime(name, at))
    for timed in times:
        if activities.count(timed.activity) > 1:
            table.wrong(
                "activities", found=f'"{timed.activity}" a second time', expected="an activity with a time once"
            )
            break
    return tuple(activities), tuple(times)
