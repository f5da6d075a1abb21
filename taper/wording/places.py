"""How are a plan, its place and a dose said in a few words, from the answers that commands and the page get?

For the dashboard and the page alike: it knows the answers' keys and nothing of plans.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from taper.core.words import date_within

Json = dict[str, Any]


def name_of(plan: Json) -> str:
    """ "A  prednisone", and whose it is when it is not one's own."""
    person = "" if plan["person"] == "me" else f" ({plan['person']})"
    return f"{plan['label']}  {plan['medicine'] or 'no medicine named'}{person}"


def place_of(plan: Json) -> str:
    """ "day 4 of 20 · step 1 of 3 · last dose Sat 12 Dec"."""
    if plan["state"] == "ahead":
        return f"starts on {date.fromisoformat(plan['starts_on']):%a %-d %b}"
    of = "" if plan["days"] is None else f" of {plan['days']}"
    step = "" if plan["step"] is None else f" · step {plan['step']} of {plan['steps']}"
    if plan["last_use_on"] is None:
        return f"day {plan['day']}{of}{step} · no stop date"
    what = "review after" if plan["ends"] == "review" else "last dose" if _ends_in_dose(plan) else "last day"
    last_on = date_within(date.fromisoformat(plan["last_use_on"]), days=plan["days"] - plan["day"])
    return f"day {plan['day']}{of}{step} · {what} {last_on}"


def _ends_in_dose(plan: Json) -> bool:
    """Whether the last day has a dose of the plan, and is not one of as needed behind them."""
    return bool(plan["last_dose_on"] == plan["last_use_on"])


def by_time(doses: list[Json]) -> list[Json]:
    """Doses in order of their times, those of one time by the labels of their plans."""
    return sorted(doses, key=lambda dose: (datetime.fromisoformat(dose["at"]), dose["label"]))


def state_behind(dose: Json) -> str:
    """ ", late"; that it is due is said already."""
    return "" if dose["state"] == "due" else f", {dose['state']}"


def slot_before(dose: Json) -> str:
    """ "morning, "; a slot that is named by its clock time goes without saying."""
    return "" if dose["slot"][:1].isdigit() else f"{dose['slot']}, "


def day_behind(due: datetime, at: datetime) -> str:
    """ " Wed 2 Dec", where the dose is not of the day of `at`."""
    return "" if due.date() == at.date() else f" {due:%a %-d %b}"


def without_time(title: str, *, at: str) -> str:
    """A dose's title without the time at its end, for where that stands beside it."""
    return title.removesuffix(f" · {datetime.fromisoformat(at):%H:%M}")
