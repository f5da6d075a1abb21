"""What stands in a calendar: the title and text of a dose, of a step, of the last dose and of the end?

A dose has the title of its notification, without the time, which the calendar shows. The title of a whole day holds no
amount, so that nobody takes anything because of it. No text holds a medicine's name unless names are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from taper.core import sentences as say
from taper.core.course import DatedStep, dated_steps
from taper.core.ledger import LastUse
from taper.core.localtime import local
from taper.core.notice import Manner, Wording, name_of, plan_name, say_amount, step_phrase
from taper.core.plan import Ends
from taper.core.prescribed import past_words
from taper.core.record import Dose, KeptPlan
from taper.core.words import capitalised, clock_time, long_date, short_date, slot_phrase

CANCELLED = Wording("Cancelled, nothing to take", "The plan was changed: this is no longer part of it.")
"""What stands where something was planned until the plan changed; some calendars show what is cancelled."""

_DOSE = "{name}: {amount}"
_PLACE = "Day {day}, step {step} ({slot})."
_MOVED = "The clocks leave out {wall} on this day: it is at {at} instead."
_REPEATED = "The clocks show {at} twice on this day: it is the first one."
_STEP = "{plan} changes today: step {number} of {of}"
_LAST_DOSE = "{plan}: last dose today, {at}"
_LAST_DAY = "{plan}: last day today"
_LAST_NEEDED = "What may be taken as needed may be taken until the end of this day."
_ENDED = "{plan} has ended: stop date passed"
_WRITTEN_PART_OVER = "{plan}: its written part is over"
_HORIZON = "{plan}: this calendar ends here"
_GOES_ON = (
    "The plan goes on. From this day on its doses are not in this calendar; to write it anew: taper export ics {label}"
)
_CALENDAR = (
    "What taper has written down of plan {label}, a dose an event. Some calendars ignore the alarms of a file they "
    "read, or put their own in their place: look at one event after reading it in. Changes of the plan come with a new "
    "file."
)


def calendar_wording(kept: KeptPlan, manner: Manner) -> Wording:
    """The name of the calendar and what it says of itself."""
    return Wording(capitalised(plan_name(kept, manner)), _CALENDAR.format(label=kept.label))


def dose_wording(kept: KeptPlan, dose: Dose, manner: Manner) -> Wording:
    """ "A: 2 tablets of 5 mg", and where the dose stands in its plan."""
    title = _DOSE.format(name=capitalised(name_of(kept, manner)), amount=say_amount(kept.plan, dose.amount, dose.of))
    return Wording(title, " ".join(_dose_lines(kept, dose)))


def _dose_lines(kept: KeptPlan, dose: Dose) -> Iterator[str]:
    day, at = (dose.on - kept.plan.starts_on).days + 1, clock_time(local(dose.due_at, zone=kept.plan.zone).time())
    yield _PLACE.format(day=day, step=dose.step, slot=slot_phrase(dose.slot))
    if dose.moved_from:
        yield _MOVED.format(wall=dose.moved_from, at=at)
    if dose.repeated:
        yield _REPEATED.format(at=at)


def step_wording(kept: KeptPlan, dated: DatedStep, manner: Manner) -> Wording:
    """ "Plan A changes today: step 2 of 3", and what changes."""
    plan, day = kept.plan, short_date(dated.first_on)
    before = dated_steps(plan)[dated.number - 2]
    title = _STEP.format(plan=_plan(kept, manner), number=dated.number, of=len(plan.steps))
    lines = (
        say.STEP_FROM.format(day=day, schedule=step_phrase(plan, dated)),
        say.STEP_UNTIL.format(schedule=step_phrase(plan, before)),
    )
    return Wording(title, " ".join(lines))


def last_use_wording(kept: KeptPlan, last: LastUse, manner: Manner) -> Wording:
    """ "Plan A: last dose today, 22:00", and what comes after it."""
    after = say.ASK_WHAT_NEXT if kept.plan.ends is Ends.REVIEW else say.IT_STOPS
    past = (say.THAT_IS_PAST.format(past=words),) if (words := past_words(kept)) else ()
    if last.dose is None:
        return Wording(_LAST_DAY.format(plan=_plan(kept, manner)), " ".join((_LAST_NEEDED, after, *past)))
    at = clock_time(local(last.dose.due_at, zone=kept.plan.zone).time())
    return Wording(_LAST_DOSE.format(plan=_plan(kept, manner), at=at), " ".join((after, *past)))


def ended_wording(kept: KeptPlan, last: LastUse, manner: Manner) -> Wording:
    """ "Plan A has ended: stop date passed"; of a plan that leads to a review, that its written part is over."""
    what, at = "day", ""
    if last.dose is not None:
        there = local(last.dose.due_at, zone=kept.plan.zone)
        night = f" at night on {short_date(there.date())}" if there.date() != last.on else ""
        what, at = "dose", f", {clock_time(there.time())}{night}"
    if kept.plan.ends is Ends.REVIEW:
        said = say.LAST_WRITTEN.format(what=what, on=long_date(last.on), at=at)
        return Wording(_WRITTEN_PART_OVER.format(plan=_plan(kept, manner)), f"{said} {say.ASK_WHAT_NEXT_LOWER}")
    said = say.LAST_WAS.format(what=what, on=long_date(last.on), at=at)
    return Wording(_ENDED.format(plan=_plan(kept, manner)), f"{say.NOTHING_NOW} {said} {say.ASK_BEFORE_MORE}")


def horizon_wording(kept: KeptPlan, manner: Manner) -> Wording:
    """ "Plan A: this calendar ends here", and how to go on."""
    return Wording(_HORIZON.format(plan=_plan(kept, manner)), _GOES_ON.format(label=kept.label))


def ended_after(last: LastUse, *, zone: str) -> timedelta:
    """How long after the last day of use the plan is over: the day behind it, and behind a dose past its midnight."""
    at_night = last.dose is not None and local(last.dose.due_at, zone=zone).date() > last.on
    return timedelta(days=2 if at_night else 1)


def _plan(kept: KeptPlan, manner: Manner) -> str:
    return capitalised(plan_name(kept, manner))
