"""How does the daemon live? It takes the lock, opens store, socket and notifier, looks when it is time, and ends well.

Everything but waiting happens in the one thread of the event loop, to which the store belongs.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from taper.app.desk import Desk, open_desk
from taper.app.operations import CHANGING, perform
from taper.client import VERSION
from taper.clock import Clock
from taper.core.errors import StoreFailed, TaperError
from taper.daemon.journal import Journal, place_of
from taper.daemon.known import Known
from taper.daemon.lock import only_one
from taper.daemon.presses import answer_press, note_dismissal
from taper.daemon.renewal import other_code_is_installed, run_again
from taper.daemon.safekeeping import Safekeeping, tell_of_no_record
from taper.daemon.server import OTHER_VERSION, Server
from taper.daemon.steady import SteadyStore
from taper.daemon.tick import reported, tick
from taper.daemon.timer import Timer
from taper.notify.choose import NoNotifier, choose
from taper.notify.port import Callbacks, Dismissal, Notifier, Press, Probe
from taper.settings import Paths, SettingsError, hash_of, read_settings

PROBE_SECONDS = 1.0
"""How long a status may wait for the notification server; a command waits twice as long for the whole answer."""

_DEFECT = "that went wrong by a defect of taper. Whether it was done is not known: look, then try again."
_OFF = "notifications are switched off by the setting notifier"


def run(
    paths: Paths, clock: Clock, *, notifier: str | None = None, demo: bool = False, patience: float | None = None
) -> int:
    """Lives until it is told to end; the exit code is 0 then. After an update it goes on with the installed code.

    `notifier` goes before the setting; `demo` makes every notice say that it is one; `patience` is how many seconds to
    wait for another daemon to end (None: for ever). Raises DaemonFailed, StoreFailed or SettingsError.
    """
    with only_one(paths.lock, patience=patience):
        try:
            with open_desk(paths, clock) as desk, SteadyStore(paths.store) as store:
                goes_on = asyncio.run(_live(replace(desk, store=store), store, notifier=notifier, demo=demo))
        except StoreFailed as error:  # started with the session, nobody reads what it prints
            asyncio.run(tell_of_no_record(paths, error, wanted=notifier))
            raise
    if goes_on:
        run_again()
    return 0


async def _live(desk: Desk, store: SteadyStore, *, notifier: str | None, demo: bool) -> bool:
    daemon = _Daemon(desk, store, notifier=notifier, demo=demo)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(daemon.note_defect)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, daemon.end.set)
    return await daemon.live()


class _Daemon:
    """One life of the daemon."""

    def __init__(self, desk: Desk, store: SteadyStore, *, notifier: str | None, demo: bool) -> None:
        self.end = asyncio.Event()
        self._desk = desk
        self._demo = demo
        self._wish = notifier
        self._since = desk.now()
        self._heard_since = self._since
        self._last_look_at: datetime | None = None
        self._journal = Journal(desk.paths.log, desk.clock)
        self._known = Known(desk.paths.facts, self._journal)
        self._safekeeping = Safekeeping(desk.paths, store, self._journal, demo=demo)
        self._notifier: Notifier = NoNotifier("the daemon is starting")
        self._notifier_is: str | None = None
        self._settings_are: object = None
        self._goes_on = False
        self._plans: frozenset[str] = frozenset()
        self._turn = asyncio.Lock()  # a look and a press never run beside each other
        self._answering: set[asyncio.Task[None]] = set()
        self._timer = Timer(self._look, clock=desk.clock)
        self._server = Server(desk.paths.socket, perform=self._perform, answered=self._answered)

    async def live(self) -> bool:
        """Runs until `end` is set; whether it is to go on with other code. Raises a defect that ended the timer."""
        await self._server.start()
        self._journal.note("started", outcome=f"process {os.getpid()}")
        looking = self._timer.start()
        ending = asyncio.create_task(self.end.wait())
        await asyncio.wait({looking, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        await self._close()
        if looking.done() and not looking.cancelled():
            looking.result()
        return self._goes_on

    async def _close(self) -> None:
        await self._server.stop()
        await self._timer.stop()
        if self._answering:
            await asyncio.wait(self._answering, timeout=PROBE_SECONDS)
        await self._notifier.close()
        self._safekeeping.close()
        self._journal.note("ended")

    async def _look(self) -> datetime | None:
        next_look_at: datetime | None = None
        async with self._turn:
            with reported(self._journal):
                self._safekeeping.look(now=self._desk.now())
            with reported(self._journal):
                self._read_settings()
                self._known.follow()
                await self._follow_notifier()
                await self._close_deleted()
                next_look_at = await tick(
                    self._desk,
                    self._notifier,
                    now=self._desk.now(),
                    journal=self._journal,
                    heard_since=self._heard_since,
                    demo=self._demo,
                    guard_for=self._known.guard_for,
                )
                self._last_look_at = self._desk.now()
            with reported(self._journal):
                await self._safekeeping.tell(self._notifier, now=self._desk.now())
                self._safekeeping.back_up(now=self._desk.now())
            self._safekeeping.wrote()
        return next_look_at

    def _read_settings(self) -> None:
        """Takes over what `taper config` wrote; a file that cannot be read changes nothing."""
        path = self._desk.paths.config
        try:
            found = path.stat()
            stamp: object = (found.st_mtime_ns, found.st_size, found.st_ino)
        except OSError:
            stamp = None
        if stamp == self._settings_are:
            return
        self._settings_are = stamp
        try:
            self._desk = replace(self._desk, settings=read_settings(path))
        except SettingsError:
            self._journal.note("settings", outcome="cannot be read, the earlier ones stay")

    async def _follow_notifier(self) -> None:
        wanted = self._wish or self._desk.settings.notifier
        if wanted == self._notifier_is:
            return
        former, self._notifier = self._notifier, await self._choose(wanted)
        self._notifier_is = wanted
        await former.close()
        self._journal.note("notifier", outcome=self._notifier.name)

    async def _choose(self, wanted: str) -> Notifier:
        if wanted == "none":
            return NoNotifier(_OFF)
        heard = Callbacks(on_press=self._on_press, on_dismiss=self._on_dismiss, on_ready=self._on_ready)
        instance = f"taper-{hash_of(os.fspath(self._desk.paths.store)):x}"
        return await choose(wanted, callbacks=heard, stream=sys.stdout, instance=instance)

    async def _close_deleted(self) -> None:
        """Closes the bubbles of plans that were deleted."""
        plans = frozenset(self._desk.store.next_looks())
        for plan_id in self._plans - plans:
            await self._notifier.withdraw(plan_id)
        self._plans = plans

    def _on_ready(self) -> None:
        self._heard_since = self._desk.now()  # what an earlier server showed went with it
        self._timer.poke()

    def _on_press(self, press: Press) -> None:
        self._keep(self._answer_press(press))

    def _on_dismiss(self, dismissal: Dismissal) -> None:
        if dismissal.by_person:
            self._keep(self._note_dismissal(dismissal))

    def _keep(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    async def _answer_press(self, press: Press) -> None:
        async with self._turn:
            with reported(self._journal):
                await answer_press(self._desk, self._notifier, press, journal=self._journal, demo=self._demo)
            self._safekeeping.wrote()
        self._timer.poke()

    async def _note_dismissal(self, dismissal: Dismissal) -> None:
        async with self._turn:
            with reported(self._journal):
                note_dismissal(self._desk, dismissal)

    async def _perform(self, operation: str, arguments: Mapping[str, object]) -> object:
        match operation:
            case "status":
                return await self._status()
            case "tick":
                await self._timer.look_now()
                return await self._status()
            case "quit":
                return {"pid": os.getpid()}
            case "restore":
                async with self._turn:
                    return self._done(lambda: self._safekeeping.restore(arguments, now=self._desk.now()))
        self._read_settings()
        return self._done(lambda: self._performed(operation, arguments))

    def _performed(self, operation: str, arguments: Mapping[str, object]) -> object:
        self._safekeeping.check(now=self._desk.now())
        answer = perform(self._desk, operation, arguments)
        self._safekeeping.wrote()
        return answer

    def _done(self, work: Callable[[], object]) -> object:
        refusal: TaperError = TaperError(_DEFECT)
        with reported(self._journal):
            try:
                return work()
            except TaperError as error:
                refusal = error
        raise refusal

    def _answered(self, operation: str) -> None:
        if operation in CHANGING or operation == "restore":
            self._timer.poke()
        elif operation == "quit":
            self.end.set()
        elif operation == OTHER_VERSION and other_code_is_installed():
            self._goes_on = True
            self.end.set()

    async def _status(self) -> dict[str, object]:
        probe = await self._probe()
        return {
            "pid": os.getpid(),
            "since": self._since.isoformat(),
            "version": VERSION,
            "clock": self._desk.clock.name,
            "now": self._desk.now().isoformat(),
            "last_tick": _written(self._last_look_at),
            "next_look": _written(self._timer.next_look_at),
            "notifier": probe.words,
            "ready": probe.ready,
            "plans": self._count_plans(),
            "store": os.fspath(self._desk.paths.store),
            **self._safekeeping.status(),
        }

    def _count_plans(self) -> int | None:
        try:
            return len(self._desk.store.next_looks())
        except StoreFailed:
            return None  # a daemon whose store is gone still says how it is

    async def _probe(self) -> Probe:
        try:
            return await asyncio.wait_for(self._notifier.probe(), PROBE_SECONDS)
        except TimeoutError:
            return Probe(self._notifier.name, ready=False, words="the notification server does not answer")

    def note_defect(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Writes down what went wrong in a task nobody waits for."""
        error = context.get("exception")
        self._journal.note("defect", outcome=place_of(error) if isinstance(error, Exception) else None)


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
