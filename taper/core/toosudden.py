"""Does a medicine that is not to be stopped abruptly stop too suddenly?

It may in three ways: several doses in a row were not taken, the plan was stopped in mid-course, or the tablets end
before the taper does. Each is one thing to say, once, by an id that stays. A dose nobody was asked about, one before
the plan was entered, and one the person is not sure of are no known misses: they neither count nor break a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from taper.core.expand import first_dose, last_dose
from taper.core.guard import Abruptly, Guard, not_abruptly
from taper.core.ledger import DoseState, State, standing
from taper.core.localtime import local_date
from taper.core.plan import Ends, Plan
from taper.core.record import Answer, Change, Dose, Intake, KeptPlan
from taper.core.supply import Lasting, is_countable, runs_out

IN_A_ROW = 3
"""So many doses in a row are several. Ours, stated by no source: one dose is forgotten and two may be a bad day, while
the third makes it a stop; fewer would be a row of alarms."""

ROW_REACH = timedelta(days=42)
"""How far back a row is looked for: three doses of what is taken every two weeks. A row that lasts longer than that is
said again after as long."""

SUPPLY_DAYS = 7
"""How many days before the last dose that the tablets make it is said, like the first notice of a stop date."""

_DAY = timedelta(days=1)
_NOT_TAKEN = frozenset({State.MISSED, State.SKIPPED, State.UNANSWERED, State.NOT_RECORDED})


@dataclass(frozen=True, slots=True)
class Row:
    """Several doses in a row that were missed, skipped or not answered, in order of time."""

    doses: tuple[DoseState, ...]

    @property
    def id(self) -> str:
        """Made of the first dose, so that a longer row stays the same one."""
        return f"row:{self.doses[0].dose.id}"

    @property
    def on(self) -> date:
        """The plan date of the newest one."""
        return self.doses[-1].dose.on


@dataclass(frozen=True, slots=True)
class BrokenOff:
    """The plan was stopped by the person at `at`, with planned doses still to come."""

    at: datetime
    on: date

    @property
    def id(self) -> str:
        """Made of the instant of the stop."""
        return f"stop:{self.at.isoformat()}"


@dataclass(frozen=True, slots=True)
class RunsShort:
    """The tablets end with the dose `lasting.last_made`; `first_short` is the first that they do not make."""

    lasting: Lasting
    first_short: Dose
    ends: Dose

    @property
    def id(self) -> str:
        """Made of the first dose without tablets."""
        return f"supply:{self.first_short.id}"

    @property
    def on(self) -> date:
        """The plan date of that dose."""
        return self.first_short.on


TooSudden = Row | BrokenOff | RunsShort


def minded_on(kept: KeptPlan, guard: Guard, on: date) -> tuple[Abruptly, ...]:
    """Who says that the plan is not to be stopped abruptly, so far as it is minded on a plan date.

    Days of use are counted from day 1 of this plan.
    """
    day = (on - kept.plan.starts_on).days + 1
    return tuple(said for said in not_abruptly(kept.plan, guard) if day >= said.from_day)


def rows(kept: KeptPlan, states: Sequence[DoseState], intakes: Iterable[Intake], guard: Guard) -> Iterator[Row]:
    """Every row of at least `IN_A_ROW` doses among `states`, broken by a dose taken or an intake that answers none."""
    taken_at = [i.happened_at for i in standing(intakes) if i.answer is Answer.TAKEN and i.dose is None]
    row: list[DoseState] = []
    for state in states:
        is_broken = state.state is State.TAKEN or _between(taken_at, row, state)
        if is_broken:
            yield from _long_enough(kept, row, guard)
            row = []
        if state.state in _NOT_TAKEN:
            row.append(state)
    if row and not any(at >= row[-1].dose.due_at for at in taken_at):
        yield from _long_enough(kept, row, guard)


def _between(taken_at: Sequence[datetime], row: Sequence[DoseState], state: DoseState) -> bool:
    """Whether something was taken after the newest dose of a row and before the next one was due."""
    return bool(row) and any(row[-1].dose.due_at <= at < state.dose.due_at for at in taken_at)


def _long_enough(kept: KeptPlan, row: Sequence[DoseState], guard: Guard) -> Iterator[Row]:
    if len(row) >= IN_A_ROW and minded_on(kept, guard, row[-1].dose.on):
        yield Row(tuple(row))


def broken_off(kept: KeptPlan, guard: Guard) -> BrokenOff | None:
    """The stop of a plan in mid-course, by the person's own word; None for any other."""
    stops_at = kept.stops_at
    stopped = next((one for one in reversed(kept.versions) if one.change is Change.STOPPED), kept.versions[-1])
    if stops_at is None or stopped.approved_by is not None:
        return None
    on = local_date(stops_at, zone=kept.plan.zone)
    return BrokenOff(stops_at, on) if is_mid_course(kept, stops_at) and minded_on(kept, guard, on) else None


def is_mid_course(kept: KeptPlan, at: datetime) -> bool:
    """Whether some of the plan's doses lie before an instant, on an earlier day, and some behind it."""
    first, last = first_dose(kept.plan), last_dose(kept.plan)
    begun = first is not None and first.due_at < at and local_date(at, zone=kept.plan.zone) > kept.plan.starts_on
    return begun and (kept.plan.ends is Ends.OPEN or (last is not None and last.due_at > at))


def runs_short(kept: KeptPlan, guard: Guard) -> RunsShort | None:
    """Where the tablets on hand, taken as planned from day 1, end before a plan that ends does."""
    if kept.stops_at is not None or not not_abruptly(kept.plan, guard):
        return None
    found = _supply_ends(kept.plan)
    return found if found is not None and minded_on(kept, guard, found.on) else None


@lru_cache(maxsize=256)
def _supply_ends(plan: Plan) -> RunsShort | None:
    """The same of the plan alone. Kept, as it is asked for at every look and takes the whole plan."""
    known = {tablet.name: tablet.quantity for tablet in plan.tablets if tablet.quantity is not None}
    ends = last_dose(plan)
    if not known or ends is None or not is_countable(plan):
        return None
    short = [(one.first_short, one) for one in runs_out(plan, from_at=None, quantities=known) if one.first_short]
    first = min(short, key=lambda pair: pair[0].due_at, default=None)
    return None if first is None else RunsShort(first[1], first[0], ends)


def supply_told_on(cause: RunsShort) -> date:
    """The date from which on it is said."""
    last = cause.lasting.last_made
    return (cause.first_short.on if last is None else last.on) - SUPPLY_DAYS * _DAY
