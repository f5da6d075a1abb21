"""How the tables of a facts file become values."""

from __future__ import annotations

from taper.core.facts import (
    Bound,
    Citation,
    Facts,
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
from taper.facts.table import Table

_NATURES = (Nature.LABEL_MAXIMUM, Nature.HARD_LIMIT, Nature.REVIEW_POINT)
_NAMES = {
    Subject.MEDICINE: (NameKind.OTHER_NAME, NameKind.BRAND, NameKind.CLASS),
    Subject.CLASS: (NameKind.OTHER_NAME, NameKind.MEMBER),
}


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
    )
    table.close()
    return statement


def _bound(kind: Kind, table: Table) -> Bound | None:
    match kind:
        case Kind.LONGEST_DURATION:
            return LongestCourse(
                days=table.count("days"),
                nature=table.choice("nature", _NATURES) or Nature.LABEL_MAXIMUM,
                ours=_ours(table.table_or_none("ours")),
                reasons=table.texts("for"),
                within_days=table.count_or_none("within_days"),
            )
        case Kind.LOCK_OUT:
            return LockOut(months=table.count("months"))
        case Kind.NOT_ABRUPTLY:
            return NotAbruptly(from_day=table.count_or_none("from_day"))
        case Kind.DOSING:
            return _most_taken(table)
        case _:
            return None


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
