"""How facts files (TOML, one medicine each) become values."""

from __future__ import annotations

import tomllib
from pathlib import Path

from taper.core.errors import TaperError
from taper.facts.statements import Bound, Facts, Kind, LockOut, LongestCourse, Nature, OurThresholds, Statement
from taper.facts.table import FactsProblem, Table
from taper.facts.where import schedules_folder


class FactsError(TaperError):
    """One or more facts files cannot be used as they stand; `problems` has every reason, each with file and place."""

    exit_code = 3

    def __init__(self, problems: tuple[FactsProblem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems) + "\nCorrect or remove what is named here.")
        self.problems = problems


def load_facts(folder: Path | None = None) -> tuple[Facts, ...]:
    """The built-in facts, and those of a person's own `folder` where it exists, which go before them by name.

    A file of one's own for a medicine stands in place of the built-in one. Raises FactsError with all problems.
    """
    problems: list[FactsProblem] = []
    built_in = _read_folder(schedules_folder() / "facts", problems)
    own = _read_folder(folder, problems) if folder is not None and folder.is_dir() else ()
    if problems:
        raise FactsError(tuple(problems))
    replaced = {facts.name.casefold() for facts in own}
    return (*own, *(facts for facts in built_in if facts.name.casefold() not in replaced))


def _read_folder(folder: Path, problems: list[FactsProblem]) -> tuple[Facts, ...]:
    found = (_read_file(file, problems) for file in sorted(folder.glob("*.toml")))
    return tuple(facts for facts in found if facts is not None)


def _read_file(file: Path, problems: list[FactsProblem]) -> Facts | None:
    try:
        values = tomllib.loads(file.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        problems.append(FactsProblem(str(file), "", f"cannot be read as TOML: {error}"))
        return None
    return _facts(Table(values, str(file), problems))


def _facts(table: Table) -> Facts:
    facts = Facts(
        name=table.text("name"),
        brands=table.texts("brands"),
        family=table.text_or_none("class"),
        statements=tuple(_statement(one) for one in table.tables("statement", called="statement")),
        unsourced=table.texts("open"),
    )
    table.close()
    return facts


def _statement(table: Table) -> Statement:
    # A kind that is not known gives a problem; which one stands in for it then does not matter, nothing is returned.
    kind = table.choice("kind", Kind) or Kind.DOSING
    statement = Statement(
        kind=kind,
        text=table.text("text"),
        source=table.text("source"),
        read_on=table.day("read_on"),
        place=table.text_or_none("place") or "",
        also=table.texts("also"),
        bound=_bound(kind, table),
    )
    table.close()
    return statement


def _bound(kind: Kind, table: Table) -> Bound | None:
    match kind:
        case Kind.LONGEST_DURATION:
            nature = table.choice("nature", Nature) or Nature.LABEL_MAXIMUM
            return LongestCourse(days=table.count("days"), nature=nature, ours=_ours(table.table_or_none("ours")))
        case Kind.LOCK_OUT:
            return LockOut(months=table.count("months"))
        case _:
            return None


def _ours(table: Table | None) -> OurThresholds | None:
    if table is None:
        return None
    note, warn = table.count_or_none("note_from_day"), table.count_or_none("warn_from_day")
    if note is None and warn is None:
        table.say('neither "note_from_day" nor "warn_from_day" is given; expected at least one')
    if note is not None and warn is not None and note >= warn:
        table.say(f'"note_from_day" is {note} and "warn_from_day" is {warn}; expected the note before the warning')
    thresholds = OurThresholds(note_from_day=note, warn_from_day=warn, why=table.text("why"))
    table.close()
    return thresholds
