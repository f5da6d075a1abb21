"""Every state of the machine: what doctor says of it, its fix, and the exit code.

Values only; real states are in cli/test_doctor_command.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from taper.doctor.daemonchecks import server_of
from taper.doctor.health import Level, works
from taper.doctor.judging import judged
from taper.doctor.seen import (
    DaemonSeen,
    DeliverySeen,
    FileSeen,
    JumpSeen,
    MachineSeen,
    Seen,
    ServerSeen,
    SetUp,
    StoreSeen,
)
from taper.store.condition import Condition

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
STATUS: Mapping[str, object] = {
    "pid": 4711,
    "since": "2026-11-30T08:00:00+00:00",
    "clock": "system",
    "now": NOW.isoformat(),
    "last_tick": (NOW - timedelta(seconds=12)).isoformat(),
    "next_look": "2026-12-01T18:00:00+00:00",
}
WELL = Seen(
    daemon=DaemonSeen(status=STATUS, holder=4711, socket="/run/s", socket_mode=0o600),
    server=ServerSeen(True, "desktop notifications by dunst 1.9.0, with buttons", ("actions", "body")),
    store=StoreSeen(
        path="/d/taper.db",
        condition=Condition(True, None, "0004", "delete"),
        known_versions=("0003", "0004"),
        last=DeliverySeen(NOW - timedelta(hours=4), "shown"),
        zones={"A": "UTC"},
        backup_at=NOW - timedelta(days=1),
    ),
    machine=MachineSeen(
        now=NOW,
        synchronised=True,
        folder="/d",
        files=(FileSeen("/d", 0o700, True), FileSeen("/d/taper.db", 0o600, False)),
        free_bytes=10**10,
        jumps=(JumpSeen(NOW - timedelta(hours=9), "suspended", 30_000.0),),
    ),
    set_up=SetUp(starts_by="/c/taper.service"),
)


def daemon(**changes: Any) -> Seen:
    """The well machine with another daemon."""
    return replace(WELL, daemon=replace(WELL.daemon, **changes))


def status(**changes: Any) -> Seen:
    """The well machine, whose daemon says otherwise."""
    return daemon(status={**STATUS, **changes})


def server(**changes: Any) -> Seen:
    """The well machine with another notification server."""
    return replace(WELL, server=replace(WELL.server, **changes))


def store(**changes: Any) -> Seen:
    """The well machine with another store."""
    return replace(WELL, store=replace(WELL.store, **changes))


def condition(**changes: Any) -> Seen:
    """The well machine, whose store's file is otherwise."""
    return store(condition=replace(WELL.store.condition, **changes))


def machine(**changes: Any) -> Seen:
    """Another machine."""
    return replace(WELL, machine=replace(WELL.machine, **changes))


def set_up(**changes: Any) -> Seen:
    """The well machine, set up otherwise."""
    return replace(WELL, set_up=replace(WELL.set_up, **changes))


P, W = Level.PROBLEM, Level.WARN
STOPPED = {"status": None, "holder": None, "socket_mode": None}
STEP = JumpSeen(NOW - timedelta(days=1), "stepped back", -7_200.0)

TABLE = [
    ("daemon stopped", daemon(**STOPPED), "daemon", P, "no daemon is running", "taper daemon start"),
    ("daemon mute", daemon(status=None), "daemon", P, "process 4711 holds its lock", "taper daemon stop"),
    ("another version", daemon(status=None, other_version=True), "daemon", P, "another version", "taper daemon stop"),
    ("never looked", status(last_tick=None), "last-look", P, "has not looked", "Its log says"),
    ("just begun", status(last_tick=None, since=NOW.isoformat()), "last-look", W, "only just begun", "in a minute"),
    ("hangs", status(last_tick="2026-12-01T11:50:00+00:00"), "last-look", P, "it hangs", "taper daemon stop"),
    ("no server", server(ready=False, words="no notification server is running"), "notifications", P, "no", "dunst"),
    (
        "no bus",
        server(ready=False, words="there is no session bus"),
        "notifications",
        P,
        "bus",
        "your desktop's session",
    ),
    (
        "off",
        server(ready=False, words="switched off by the setting"),
        "notifications",
        P,
        "off",
        "config notifier auto",
    ),
    ("hung server", server(ready=False, words="does not answer"), "notifications", P, "does not", "See that"),
    ("unasked server", server(ready=None, words="x"), "notifications", P, "nobody could be asked", "daemon start"),
    ("do not disturb", server(quiet=True), "notifications", W, "do not disturb is on", "Switch it off"),
    ("plyer", server(words="sent by plyer"), "notifications", W, "nobody learns", "D-Bus"),
    ("failed", store(last=DeliverySeen(NOW, "failed")), "last-delivery", W, "not shown (failed)", "sent again"),
    ("unknown", store(last=DeliverySeen(NOW, "attempted")), "last-delivery", W, "not known", "notifications"),
    (
        "stuck",
        store(last=DeliverySeen(NOW - timedelta(hours=1), "claimed")),
        "last-delivery",
        W,
        "not shown (claimed)",
        "sent again",
    ),
    ("not installed", set_up(starts_by=None), "autostart", W, "nothing starts the daemon", "taper daemon install"),
    ("program moved", set_up(starts_what="/v/python"), "autostart", W, "/v/python, which is not there", "once more"),
    ("lock replaced", daemon(holder=None), "lock", P, "a second one could start", "taper daemon stop"),
    ("lock of another", daemon(holder=1), "lock", P, "a second one could start", "taper daemon stop"),
    ("socket gone", daemon(status=None, socket_mode=None), "socket", P, "/run/s is not there", "taper daemon stop"),
    ("socket open", daemon(socket_mode=0o666), "socket", W, "open to others (mode 666)", "taper daemon stop"),
    ("no store", condition(exists=False), "store", W, "there is none at /d/taper.db", "taper add"),
    ("damaged", condition(fault="Tree 2 page 3: corrupt"), "store", P, "Tree 2 page 3", "Nothing was changed"),
    ("lost references", condition(references=2), "store", W, "2 records refer", "Reminders come"),
    ("newer store", condition(version="0009"), "store-version", P, "does not know", "Install the newest"),
    ("old under a daemon", condition(version="0003"), "store-version", P, "before the update", "taper daemon stop"),
    ("wal", condition(journal_mode="wal"), "journal-mode", W, "wal, where it should be delete", "Close whatever else"),
    ("old sqlite", machine(sqlite="3.22.0"), "sqlite", P, "too old", "3.27"),
    ("no backup", store(backup_at=None), "backup", W, "there is none", "Copy /d/taper.db"),
    ("old backup", store(backup_at=NOW - timedelta(days=9)), "backup", W, "over 7 days ago", "Copy /d/taper.db"),
    ("clock of 1970", machine(now=datetime(1970, 1, 1, tzinfo=UTC)), "clock", P, "lost the date", "set-ntp true"),
    ("clock put back", store(from_the_future=NOW + timedelta(days=9)), "clock", P, "was put back", "set-ntp true"),
    ("unsynchronised", machine(synchronised=False), "clock", W, "nothing holds it", "timedatectl set-ntp true"),
    ("test clock", machine(clock="standing still"), "clock", W, "TAPER_CLOCK", "Unset TAPER_CLOCK"),
    ("stepped", machine(jumps=(STEP,)), "time-jumps", W, "1 step in 7 days; the last by -7,200 s", "Set the clock"),
    ("zone differs", store(zones={"A": "Europe/Berlin"}), "zone", W, "A by Europe/Berlin", "taper zone UTC"),
    ("file open", machine(files=(FileSeen("/d/x", 0o644, False),)), "file-modes", W, "/d/x (644)", "chmod 600 /d/x"),
    ("folder open", machine(files=(FileSeen("/d", 0o755, True),)), "file-modes", W, "/d (755)", "chmod 700 /d"),
    ("file of root", machine(files=(FileSeen("/d/x", 0o600, False, False),)), "file-modes", P, "another user", "chown"),
    ("read-only", machine(not_writable=("/d",)), "writable", P, "read-only: /d", "Allow writing"),
    ("disk full", machine(free_bytes=4_000_000), "disk", P, "4 MB free at /d: nothing", "Make room"),
    ("disk nearly full", machine(free_bytes=90_000_000), "disk", W, "90 MB free at /d", "Make room"),
    ("settings broken", set_up(settings_fault="no TOML"), "settings", P, "no TOML", "Correct the file"),
    ("facts broken", set_up(facts_fault="no TOML"), "facts", W, "no TOML", "Correct the file"),
]
"""State; what is seen; which check minds it; how much; what it says; what to do."""


def test_a_machine_that_is_well_has_nothing_to_do() -> None:
    """Every check is ok, and reminders will come."""
    findings = judged(WELL)
    assert [finding for finding in findings if finding.level is not Level.OK or finding.fix] == []
    assert works(findings)
    assert "; it can: actions, body" in next(one.said for one in findings if one.name == "notifications")


@pytest.mark.parametrize(("_", "seen", "name", "level", "said", "fix"), TABLE, ids=[row[0] for row in TABLE])
def test_a_state_is_said_with_its_fix(_: str, seen: Seen, name: str, level: Level, said: str, fix: str) -> None:
    """The one check says it; reminders will come unless it, or what hangs on it, is a problem."""
    findings = judged(seen)
    (found,) = [finding for finding in findings if finding.name == name]
    assert (found.level, works(findings)) == (level, not any(one.level is P for one in findings))
    assert said in found.said
    assert found.fix is not None
    assert fix in found.fix
    assert level is W or not works(findings)


def test_a_warning_alone_keeps_no_reminder_from_coming() -> None:
    """Every state above whose own check only warns still works."""
    for _, seen, _, level, _, _ in TABLE:
        assert works(judged(seen)) == (level is W)


def test_every_check_has_a_state_in_which_it_minds() -> None:
    """None always says ok, but for the one that only tells when it looks next."""
    assert {row[2] for row in TABLE} | {"next-look"} == {finding.name for finding in judged(WELL)}


def test_what_is_not_there_is_not_judged() -> None:
    """Without a daemon nothing is said of its looks, without a store nothing of its version."""
    names = {finding.name for finding in judged(daemon(**STOPPED))}
    assert not names & {"last-look", "next-look"}
    assert not {one.name for one in judged(condition(exists=False))} & {"store-version", "journal-mode", "backup"}


def test_an_older_store_without_a_daemon_is_brought_up_to_date_by_the_next() -> None:
    """A warning only: whoever starts the daemon needs to do nothing more."""
    older = replace(condition(version="0003"), daemon=DaemonSeen())
    (found,) = [one for one in judged(older) if one.name == "store-version"]
    assert (found.level, found.fix) == (W, "The daemon brings it up to date: taper daemon start")


def test_a_zone_of_another_name_and_the_same_clocks_is_the_same() -> None:
    """Etc/UTC is UTC; London is not, though its winter looks like it."""
    assert judged(store(zones={"A": "Etc/UTC"})) == judged(WELL)
    (found,) = [one for one in judged(store(zones={"A": "Europe/London"})) if one.name == "zone"]
    assert found.level is W


def test_what_a_status_says_of_the_notification_server_is_taken_over() -> None:
    """Its words always; what it can do where the daemon says so."""
    words = {"ready": True, "notifier": "desktop notifications by dunst 1.9.0, with buttons"}
    told = {"server": {"name": "dunst", "capabilities": ["actions", "body"]}, "do_not_disturb": True}
    assert server_of(words) == ServerSeen(True, str(words["notifier"]))
    assert server_of({**words, "notification": told}) == replace(WELL.server, quiet=True)
    assert server_of({**words, "ready": False, "notification": {"server": None}}).ready is False
