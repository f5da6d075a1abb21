"""What a notice says: one title, and a body whose every line can be read alone.

The title holds only what is to be taken now; an old amount stands in the body in words; a notice that is no dose begins
"Nothing to take now.". With names hidden, the plan's label and the strength still tell every bottle and person apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from taper.core import sentences as say
from taper.core.amount import Amount, spoken
from taper.core.announce import Kind
from taper.core.asking import Stage
from taper.core.checkin import ActivityTime
from taper.core.checkinwords import activity_line, check_in_line, said_activity
from taper.core.course import DatedStep, dated_steps, step_on
from taper.core.courseday import course_day
from taper.core.due import Item, Saying
from taper.core.guard import UNKNOWN, Guard, rule_for
from taper.core.ledger import DoseState, LastUse, State, last_use_of
from taper.core.localtime import local, local_date
from taper.core.missedrule import StatedRule
from taper.core.missedwords import late_line, silence_lines, waiting_line
from taper.core.pieces import make
from taper.core.plan import Ends, Plan
from taper.core.prescribed import past_words
from taper.core.record import Dose, KeptPlan
from taper.core.suddenwords import sudden_lines
from taper.core.words import (
    capitalised,
    clock_time,
    counted,
    date_within,
    in_pieces,
    long_date,
    say_strength,
    schedule_phrase,
    short_date,
)


@dataclass(frozen=True, slots=True)
class Manner:
    """How notices speak: whether names are shown, whether persons must be told apart, and whether it is a demo."""

    names_shown: bool = False
    several_people: bool = False
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Wording:
    """A notice in words: plain text, the body's lines parted by newlines."""

    title: str
    body: str


def say_amount(plan: Plan, amount: Amount, of: str | None) -> str:
    """What to take, in tablets where the plan names them: "2 tablets of 5 mg"; else the amount itself."""
    pieces = make(amount, plan.tablets, of)
    if pieces:
        return in_pieces(pieces)
    return spoken(amount) if of is None else f"{spoken(amount)} of {say_strength(of)}"


def name_of(kept: KeptPlan, manner: Manner) -> str:
    """What stands for the plan in a title: "A", "prednisone", "Anna, A"."""
    name = kept.plan.medicine if manner.names_shown and kept.plan.medicine else kept.label
    person = "you" if kept.plan.person == "me" else kept.plan.person
    return f"{person}, {name}" if manner.several_people else name


def plan_name(kept: KeptPlan, manner: Manner) -> str:
    """The same within a sentence: "plan A", "Anna's plan A", "your plan A, prednisone"."""
    shown = manner.names_shown and kept.plan.medicine
    name = f"plan {kept.label}, {kept.plan.medicine}" if shown else f"plan {kept.label}"
    whose = "your" if kept.plan.person == "me" else f"{kept.plan.person}'s"
    return f"{whose} {name}" if manner.several_people else name


def dose_title(kept: KeptPlan, dose: Dose, manner: Manner) -> str:
    """ "A: 2 tablets of 5 mg · 08:00"."""
    at = clock_time(local(dose.due_at, zone=kept.plan.zone).time())
    name, amount = capitalised(name_of(kept, manner)), say_amount(kept.plan, dose.amount, dose.of)
    return _in_demo(say.TITLE_OF_DOSE.format(name=name, amount=amount, at=at), manner)


def _in_demo(title: str, manner: Manner) -> str:
    return f"{say.DEMO}. {title}" if manner.demo else title


def no_dose_title(said: str, manner: Manner) -> str:
    """The title of what is no dose: that there is nothing to take stands first."""
    return _in_demo(f"{say.NOTHING_NOW} {said}", manner)


def announcement_title(
    kept: KeptPlan, kind: Kind, about: date, *, today: date, manner: Manner, activity: ActivityTime | None = None
) -> str:
    """ "Nothing to take now. Plan A ends in 3 days"."""
    name = capitalised(plan_name(kept, manner))
    days, last = (about - today).days, last_use_of(kept)
    said = {
        Kind.STEP_CHANGE: say.TITLE_STEP_CHANGE.format(day=_day_word(days, about), plan=plan_name(kept, manner)),
        Kind.STOP_SOON: say.TITLE_STOP_SOON.format(plan=name, in_days=_in_days(days)),
        Kind.REVIEW: (say.TITLE_REVIEW if days >= 0 else say.TITLE_REVIEW_OVER).format(
            plan=name, in_days=_in_days(days)
        ),
        Kind.LAST_DOSE: say.TITLE_LAST.format(plan=name, what="dose" if last is None or last.dose else "day"),
        Kind.STOPPED: say.TITLE_STOPPED.format(plan=name),
        Kind.PAST_END: say.TITLE_PAST_END.format(plan=name, ago=_ago(-days)),
        Kind.TOO_SUDDEN: say.TITLE_CALL.format(plan=name),
        Kind.DIGEST: say.TITLE_NO_ANSWER.format(plan=name),
        Kind.CHECK_IN: f"{_whose(kept, manner)}{say.HOW_IT_GOES}",
        Kind.ACTIVITY: _whose(kept, manner) + _activity_said(kept, activity, manner),
        Kind.DOSE: name,
    }[kind]
    return no_dose_title(said, manner)


def _whose(kept: KeptPlan, manner: Manner) -> str:
    """ "Anna, A: " where persons must be told apart; what is no dose needs no plan's name else."""
    return f"{capitalised(name_of(kept, manner))}: " if manner.several_people else ""


def _activity_said(kept: KeptPlan, activity: ActivityTime | None, manner: Manner) -> str:
    if activity is None:
        return capitalised(plan_name(kept, manner))
    return f"{said_activity(kept.plan, activity, names_shown=manner.names_shown)}."


def _in_days(days: int) -> str:
    return "today" if days == 0 else "tomorrow" if days == 1 else f"in {counted(days, 'day')}"


def _ago(days: int) -> str:
    return "today" if days <= 0 else f"{counted(days, 'day')} ago"


def _day_word(days: int, on: date) -> str:
    return f"tomorrow ({short_date(on)})" if days == 1 else f"today ({short_date(on)})" if days == 0 else short_date(on)


def word(saying: Saying, kept: KeptPlan, *, now: datetime, manner: Manner, guard: Guard = UNKNOWN) -> Wording:
    """The notice for one plan at `now`; `guard` is what is known of its medicine."""
    today, stated = local_date(now, zone=kept.plan.zone), rule_for(kept.plan, guard)
    lines: list[str] = []
    for item in saying.items:
        if item.cause is not None:
            lines += sudden_lines(item.cause, kept, guard, today=today, names_shown=manner.names_shown)
    if saying.dose is not None:
        title = dose_title(kept, saying.dose.dose, manner)
        lines += _dose_lines(saying, kept, now, manner, stated)
    else:
        lead = next(item for item in saying.items if item.kind is saying.lead)
        title = announcement_title(
            kept, lead.kind, _about(lead, kept), today=today, manner=manner, activity=lead.activity
        )
    silent = [item.dose for item in saying.items if item.kind is Kind.DIGEST and item.dose]
    lines += silence_lines(
        silent,
        kept,
        stated,
        today=today,
        names_shown=manner.names_shown,
        rule_is_said=saying.dose is not None and (_is_late(saying.dose) or _attempt(saying) > 1),
    )
    for item in saying.items:
        lines += announcement_lines(kept, item.kind, item.on, step=item.step, today=today)
        lines += beside_lines(kept, item.kind, item.activity, names_shown=manner.names_shown)
    return Wording(title, "\n".join(dict.fromkeys(lines)))


def _is_late(state: DoseState) -> bool:
    return state.state in (State.LATE, State.UNANSWERED)


def _attempt(saying: Saying) -> int:
    """How often the dose is asked about by now."""
    return max((item.attempt for item in saying.items if item.kind is Kind.DOSE), default=1)


def asked_lines(saying: Saying) -> tuple[str, ...]:
    """How often the dose is asked about by now, and whether it will be again."""
    stage = next((item.stage for item in saying.items if item.stage is not None), None)
    attempt, found = _attempt(saying), []
    if attempt > 1 and stage is not Stage.QUIET:
        found.append(say.ASKED_AGAIN.format(nth=_ordinal(attempt)))
    if stage is Stage.LAST:
        found.append(say.ASKED_LAST)
    if stage is Stage.QUIET:
        found.append(say.ASKED_NO_MORE)
    return tuple(found)


def _about(item: Item, kept: KeptPlan) -> date:
    if item.kind is not Kind.PAST_END:
        return item.on
    last = last_use_of(kept)
    return last.on if last else item.on


def _dose_lines(
    saying: Saying, kept: KeptPlan, now: datetime, manner: Manner, stated: StatedRule | None
) -> Iterator[str]:
    if saying.dose is None:
        return
    dose, attempt = saying.dose.dose, _attempt(saying)
    yield place_of(kept, dose.on)
    yield from _changed_today(kept, dose)
    last = last_use_of(kept)
    if last is not None and last.dose == dose:
        yield say.LAST_OF_PLAN
    if _is_late(saying.dose):
        yield late_line(saying.dose, kept, stated, now=now, names_shown=manner.names_shown)
    elif attempt > 1 and stated is not None:
        yield waiting_line(saying.dose, kept, stated, now=now, names_shown=manner.names_shown)
    yield from asked_lines(saying)


def _ordinal(number: int) -> str:
    return {2: "second", 3: "third", 4: "fourth"}.get(number, f"{number}th")


def place_of(kept: KeptPlan, on: date) -> str:
    """Where a plan date stands: "Step 2 of 4, day 3 of 5; day 17 of 28. 11 days to the last dose (Wed 16 Dec)."."""
    plan, last = kept.plan, last_use_of(kept)
    if last is not None:
        on = min(on, last.on)  # while a last dose after midnight waits, the plan is still at its last date
    dated = step_on(plan, on)
    number = (on - plan.starts_on).days + 1
    of_all = say.PLACE_DAY.format(number=number)
    of_all += "" if last is None else say.OF_ALL.format(days=(last.on - plan.starts_on).days + 1)
    step = ""
    if dated is not None:
        in_step = (on - dated.first_on).days + 1
        of_step = say.OF_ALL.format(days=dated.days) if dated.days is not None else ""
        step = say.PLACE_STEP.format(number=dated.number, of=len(plan.steps), day=f"{in_step}{of_step}")
    text = f"{step}{of_all}."
    return f"{capitalised(text)} {way_to_the_end(kept, on)}"


def way_to_the_end(kept: KeptPlan, on: date) -> str:
    """ "11 days to the last dose (Wed 16 Dec)."."""
    last = last_use_of(kept)
    if last is None:
        return say.NO_STOP_DATE
    days = (last.on - on).days
    to = "review" if kept.plan.ends is Ends.REVIEW else "last dose" if last.dose else "last day"
    past = f", {words}" if (words := past_words(kept)) else ""
    if days == 0:
        return say.END_IS_TODAY.format(what=to, past=past)
    return say.WAY_TO_THE_END.format(days=counted(days, "day"), what=to, on=date_within(last.on, days=days), past=past)


def _changed_today(kept: KeptPlan, dose: Dose) -> Iterator[str]:
    """On the first day of a new step: what it was before, in words."""
    steps = dated_steps(kept.plan)
    if dose.step > len(steps):  # a dose of an earlier version
        return
    dated = steps[dose.step - 1]
    if dated.number > 1 and dated.first_on == dose.on:
        yield say.NEW_STEP.format(schedule=step_phrase(kept.plan, steps[dose.step - 2]))


def step_phrase(plan: Plan, dated: DatedStep) -> str:
    """A step's schedule in words: "1 tablet of 350 mg in the morning and at bedtime"."""
    return schedule_phrase(dated.step.schedule, lambda amount, of: say_amount(plan, amount, of))


def announcement_lines(kept: KeptPlan, kind: Kind, on: date, *, step: int | None, today: date) -> Iterator[str]:
    """The body of an announcement, each line readable alone."""
    plan, last = kept.plan, last_use_of(kept)
    if kind is Kind.STEP_CHANGE and step is not None:
        steps = dated_steps(plan)
        day = _day_word((on - today).days, on)
        yield say.STEP_FROM.format(day=day, schedule=step_phrase(plan, steps[step - 1]))
        yield say.STEP_UNTIL.format(schedule=step_phrase(plan, steps[step - 2]))
    if kind is Kind.PAST_END:
        yield past_end_warning(kept, today=today)
    elif last is not None and kind not in (Kind.CHECK_IN, Kind.ACTIVITY):
        yield from _end_lines(kept, kind, last, today=today)
        if kind is not Kind.STEP_CHANGE and (past := past_words(kept)):
            yield say.THAT_IS_PAST.format(past=past)


def beside_lines(kept: KeptPlan, kind: Kind, activity: ActivityTime | None, *, names_shown: bool) -> Iterator[str]:
    """The body of what is said beside the medicine: how to answer it."""
    if kind is Kind.CHECK_IN:
        yield check_in_line(kept, names_shown=names_shown)
    elif kind is Kind.ACTIVITY and activity is not None:
        yield activity_line(kept, activity, names_shown=names_shown)


def _end_lines(kept: KeptPlan, kind: Kind, last: LastUse, *, today: date) -> Iterator[str]:
    """What is said of the way to the last dose, or to the last day of what is taken as needed."""
    what, at = ("dose", f", {_last_time(kept, last.dose)}") if last.dose else ("day", "")
    if kind is Kind.STOP_SOON:
        in_days = _in_days((last.on - today).days)
        yield say.LAST_IN_DAYS.format(what=what, in_days=in_days, on=long_date(last.on), at=at)
        yield say.MORE_NEEDED
    elif kind is Kind.REVIEW:
        yield say.LAST_WRITTEN.format(what=what, on=long_date(last.on), at=at)
        yield say.ASK_WHAT_NEXT_LOWER
    elif kind is Kind.LAST_DOSE:
        after = say.ASK_WHAT_NEXT if kept.plan.ends is Ends.REVIEW else say.IT_STOPS
        yield say.LAST_TODAY.format(what=what, at=at, after=after)
    elif kind is Kind.STOPPED:
        yield say.LAST_WAS.format(what=what, on=long_date(last.on), at=at)


def _last_time(kept: KeptPlan, last: Dose) -> str:
    """ "22:00"; of a dose after midnight, which keeps the plan date before it: "at night, 00:30 on Thu 17 Dec"."""
    at = local(last.due_at, zone=kept.plan.zone)
    if at.date() == last.on:
        return clock_time(at.time())
    return f"at night, {clock_time(at.time())} on {short_date(at.date())}"


def past_end_warning(kept: KeptPlan, *, today: date) -> str:
    """ "This course ended 3 days ago (Mon 14 December 2026). This is day 17 of a 14-day course. Ask ..."."""
    last = last_use_of(kept)
    if last is None:
        return say.STOPPED_BEFORE_FIRST
    said = [say.COURSE_ENDED.format(ago=_ago((today - last.on).days), on=long_date(last.on))]
    if day := course_day(kept, today):
        said.append(say.THIS_IS_DAY.format(day=day))
    return " ".join((*said, say.ASK_BEFORE_MORE))
