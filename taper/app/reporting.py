"""What does a provider want to see of a plan at one look: how it was changed, what was planned, taken, noted and left?

Nothing is judged here and nothing advised. The counts are those of the operation `days` (`app.tallying`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from taper.app.answers import Json, dose_json, intake_json, pieces_json
from taper.app.arguments import Arguments
from taper.app.changetold import history_json
from taper.app.checkingin import checked_in_json
from taper.app.choosing import active_plans, chosen_plan, dose_of
from taper.app.courses import recorded_of
from taper.app.daybyday import course_json
from taper.app.desk import Desk, manner_of
from taper.app.noting import note_json
from taper.app.preview import OPEN_DAYS
from taper.app.tallying import tally
from taper.app.viewing import plan_line
from taper.core import paperwords
from taper.core.amount import Unit, spoken
from taper.core.course import dated_steps
from taper.core.guard import Guard, reveals, rule_for
from taper.core.ledger import State, standing
from taper.core.localtime import local, local_date
from taper.core.missedwords import rule_sentence
from taper.core.needed import bounded
from taper.core.notes import standing_notes
from taper.core.notice import Manner, name_of, say_amount
from taper.core.pieces import Piece, make
from taper.core.plan import AsNeeded, Plan, Split, Tablet
from taper.core.prescribed import past_words
from taper.core.record import Answer, Intake, KeptPlan
from taper.core.recorded import strength_of
from taper.core.supply import is_countable
from taper.core.words import SayAmount, as_needed_phrase, counted, in_pieces, joined, long_date, say_strength

_STILL = (State.AHEAD, State.DUE, State.LATE, State.UNANSWERED)
_SPLIT = {Split.NONE: "not to be split", Split.HALF: "may be halved", Split.QUARTER: "may be quartered"}


@dataclass(frozen=True, slots=True)
class Veil:
    """What keeps the medicine's name out of other people's words, where names are hidden."""

    plan: Plan
    guard: Guard
    names_shown: bool

    def over(self, text: str | None) -> str | None:
        """The words, or that they are not shown because they name the medicine."""
        if text is None or self.names_shown or not reveals(text, self.plan, self.guard):
            return text
        return paperwords.WORDS_HIDDEN


def manner_wanted(desk: Desk, arguments: Arguments) -> Manner:
    """How titles speak: with names as "names" says, else as the settings do."""
    speaking = manner_of(desk.settings, active_plans(desk))
    if arguments.given.get("names") is None:
        return speaking
    return Manner(names_shown=arguments.flag("names"), several_people=speaking.several_people)


def veil_of(desk: Desk, kept: KeptPlan, speaking: Manner) -> Veil:
    """The veil for one plan."""
    return Veil(kept.plan, desk.guard_for(kept.plan.medicine), speaking.names_shown)


def report(desk: Desk, arguments: Arguments) -> Json:
    """One plan for its provider. With "names" false, no text in it names the medicine."""
    kept, speaking = chosen_plan(desk, arguments.text("plan")), manner_wanted(desk, arguments)
    veil, now = veil_of(desk, kept, speaking), desk.now()
    so_far = (local_date(now, zone=kept.plan.zone) - kept.plan.starts_on).days + 1
    course: dict[str, Any] = course_json(desk, kept, open_days=max(OPEN_DAYS, so_far))
    if not veil.names_shown:
        course |= {"medicine": None, "steps": [one | {"text": veil.over(one["text"])} for one in course["steps"]]}
    return {
        **_standing_json(kept, veil, speaking, line=plan_line(kept, now=now)),
        "at": local(now, zone=kept.plan.zone).isoformat(),
        "steps": _steps_json(kept, course),
        "total": tally(course["days"]),
        "unusual": [*_unusual(desk, kept, veil)],
        "versions": [*_versions(kept, veil)],
        "notes": _notes_json(desk, kept, veil),
        "check_ins": _check_ins_json(desk, kept, veil),
        "supply": _supply_json(desk, kept, course),
        "course": course,
    }


def _standing_json(kept: KeptPlan, veil: Veil, speaking: Manner, *, line: Json) -> Json:
    """The plan itself, and where it stands."""
    plan, rule = kept.plan, rule_for(kept.plan, veil.guard)
    if rule is not None and not rule.is_the_providers and not veil.names_shown:
        rule = None  # a source is cited with its address, and that names the medicine
    return {
        **line,
        "name": name_of(kept, speaking),
        "medicine": plan.medicine if veil.names_shown else None,
        "names_shown": speaking.names_shown,
        "several_people": speaking.several_people,
        "zone": plan.zone,
        "prescriber": plan.prescriber,
        "written_on": None if plan.written_on is None else plan.written_on.isoformat(),
        "reason": veil.over(plan.reason),
        "precautions": [veil.over(text) for text in plan.precautions],
        "activities": [veil.over(text) for text in plan.activities],
        "tablets": [*_tablets(plan)],
        "limits": [*_limits(plan)],
        "missed_rule": None if rule is None else rule_sentence(rule, names_shown=veil.names_shown),
        "as_needed": [*_as_needed(plan, veil)],
        "past_prescribed": past_words(kept),
        "stopped": kept.stops_at is not None,
    }


def _tablets(plan: Plan) -> Iterator[str]:
    """ "tablets of 10 mg, may be halved, 20 dispensed"."""
    for one in plan.tablets:
        release = " extended-release" if one.extended_release else ""
        dispensed = "" if one.quantity is None else f", {one.quantity:,} dispensed"
        yield f"{one.form.value} of {say_strength(one.strength)}{release}, {_SPLIT[one.split]}{dispensed}"


def _limits(plan: Plan) -> Iterator[str]:
    limits = plan.limits
    if limits.max_per_day is not None:
        yield f"at most {spoken(limits.max_per_day)} a day"
    if limits.min_gap_hours is not None:
        yield f"at least {counted(limits.min_gap_hours, 'hour')} between two doses"
    if limits.stop_by is not None:
        yield f"not past {long_date(limits.stop_by)}"


def saying(plan: Plan) -> SayAmount:
    """How this plan's amounts are said."""
    return lambda amount, of: say_amount(plan, amount, of)


def _as_needed(plan: Plan, veil: Veil) -> Iterator[str]:
    for dated in dated_steps(plan):
        if isinstance(dated.step.schedule, AsNeeded):
            yield veil.over(as_needed_phrase(bounded(dated.step.schedule, plan.limits), saying(plan))) or ""


def _steps_json(kept: KeptPlan, course: dict[str, Any]) -> list[Json]:
    """Each step with its counts; of one without an end they reach as far as its days are written out."""
    steps = dated_steps(kept.plan)
    return [
        {**shown, "days": dated.days, **tally([day for day in course["days"] if day["step"] == dated.number])}
        for shown, dated in zip(course["steps"], steps, strict=True)
    ]


def _unusual(desk: Desk, kept: KeptPlan, veil: Veil) -> Iterator[Json]:
    """The records that are one more, early, past the end, not sure, or have a note."""
    for intake in standing(desk.store.intakes(kept.id)):
        if intake.marks or intake.note or intake.answer is Answer.UNSURE:
            answered = dose_of(kept, intake.dose, near=intake.happened_at) if intake.dose else None
            what = None if intake.amount is None else say_amount(kept.plan, intake.amount, strength_of(kept, intake))
            of_dose = None if answered is None else dose_json(kept.plan, answered)["at"]
            yield intake_json(kept, intake) | {"what": what, "dose_at": of_dose, "note": veil.over(intake.note)}


def _versions(kept: KeptPlan, veil: Veil) -> Iterator[Json]:
    """Every version, its time by the plan's clocks."""
    for version, shown in zip(kept.versions, history_json(kept), strict=True):
        recorded_at = local(version.recorded_at, zone=kept.plan.zone).isoformat()
        words = {"text": veil.over(str(shown["text"])), "note": veil.over(version.note)}
        yield shown | {"recorded_at": recorded_at} | words


def _notes_json(desk: Desk, kept: KeptPlan, veil: Veil) -> list[Json]:
    """The notes that were not taken back, by when it was so."""
    notes = sorted(standing_notes(desk.store.notes(kept.id)), key=lambda one: (one.happened_at, one.recorded_at))
    shapes = (note_json(kept, one, ()) for one in notes)
    left_out = ("is", "urgent")  # what sources say of a sign is no part of what was noted
    return [
        {key: value for key, value in shape.items() if key not in left_out} | {"words": veil.over(one.words)}
        for one, shape in zip(notes, shapes, strict=True)
    ]


def _check_ins_json(desk: Desk, kept: KeptPlan, veil: Veil) -> list[Json]:
    return [one | {"about": veil.over(str(one["about"]))} for one in checked_in_json(desk, kept)]


def _supply_json(desk: Desk, kept: KeptPlan, course: dict[str, Any]) -> Json:
    """Pieces by strength: dispensed, needed by the whole plan, recorded as taken, and still to be taken.

    None where no finite count exists, or what was taken cannot be told in pieces.
    """
    plan, doses = kept.plan, [dose for day in course["days"] for dose in day["doses"]]
    is_known = kept.stops_at is not None or is_countable(plan)
    return {
        "dispensed": _counts(_bottle(one) for one in plan.tablets if one.quantity is not None),
        "needed": _counts(_pieces_of(doses, plan)) if is_known else None,
        "taken": _taken(recorded_of(desk, kept).taken(), kept),
        "still": _counts(_pieces_of([one for one in doses if one["state"] in _STILL], plan)) if is_known else None,
    }


def _bottle(tablet: Tablet) -> Piece:
    return Piece(Fraction(tablet.quantity or 0), tablet.name, tablet.form, tablet.strength)


def _pieces_of(doses: Sequence[dict[str, Any]], plan: Plan) -> Iterator[Piece]:
    known = {one.name: one for one in plan.tablets}
    for unit in (unit for dose in doses for unit in dose["units"]):
        tablet = known.get(unit["of"])
        form = Unit(unit["of"]) if tablet is None else tablet.form
        yield Piece(Fraction(unit["count"]), unit["of"], form, None if tablet is None else tablet.strength)


def _taken(intakes: Sequence[Intake], kept: KeptPlan) -> Json | None:
    made = [one.amount and make(one.amount, kept.plan.tablets, strength_of(kept, one)) for one in intakes]
    return None if not all(made) else _counts(piece for pieces in made if pieces for piece in pieces)


def _counts(pieces: Iterable[Piece]) -> Json:
    """Pieces added up by strength, for programs and in words."""
    totals: dict[str, Piece] = {}
    for one in pieces:
        so_far = totals.get(one.of)
        totals[one.of] = one if so_far is None else replace(so_far, count=so_far.count + one.count)
    found = tuple(totals.values())
    return {"pieces": pieces_json(found), "text": joined([in_pieces((one,)) for one in found]) or "none"}
