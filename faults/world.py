"""One run: a bus, a notification server and a daemon, each a process of its own, and a home with a real store.

    with World(folder, seed=5) as world:
        world.live(timedelta(days=3))         # the daemon looks whenever it asked to, and the person answers some doses
        world.daemon.kill()
        world.hand.pass_time(timedelta(hours=5))
        world.restart()

Time goes by when the hand moves, never by waiting. After each move the daemon is made to look, as its timer, its cap of
20 seconds, a set clock or a resume make it on a real machine.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache, partial
from pathlib import Path
from typing import Any

from desktop import until
from livedaemon import paths_of

from faults.daemon import Arranged, RunDaemon
from faults.forked import Forked
from faults.hand import Hand
from faults.heard import Heard
from faults.plans import BEGIN, kept, plans
from faults.server import GOOD, Kind
from faults.server import run as serve
from taper.client import NoDaemonError, RefusedError
from taper.settings import change_setting
from taper.store import Store

_IN_MEMORY = Path("/dev/shm")
"""Killing a process takes nothing from a file, wherever it is: there the disk need not be waited for."""

_LONGEST_WAIT = timedelta(hours=1)
"""How long time may go by without a look of a daemon that does not say when it wants the next one."""

_ANSWERS = 0.4
"""Which part of the doses the person answers."""


class World:
    """Entered, everything runs and the plans are kept; left, everything is gone."""

    def __init__(self, *, seed: int, server: Kind | None = GOOD, die: str | None = None) -> None:
        """`server` is what the run begins with, None for none; `die` the commit at which the first daemon is killed."""
        self.chance = random.Random(seed)
        self.folder = Path(tempfile.mkdtemp(prefix="taper-faults-", dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None))
        self.home = self.folder / "home"
        self.paths = paths_of(self.home)
        self.hand = Hand(self.folder / "hand", begins_at=BEGIN)
        self.heard = Heard(self.folder / "shown.jsonl")
        self.answered: dict[tuple[str, str], timedelta] = {}
        """The doses whose answer the daemon said it has recorded, by label and id, and when."""
        self._begins_with = server
        self._first_dies = die
        self._commits = self.folder / "commits"
        self._running: dict[str, subprocess.Popen[bytes] | Forked] = {}
        self._count = 0

    def __enter__(self) -> World:
        try:
            self._start_bus()
            if self._begins_with is not None:
                self.start_server(self._begins_with)
            self._fill_home()
            self.daemon = self.another_daemon(die=self._first_dies)
            self.daemon.spawn()
            self.look()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        if hasattr(self, "daemon"):
            self.daemon.kill()
        for name in ("server", "bus"):
            self._kill(name)
        self.hand.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def env(self) -> dict[str, str]:
        """What the processes of this run find in their environment."""
        return {
            **os.environ,
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.folder}/bus",
            "TZ": "Europe/Berlin",
        }

    def another_daemon(self, *, die: str | None = None) -> RunDaemon:
        """A daemon of this home, not started yet; `die` is the commit at which it is killed."""
        return RunDaemon(self.home, env=self.env, arranged=Arranged(self.hand.path, self._commits, die))

    def restart(self) -> None:
        """Kills the daemon, if it still runs, and starts another one that nothing is wrong with."""
        self.daemon.kill()
        self.daemon = self.another_daemon()
        self.daemon.start()
        self.daemon.wait_looked()

    def look(self) -> dict[str, Any]:
        """The daemon's status after a look that began now; one that died meanwhile is started anew."""
        with suppress(NoDaemonError):
            return self.daemon.wait_looked()
        try:  # it is starting still, or it has ended
            self.daemon.wait_answer()
            return self.daemon.wait_looked()
        except (NoDaemonError, AssertionError):
            if not self._has_died():
                raise
        self.restart()
        return self.daemon.wait_looked()

    def _has_died(self) -> bool:
        """Whether the daemon has ended; a process that was killed takes a moment to be gone."""
        process = self.daemon.process
        if process is None:
            return True
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)
        return process.poll() is not None

    def live(self, span: timedelta) -> None:
        """Time goes by with everything running. The daemon looks when it asked to, the person answers some doses."""
        self.live_until(self.hand.now() + span)

    def live_until(self, end: datetime) -> None:
        """The same until the wall shows `end`."""
        while self.hand.now() < end:
            self.hand.pass_until(min(end, self._settled()))
        self._settled()

    def _settled(self) -> datetime:
        """When the daemon wants to look again, after all is shown that it sent and the person has answered."""
        said = self.look()["next_look"]
        until(lambda: not self.heard.is_behind(), what="the notification server to show what it received")
        if self._answer():
            said = self.look()["next_look"]
        by_cap = self.hand.now() + _LONGEST_WAIT
        return by_cap if said is None else max(datetime.fromisoformat(said), self.hand.now())

    def suspend(self, span: timedelta) -> None:
        """The machine sleeps; when it wakes, the daemon looks."""
        self.daemon.pause()
        self.hand.sleep(span)
        self.daemon.wake()
        self.look()

    def set_clock(self, by: timedelta) -> None:
        """Somebody sets the clock; the daemon looks."""
        self.hand.set_by(by)
        self.look()

    def start_server(self, kind: Kind = GOOD) -> None:
        """Starts a notification server and waits until it serves."""
        before, said = self.heard.count("serves"), self.folder / "server.said"
        running = partial(serve, kind, hand=self.hand.path, log=self.heard.path)
        self._running["server"] = Forked(running, env=self.env, said=said, errors=said)
        until(lambda: self.heard.count("serves") > before, what="the notification server to serve")

    def kill_server(self) -> None:
        """Ends the server as a crash would, and with it all bubbles."""
        self._kill("server")
        self.heard.note_death(self.hand.read())

    def commits(self) -> int:
        """How many commits the daemons of this run have made."""
        return self._commits.stat().st_size

    def answer(self, label: str, dose: str) -> bool:
        """The person takes a dose; whether the daemon said that it is recorded. Asked again, it is the same answer."""
        self._count += 1
        arguments: Mapping[str, object] = {"plan": label, "dose": dose, "intake_id": f"{self._count:032}"}
        for _ in range(2):
            with suppress(NoDaemonError, RefusedError):
                self.daemon.call("take", **arguments)
                self.answered[label, dose] = self.hand.read().elapsed
                return True
            self.look()
        return False

    def _answer(self) -> bool:
        """The person answers some of the doses newly asked for; whether any."""
        asked = [dose for dose in self.heard.newly_asked() if self.chance.random() < _ANSWERS]
        for label, dose in asked:
            self.answer(label, dose)
        return bool(asked)

    def _fill_home(self) -> None:
        self.home.mkdir(mode=0o700)
        self.paths.store.touch(mode=0o600)
        self.paths.store.write_bytes(_filled_store())
        change_setting(self.paths.config, "repeats", "0")

    def _start_bus(self) -> None:
        bus = self.folder / "bus"
        command = ["dbus-daemon", "--session", f"--address=unix:path={bus}", "--nofork", "--nosyslog", "--nopidfile"]
        with (self.folder / "bus.said").open("ab") as said:
            self._running["bus"] = subprocess.Popen(
                command, env=self.env, stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )
        until(bus.exists, what="the bus to listen")

    def _kill(self, name: str) -> None:
        program = self._running.pop(name, None)
        if program is not None:
            program.kill()
            program.wait()


@cache
def _filled_store() -> bytes:
    """A store with the plans, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "taper.db"
        with Store.open(path) as store:
            for plan in plans().values():
                store.keep(kept(plan))
        return path.read_bytes()
