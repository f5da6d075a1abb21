"""Does everything that was said make one plan, with no two parts against each other?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from taper.core.errors import Question
from taper.core.plan import Ends, Length, Limits, Plan, Schedule, Step, Tablet
from taper.language.agree import check_plan, start_of
from taper.language.ask import Questions, told_apart
from taper.language.schedule import schedule_of
from taper.language.setting import Setting
from taper.language.sketch import Sketch
from taper.language.spans import how_it_ends, lengths_of
from taper.language.strengths import tablets_of


def settle(text: str, sketch: Sketch, asked: list[Question], setting: Setting) -> Plan | Questions:
    """The plan a sketch means, or every question it raises together with those already `asked` while reading it."""
    questions = list(asked)
    starts_on, about_start = start_of(sketch, setting)
    tablets, about_tablets = tablets_of(sketch, setting)
    schedules, about_doses = _schedules(sketch, setting, tablets)
    questions += [*about_start, *about_tablets, *about_doses, *_about_names(sketch)]
    if not sketch.whole:
        return Questions(text, told_apart(text, questions))
    lengths, about_lengths = lengths_of(sketch)
    ends = how_it_ends(sketch, lengths, about_lengths)
    questions += [*about_lengths, *_about_the_whole(sketch, tablets)]
    if not questions and starts_on is not None:
        steps = _steps(lengths, schedules)
        plan = _plan(sketch, setting, starts_on=starts_on, ends=ends, steps=steps, tablets=tablets)
        questions += check_plan(plan, sketch)
        if not questions:
            return plan
    return Questions(text, told_apart(text, questions))


def _schedules(
    sketch: Sketch, setting: Setting, tablets: tuple[Tablet, ...]
) -> tuple[tuple[Schedule | None, ...], list[Question]]:
    questions: list[Question] = []
    schedules: list[Schedule | None] = []
    for number, step in enumerate(sketch.steps, 1):
        before = schedules[-1] if schedules else None
        schedule, raised = schedule_of(step, setting, tablets=tablets, before=before)
        questions += [replace(question, where=f"step {number}") for question in raised]
        schedules.append(schedule)
    return tuple(schedules), questions


def _steps(lengths: tuple[Length, ...], schedules: tuple[Schedule | None, ...]) -> tuple[Step, ...]:
    pairs = zip(lengths, schedules, strict=True)
    return tuple(Step(length, schedule) for length, schedule in pairs if schedule is not None)


def _about_names(sketch: Sketch) -> list[Question]:
    names = {said.value.casefold(): said.value for said in sketch.medicines}
    if len(names) < 2:
        return []
    text = "Two medicines are named, and a plan is for one. Which one is it?"
    return [Question(text, span=sketch.medicines[-1].span, choices=tuple(names.values()))]


def _about_the_whole(sketch: Sketch, tablets: tuple[Tablet, ...]) -> list[Question]:
    if not sketch.steps:
        return [
            Question('What is taken, how often and for how long? Write it like "40 mg daily for 4 days, then stop".')
        ]
    if len(sketch.stop_by) > 1:
        return [Question("The latest stop is said twice. Which date is it?", span=sketch.stop_by[-1].span)]
    firsts = (next((dose.amount for dose in step.doses if dose.amount), None) for step in sketch.steps)
    amounts = [said for said in firsts if said is not None]
    differing = [said for said in amounts if not said.amount.measures_like(amounts[0].amount)]
    if differing and not tablets:
        text = "The steps count in different units. How much does one tablet hold? Name it with --strength."
        return [Question(text, span=differing[0].span)]
    return []


def _plan(
    sketch: Sketch,
    setting: Setting,
    *,
    starts_on: date,
    ends: Ends,
    steps: tuple[Step, ...],
    tablets: tuple[Tablet, ...],
) -> Plan:
    if len(tablets) == 1 and sketch.dispensed:
        tablets = (replace(tablets[0], quantity=int(sketch.dispensed[0].value)),)
    return Plan(
        steps=steps,
        ends=ends,
        starts_on=starts_on,
        zone=setting.zone,
        medicine=sketch.medicines[0].value if sketch.medicines else None,
        starts_at_time=setting.starts_at_time,
        tablets=tablets,
        limits=Limits(stop_by=sketch.stop_by[0].value if sketch.stop_by else None),
        precautions=tuple(dict.fromkeys(said.value for said in sketch.notes)),
    )
