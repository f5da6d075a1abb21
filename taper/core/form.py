"""How does a plan stand in plain values (JSON in the store, TOML in plan files), and how is it read back?

One codec for both. The form holds only text, whole numbers, true and false, lists and tables; what is not set is left
out. The keys:

    medicine, label, person, prescriber, reason     text
    written_on, starts_on                           dates, "2026-12-01"
    starts_at                                       the first hour of day 1, "18:00"
    zone                                            an IANA name, "Europe/Berlin"
    ends                                            "stop", "review" or "open"
    example, made_up                                a made-up plan, and in words which of its numbers are (not kept)
    precautions                                     a list of text
    activities                                      a list of text, or of tables with activity and at, "17:00"
    check_in    ask (a list of text, each answered 0 to 10), days_after
    limits      max_per_day, min_gap_hours, stop_by
    missed      the rule for a missed dose: rule, hours, days, doses, words
    tablets     a list of: strength, form, holds, split, extended_release, quantity
    rules       a list of: words, first_step, last_step (the provider's rule, and the steps it was written out as)
    steps       a list of: one of days, months, until, doses, open = true; and one of
                  slots (a list of: slot, time, amount, next_day, of), every day or with one of every_days and
                    offset_days, weekdays and every_weeks, on_days and off_days, monthly = true;
                  parts, a list of such slots, each with days of its own;
                  every_hours with first_time, amount, of;
                  as_needed, a table of: amount, up_to, min_gap_hours, max_per_day, max_times_per_day, reason,
                    when, of;
                  rest = true
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from taper.core.amount import Amount, plain
from taper.core.bounds import MAX_PLAN_DAYS, MAX_PLAN_HOURS
from taper.core.course import CourseError, dated_steps, last_needed_on
from taper.core.daytimes import DEFAULT_TIMES, SlotTimes
from taper.core.errors import TaperError
from taper.core.expand import last_dose
from taper.core.formcheckin import activities_form, check_in_form, read_activities, read_check_in
from taper.core.formmissed import missed_form, read_missed
from taper.core.formstep import read_step, step_form
from taper.core.formtable import Problem, Table, without_none
from taper.core.formtablet import read_tablets, tablet_form
from taper.core.plan import (
    Ends,
    Interval,
    Limits,
    OpenLength,
    Plan,
    Rest,
    Rule,
    Step,
    amounts_of,
)


@dataclass
class FormError(TaperError):
    """A form that is no plan, with every problem found."""

    problems: tuple[Problem, ...]
    exit_code = 3

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)


@dataclass(frozen=True, slots=True)
class Beside:
    """What is known beside the form.

    What was said must agree with the form; what is assumed only stands in where nobody said anything.
    """

    times: SlotTimes
    starts_on: date | None
    starts_at: time | None
    zone: str | None
    assumed_starts_on: date | None
    assumed_zone: str | None


def to_form(plan: Plan) -> dict[str, object]:
    """The plain form of a plan; `from_form` reads it back to an equal plan."""
    form: dict[str, object | None] = {
        "medicine": plan.medicine,
        "label": plan.label,
        "person": None if plan.person == "me" else plan.person,
        "prescriber": plan.prescriber,
        "written_on": plan.written_on and plan.written_on.isoformat(),
        "reason": plan.reason,
        "zone": plan.zone,
        "starts_on": plan.starts_on.isoformat(),
        "starts_at": plan.starts_at_time and f"{plan.starts_at_time:%H:%M}",
        "ends": plan.ends.value,
        "example": plan.example or None,
        "precautions": list(plan.precautions) or None,
        "activities": activities_form(plan.activities, plan.activity_times),
        "check_in": check_in_form(plan.check_ins),
        "limits": _limits_form(plan.limits) or None,
        "missed": missed_form(plan.missed),
        "tablets": [tablet_form(tablet) for tablet in plan.tablets] or None,
        "steps": [step_form(step) for step in plan.steps],
        "rules": [_rule_form(rule) for rule in plan.rules] or None,
    }
    return without_none(form)


def _limits_form(limits: Limits) -> dict[str, object]:
    return without_none(
        {
            "max_per_day": limits.max_per_day and plain(limits.max_per_day),
            "min_gap_hours": limits.min_gap_hours,
            "stop_by": limits.stop_by and limits.stop_by.isoformat(),
        }
    )


def _rule_form(rule: Rule) -> dict[str, object]:
    return {"words": rule.words, "first_step": rule.first_step, "last_step": rule.last_step}


def from_form(
    form: Mapping[str, object],
    *,
    times: SlotTimes = DEFAULT_TIMES,
    starts_on: date | None = None,
    starts_at: time | None = None,
    zone: str | None = None,
    assumed_starts_on: date | None = None,
    assumed_zone: str | None = None,
) -> Plan:
    """The plan a form stands for.

    `times` fills in the time of a slot that has only a name. `starts_on`, `starts_at` and `zone` are what the person
    said beside the form: a form that says otherwise is a problem. The assumed ones stand in where neither says any.
    Raises FormError with every problem.
    """
    problems: list[Problem] = []
    beside = Beside(times, starts_on, starts_at, zone, assumed_starts_on, assumed_zone)
    plan = _read_plan(Table(form, path=(), problems=problems), beside=beside)
    if problems or plan is None:
        raise FormError(tuple(problems))
    return plan


def _read_plan(table: Table, *, beside: Beside) -> Plan | None:
    medicine, label, person = table.name("medicine"), table.name("label"), table.name("person")
    prescriber, written_on, reason = table.name("prescriber"), table.day("written_on"), table.text("reason")
    zone = _read_zone(table, beside=beside)
    starts_on, starts_at = _read_start(table, beside=beside)
    example = _read_example(table)
    precautions, (activities, activity_times) = table.texts("precautions"), read_activities(table)
    check_ins = read_check_in(table.table("check_in")) if table.says("check_in") else None
    limits, tablets = _read_limits(table.table("limits")), tuple(read_tablets(table))
    missed = read_missed(table.table("missed")) if table.says("missed") else None
    read = _read_steps(table, times=beside.times, starts_at=starts_at)
    rules = tuple(_read_rules(table, steps=len(read)))
    ends = _read_ends(table, last=read[-1] if read else None)
    table.refuse_unknown()
    if table.problems or zone is None or starts_on is None or ends is None:
        return None
    plan = Plan(
        steps=tuple(step for step in read if step is not None),
        ends=ends,
        starts_on=starts_on,
        zone=zone,
        medicine=medicine,
        starts_at_time=starts_at,
        tablets=tablets,
        limits=limits,
        label=label,
        person=person or "me",
        prescriber=prescriber,
        written_on=written_on,
        reason=reason,
        precautions=precautions,
        activities=activities,
        rules=rules,
        example=example,
        missed=missed,
        activity_times=activity_times,
        check_ins=check_ins,
    )
    _check_dates(table, plan)
    return plan


def _read_zone(table: Table, *, beside: Beside) -> str | None:
    zone = table.name("zone") if table.says("zone") else beside.zone or beside.assumed_zone
    if zone is None and table.says("zone"):
        return None
    if zone is None or not _is_zone(zone):
        table.wrong("zone", found=f'"{zone}"' if zone else None, expected='an IANA zone, as in "Europe/Berlin"')
    elif beside.zone not in (None, zone):
        table.wrong("zone", expected=f"the zone given beside the plan, {beside.zone}, or none here")
    return zone


def _is_zone(key: str) -> bool:
    try:
        ZoneInfo(key)
    except (KeyError, ValueError, OSError):  # unknown; a path out of the tables; a folder of zones such as "America"
        return False
    return True


def _read_start(table: Table, *, beside: Beside) -> tuple[date | None, time | None]:
    """The first day and, when one is said, its first hour."""
    on, at = table.day("starts_on"), table.clock("starts_at")
    if not table.says("starts_on"):
        on = beside.starts_on or beside.assumed_starts_on
        if on is None:
            table.wrong("starts_on", expected="the date of day 1, as in 2026-12-01")
    elif on and beside.starts_on not in (None, on):
        table.wrong("starts_on", expected=f"the start given beside the plan, {beside.starts_on}, or none here")
    if at and beside.starts_at not in (None, at):
        table.wrong(
            "starts_at", expected=f"the first hour given beside the plan, {beside.starts_at:%H:%M}, or none here"
        )
    return on, at or beside.starts_at


def _read_example(table: Table) -> bool:
    example = table.flag("example")
    if table.texts("made_up") and not example:
        table.wrong("made_up", found="made-up numbers", expected="example = true beside them, or no made_up")
    return example


def _read_limits(table: Table) -> Limits:
    limits = Limits(
        table.amount("max_per_day"), table.count("min_gap_hours", most=MAX_PLAN_HOURS), table.day("stop_by")
    )
    table.refuse_unknown()
    return limits


def _read_steps(table: Table, *, times: SlotTimes, starts_at: time | None) -> list[Step | None]:
    before = len(table.problems)
    tables = table.tables("steps")
    if not tables and len(table.problems) == before:
        table.wrong("steps", found="no step", expected="at least one step")
    read = [read_step(step, times=times, first_time=starts_at) for step in tables]
    for place, step in zip(tables[:-1], read[:-1], strict=True):
        if step is not None and isinstance(step.length, OpenLength):
            place.wrong("open", expected="a length; only the last step may be open")
    if read and all(step is not None and isinstance(step.schedule, Rest) for step in read):
        table.wrong("steps", found="no dose in any step", expected="at least one step with doses")
    for place, step in zip(tables, read, strict=True):
        if step is not None and not _adds_up(amounts_of(step.schedule)):
            place.wrong("slots", found="amounts of different kinds", expected="amounts that add up, as in mg and mg")
    return read


def _adds_up(amounts: tuple[Amount, ...]) -> bool:
    return all(amount.measures_like(amounts[0]) for amount in amounts)


def _read_rules(table: Table, *, steps: int) -> Iterator[Rule]:
    for rule in table.tables("rules"):
        words, first = rule.text("words"), rule.count("first_step", most=max(steps, 1))
        last = rule.count("last_step", most=max(steps, 1))
        for key in ("words", "first_step", "last_step"):
            if not rule.says(key):
                rule.wrong(key, expected="the rule's words, and the numbers of its first and last step")
        if first is not None and last is not None and last < first:
            rule.wrong("last_step", expected=f"step {first} or a later one")
        rule.refuse_unknown()
        if words is not None and first is not None and last is not None:
            yield Rule(words, first, last)


def _read_ends(table: Table, *, last: Step | None) -> Ends | None:
    """How the plan ends; left out, it is open after an open step and else stops (as in a plan's words)."""
    is_open = last is not None and isinstance(last.length, OpenLength)
    if not table.says("ends"):
        return Ends.OPEN if is_open else Ends.STOP
    ends = table.kind("ends", Ends)
    if ends is not None and last is not None and is_open is not (ends is Ends.OPEN):
        wanted = '"open", as the last step is open' if is_open else '"stop" or "review", as the last step has a length'
        table.wrong("ends", expected=wanted)
    return ends


def _check_dates(table: Table, plan: Plan) -> None:
    """Notes lengths that make no dates, and a plan that is too long, has no dose or begins before its first hour."""
    try:
        last = dated_steps(plan)[-1]
    except CourseError as error:
        table.wrong("steps", found=str(error), expected="lengths that follow each other from day 1")
        return
    if (last.last_on or last.first_on) - plan.starts_on >= timedelta(days=MAX_PLAN_DAYS):
        table.wrong("steps", found=f"a plan until {last.last_on}", expected=f"a plan of at most {MAX_PLAN_DAYS} days")
    elif last.last_on is not None and last_dose(plan) is None and last_needed_on(plan) is None:
        table.wrong("steps", found="no dose on any of its days", expected="at least one day with a dose")
    _check_first_hour(table, plan)


def _check_first_hour(table: Table, plan: Plan) -> None:
    first = plan.steps[0].schedule
    if plan.starts_at_time and isinstance(first, Interval) and first.first_time < plan.starts_at_time:
        found = f"a first dose at {first.first_time:%H:%M}, before day 1 begins at {plan.starts_at_time:%H:%M}"
        table.wrong("steps", found=found, expected="a first dose at that hour or later")
