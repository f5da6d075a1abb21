"""Several programs at once lose nothing of each other's work."""

from __future__ import annotations

import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from stored_values import intake_of, kept

from taper.store.store import Store

PLANS = "ABC"  # one program for each
ROUNDS = 25

COUNT_UP = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from stored_values import intake_of
from taper.store.store import Store
with Store.open(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    sys.stdin.readline()
    for number in range({rounds}):
        store.change_meta("count", lambda value: str(int(value or "0") + 1))
        with store.transaction():
            store.set_meta("other count", str(int(store.meta("other count") or "0") + 1))
        store.record_intake(intake_of(number, plan_id=sys.argv[2]))
"""

CREATE = """
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from stored_values import kept
from taper.store import upgrade
from taper.store.store import Store
print("ready", flush=True)
sys.stdin.readline()
with Store.open(Path(sys.argv[1])) as store:
    store.keep(kept(sys.argv[2]))
"""


def run_together(script: str, path: Path) -> None:
    """Runs a program several times at once, all let go in the same moment; each must end well."""
    command = [sys.executable, "-c", script.format(path=sys.path, rounds=ROUNDS), str(path)]
    with ExitStack() as stack:
        programs = [
            stack.enter_context(subprocess.Popen([*command, plan_id], stdin=subprocess.PIPE, stdout=subprocess.PIPE))
            for plan_id in PLANS
        ]
        for program in programs:
            stack.callback(program.kill)
        for program in programs:
            assert program.stdout is not None
            assert program.stdout.readline() == b"ready\n"
        for program in programs:
            assert program.stdin is not None
            program.stdin.write(b"go\n")
            program.stdin.flush()
        for program in programs:
            program.communicate(timeout=120)
        assert [program.returncode for program in programs] == [0] * len(programs)


def test_no_update_and_no_intake_of_several_programs_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "taper.db"
    with Store.open(path) as store:
        for plan_id in PLANS:
            store.keep(kept(plan_id))
        run_together(COUNT_UP, path)
        assert store.meta("count") == str(len(PLANS) * ROUNDS)
        assert store.meta("other count") == str(len(PLANS) * ROUNDS)
        for plan_id in PLANS:
            assert store.intakes(plan_id) == tuple(intake_of(number, plan_id=plan_id) for number in range(ROUNDS))


def test_several_programs_that_create_the_store_at_once_share_one(tmp_path: Path) -> None:
    path = tmp_path / "home" / "taper.db"
    run_together(CREATE, path)
    with Store.open(path) as store:
        assert {plan.id for plan in store.kept_plans()} == set(PLANS)
    assert [file.name for file in path.parent.iterdir()] == ["taper.db"]


def test_a_reader_sees_what_was_whole_before_a_writer_is_done(tmp_path: Path) -> None:
    path = tmp_path / "taper.db"
    with Store.open(path) as writer, Store.open(path) as reader:
        writer.keep(kept("A"))
        with writer.transaction():
            writer.record_intake(intake_of(1))
            writer.record_intake(replace(intake_of(2), note=None))
            assert reader.intakes() == ()
        assert len(reader.intakes()) == 2
