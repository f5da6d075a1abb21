"""Lets plans go by the clocks of another zone: travel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from taper.app.answers import Json
from taper.app.arguments import Arguments, ask
from taper.app.changing import MAX_VERSIONS
from taper.app.choosing import active_plans, chosen_plan
from taper.app.desk import Desk
from taper.app.fromwhen import counts_from, refuse_stale
from taper.core.errors import Question, Unanswered
from taper.core.localtime import local
from taper.core.record import Dose, KeptPlan
from taper.core.revise import SeamError
from taper.core.travel import Crossing, crossing
from taper.core.words import capitalised, clock_time, joined, short_date


def zone(desk: Desk, arguments: Arguments) -> Json:
    """Moves every active plan (or one) to a zone: the same wall-clock times, by the clocks there.

    Shows each plan's last intake, its next dose in both zones and the hours between. Raises Unanswered where those are
    below the least gap (or half the usual spacing) or above 1.5 times it, unless a provider is named; then, and where a
    plan was changed meanwhile, none is moved.
    """
    wanted, now = arguments.text("plan"), desk.now()
    name = _zone_of(arguments)
    plans = active_plans(desk) if not wanted else (chosen_plan(desk, wanted),)
    if not plans:
        raise ask('There is no active plan to move. "taper list --all" shows those that are over.')
    moving = [kept for kept in plans if kept.plan.zone != name]
    begins = counts_from(arguments, now)
    crossings = [(kept, _crossing(desk, kept, name, begins, now=now)) for kept in moving]
    approved_by, note = arguments.text("approved_by") or None, arguments.text("note") or None
    _refuse_unusual(crossings, approved_by)
    if not arguments.flag("preview") and crossings:
        with desk.store.transaction():
            for kept, found in crossings:
                refuse_stale(kept, found.after, begins, now=now)
                version = replace(found.after.versions[-1], approved_by=approved_by, note=note)
                expected = _expected(arguments, kept)
                desk.store.add_version(kept.id, version, expect_versions=expected)
    return {
        "zone": name,
        "plans": [_crossing_json(kept, found) for kept, found in crossings],
        "already": [kept.label for kept in plans if kept.plan.zone == name],
        "counts_from": begins.isoformat(),
        "expect_versions": {kept.id: len(kept.versions) for kept in moving},
        "text": _outcome([kept for kept, _ in crossings], name),
    }


def _zone_of(arguments: Arguments) -> str:
    name = arguments.needed("zone")
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ask(f'"{name[:60]}" is no zone; write its IANA name, as in Europe/Berlin.', where="zone") from None
    return name


def _expected(arguments: Arguments, kept: KeptPlan) -> int:
    """How many versions the plan had when the person looked at it."""
    given = Arguments(arguments.table("expect_versions") or {})
    return given.count(kept.id, most=MAX_VERSIONS) or len(kept.versions)


def _crossing(desk: Desk, kept: KeptPlan, name: str, begins: datetime, *, now: datetime) -> Crossing:
    try:
        return crossing(kept, name, desk.store.intakes(kept.id), counts_from=begins, recorded_at=now)
    except SeamError as error:
        raise ask(f"How plan {kept.label} goes on there is not clear: {error}.") from None


def _refuse_unusual(crossings: Sequence[tuple[KeptPlan, Crossing]], approved_by: str | None) -> None:
    questions = tuple(_question(kept, found) for kept, found in crossings if found.is_too_short or found.is_too_long)
    if questions and approved_by is None:
        raise Unanswered(questions)


def _question(kept: KeptPlan, found: Crossing) -> Question:
    least = kept.plan.limits.min_gap_hours
    bound = f"the least gap of {least} hours" if least is not None else f"half the usual {hours(found.usual)}"
    why = (
        f"less than {bound}" if found.is_too_short else f"more than one and a half times the usual {hours(found.usual)}"
    )
    return Question(
        f"Plan {kept.label}: {_between(found)}, {why}. How to go on there is for your provider or pharmacist to say.",
        where="zone",
        choices=(
            '--approved-by "Dr ...": they say that it goes on so',
            "taper revise: write down what they say instead",
        ),
    )


def hours(span: timedelta | None) -> str:
    """ "18 hours", "7 hours 30 minutes"."""
    if span is None:
        return "unknown"
    minutes = round(span.total_seconds() / 60)
    whole, rest = divmod(minutes, 60)
    text = f"{whole} hour{'' if whole == 1 else 's'}"
    return text if not rest else f"{text} {rest} minutes"


def _between(found: Crossing) -> str:
    since = "the last dose, which has no answer," if found.assumed else "the last intake"
    return f"{hours(found.between)} from {since} to the next dose there"


def _crossing_json(kept: KeptPlan, found: Crossing) -> Json:
    old, new = kept.plan.zone, found.after.plan.zone
    return {
        "plan": kept.id,
        "label": kept.label,
        "from": old,
        "to": new,
        "last_intake_at": None if found.since_at is None else local(found.since_at, zone=old).isoformat(),
        "last_intake_assumed": found.assumed,
        "next_at": _at(found.stands, old),
        "next_there_at": _at(found.there, new),
        "hours_between": None if found.between is None else round(found.between.total_seconds() / 3600, 2),
        "usual_hours": None if found.usual is None else round(found.usual.total_seconds() / 3600, 2),
        "left_out": [dose.id for dose in found.left_out],
        "says": list(_says(kept, found)),
    }


def _at(dose: Dose | None, name: str) -> str | None:
    return None if dose is None else local(dose.due_at, zone=name).isoformat()


def _says(kept: KeptPlan, found: Crossing) -> list[str]:
    old, new = kept.plan.zone, found.after.plan.zone
    says = []
    if found.since_at is not None:
        what = "Last dose, without an answer" if found.assumed else "Last intake"
        says.append(f"{what}: {both(found.since_at, old, new)}.")
    if found.stands is not None:
        says.append(f"Next dose as it stands: {both(found.stands.due_at, old, new)}.")
    if found.there is None:
        return [*says, "No dose lies ahead, so that nothing changes but the clocks."]
    says.append(f"Next dose by the clocks there: {both(found.there.due_at, old, new)}.")
    if found.between is not None:
        usual = "" if found.usual is None else f"; usual are {hours(found.usual)}"
        says.append(f"{capitalised(_between(found))}{usual}.")
    if found.left_out:
        times = joined([_wall(dose.due_at, old) for dose in found.left_out])
        says.append(
            f"By the clocks there the dose of {times} is over, and is left out. Ask your provider or pharmacist about "
            "it."
        )
    return says


def both(at: datetime, old: str, new: str) -> str:
    """ "Thu 10 Dec 20:00 (Europe/Berlin), Thu 10 Dec 14:00 (America/New_York)"."""
    return f"{_wall(at, old)} ({old}), {_wall(at, new)} ({new})"


def _wall(at: datetime, name: str) -> str:
    there = local(at, zone=name)
    return f"{short_date(there.date())} {clock_time(there.time())}"


def _outcome(moved: Sequence[KeptPlan], name: str) -> str:
    if not moved:
        return f"Every plan goes by the clocks of {name} already."
    labels = joined([kept.label for kept in moved])
    return f"{'Plan' if len(moved) == 1 else 'Plans'} {labels}: the same times, by the clocks of {name} from now on."
