"""Does everything that was said make one plan, with no two parts against each other?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from taper.core.amount import Amount, plain_number
from taper.core.errors import Question
from taper.core.plan import AsNeeded, Ends, Limits, OpenLength, Plan, Slots, Step, Tablet
from taper.language.agree import check_plan, start_of
from taper.language.ask import Questions, told_apart
from taper.language.build import Building, Built, build
from taper.language.nameddays import with_days_between
from taper.language.places import meals_are_a_note
from taper.language.rulecheck import check_rules
from taper.language.setting import Setting
from taper.language.sketch import LeastGap, MostADay, SaidStep, Sketch
from taper.language.spans import how_it_ends, lengths_of
from taper.language.strengths import for_its_kind, tablets_of
from taper.language.whens import AtMeals, EveryHours, FirstAt


@dataclass(frozen=True, slots=True)
class Settled:
    """The plan a text means, the clause each of its steps came from, and all that was said."""

    plan: Plan
    built: tuple[Built, ...]
    sketch: Sketch


def settle(text: str, sketch: Sketch, asked: list[Question], setting: Setting) -> Settled | Questions:
    """The plan a sketch means, or every question it raises together with those already `asked` while reading it."""
    questions = list(asked)
    setting = for_its_kind(sketch, setting)
    starts_on, about_start = start_of(sketch, setting)
    tablets, about_tablets = tablets_of(sketch, setting)
    sketch.steps = list(with_days_between(sketch.steps))
    lengths, about_lengths = lengths_of(sketch)
    built = build(text, sketch, lengths, setting, tablets)
    questions += [*about_start, *about_tablets, *built.questions, *_about_names(sketch)]
    if not sketch.whole:
        return Questions(text, told_apart(text, questions))
    ends = how_it_ends(sketch, built.steps, about_lengths) if not built.questions else Ends.STOP
    questions += [*about_lengths, *_about_the_whole(sketch, tablets), *_about_a_second_telling(sketch)]
    limits, about_limits = limits_of(sketch)
    questions += about_limits
    if not questions:
        questions += check_rules(sketch.rules, built)
    if not questions and starts_on is not None:
        plan = _plan(sketch, setting, starts_on=starts_on, ends=ends, built=built, limits=limits)
        questions += check_plan(plan, sketch, built.steps)
        if not questions:
            return Settled(plan, tuple(built.steps), sketch)
    return Questions(text, told_apart(text, questions))


def _about_names(sketch: Sketch) -> list[Question]:
    names = {said.value.casefold(): said.value for said in sketch.medicines}
    if len(names) < 2:
        return []
    text = "Two medicines are named, and a plan is for one. Which one is it?"
    return [Question(text, span=sketch.medicines[-1].span, choices=tuple(names.values()))]


def _meal_notes(sketch: Sketch, text: str) -> Iterator[str]:
    """ "with meals" beside "twice daily", in the words of the text."""
    for dose in (dose for step in sketch.steps for dose in step.doses if meals_are_a_note(dose.whens)):
        for said in dose.whens:
            if isinstance(said.value, AtMeals):
                yield text[said.span.start : said.span.end].lower()


def _dispensed_note(sketch: Sketch, steps: Sequence[Built]) -> Iterator[str]:
    """ "#20" of what is taken as needed or without an end: a count that nothing is held against is a note."""
    open_ended = bool(steps) and isinstance(steps[-1].step.length, OpenLength)
    if open_ended or any(isinstance(built.step.schedule, AsNeeded) for built in steps):
        yield from (f"Dispensed: {plain_number(said.value)}" for said in sketch.dispensed)


def limits_of(sketch: Sketch) -> tuple[Limits, list[Question]]:
    """The plan's own bounds on its scheduled doses; those of doses as needed stand in their step."""
    scheduled = [said for step in sketch.steps if step.needed is None for said in step.limits]
    said_limits = [*scheduled, *sketch.limits]
    amounts = {said.value.amount for said in said_limits if isinstance(said.value, MostADay) and said.value.amount}
    gaps = {said.value.hours for said in said_limits if isinstance(said.value, LeastGap)}
    if len(amounts) > 1 or len(gaps) > 1:
        text = "Two bounds of one kind are named. Which one holds?"
        return Limits(), [Question(text, span=said_limits[-1].span)]
    if sketch.limits and any(step.needed is not None for step in sketch.steps):
        return Limits(), [Question("Which of the steps is this the bound of?", span=sketch.limits[0].span)]
    in_times = [said for said in said_limits if isinstance(said.value, MostADay) and said.value.times is not None]
    if in_times:
        text = "How often a day is said by the doses already. Is it taken as needed?"
        return Limits(), [Question(text, span=in_times[0].span)]
    return Limits(max_per_day=next(iter(amounts), None), min_gap_hours=next(iter(gaps), None)), []


def _about_the_whole(sketch: Sketch, tablets: tuple[Tablet, ...]) -> list[Question]:
    if not sketch.steps:
        return [
            Question('What is taken, how often and for how long? Write it like "40 mg daily for 4 days, then stop".')
        ]
    if sketch.steps[-1].is_rest and not sketch.cycles and not sketch.ends:
        text = "What comes after these days without doses: the same again, or nothing more?"
        return [Question(text, span=sketch.steps[-1].span, choices=(", then stop", ", repeat"), follows=True)]
    if len({said.value.casefold() for said in sketch.reasons}) > 1:
        return [Question("Two reasons are named. What is it taken for?", span=sketch.reasons[-1].span)]
    if len(sketch.stop_by) > 1:
        return [Question("The latest stop is said twice. Which date is it?", span=sketch.stop_by[-1].span)]
    firsts = (next((dose.amount for dose in step.doses if dose.amount), None) for step in sketch.steps)
    amounts = [said for said in firsts if said is not None]
    differing = [said for said in amounts if not said.amount.measures_like(amounts[0].amount)]
    if differing and not tablets:
        text = "The steps count in different units. How much does one tablet hold? Name it with --strength."
        return [Question(text, span=differing[0].span)]
    return []


def _about_a_second_telling(sketch: Sketch) -> list[Question]:
    """ "20 mg for 5 days, then 10 mg for 5 days. 20 mg for 7 days": told again, or going on?"""
    first = _first_amount(sketch.steps[0]) if sketch.steps else None
    for before, step in zip(sketch.steps[1:], sketch.steps[2:], strict=False):
        said_alone = not (step.after_then or step.ranges or step.is_rest or step.change_to or step.starts_on)
        again = first is not None and _first_amount(step) == first and _first_amount(before) not in (None, first)
        if said_alone and again and not before.is_rest:
            text = (
                "The plan goes back to its first dose here. Is this the same plan told again, or what comes after it?"
            )
            return [Question(text, span=step.span, choices=('after it: write "then"',))]
    return []


def _first_hour(sketch: Sketch, first: Step) -> time | None:
    """ "every 6 hours, first dose at 22:00": when day 1 begins, where its doses stand before."""
    whens = [said.value for dose in sketch.steps[0].doses for said in dose.whens]
    begins = [when.at_time for when in whens if isinstance(when, FirstAt)]
    begins += [when.times[0] for when in whens if isinstance(when, EveryHours) and when.begins]
    slots = first.schedule.slots if isinstance(first.schedule, Slots) else ()
    before = any(slot.at_time < begins[0] and not slot.next_day for slot in slots) if begins else False
    return begins[0] if before else None


def _first_amount(step: SaidStep) -> Amount | None:
    return next((dose.amount.amount for dose in step.doses if dose.amount), None)


def _plan(sketch: Sketch, setting: Setting, *, starts_on: date, ends: Ends, built: Building, limits: Limits) -> Plan:
    tablets = built.tablets
    if len(tablets) == 1 and sketch.dispensed:
        tablets = (replace(tablets[0], quantity=int(sketch.dispensed[0].value)),)
    return Plan(
        steps=tuple(one.step for one in built.steps),
        ends=ends,
        starts_on=starts_on,
        zone=setting.zone,
        medicine=sketch.medicines[0].value if sketch.medicines else None,
        starts_at_time=setting.starts_at_time or _first_hour(sketch, built.steps[0].step),
        tablets=tablets,
        limits=replace(limits, stop_by=sketch.stop_by[0].value if sketch.stop_by else None),
        reason=sketch.reasons[0].value.removeprefix("for ") if sketch.reasons else None,
        precautions=tuple(
            dict.fromkeys(
                [
                    *sorted((said.value for said in sketch.notes), key=lambda note: note.startswith("Strength:")),
                    *_meal_notes(sketch, built.text),
                    *_dispensed_note(sketch, built.steps),
                ]
            )
        ),
        rules=(*built.rules, *(said.value for said in sketch.rules)),
    )
