"""What stands on a plan's sheet for the fridge: each day with its doses to tick, the steps, the end, and whom to call?

Only words and dates, ready to be shown, for whoever draws: paper or a page. What is known of a plan comes from its
versions alone, so that the same plan gives the same sheet; only an open one begins and ends by the day it is made on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from taper.core import paperwords as words
from taper.core import sentences as say
from taper.core.course import DatedStep, dated_steps
from taper.core.expand import PlanDay
from taper.core.guard import Guard, reveals, rule_for
from taper.core.keptdays import days_of_kept
from taper.core.ledger import last_use_of
from taper.core.localtime import local, local_date
from taper.core.missedwords import caution, rule_sentence
from taper.core.needed import bounded
from taper.core.notice import Manner, plan_name, say_amount
from taper.core.plan import AsNeeded, Ends, Plan, Rest
from taper.core.prescribed import past_words
from taper.core.record import KeptPlan
from taper.core.sheetdays import dates_said
from taper.core.sheetparts import End, Record, Sheet
from taper.core.sheetsteps import steps_of
from taper.core.supply import needed
from taper.core.words import (
    as_needed_phrase,
    capitalised,
    clock_time,
    in_pieces,
    joined,
    long_date,
    short_date,
)

_DAY = timedelta(days=1)


def sheet_of(
    kept: KeptPlan,
    *,
    manner: Manner,
    missed: str,
    guard: Guard,
    today: date,
    open_days: int,
    from_on: date | None = None,
) -> Sheet:
    """The sheet of a plan, from `from_on` or its first day on; an open one from today on, for `open_days` days.

    `missed` is what is said of a dose that was not taken (`missed_said`); `guard` has the names that stay away where
    names are hidden.
    """
    plan, horizon = kept.plan, _Horizon.of(kept, today=today, open_days=open_days, from_on=from_on)
    days = horizon.cut(days_of_kept(kept, open_days=horizon.open_days(plan)))
    alone = replace(manner, several_people=False)
    return Sheet(
        whose="" if plan.person == "me" else f"for {plan.person}",
        plan=capitalised(plan_name(kept, alone)),
        below=tuple(_below(kept, days, horizon.begins_on)),
        end=_end(kept, horizon.ends_on),
        provider=plan.prescriber,
        missed=missed,
        steps=tuple(steps_of(kept.plan, days)),
        records=tuple(_records(kept, horizon.begins_on, guard, names_shown=manner.names_shown)),
        as_of=_as_of(kept),
        ends_here_on=horizon.ends_on,
    )


@dataclass(frozen=True, slots=True)
class _Horizon:
    """From which day a sheet is written, and its last day where the plan goes on behind that."""

    begins_on: date
    ends_on: date | None

    @classmethod
    def of(cls, kept: KeptPlan, *, today: date, open_days: int, from_on: date | None) -> _Horizon:
        final, starts_on = dated_steps(kept.plan)[-1], kept.plan.starts_on
        is_open = kept.stops_at is None and final.last_on is None
        begins_on = max(starts_on, from_on or (today if is_open else starts_on))
        if not is_open or isinstance(final.step.schedule, AsNeeded | Rest):
            return cls(begins_on, None)
        return cls(begins_on, max(begins_on, final.first_on) + (open_days - 1) * _DAY)

    def open_days(self, plan: Plan) -> int:
        return 0 if self.ends_on is None else (self.ends_on - plan.starts_on).days + 1

    def cut(self, days: Sequence[PlanDay]) -> tuple[PlanDay, ...]:
        return tuple(day for day in days if day.on >= self.begins_on)


def missed_said(plan: Plan, guard: Guard, *, names_shown: bool) -> str:
    """The rule for a missed dose with whose it is, or whom to ask; nothing of a plan without a dose at a time."""
    rule = rule_for(plan, guard)
    if all(isinstance(step.schedule, AsNeeded | Rest) for step in plan.steps):
        return ""
    if rule is None or (not rule.is_the_providers and not names_shown):
        return f"{words.MISSED} {say.NOT_TOGETHER_ONE}"
    return f"{rule_sentence(rule, names_shown=names_shown)} {caution(rule)}"


def _below(kept: KeptPlan, days: Sequence[PlanDay], begins_on: date) -> Iterator[str]:
    if days:
        yield words.TICK
    pieces = needed([dose for day in days for dose in day.doses], kept.plan.tablets)
    if pieces:
        yield words.IN_ALL.format(pieces=joined([in_pieces((piece,)) for piece in pieces]))
    if begins_on > kept.plan.starts_on:
        yield words.BEGINS_LATER.format(number=(begins_on - kept.plan.starts_on).days + 1)


def _end(kept: KeptPlan, ends_here_on: date | None) -> End:
    last, zone = last_use_of(kept), kept.plan.zone
    if last is None:
        if ends_here_on is None:
            return End(words.STOP_DATE, words.NONE, (), "")
        ends = words.SHEET_ENDS.format(on=long_date(ends_here_on))
        return End(words.STOP_DATE, words.NONE, (f"{ends}.", words.GOES_ON), words.BEHIND_OPEN)
    said = [words.LAST_NEEDED]
    if last.dose is not None:
        at = local(last.dose.due_at, zone=zone)
        late = at.date() != last.on
        form = words.LAST_DOSE_NIGHT if late else words.LAST_DOSE_AT
        said = [form.format(at=clock_time(at.time()), on=short_date(at.date()))]
    is_review = kept.plan.ends is Ends.REVIEW and kept.stops_at is None
    said.append(say.ASK_WHAT_NEXT if is_review else say.IT_STOPS)
    if past := past_words(kept):
        said.append(say.THAT_IS_PAST.format(past=past))
    word = words.STOPPED if kept.stops_at is not None else words.REVIEW if is_review else words.STOP_DATE
    return End(word, long_date(last.on), tuple(said), words.BEHIND_REVIEW if is_review else words.BEHIND_STOP)


def _as_of(kept: KeptPlan) -> str:
    on = local_date(kept.versions[-1].recorded_at, zone=kept.plan.zone)
    return words.AS_OF.format(on=long_date(on), number=len(kept.versions))


def _records(kept: KeptPlan, begins_on: date, guard: Guard, *, names_shown: bool) -> Iterator[Record]:
    """What may be taken as needed on the days of the sheet."""
    plan = kept.plan
    stops_on = None if kept.stops_at is None else local_date(kept.stops_at, zone=plan.zone)
    for dated in dated_steps(plan):
        ends = [on for on in (dated.last_on, stops_on) if on is not None]
        last_on = min(ends, default=None)
        is_over = last_on is not None and (last_on < begins_on or last_on < dated.first_on)
        if isinstance(dated.step.schedule, AsNeeded) and not is_over:
            needed = _veiled(bounded(dated.step.schedule, plan.limits), plan, guard, names_shown=names_shown)
            yield _record(plan, dated, needed, last_on)


def _veiled(needed: AsNeeded, plan: Plan, guard: Guard, *, names_shown: bool) -> AsNeeded:
    """What it is taken for, unless that names the medicine."""
    if names_shown or needed.reason is None or not reveals(needed.reason, plan, guard):
        return needed
    return replace(needed, reason=words.WORDS_HIDDEN)


def _record(plan: Plan, dated: DatedStep, needed: AsNeeded, last_on: date | None) -> Record:
    phrase = as_needed_phrase(needed, lambda amount, of: say_amount(plan, amount, of))
    dates = f"from {short_date(dated.first_on)} {dated.first_on.year} on"
    heading = words.STEP.format(number=dated.number, of=len(plan.steps)) if len(plan.steps) > 1 else ""
    return Record(
        heading=f"{heading}: {words.RECORD.lower()}" if heading else words.RECORD,
        dates=dates if last_on is None else dates_said(dated.first_on, last_on, year=True),
        bounds=f"{capitalised(phrase)}.",
    )
