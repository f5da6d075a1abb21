"""How is a plan written out said in sentences, from the object of `preview`?

For the terminal and the page alike: every amount in its spoken form. It knows the answers' keys and nothing of plans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from taper.core.amount import NO_BREAK, Amount, AmountError, Unit, read_plain, spoken
from taper.core.localtime import local
from taper.core.words import counted, date_within, joined, long_date, say_strength, short_date

Json = dict[str, Any]

EXAMPLE = "EXAMPLE, made up. It is nobody's plan; take nothing from it."

_EXTENDED = " extended-release"
_NIGHT_IS_OVER = 6
"""The hour from which a dose belongs to the new day in the eyes of people."""
_MOMENT = timedelta(microseconds=1)
_ENDS = {"stop": "stop", "review": "review by your provider", "open": "no stop date"}


def title_parts(plan: Json) -> Iterator[str]:
    """The medicine, whose it is, how long, and the tablets in all."""
    yield plan["medicine"] or "no medicine named"
    if plan.get("person", "me") != "me":
        yield f"for {plan['person']}"
    days = _length(plan)
    if plan["ends"] == "open":
        written = len(plan["days"])
        yield f"open-ended, {counted(written, 'day')} written out" if written else "open-ended"
    elif days:
        yield counted(days, "day")
    if plan["supply"]:
        yield f"{joined([said_pieces(unit) for unit in plan['supply']])} in all"


def _length(plan: Json) -> int:
    """How many days the plan has, to its last dose or the last day on which something may be taken as needed."""
    starts_on = date.fromisoformat(plan["starts_on"])
    until = [date.fromisoformat(one["last_on"]) for one in plan["as_needed"] if one["last_on"]]
    return max([len(plan["days"]), *((on - starts_on).days + 1 for on in until)])


def rules_from(plan: Json, step: int) -> list[Json]:
    """The provider's rules that were written out as steps from this one on."""
    return [rule for rule in plan.get("rules", []) if rule["first_step"] == step]


def _steps_of(rule: Json) -> str:
    first, last = rule["first_step"], rule["last_step"]
    return f"written out as step {first}" if first == last else f"written out as steps {first} to {last}"


def rule_words(rule: Json) -> str:
    """ "Rule: "by 5 mg each week", written out as steps 2 to 5:"."""
    return f'Rule: "{unbroken(rule["text"])}", {_steps_of(rule)}:'


def step_dates(step: Json) -> str:
    """ "Tue 1 Dec to Fri 4 December 2026 (4 days)"."""
    first_on = date.fromisoformat(step["first_on"])
    if step["last_on"] is None:
        return f"from {long_date(first_on)} on"
    if step["last_on"] == step["first_on"]:
        return f"{long_date(first_on)} (1 day)"
    last_on = date.fromisoformat(step["last_on"])
    days = (last_on - first_on).days + 1
    return f"{date_within(first_on, days=days)} to {long_date(last_on)} ({counted(days, 'day')})"


def step_words(step: Json, plan: Json) -> str:
    """What is taken in a step, what a day of it adds up to, and its tablets."""
    needed = next((one for one in plan["as_needed"] if one["step"] == step["number"]), None)
    stopped = _stopped(step, plan)
    if needed is not None:
        return stopped + _as_needed(needed) + _step_supply(step, plan)
    return stopped + unbroken(step["spoken"]) + _daily_total(step["number"], plan["days"]) + _step_supply(step, plan)


def _step_supply(step: Json, plan: Json) -> str:
    """The tablets of one step, where there are several steps and the plan does not count its own amounts alike."""
    if not step.get("supply") or len(plan["steps"]) == 1:
        return ""
    return f" · {joined([said_pieces(unit) for unit in step['supply']])} in this step"


def unbroken(text: str) -> str:
    """A number stays on the line of the unit behind it."""
    return re.sub(r"(?<=\d) (?=[A-Za-z])", NO_BREAK, text)


def _daily_total(step: int, days: list[Json]) -> str:
    """What a dose day of the step adds up to, where there are several doses and every such day has the same."""
    dosed = [day for day in days if day["step"] == step and day["doses"]]
    totals = {day["total"] for day in dosed}
    if len(totals) != 1 or all(len(day["doses"]) == 1 for day in dosed):
        return ""
    return f" · {said(totals.pop())} on each day"


def _last_dose(day: Json) -> str:
    """When the last dose is taken: "Wed 16 December 2026, 22:00"; one in the night is still of the evening before, and
    names both days: "Wed 16 December 2026, at night, 00:30 on Thu 17 Dec".
    """
    at, planned_on = day["doses"][-1]["at"], date.fromisoformat(day["date"])
    taken_at = datetime.fromisoformat(at)
    if taken_at.date() != planned_on and taken_at.hour < _NIGHT_IS_OVER:
        return f"{long_date(planned_on)}, at night, {clock(at)} on {short_date(taken_at.date())}"
    return f"{long_date(taken_at.date())}, {clock(at)}"


def end_line(plan: Json) -> str:
    if plan["last_dose_on"] is None:
        return f"{_ENDS[plan['ends']]}."
    dosed = [day for day in plan["days"] if day["doses"]]
    last = long_date(date.fromisoformat(plan["last_dose_on"]))
    parts = [f"Last dose {_last_dose(dosed[-1])}." if dosed else f"Last day {last}."]
    until = max((entry["last_on"] for entry in plan["as_needed"]), default=plan["last_dose_on"])
    if until > plan["last_dose_on"]:
        needed_on, stopped_on = date.fromisoformat(until), _stopped_on(plan)
        parts.append(f"As needed until {long_date(needed_on if stopped_on is None else min(needed_on, stopped_on))}.")
    return f"{_ENDS[plan['ends']]}. {' '.join(parts)}"


def _stopped_on(plan: Json) -> date | None:
    """The last day before the stop; None for a plan that was not stopped."""
    if not plan.get("stopped_at"):
        return None
    return local(datetime.fromisoformat(plan["stopped_at"]) - _MOMENT, zone=plan["zone"]).date()


def _stopped(step: Json, plan: Json) -> str:
    """What stands before the words of a step that a stop cut off: they say what was planned."""
    stopped_on = _stopped_on(plan)
    if stopped_on is None or (step["last_on"] is not None and step["last_on"] <= stopped_on.isoformat()):
        return ""
    if step["first_on"] > stopped_on.isoformat():
        return "Stopped before this step, not to be taken. It was planned: "
    return f"Stopped on {long_date(stopped_on)}, within this step. It was planned: "


def _as_needed(entry: Json) -> str:
    """ "as needed for pain: 1 tablet of 50 mg, at least 6 hours apart, at most 200 mg a day"."""
    amounts = [_needed_amount(entry, end) for end in ("min", "max")]
    reason = f" for {entry['for']}" if entry.get("for") else ""
    when = f" {entry['when']}" if entry.get("when") else ""
    parts = [f"as needed{when}{reason}: {' to '.join(dict.fromkeys(amounts))}"]
    if entry.get("min_gap"):
        parts.append(f"at least {counted(int(entry['min_gap'][2:-1]), 'hour')} apart")
    if entry.get("max_times_per_day"):
        parts.append(f"at most {counted(entry['max_times_per_day'], 'time')} a day")
    if entry.get("max_per_day"):
        parts.append(f"at most {said(entry['max_per_day'])} a day")
    return ", ".join(parts)


def _needed_amount(entry: Json, end: str) -> str:
    """ "50 mg (1 tablet of 50 mg)"; of an amount counted in tablets, those of the strength named."""
    amount = said(entry[f"amount_{end}"])
    pieces = joined([said_pieces(unit) for unit in entry.get(f"units_{end}", [])])
    if not pieces or pieces == amount:
        return amount
    return pieces if pieces.startswith(f"{amount} ") else f"{amount} ({pieces})"


def beside_words(plan: Json) -> Iterator[str]:
    """What stands beside the steps, a sentence each: times, bounds, the rule for a missed dose, activities."""
    times = slot_times(plan["days"])
    if times:
        yield f"Times: {joined(times)}. Slots without a clock time stand at the times of your settings."
    yield from _limits(plan["limits"])
    if plan.get("missed"):
        yield plan["missed"]["text"]
    if plan.get("reason"):
        yield f"Taken for: {plan['reason']}."
    for activity in plan.get("activities", []):
        at = plan.get("activity_times", {}).get(activity)
        yield f"Beside it: {activity}" + (f", each day at {at}" if at else "")
    if plan.get("check_in"):
        yield _asked(plan["check_in"])


def _asked(check_in: Json) -> str:
    """The check-ins of a plan in a sentence."""
    days = check_in["days_after"]
    after = f" and for {counted(days, 'day')} after" if days else ""
    return f"Asked each evening of a step change{after}: {', '.join(check_in['ask'])}, 0 to 10."


def _limits(limits: Json) -> Iterator[str]:
    """The plan's own bounds, a sentence each."""
    if limits["max_per_day"]:
        yield f"The plan allows at most {said(limits['max_per_day'])} a day."
    if limits["min_gap"]:
        yield f"The plan wants at least {counted(int(limits['min_gap'][2:-1]), 'hour')} between two doses."
    if limits["stop_by"]:
        yield f"The plan must stop by {long_date(date.fromisoformat(limits['stop_by']))}."


def slot_times(days: list[Json]) -> list[str]:
    """ "morning 08:00", in the order of the day; slots named by their clock time go without saying."""
    found = {dose["slot"]: clock(dose["at"]) for day in days[:14] for dose in day["doses"]}
    named = [(at, slot) for slot, at in found.items() if not slot[:1].isdigit()]
    return [f"{slot} {at}" for at, slot in sorted(named)]


def dose_words(dose: Json) -> str:
    """ "08:00 4 tablets of 10 mg", and from where a clock change has moved it."""
    moved = f" (moved from {dose['moved_from']}: the clocks change)" if dose.get("moved_from") else ""
    what = joined([said_pieces(unit) for unit in dose["units"]]) or said(dose["amount"])
    return f"{clock(dose['at'])} {what}{moved}"


def day_words(day: Json) -> str:
    """All doses of a day, and what they add up to where there are several."""
    total = f" = {said(day['total'])}" if len(day["doses"]) > 1 else ""
    return (", ".join(dose_words(dose) for dose in day["doses"]) or "no doses") + total


def clock(at: str) -> str:
    return f"{datetime.fromisoformat(at):%H:%M}"


def said(plain: str) -> str:
    """The spoken form of an amount in the plain form; what is no amount stays as it is."""
    try:
        return spoken(read_plain(plain))
    except AmountError:
        return plain


def said_pieces(unit: Json) -> str:
    """ "4 tablets of 10 mg" for {"count": "4", "of": "10 mg tablet"}."""
    strength, _, form = unit["of"].rpartition(" ")
    try:
        count = spoken(Amount(Fraction(unit["count"]), Unit(form)))
    except ValueError:
        return f"{unit['count']} {unit['of']}"
    named = say_strength(strength.removesuffix(_EXTENDED)) + (_EXTENDED if strength.endswith(_EXTENDED) else "")
    return f"{count} of {named}" if strength else count
