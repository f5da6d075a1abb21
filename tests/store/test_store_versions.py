"""A store of an older version is copied and brought up to date whole; one of a newer version is left alone."""

from __future__ import annotations

import shutil
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel
from stored_values import NOW, intake_of, kept

from taper.core.checkin import CheckedIn
from taper.core.errors import StoreFailed
from taper.core.notes import Note
from taper.core.telling import Answered, Told
from taper.store.engine import open_engine
from taper.store.migrate import SCRIPTS, VERSIONS, IfOld, prepare
from taper.store.store import Store

NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{VERSIONS[-1]}"


def upgrade():
    with op.batch_alter_table("plan", recreate="always") as table:
        table.add_column(sa.Column("colour", sa.String(), nullable=False, server_default="white"))
    {{more}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of a closed store with a plan and an intake."""
    path = tmp_path / "taper.db"
    with Store.open(path) as store:
        store.keep(kept("A"))
        store.record_intake(intake_of(1))
    return path


def scripts_with_next(tmp_path: Path, *, more: str = "pass") -> Path:
    """The migrations and one more, after which there is a version "next"."""
    scripts = tmp_path / "100% migrations"
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "next.py").write_text(NEXT.format(more=more))
    return scripts


def value_of(path: Path, query: str) -> object:
    """The one value a query gives."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchone()[0]


def test_the_migrations_give_the_very_tables_the_program_uses(path: Path) -> None:
    with open_engine(path).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), SQLModel.metadata) == []


def test_the_versions_known_are_those_that_have_a_migration() -> None:
    newest_first = [script.revision for script in ScriptDirectory(SCRIPTS).walk_revisions()]
    assert tuple(reversed(newest_first)) == VERSIONS


def test_a_store_of_the_first_version_gets_room_for_answers(tmp_path: Path) -> None:
    """All it holds stays, and its plans have no answers yet."""
    path = tmp_path / "taper.db"
    prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[:1])
    with Store(path) as store:
        store.keep(kept("A"))
        store.record_intake(intake_of(1))
    with Store.open(path) as store:
        assert store.kept_plans() == (kept("A"),)
        assert store.intakes() == (intake_of(1),)
        assert store.told("A") == ()
        answer = Answered("A", "seizures", Told.NO, NOW)
        store.record_told([answer])
        assert store.told("A") == (answer,)
        store.delete_plan("A")
        assert store.told("A") == ()
    assert path.with_name(f"taper.db.before-{VERSIONS[-1]}").is_file()


def test_a_store_of_the_second_version_gets_room_for_notes(tmp_path: Path) -> None:
    """All it holds stays, and its plans have no notes yet."""
    path = tmp_path / "taper.db"
    prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[:2])
    answer = Answered("A", "seizures", Told.NO, NOW)
    with Store(path) as store:
        store.keep(kept("A"))
        store.record_told([answer])
    with Store.open(path) as store:
        assert (store.kept_plans(), store.told("A"), store.notes()) == ((kept("A"),), (answer,), ())
        notes = (Note("n1", "A", "ü\n", NOW, NOW, 0, True), Note("n2", "A", "", NOW, NOW, undoes="n1"))
        for note in (*notes, notes[0]):
            store.record_note(note)
        assert store.notes("A") == notes
        store.delete_plan("A")
        assert store.notes() == ()
    assert path.with_name(f"taper.db.before-{VERSIONS[-1]}").is_file()


def test_a_newer_store_is_refused_and_left_untouched(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    content = path.read_bytes()
    with pytest.raises(StoreFailed, match=r"version 9999, which this program does not know.*Nothing was changed"):
        Store.open(path)
    assert path.read_bytes() == content
    assert [file.name for file in path.parent.iterdir()] == ["taper.db"]


def test_a_database_of_another_program_is_refused_and_left_untouched(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE songs (name)")
    content = path.read_bytes()
    with pytest.raises(StoreFailed, match="no tables of taper"):
        Store.open(path)
    assert path.read_bytes() == content


def test_an_older_store_keeps_all_it_holds_and_a_private_copy_is_made_first(path: Path, tmp_path: Path) -> None:
    scripts = scripts_with_next(tmp_path)
    prepare(path, if_old=IfOld.MIGRATE, versions=(*VERSIONS, "next"), scripts=scripts)
    assert value_of(path, "SELECT colour FROM plan") == "white"
    assert value_of(path, "SELECT version_num FROM alembic_version") == "next"
    assert value_of(path, "SELECT count(*) FROM intake") == 1
    copy = path.with_name("taper.db.before-next")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Store.open(copy) as store:
        assert store.kept_plans() == (kept("A"),)
        assert store.intakes() == (intake_of(1),)


def test_a_migration_that_fails_changes_nothing_and_keeps_the_copies(path: Path, tmp_path: Path) -> None:
    scripts = scripts_with_next(tmp_path, more="op.execute('INSERT INTO nowhere VALUES (1)')")
    content = path.read_bytes()
    for _ in range(2):
        with pytest.raises(StoreFailed, match="no such table: nowhere"):
            prepare(path, if_old=IfOld.MIGRATE, versions=(*VERSIONS, "next"), scripts=scripts)
    assert path.read_bytes() == content
    assert {file.name for file in path.parent.glob("taper.db.*")} == {"taper.db.before-next", "taper.db.before-next.1"}
    with Store.open(path) as store:
        assert store.intakes() == (intake_of(1),)


def test_a_migration_that_would_orphan_records_changes_nothing(path: Path, tmp_path: Path) -> None:
    scripts = scripts_with_next(tmp_path, more="op.execute('DELETE FROM plan')")
    content = path.read_bytes()
    with pytest.raises(StoreFailed, match="without its plan"):
        prepare(path, if_old=IfOld.MIGRATE, versions=(*VERSIONS, "next"), scripts=scripts)
    assert path.read_bytes() == content


def test_an_older_store_may_be_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreFailed, match=f"older version {VERSIONS[-1]}"):
        prepare(path, if_old=IfOld.REFUSE, versions=(*VERSIONS, "next"), scripts=scripts_with_next(tmp_path))
    assert value_of(path, "SELECT version_num FROM alembic_version") == VERSIONS[-1]


def test_a_store_of_the_second_version_gets_room_for_check_ins(tmp_path: Path) -> None:
    """All it holds stays, and its plans have no answers yet."""
    path = tmp_path / "taper.db"
    prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[:3])
    with Store(path) as store:
        store.keep(kept("A"))
    with Store.open(path) as store:
        assert store.kept_plans() == (kept("A"),)
        assert store.checked_in("A") == ()
        answers = (
            CheckedIn("A", "sleep", 3, NOW.date(), NOW),
            CheckedIn("A", "physical therapy", None, NOW.date(), NOW),
        )
        store.record_checked_in(answers)
        assert store.checked_in("A") == answers
        store.delete_plan("A")
        assert store.checked_in("A") == ()


def test_a_reminder_of_an_older_store_has_a_bubble_of_its_own(tmp_path: Path) -> None:
    """Under its plan's id, as it was shown; newer ones may share one."""
    path = tmp_path / "taper.db"
    prepare(path, if_old=IfOld.MIGRATE, versions=VERSIONS[: VERSIONS.index("0006")])
    with Store(path) as store:
        store.keep(kept("A"))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute(
            "INSERT INTO reminder (id, plan_id, items, claimed_at, outcome) VALUES ('r1', 'A', '[]', ?, 'shown')",
            (NOW.strftime("%Y-%m-%d %H:%M:%S.%f"),),
        )
    with Store.open(path) as store:
        (old,) = store.reminders()
        assert (old.bubble_id, old.bubble_key, old.doses, old.amount) == ("r1", "A", 1, None)
        assert store.reminders_in("r1") == (old,)
        new = replace(old, id="r2", bubble="r1", key="B", doses=2, amount="half tablet")
        store.claim([new])
        assert store.reminders_in("r1") == (old, new)
