"""How the tables of a facts file become values."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from taper.core.facts import (
    SIGN_KINDS,
    Bound,
    Citation,
    Effect,
    Facts,
    HasEffect,
    Kind,
    LockOut,
    LongestCourse,
    MostTaken,
    NameKind,
    Naming,
    Nature,
    NotAbruptly,
    OurThresholds,
    Statement,
    Subject,
)
from taper.core.formmissed import NUMBERS_OF, RuleWord, rule_of
from taper.core.missedrule import MAX_ROW, MAX_WINDOW_DAYS, MAX_WINDOW_HOURS, MissedRule
from taper.facts.table import Table

_NATURES = (Nature.LABEL_MAXIMUM, Nature.HARD_LIMIT, Nature.REVIEW_POINT)
_NAMES = {
    Subject.MEDICINE: (NameKind.OTHER_NAME, NameKind.BRAND, NameKind.CLASS),
    Subject.CLASS: (NameKind.OTHER_NAME, NameKind.MEMBER),
}
_ASKED_ABOUT = (Kind.TELL_PROVIDER, Kind.AVOID)
"""Statements that may name what a person is asked about before the start."""


def facts_from(table: Table, *, own: bool) -> Facts:
    """The facts of one file. What is wrong is added to the table's faults; the value is of no use then."""
    name, subject = table.text("name"), table.choice_or_none("of", Subject) or Subject.MEDICINE
    facts = Facts(
        name=name,
        subject=subject,
        called=tuple(_naming(one, subject) for one in table.tables("called")),
        statements=tuple(_statement(one, about=name, own=own) for one in table.tables("statement")),
        unsourced=table.texts("open"),
        own=own,
    )
    table.close()
    return facts


def _naming(table: Table, subject: Subject) -> Naming:
    kind = table.choice("kind", _NAMES[subject]) or NameKind.OTHER_NAME
    naming = Naming(kind, table.texts("names", needed=True), _citation(table))
    table.close()
    return naming


def _citation(table: Table) -> Citation:
    return Citation(
        source=table.text("source"),
        read_on=table.day("read_on"),
        place=table.text_or_none("place") or "",
        also=table.texts("also"),
    )


def _statement(table: Table, *, about: str, own: bool) -> Statement:
    # A kind that is not known is a fault; which one stands in for it then does not matter, nothing is returned.
    kind = table.choice("kind", Kind) or Kind.DOSING
    statement = Statement(
        kind=kind,
        text=table.text("text"),
        cited=_citation(table),
        bound=_bound(kind, table),
        about=about,
        region=table.text_or_none("region"),
        own=own,
        tell=table.texts("tell") if kind in _ASKED_ABOUT else (),
        signs=table.texts("signs") if kind in SIGN_KINDS else (),
        urgent=table.flag("urgent") if kind in SIGN_KINDS else False,
    )
    if statement.urgent and not statement.signs:
        table.say("urgent", "true, and no signs", 'the "signs" beside it, by which a note is known to be one')
    table.close()
    return statement


def _bound(kind: Kind, table: Table) -> Bound | None:
    read = _BOUNDS.get(kind)
    return None if read is None else read(table)


def _longest(table: Table) -> LongestCourse:
    return LongestCourse(
        days=table.count("days"),
        nature=table.choice("nature", _NATURES) or Nature.LABEL_MAXIMUM,
        ours=_ours(table.table_or_none("ours")),
        reasons=table.texts("for"),
        within_days=table.count_or_none("within_days"),
    )


def _wait(table: Table) -> LockOut:
    return LockOut(months=table.count("months"))


def _abruptly(table: Table) -> NotAbruptly:
    return NotAbruptly(table.count_or_none("from_day"), _our_warning(table.table_or_none("ours")))


def _effect(table: Table) -> HasEffect | None:
    effect, by = table.choice_or_none("effect", Effect), table.texts("added_to_by")
    if by and effect is None:
        table.say("added_to_by", "what adds to an effect", 'the "effect" beside it')
    return None if effect is None else HasEffect(effect, by)


def _our_warning(table: Table | None) -> OurThresholds | None:
    """A threshold of our own for a plan without a taper: it is only ever warned of."""
    if table is None:
        return None
    warning = OurThresholds(note_from_day=None, warn_from_day=table.count("warn_from_day"), why=table.text("why"))
    table.close()
    return warning


def _missed_rule(statement: Table) -> MissedRule | None:
    """The shape of a rule, only where the source says exactly that; its words are the statement's text."""
    table = statement.table_or_none("missed")
    if table is None:
        return None
    word = table.choice("rule", RuleWord)
    hours, days, doses = (table.count_or_none(key) for key in ("hours", "days", "doses"))
    table.close()
    rule = None if word is None else rule_of(word, hours=hours, days=days, doses=doses)
    if word is not None and rule is None:
        table.wrong("rule", NUMBERS_OF[word])
    for key, number, most in (
        ("hours", hours, MAX_WINDOW_HOURS),
        ("days", days, MAX_WINDOW_DAYS),
        ("doses", doses, MAX_ROW),
    ):
        if number is not None and number > most:
            table.wrong(key, f"a whole number from 1 to {most}")
    return rule


def _most_taken(table: Table) -> MostTaken | None:
    """The numbers of a statement on dosing, where it has any."""
    most = MostTaken(
        min_gap_hours=table.count_or_none("min_gap_hours"),
        max_at_once=table.amount_or_none("max_at_once"),
        max_per_day=table.amount_or_none("max_per_day"),
    )
    return None if most == MostTaken() else most


def _ours(table: Table | None) -> OurThresholds | None:
    if table is None:
        return None
    note, warn = table.count_or_none("note_from_day"), table.count_or_none("warn_from_day")
    if note is None and warn is None:
        table.say("note_from_day", "nothing", 'this or "warn_from_day"')
    if note is not None and warn is not None and note >= warn:
        table.say("note_from_day", f"{note}, and warn_from_day {warn}", "the note before the warning")
    thresholds = OurThresholds(note_from_day=note, warn_from_day=warn, why=table.text("why"))
    table.close()
    return thresholds


_BOUNDS: Mapping[Kind, Callable[[Table], Bound | None]] = {
    Kind.LONGEST_DURATION: _longest,
    Kind.LOCK_OUT: _wait,
    Kind.NOT_ABRUPTLY: _abruptly,
    Kind.AVOID: _effect,
    Kind.SIDE_EFFECT: _effect,
    Kind.RISK: _effect,
    Kind.MISSED_DOSE: _missed_rule,
    Kind.DOSING: _most_taken,
}
"""The kinds of statement that may have something to reckon with beside their words."""
