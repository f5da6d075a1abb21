"""What became of a day of a plan, in one word and one sign? For every calendar that a person looks at."""

from __future__ import annotations

from datetime import date
from typing import Any

Json = dict[str, Any]

SIGNS = {"taken": "✓", "missed": "✗", "silent": "?", "skipped": "-", "part": "~", "past": "!", "ahead": "", "off": ""}
_WORST = (("missed", "missed"), ("not recorded", "silent"), ("unanswered", "silent"), ("late", "silent"))
_ALONE = {frozenset({"taken"}): "taken", frozenset({"skipped"}): "skipped", frozenset({"not asked"}): "silent"}
_ANSWERED = {"taken", "skipped", "not sure"}
LEGEND = (
    "✓ taken   ~ partly   - skipped   ✗ missed   ? no answer   ! past the end   ▲ new step   ■ last day   [ ] today"
)


def became_of(day: Json) -> str:
    """What became of a day's doses in one word: the worst of it that is known."""
    states = {dose["state"] for dose in day["doses"]} - {"not tracked"}
    if "past-end" in day["marks"] and day["intakes"]:
        return "past"
    if not day["doses"]:
        return "taken" if day["intakes"] else "off"
    worst = next((word for state, word in _WORST if state in states), None)
    return worst or _ALONE.get(frozenset(states), "part" if states & _ANSWERED else "ahead")


def goes_on(shown: Json) -> str:
    """What is said where the days of a plan without a stop date leave off; empty where the plan itself ends.

    `shown` is a plan as the operation `days` tells it.
    """
    days = shown["days"]
    if shown["ends"] != "open" or not days or any("last-use" in day["marks"] for day in days):
        return ""
    return f"No stop date: shown up to {date.fromisoformat(days[-1]['date']):%a %-d %b %Y}, and it goes on after that."
