"""What do a person's other plans mean for this one: the same ingredient, two that sedate, a course begun too soon?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from taper.core.facts import Effect, Facts, HasEffect, Kind, LockOut, NameKind, Statement
from taper.core.finding import Finding, Level, cited
from taper.core.words import counted, long_date

_ASK = "Ask your provider or pharmacist whether both are meant."


@dataclass(frozen=True, slots=True)
class Course:
    """A plan as another one sees it: whose, of what, and from when to when it is or was taken.

    `known` is what is known of the medicine; `classes` are the classes it belongs to, each with the address that says
    so. `last_on` is None while no end is written; `is_over` says that nothing of it is taken any more.
    """

    label: str
    person: str
    medicine: str | None
    first_on: date
    last_on: date | None
    is_over: bool = False
    known: Facts | None = None
    classes: tuple[tuple[str, str], ...] = ()

    @property
    def named(self) -> str:
        """ "plan B (diazepam)"."""
        return f"plan {self.label}" + (f" ({self.medicine})" if self.medicine else "")


@dataclass(frozen=True, slots=True)
class Others:
    """The other plans that a plan is held against: `courses` for a wait after an earlier one, over and running.

    `at_once` are those it is held against for what is taken at the same time; None for all of them.
    """

    courses: tuple[Course, ...] = ()
    at_once: tuple[Course, ...] | None = None


def beside_findings(mine: Course, others: Others) -> Iterator[Finding]:
    """What is to be said of a plan beside the other plans of the same person."""
    for earlier in others.courses:
        if _same_person(mine, earlier):
            yield from _locked_out(mine, earlier)
    for other in others.courses if others.at_once is None else others.at_once:
        if _same_person(mine, other) and not other.is_over and _overlap(mine, other):
            yield from _at_once(mine, other)


def _same_person(one: Course, other: Course) -> bool:
    return one.person.casefold() == other.person.casefold()


def _overlap(one: Course, other: Course) -> bool:
    return (one.last_on is None or other.first_on <= one.last_on) and (
        other.last_on is None or one.first_on <= other.last_on
    )


def _at_once(mine: Course, other: Course) -> Iterator[Finding]:
    """The one thing that weighs most of two plans at the same time."""
    pair = _same_ingredient(mine, other) or _both_sedate(mine, other) or _same_class(mine, other)
    if pair is not None:
        yield pair


def is_same_medicine(one: Course, other: Course) -> bool:
    """Whether both are of one medicine: by its name, or by a name and a brand that a source gives it."""
    if one.medicine is None or other.medicine is None:
        return False
    by_facts = one.known is not None and other.known is not None and one.known.name == other.known.name
    return by_facts or _plain(one.medicine) == _plain(other.medicine)


def _same_ingredient(mine: Course, other: Course) -> Finding | None:
    if not is_same_medicine(mine, other):
        return None
    name = mine.known.name if mine.known else mine.medicine
    text = f"This plan holds the same ingredient as {other.named}, {name}, and both are taken at the same time. {_ASK}"
    source = _who_names(mine) or _who_names(other)
    if source is None:
        return Finding(Level.WARN, "same-ingredient", text)
    return cited(Level.WARN, "same-ingredient", text, source)


def _who_names(course: Course) -> str | None:
    """The address that gives the medicine the name its plan uses; None where that is the medicine's own."""
    if course.known is None or _plain(course.medicine or "") == _plain(course.known.name):
        return None
    names = (naming for naming in course.known.called if naming.kind in (NameKind.BRAND, NameKind.OTHER_NAME))
    wanted = _plain(course.medicine or "")
    return next((naming.cited.source for naming in names if any(_plain(n) in wanted for n in naming.names)), None)


def _both_sedate(mine: Course, other: Course) -> Finding | None:
    """A source of one of them that names the other; else a statement of each."""
    for one, beside in ((mine, other), (other, mine)):
        naming = next((said for said in _sedating(one) if _names(said, beside)), None)
        if naming is not None:
            text = f"This plan and {other.named} are taken at the same time. Of {_called(one)}: {naming.text} {_ASK}"
            return cited(Level.WARN, "both-sedate", text, naming.source)
    ours, theirs = _sedating(mine), _sedating(other)
    if not ours or not theirs:
        return None
    text = (
        f"This plan and {other.named} both sedate. Of {_called(mine)}: {ours[0].text} Of {_called(other)}: "
        f"{theirs[0].text} ({theirs[0].source}) {_ASK}"
    )
    return cited(Level.WARN, "both-sedate", text, ours[0].source)


def _sedating(course: Course) -> tuple[Statement, ...]:
    """What cited sources say of its sedation, what names something that adds to it first."""
    said = course.known.statements if course.known else ()
    sedating = [one for one in said if isinstance(one.bound, HasEffect) and one.bound.effect is Effect.SEDATION]
    return tuple(sorted(sedating, key=_names_nothing))


def _names_nothing(statement: Statement) -> bool:
    return not (isinstance(statement.bound, HasEffect) and statement.bound.added_to_by)


def _names(statement: Statement, course: Course) -> bool:
    """Whether a statement names the medicine of a course, or a class of it, as adding to the effect."""
    named = statement.bound.added_to_by if isinstance(statement.bound, HasEffect) else ()
    known = course.known.names if course.known else ()
    names = {_plain(name) for name in (*known, *(name for name, _ in course.classes))}
    return any(_plain(name) in names for name in named)


def _same_class(mine: Course, other: Course) -> Finding | None:
    theirs = {_plain(name) for name, _ in other.classes}
    for name, source in mine.classes:
        if _plain(name) in theirs:
            text = f"This plan and {other.named} are taken at the same time, and both belong to: {name}. {_ASK}"
            return cited(Level.WARN, "same-class", text, source)
    return None


def _called(course: Course) -> str:
    return course.known.name if course.known else course.medicine or "it"


def _plain(name: str) -> str:
    """A name as it is compared, one or several of it."""
    return " ".join(name.casefold().split()).removesuffix("s")


def _locked_out(mine: Course, earlier: Course) -> Iterator[Finding]:
    """A course that begins before the wait is over that a source wants after an earlier one."""
    if earlier.last_on is None or earlier.first_on >= mine.first_on or not is_same_medicine(mine, earlier):
        return
    for statement in mine.known.of_kind(Kind.LOCK_OUT) if mine.known else ():
        months = statement.bound.months if isinstance(statement.bound, LockOut) else 0
        free_on = _months_after(earlier.last_on, months)
        if mine.first_on < free_on:
            text = (
                f"This plan begins on {long_date(mine.first_on)}. An earlier course, {earlier.named}, has its "
                f"last day on {long_date(earlier.last_on)}, and {counted(months, 'month')} after it are over on "
                f"{long_date(free_on)}. {statement.text}"
            )
            level = Level.STOP if statement.region is None else Level.NOTE
            yield cited(level, "lock-out", text, statement.source)


def _months_after(on: date, months: int) -> date:
    """The same day number so many calendar months later; the first of the month after where that has none."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    try:
        return on.replace(year=year, month=month + 1)
    except ValueError:
        year, month = divmod(year * 12 + month + 1, 12)
        return date(year, month + 1, 1)
