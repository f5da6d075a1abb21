"""Does an order's own text say the same as the structure beside it?

The text is read as any plan is. Where it says only a part, or says it in words the language does not know, each thing
that it claims must be borne out by the structure, and no word that bears on the dose may be left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from taper.app import orderwords as words
from taper.app.orderagree import disagreements, not_understood, places_of, reason_of, second_dose
from taper.app.orderclaims import claims_of, claims_of_remark
from taper.app.orderfacts import Facts
from taper.app.orderplaces import places_differ, reasons_differ
from taper.app.ordersaid import Claim
from taper.core.amount import Amount, Unit
from taper.core.course import CourseError
from taper.core.expand import PlanDay, days_of
from taper.core.plan import AsNeeded, Ends, Interval, OpenLength, Plan, Step, Tablet
from taper.core.record import Dose
from taper.interop.fhirlines import Line
from taper.interop.fhirtable import Asked
from taper.language import Questions, Setting, read

_OPEN_DAYS = 60
_LEADING = re.compile(r"\A\s*(?:and |, ?)?(?:then|followed by|after that|thereafter)\b[,:]?\s*", re.IGNORECASE)
_TOTAL = re.compile(r"(?<=\() ?(\d[\w. ]*?) total(?=\))", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[a-z])\(e?s\)(?![a-z])", re.IGNORECASE)
_AGAIN = re.compile(r"\b(\d{1,3}) \((one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OwnText:
    """A text of an instruction: where it stands, what it claims, and the plan it reads as, if it reads as one.

    `says_then` where it begins with a "then" that its place among the instructions does not account for.
    """

    where: str
    text: str
    claims: tuple[Claim, ...]
    plan: Plan | None
    says_then: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it tells several steps, as the text of the whole order does."""
        return self.plan is not None and len(self.plan.steps) > 1


def own_text(where: str, text: str, setting: Setting, *, follows: bool) -> OwnText:
    """A text as it reads; a leading "then" is part of its place where the instruction `follows` another."""
    said = _LEADING.sub("", text, count=1) if follows else text
    said = _PLURAL.sub("s", said)
    reading = read(_AGAIN.sub(_once, _TOTAL.sub(r"\1", said)), setting)
    plan = None if isinstance(reading, Questions) else reading
    return OwnText(where, text, claims_of(said), plan, says_then=_LEADING.match(said) is not None)


def _once(match: re.Match[str]) -> str:
    """ "2 (two) times" is 2 times; brackets that say another number stay, to be asked about."""
    return match[1] if words.NUMBER_WORDS[match[2].lower()] == match[1] else match[0]


def check_text(own: OwnText, line: Line | None, facts: Facts, *, asked: Asked) -> None:
    """Asks about each way in which a text and its instruction's structure do not say the same."""
    if own.is_whole:
        return  # held against the whole order, not against one instruction
    if own.says_then:
        text = f'The text begins with "then" ("{own.text[:200]}"), and its sequence number follows no other.'
        asked.ask(f"{text} In which order are the instructions followed?", where=own.where)
    named = own.plan.medicine if own.plan is not None else None
    if named is not None and not _names_the_medicine(named, facts):
        text = f'The text names "{named}", the order\'s medicine is {facts.medication.words}. Which medicine is it?'
        asked.ask(text, where=own.where)
    against = list(dict.fromkeys((*disagreements(own.claims, facts), *_beside_the_dose(own, facts))))
    for sentence in against:
        asked.ask(f"{sentence} Which one holds?", where=own.where, why=_why(own))
    if own.plan is not None:
        if (
            line is not None
            and not against
            and not _says_the_same(own.plan, line, facts, places=bool(places_of(own.claims)))
        ):
            text = f'The text says "{own.text[:200]}", and the structure gives other doses or days. Which one holds?'
            asked.ask(text, where=own.where)
        return
    more = second_dose(own.claims)
    if more is not None:
        text = f'The text says "{own.text[:200]}": "{more}" is another dose, which the structure does not say.'
        asked.ask(f"{text} How much is taken, and when?", where=own.where)
    odd = list(dict.fromkeys(not_understood(own.claims, facts)))
    if odd:
        shown = ", ".join(f'"{word}"' for word in odd[:8])
        text = f'The text says "{own.text[:200]}"; of it, {shown} is not understood, and may change the dose.'
        asked.ask(f"{text} What does it say?", where=own.where)


def _names_the_medicine(named: str, facts: Facts) -> bool:
    words = set(re.findall(r"[a-z]{3,}", (facts.medication.words or "").lower()))
    return not words or not words.isdisjoint(re.findall(r"[a-z]{3,}", named.lower()))


def _beside_the_dose(own: OwnText, facts: Facts) -> Iterator[str]:
    """Where a text and its codes name another way of taking, another side or another reason."""
    instruction, reason = facts.instruction, reason_of(own.claims)
    yield from places_differ(own.text, route=instruction.route, site=instruction.site)
    if reason is not None and instruction.reason is not None and reasons_differ(reason, instruction.reason):
        yield f'The text says as needed "{reason}", the structure "{instruction.reason}".'


def _why(own: OwnText) -> str:
    return f'The text: "{own.text[:200]}".'


def check_remark(where: str, text: str, facts: tuple[Facts, ...], *, asked: Asked) -> None:
    """Asks about a note beside the dose that says something of the dose which no instruction's structure says."""
    claims = claims_of_remark(text)
    if not claims or any(_bears_out(claims, fact) for fact in facts):
        return
    asked.ask(f'A note says "{text[:200]}", which the structure does not say. What is meant?', where=where)


def _bears_out(claims: tuple[Claim, ...], facts: Facts) -> bool:
    silent = bool(places_of(claims)) and not facts.timing.places and not facts.instruction.needed
    against = [one for one in disagreements(claims, facts) if not one.startswith("The structure says that it is taken")]
    return not silent and not against and not list(not_understood(claims, facts))


def check_whole_text(own: OwnText, plan: Plan, *, asked: Asked) -> None:
    """Asks where the text of a whole order and its structure give different doses on any day."""
    if own.plan is None:
        return
    same_end = own.plan.ends is plan.ends or Ends.OPEN not in (own.plan.ends, plan.ends)
    if not same_end or _table(own.plan, times=True) != _table(plan, times=True):
        text = f'The text says "{own.text[:200]}", and the structure gives other doses or days. Which one holds?'
        asked.ask(text, where=own.where)


def _says_the_same(said: Plan, line: Line, facts: Facts, *, places: bool) -> bool:
    step = said.steps[0]
    needed = isinstance(step.schedule, AsNeeded)
    if needed or isinstance(line.schedule, AsNeeded):
        return _same_need(step, line)
    tablet = facts.medication.tablet
    coded = Plan(
        steps=(Step(line.length, line.schedule),),
        ends=Ends.OPEN if isinstance(line.length, OpenLength) else Ends.STOP,
        starts_on=said.starts_on,
        zone=said.zone,
        starts_at_time=said.starts_at_time,
        tablets=said.tablets or ((tablet,) if tablet else ()),
    )
    by_hours = isinstance(step.schedule, Interval)
    return _same_days(said, coded, times=places or by_hours)


def _same_need(step: Step, line: Line) -> bool:
    """Whether two statements of what is taken as needed agree in everything the text says."""
    said, coded = step.schedule, line.schedule
    if not isinstance(said, AsNeeded) or not isinstance(coded, AsNeeded):
        return False
    pairs = (
        (said.min_gap_hours, coded.min_gap_hours),
        (_in_micrograms(said.max_per_day), _in_micrograms(coded.max_per_day)),
        (None if isinstance(step.length, OpenLength) else step.length, line.length),
    )
    return all(one is None or one == other for one, other in pairs)


def _same_days(said: Plan, coded: Plan, *, times: bool) -> bool:
    """Whether two plans of one step give the same doses on each day; a text that names no end leaves it open."""
    one, other = _table(said, times=times), _table(coded, times=times)
    if said.ends is Ends.OPEN and coded.ends is not Ends.OPEN:
        return all(one.get(on, doses) == doses for on, doses in other.items() if on in one)
    return (said.ends is Ends.OPEN) is (coded.ends is Ends.OPEN) and one == other


def _table(plan: Plan, *, times: bool) -> dict[date, list[tuple[object, object]]]:
    """The doses of each day, in one unit where the tablets tell, with their times where those were said."""
    try:
        days = days_of(plan, open_days=_OPEN_DAYS)
    except CourseError:
        return {}
    return {day.on: list(_rows(day, plan.tablets, times=times)) for day in days}


def _rows(day: PlanDay, tablets: tuple[Tablet, ...], *, times: bool) -> Iterator[tuple[object, object]]:
    rows: list[tuple[datetime | None, object]] = []
    for dose in day.doses:
        rows.append((dose.due_at if times else None, _measure(dose, tablets)))
    yield from sorted(rows, key=str)


def _measure(dose: Dose, tablets: tuple[Tablet, ...]) -> object:
    """A dose in micrograms where the tablets tell what it holds, else as it stands."""
    amount = dose.amount
    if amount.unit is Unit.PESSARY:
        return Amount(amount.number, Unit.SUPPOSITORY)  # codes have one word for both
    if amount.unit.is_piece:
        held = [
            t.amount for t in tablets if t.form is amount.unit and t.amount and dose.of in (None, t.strength, t.name)
        ]
        if len(held) != 1 or held[0] is None:
            return amount
        amount = held[0].times(amount.number)
    return _in_micrograms(amount)


def _in_micrograms(amount: Amount | None) -> object:
    if amount is None:
        return None
    from_mass = {"mg": 1000, "mcg": 1, "g": 1_000_000}.get(amount.unit.value)
    return amount if from_mass is None else amount.number * from_mass
