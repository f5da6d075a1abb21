"""What is wrong with the store of a run that is over?"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from faults.plans import plans
from taper.core.errors import TaperError
from taper.core.plan import Plan
from taper.core.record import Answer
from taper.store import Store


def damage_of(path: Path, *, answered: Collection[tuple[str, str]]) -> Iterator[str]:
    """Each fault as a sentence: SQLite's word, then the plans as they were entered, then each answer recorded."""
    try:
        yield from _found_by_sqlite(path)
        with Store.open(path) as store:
            found = [version.plan for one in store.kept_plans() for version in one.versions]
            taken = {(one.plan_id[0], one.dose) for one in store.intakes() if one.answer is Answer.TAKEN}
    except (sqlite3.Error, TaperError) as error:
        yield f"store: {error}"
        return
    if sorted(found, key=_label) != sorted(plans().values(), key=_label):
        yield "store: the plans are not those that were entered"
    yield from (
        f"store: the answer to {label} {dose} is gone" for label, dose in answered if (label, dose) not in taken
    )


def _label(plan: Plan) -> str:
    return plan.label or ""


def _found_by_sqlite(path: Path) -> Iterator[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        said = [row[0] for row in database.execute("PRAGMA integrity_check")]
        strangers = list(database.execute("PRAGMA foreign_key_check"))
    if said != ["ok"] or strangers:
        yield f"store: {said[:3]} {strangers[:3]}"
