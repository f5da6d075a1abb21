"""What plan does a FHIR order propose, when its text, structure, quantity and supply all say the same?

The structure makes the plan; the order's own text only adds the times of day where the structure names none. Any
disagreement among them, and whatever is not understood, is a question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction

from taper.app.answers import Json
from taper.app.arguments import ask
from taper.app.orderagree import check_doses, places_of, reason_of, unit_of, when_of
from taper.app.orderchecks import check_makeable, check_maximums, split_as_ordered
from taper.app.orderfacts import Facts
from taper.app.orderforms import kept_form
from taper.app.ordersaid import Claim, DispensedSaid
from taper.app.ordertexts import OwnText, check_remark, check_text, check_whole_text, own_text
from taper.core.amount import Amount, Unit
from taper.core.course import CourseError, dated_steps
from taper.core.daytimes import SlotTimes
from taper.core.errors import Unanswered
from taper.core.form import FormError, from_form, to_form
from taper.core.plan import Ends, Limits, OpenLength, Plan, Split, Step, Tablet
from taper.interop.fhirdosage import Instruction
from taper.interop.fhirlines import Around, Beside, Line, line_of
from taper.interop.fhirorder import Order, read_order
from taper.interop.fhirsteps import Run, runs_of, steps_of
from taper.interop.fhirsupply import check_rough_supply, check_supply
from taper.interop.fhirunits import Quantity
from taper.language import Setting, say_step

_OPEN_DAYS = 28
_MOST_WORDS = 200
_START_CHOICES = ("--start DATE",)


@dataclass(frozen=True, slots=True)
class BesideOrder:
    """What is known beside the order; `assumed_on` is day 1 where nothing says it, None where it must be said."""

    times: SlotTimes
    zone: str
    today: date
    zone_is_said: bool = False
    starts_on: date | None = None
    starts_at: time | None = None
    assumed_on: date | None = None
    tablets: tuple[Tablet, ...] = ()
    split: Split = Split.NONE
    chosen: str | None = None


@dataclass(frozen=True, slots=True)
class OrderReading:
    """The plan an order proposes, whether its first day was assumed, and its own words beside the reading."""

    plan: Plan
    assumed: bool
    shown: Json


def read_fhir(content: bytes, *, name: str, beside: BesideOrder) -> OrderReading:
    """The plan of the order in a file. Raises Unanswered with every question."""
    order = read_order(content, name=name, chosen=beside.chosen, split=beside.split)
    kept = kept_form(order)
    if kept is None:
        return _Reader(order, beside).reading()
    if beside.starts_on not in (None, kept.starts_on):
        raise ask(
            "Which date is day 1? Two are given.", where="start", choices=(str(kept.starts_on), str(beside.starts_on))
        )
    if beside.zone_is_said and beside.zone != kept.zone:
        raise ask("Which zone is it? Two are given.", where="zone", choices=(kept.zone, beside.zone))
    return OrderReading(kept, False, _shown_as_kept(order, kept))


def _shown_as_kept(order: Order, plan: Plan) -> Json:
    steps = [say_step(step, tablets=plan.tablets) for step in plan.steps]
    return {
        "id": order.id or None,
        "status": order.status,
        "medication": order.medication.words,
        "instructions": [{"where": f"step {nth}", "texts": [], "structure": said} for nth, said in enumerate(steps, 1)],
        "notes": ["The order was written by taper and is unchanged: the plan is the one it was written from."],
    }


class _Reader:
    """One order while it is read."""

    def __init__(self, order: Order, beside: BesideOrder) -> None:
        self.order, self.beside, self.asked = order, beside, order.asked
        self.tablets = tuple(split_as_ordered(tablet, order.instructions) for tablet in self._tablets_named())
        self.texts = [self._own_texts(one) for one in order.instructions]
        self.order = order = _with_dispensed(order, [claim for texts in self.texts for claim in _claims(texts)])
        self.asides = [own_text(where, text, self._setting(), follows=False) for where, text in order.asides]
        self.instructions = [
            self._with_dose(one, texts) for one, texts in zip(order.instructions, self.texts, strict=True)
        ]
        self.lines = [self._line(one, texts) for one, texts in zip(self.instructions, self.texts, strict=True)]
        self.notes: tuple[str, ...] = ()
        self.was_checked = False

    def _tablets_named(self) -> tuple[Tablet, ...]:
        """The tablets given beside the order, else the order's own; asked about where the two differ."""
        given, own = self.beside.tablets, self.order.medication.tablet
        if given and own is not None and own.name not in {tablet.name for tablet in given}:
            names = " and ".join(tablet.name for tablet in given)
            text = f"The order's medicine is {own.name}, --strength names {names}. Which are on hand?"
            self.asked.ask(text, where="--strength")
        return given or ((own,) if own is not None else ())

    def reading(self) -> OrderReading:
        lines = [line for line in self.lines if line is not None]
        whole = len(lines) == len(self.lines) and bool(lines)
        runs = runs_of(lines, asked=self.asked) if whole else ()
        steps = steps_of(runs, asked=self.asked)
        start = self._start(runs)
        self._check_texts(runs)
        plan = self._plan(steps, runs, start) if steps and start else None
        if plan is not None and not self.asked.questions:
            plan = self._checked(plan)
        if plan is None or self.asked.questions:
            if not self.was_checked:
                check_rough_supply(self.order, self.instructions, asked=self.asked)
            raise Unanswered(tuple(self.asked.questions))
        assumed = start == self.beside.assumed_on and self.beside.starts_on is None and not runs[0].first_on
        return OrderReading(plan, assumed, self._shown(plan))

    def _own_texts(self, instruction: Instruction) -> list[OwnText]:
        """Its texts as they read; "then" may only begin one whose sequence number says that it follows another."""
        number, first_one = instruction.sequence, self.order.instructions[0]
        follows = number is not None and first_one.sequence is not None and number > first_one.sequence
        first = instruction.timing.bounds.first
        setting = self._setting(first.on if first else None)
        return [own_text(where, text, setting, follows=follows) for where, text in instruction.texts]

    def _setting(self, first_on: date | None = None) -> Setting:
        """What the order's texts are read beside; `first_on` is the day from which an instruction is dated."""
        beside = self.beside
        return Setting(
            starts_on=first_on or beside.starts_on or beside.assumed_on or beside.today,
            zone=beside.zone,
            today=first_on or beside.today,
            starts_at_time=beside.starts_at,
            times=beside.times,
            tablets=self.tablets,
            split=beside.split,
        )

    def _with_dose(self, instruction: Instruction, texts: Sequence[OwnText]) -> Instruction:
        """An instruction that applies something and says no amount is one application."""
        applied = any("apply" in own.text.lower().split() for own in texts)
        if instruction.high is None and applied and unit_of(_claims(texts)) is None:
            one = Quantity(Fraction(1), Unit.APPLICATION)
            return replace(instruction, low=one, high=one)
        return instruction

    def _line(self, instruction: Instruction, texts: Sequence[OwnText]) -> Line | None:
        claims = _claims([own for own in texts if not own.is_whole])
        applied = any("apply" in own.text.lower().split() for own in texts)
        unit = unit_of(claims) or self.order.medication.form or (Unit.APPLICATION if applied else None)
        quoted = instruction.texts[0][1] if instruction.texts else ""
        words = Beside(places_of(claims), unit, reason_of(claims), when_of(claims), quoted)
        around = Around(self.beside.times, self.beside.zone, self.beside.starts_at)
        return line_of(instruction, words, around, asked=self.asked)

    def _facts(self, instruction: Instruction, runs: Sequence[Run]) -> Facts:
        is_last = not runs or any(line.instruction is instruction for line in runs[-1].lines)
        days = _days_of(instruction, runs)
        order = self.order
        return Facts(instruction, order.medication, self.beside.times, days, is_last, order.quantity)

    def _check_texts(self, runs: Sequence[Run]) -> None:
        facts = [self._facts(instruction, runs) for instruction in self.instructions]
        for texts, line, known in zip(self.texts, self.lines, facts, strict=True):
            check_doses(known, asked=self.asked)
            for own in texts:
                check_text(own, line, known, asked=self.asked)
            for where, text in known.instruction.remarks:
                check_remark(where, text, (known,), asked=self.asked)
        asides = [(own.where, own.text) for own in self.asides if not own.is_whole]
        for where, text in (*self.order.notes, *asides):
            check_remark(where, text, tuple(facts), asked=self.asked)

    def _start(self, runs: Sequence[Run]) -> date | None:
        beside, dated = self.beside, runs[0].first_on if runs else None
        if dated is not None and beside.starts_on not in (None, dated):
            choices = (dated.isoformat(), str(beside.starts_on))
            self.asked.ask("Which date is day 1? Two are given.", where="start", choices=choices)
        found = dated or beside.starts_on
        if found is not None or not self.order.instructions:
            return found
        tied = [one for one in self.instructions if _is_tied(one)]
        if tied:
            text = f"{tied[0].where}: its days count from the first dose, and the order gives no start date."
            why = "Every other day, or every 72 hours: which days these are is decided by the first one."
            self.asked.ask(f"{text} On which day is the first dose?", where="start", why=why, choices=_START_CHOICES)
            return beside.assumed_on
        if beside.assumed_on is None:
            self.asked.ask("Which date is day 1?", where="start", choices=_START_CHOICES)
        return beside.assumed_on

    def _plan(self, steps: tuple[Step, ...], runs: Sequence[Run], start: date) -> Plan:
        order = self.order
        starts_at = next((line.starts_at for line in runs[0].lines if line.starts_at), None) or self.beside.starts_at
        remarks = [text for one in self.instructions for _, text in one.remarks] + [text for _, text in order.notes]
        return Plan(
            steps=steps,
            ends=self._ends(steps[-1], runs[-1]),
            starts_on=start,
            zone=self.beside.zone,
            medicine=_words(order.medication.name),
            starts_at_time=starts_at,
            tablets=self._tablets(),
            limits=Limits(max_per_day=self._maximum()),
            prescriber=_words(order.prescriber),
            written_on=order.written_on,
            reason=_words(order.reason),
            precautions=tuple(dict.fromkeys(text[:2000] for text in remarks)),
        )

    def _ends(self, step: Step, last: Run) -> Ends:
        """How it ends; a review after a length is only ever said in words: by the last step's text, or the whole's."""
        if isinstance(step.length, OpenLength):
            return Ends.OPEN
        lasts = [line.instruction for line in last.lines]
        own = [one for inst, texts in zip(self.instructions, self.texts, strict=True) for one in texts if inst in lasts]
        wholes = [one for texts in self.texts for one in texts if one.is_whole]
        reviewed = any(one.plan is not None and one.plan.ends is Ends.REVIEW for one in (*own, *wholes))
        return Ends.REVIEW if reviewed else Ends.STOP

    def _tablets(self) -> tuple[Tablet, ...]:
        quantity = self.order.quantity
        if len(self.tablets) != 1 or quantity is None or self.order.repeats:
            return self.tablets
        (tablet,) = self.tablets
        counted = quantity.unit is tablet.form and quantity.number.denominator == 1 and quantity.number <= 1_000_000
        return (replace(tablet, quantity=int(quantity.number)),) if counted else self.tablets

    def _maximum(self) -> Amount | None:
        """The most in a day that the order states of its scheduled doses; the same for all, or it is asked."""
        scheduled = [one for one in self.instructions if not one.needed]
        found = {one.max_per_day.in_unit(one.high.unit if one.high else None) for one in scheduled if one.max_per_day}
        if len(found) > 1:
            self.asked.ask("The instructions name different maximums a day. Which one holds?", where="maxDosePerPeriod")
        return found.pop() if len(found) == 1 else None

    def _checked(self, plan: Plan) -> Plan | None:
        """The plan, after everything that only whole plans show; None where it makes none."""
        try:
            dated_steps(plan)
            from_form(to_form(plan))
        except (CourseError, FormError) as error:
            self.asked.ask(f"The order makes no plan: {error}. What is meant?", where="dosageInstruction")
            return None
        self.was_checked = True
        check_makeable(plan, asked=self.asked)
        check_maximums(plan, self.instructions, self.order.medication.tablet, asked=self.asked)
        for own in (*(own for texts in self.texts for own in texts), *self.asides):
            if own.is_whole:
                check_whole_text(own, plan, asked=self.asked)
        self.notes = check_supply(self.order, plan, asked=self.asked)
        return plan

    def _shown(self, plan: Plan) -> Json:
        """The order's own words beside what its structure was read as."""
        order = self.order
        return {
            "id": order.id or None,
            "status": order.status,
            "medication": order.medication.words,
            "instructions": [
                {
                    "where": line.instruction.where,
                    "texts": [own.text for own in texts],
                    "structure": say_step(Step(line.length, line.schedule), tablets=plan.tablets),
                }
                for line, texts in zip(self.lines, self.texts, strict=True)
                if line is not None
            ],
            "notes": [*self.notes, *self._standing()],
        }

    def _standing(self) -> list[str]:
        texts = [] if any(self.texts) else ["The order has no text of its own: only its structure was read."]
        if self.order.status != "active":
            texts.append(f"The order's status is {self.order.status}: ask whether it still holds.")
        return texts


def _with_dispensed(order: Order, claims: Sequence[Claim]) -> Order:
    """The order with the quantity that its text says ("# 20"), where the structure says none."""
    said = {claim.meaning.number for claim in claims if isinstance(claim.meaning, DispensedSaid)}
    if order.quantity is not None or len(said) != 1:
        return order
    return replace(order, quantity=Quantity(said.pop(), unit_of(claims) or order.medication.form))


def _claims(texts: Sequence[OwnText]) -> list[Claim]:
    return [claim for own in texts for claim in own.claims]


def _is_tied(instruction: Instruction) -> bool:
    """Whether it matters on which day an instruction begins."""
    timing = instruction.timing
    if instruction.needed:
        return False
    tied_hours = timing.hours is not None and 24 % timing.hours != 0
    return (
        tied_hours
        or type(timing.rhythm).__name__ in ("EveryNthDay", "EveryMonth")
        or (getattr(timing.rhythm, "every_weeks", 1) > 1)
    )


def _days_of(instruction: Instruction, runs: Sequence[Run]) -> tuple[int, int | None] | None:
    """The plan days, by number, on which an instruction holds; None where lengths in months or doses leave it open."""
    first = 1
    for run in runs:
        count = getattr(run.length, "count", None) if type(run.length).__name__ == "Days" else None
        if any(line.instruction is instruction for line in run.lines):
            return first, None if count is None else first + count - 1
        if count is None:
            return None
        first += count
    return None


def _words(text: str | None) -> str | None:
    return " ".join(text.split())[:_MOST_WORDS] or None if text else None
