"""What does a notice of several plans say: in its title, and in one line for each medicine?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from taper.core import sentences as say
from taper.core.announce import Kind
from taper.core.asking import Stage
from taper.core.checkinwords import quoted
from taper.core.due import Saying
from taper.core.guard import Guard
from taper.core.ledger import DoseState
from taper.core.localtime import local
from taper.core.notice import (
    Manner,
    Wording,
    asked_lines,
    name_of,
    no_dose_title,
    place_of,
    say_amount,
    way_to_the_end,
    word,
)
from taper.core.record import KeptPlan
from taper.core.together import Bond
from taper.core.words import clock_time, counted, joined

MOST_ANSWERED_AT_ONCE = 6
"""How many medicines one button may answer: of a longer list a desktop may hide the end, and what is not seen to be
named is not to be answered."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one plan says in a notice of several, and what is known of its medicine.

    `is_news` is whether the person has not heard it yet.
    """

    kept: KeptPlan
    saying: Saying
    guard: Guard
    is_news: bool = True


def word_together(parts: Sequence[Part], bond: Bond, *, now: datetime, manner: Manner) -> Wording:
    """The notice of several plans of one person at `now`: a line for each medicine, each readable alone."""
    asking = [part for part in parts if part.saying.dose is not None]
    telling = [part for part in parts if part.saying.dose is None]
    shared = _shared(asking)
    lines = [_dose_line(part, shared, bond, now=now, manner=manner) for part in asking]
    lines += [_notice_line(part, now=now, manner=manner) for part in telling]
    if asking:
        commands = " · ".join(f"taper take {quoted(part.kept.label)}" for part in asking)
        lines += [*shared, say.ANSWER_ONE.format(commands=commands)]
    return Wording(_title(parts, asking, bond, manner), "\n".join(lines))


def _title(parts: Sequence[Part], asking: Sequence[Part], bond: Bond, manner: Manner) -> str:
    """ "3 medicines · 08:00: A, B and C"; of what was slept through "No answer yet: A and B"."""
    names = {"whose": whose(parts[0].kept, manner), "names": names_of([part.kept for part in asking or parts], manner)}
    if not asking:
        silent = all(part.saying.lead is Kind.DIGEST for part in parts)
        template = say.TITLE_NO_ANSWERS if silent else say.TITLE_OF_PLANS
        return no_dose_title(template.format(plans=counted(len(parts), "plan"), **names), manner)
    if bond is Bond.SAME_TIME:
        at = _clock(asking[0].saying.dose, asking[0].kept)
        text = say.TITLE_TOGETHER.format(medicines=counted(len(asking), "medicine"), at=at, **names)
    else:
        text = say.TITLE_NO_ANSWER_YET.format(**names)
    return f"{say.DEMO}. {text}" if manner.demo else text


def whose(kept: KeptPlan, manner: Manner) -> str:
    """ "Anna: " where persons must be told apart."""
    person = "You" if kept.plan.person == "me" else kept.plan.person
    return say.WHOSE.format(person=person) if manner.several_people else ""


def names_of(plans: Sequence[KeptPlan], manner: Manner) -> str:
    """ "A, B and C"; with names shown the medicines."""
    return joined([name_of(kept, replace(manner, several_people=False)) for kept in plans])


def _label(kept: KeptPlan, manner: Manner) -> str:
    """ "A"; with names shown "A, prednisone"."""
    shown = manner.names_shown and kept.plan.medicine and kept.plan.medicine != kept.label
    return f"{kept.label}, {kept.plan.medicine}" if shown else kept.label


def _clock(state: DoseState | None, kept: KeptPlan) -> str:
    assert state is not None
    return clock_time(local(state.dose.due_at, zone=kept.plan.zone).time())


def _dose_line(part: Part, shared: Sequence[str], bond: Bond, *, now: datetime, manner: Manner) -> str:
    """ "A: 2 tablets of 5 mg. 11 days to the last dose (Wed 16 Dec)." and whatever else is to be said of it."""
    kept, state = part.kept, part.saying.dose
    assert state is not None
    what = say_amount(kept.plan, state.dose.amount, state.dose.of)
    at = "" if bond is Bond.SAME_TIME else say.AT_TIME.format(at=_clock(state, kept))
    said = word(part.saying, kept, now=now, manner=manner, guard=part.guard).body.split("\n")
    place = place_of(kept, state.dose.on)
    rest = [line for line in said if line != place and line not in shared]
    head = say.ONE_OF_SEVERAL.format(name=_label(kept, manner), amount=f"{what}{at}")
    return " ".join([head, way_to_the_end(kept, state.dose.on), *rest])


def _notice_line(part: Part, *, now: datetime, manner: Manner) -> str:
    """ "B ends in 3 days. Last dose in 3 days: ..."."""
    wording = word(part.saying, part.kept, now=now, manner=manner, guard=part.guard)
    title = wording.title.removeprefix(f"{say.DEMO}. ").removeprefix(f"{say.NOTHING_NOW} ")
    head = f"{_label(part.kept, manner)}:" if part.saying.lead is Kind.DIGEST else f"{title.removesuffix('.')}."
    return " ".join([head, *wording.body.split("\n")])


def _shared(asking: Sequence[Part]) -> tuple[str, ...]:
    """How often it is asked, where that is the same of each medicine: then it is said once."""
    lines = {asked_lines(part.saying) for part in asking}
    return lines.pop() if len(lines) == 1 else ()


def loudest(sayings: Iterable[Saying]) -> Stage | None:
    """How loud a bubble is: as loud as the loudest asking in it; None where no dose is asked about."""
    stages = {item.stage for saying in sayings for item in saying.items if item.stage is not None}
    order = (Stage.LAST, Stage.FIRST, Stage.AGAIN, Stage.QUIET)
    return next((stage for stage in order if stage in stages), None)
