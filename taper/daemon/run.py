"""How does the daemon live? It takes the lock, opens store, socket and notifier, looks when it is time, and ends well.

Everything but waiting happens in the one thread of the event loop, to which the store belongs.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from taper.app.desk import Desk, open_desk
from taper.app.operations import CHANGING, perform
from taper.client import VERSION
from taper.clock import Clock
from taper.core.errors import StoreFailed, TaperError
from taper.core.jump import JumpKind
from taper.daemon.hearing import Hearing
from taper.daemon.journal import Journal, journal_stream, place_of
from taper.daemon.lock import only_one
from taper.daemon.movedtime import MovedTime
from taper.daemon.punctual import LEAD_SECONDS, Punctual, looks_as_of
from taper.daemon.quiet import Quiet
from taper.daemon.renewal import Renewal, carries_migrations, run_again
from taper.daemon.safekeeping import Safekeeping, tell_of_no_record
from taper.daemon.server import OTHER_VERSION, Server
from taper.daemon.steady import SteadyStore
from taper.daemon.supervisor import Reports, Supervisor, supervisor_of
from taper.daemon.surroundings import Surroundings
from taper.daemon.tick import reported, tick
from taper.daemon.timer import Timer
from taper.daemon.travelling import Travelling
from taper.daemon.unwatched import Absence
from taper.daemon.wakeups import WakeUps
from taper.notify.port import Probe
from taper.notify.probejson import probe_json
from taper.settings import Paths
from taper.store.state import state_of

PROBE_SECONDS = 1.0
"""How long a status may wait for the notification server; a command waits twice as long for the whole answer."""

_DEFECT = "that went wrong by a defect of taper. Whether it was done is not known: look, then try again."


def run(
    paths: Paths, clock: Clock, *, notifier: str | None = None, demo: bool = False, patience: float | None = None
) -> int:
    """Lives until it is told to end; the exit code is 0 then. After an update it goes on with the installed code.

    `notifier` goes before the setting; `demo` makes every notice say that it is one; `patience` is how many seconds to
    wait for another daemon to end (None: for ever). Raises DaemonFailed, StoreFailed or SettingsError.
    """
    supervisor = supervisor_of(os.environ)
    with only_one(paths.lock, patience=patience, waiting=lambda holder: supervisor.waiting(_waits(holder))) as lock:
        supervisor.alive()
        try:
            with open_desk(paths, clock) as desk, SteadyStore(paths.store) as store:
                steady = replace(desk, store=store)
                goes_on = carries_migrations() or asyncio.run(
                    _live(steady, store, supervisor, notifier=notifier, demo=demo)
                )
        except StoreFailed as error:  # started with the session, nobody reads what it prints
            asyncio.run(tell_of_no_record(paths, error, wanted=notifier))
            raise
        if goes_on:
            run_again(lock=lock)
    return 0


def _waits(holder: int | None) -> str:
    return f"Waits for another daemon to end (process {holder or 'unknown'})"


async def _live(desk: Desk, store: SteadyStore, supervisor: Supervisor, *, notifier: str | None, demo: bool) -> bool:
    daemon = _Daemon(desk, store, supervisor, notifier=notifier, demo=demo)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(daemon.note_defect)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        loop.add_signal_handler(number, daemon.end.set)
    return await daemon.live()


class _Daemon:
    """One life of the daemon."""

    def __init__(
        self, desk: Desk, store: SteadyStore, supervisor: Supervisor, *, notifier: str | None, demo: bool
    ) -> None:
        self.end = asyncio.Event()
        self._supervisor = supervisor
        self._demo = demo
        self._since = desk.now()
        self._last_look_at: datetime | None = None
        self._journal = Journal(desk.paths.log, desk.clock, stream=journal_stream(os.environ))
        self._safekeeping = Safekeeping(desk.paths, store, self._journal, demo=demo)
        self._renewal = Renewal(self._journal)
        self._plans: frozenset[str] = frozenset()
        self._turn = asyncio.Lock()  # a look and a press never run beside each other
        self._timer = Timer(self._look, clock=desk.clock, may_rest=self._may_rest, lead_seconds=LEAD_SECONDS)
        self._wake_ups = WakeUps(self._timer.poke)
        self._around = Surroundings(desk, self._journal, self._wake_ups.zone_files, wish=notifier)
        self._hearing = Hearing(
            self._around, self._safekeeping, self._journal, turn=self._turn, poke=self._timer.poke, demo=demo
        )
        self._moved_time = MovedTime(desk, self._journal)
        self._travelling = Travelling(self._journal)
        self._quiet = Quiet()
        self._reports = Reports(supervisor, self._timer.progressed)
        self._absence = Absence(self._journal)
        self._server = Server(
            desk.paths.socket,
            perform=self._perform,
            answered=self._answered,
            take_warning=lambda: self._absence.take_warning(self._desk),
        )

    @property
    def _desk(self) -> Desk:
        return self._around.desk

    async def live(self) -> bool:
        """Runs until `end` is set; whether it is to go on with other code. Raises a defect that ended the timer."""
        self._absence.look(self._desk)
        await self._server.start()
        self._journal.note("started", outcome=f"process {os.getpid()}")
        self._wake_ups.start()
        looking = self._timer.start()
        ending = asyncio.create_task(self.end.wait())
        watching = asyncio.create_task(self._supervisor.watch(self._timer.seconds_behind))
        await asyncio.wait({looking, ending}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        await self._close()
        watching.cancel()
        if looking.done() and not looking.cancelled():
            looking.result()
        return self._renewal.is_due

    async def _close(self) -> None:
        if self._renewal.is_due:
            self._supervisor.reloading()
        else:
            self._supervisor.stopping()
        await self._server.stop()
        await self._wake_ups.close()
        await self._timer.stop()
        await self._hearing.close(seconds=PROBE_SECONDS)
        await self._around.notifier.close()
        self._safekeeping.close()
        self._journal.note("ended")

    def _may_rest(self) -> bool:
        """Whether a look now would find nothing: nothing changed, nothing is due soon, and nothing waits."""
        now, zone = self._desk.now(), self._around.zone
        rests = (
            self._safekeeping.rests()
            and self._around.stand()
            and self._travelling.rests(zone)
            and self._moved_time.stands_still(zone)
            and self._quiet.lasts(self._state(), now=now, for_long=True)
        )
        if rests:
            self._last_look_at = now
        return rests

    async def _look(self) -> datetime | None:
        next_look_at: datetime | None = None
        async with self._turn:
            with reported(self._journal):
                self._safekeeping.look(now=self._desk.now())
            with reported(self._journal):
                await self._around.follow(self._hearing.callbacks)
                self._notice_time()
                next_look_at = await self._look_at_plans()
                self._reports.looked(self._around.notifier.name, next_look_at)
            with reported(self._journal):
                await self._travelling.look(self._desk, self._around.notifier, zone=self._around.zone, demo=self._demo)
            with reported(self._journal):
                await self._safekeeping.tell(self._around.notifier, now=self._desk.now())
                self._safekeeping.back_up(now=self._desk.now())
            self._safekeeping.wrote()
        return next_look_at

    async def _look_at_plans(self) -> datetime | None:
        clock, state = self._desk.clock, self._state()
        now = looks_as_of(clock, wanted_at=self._timer.next_look_at)
        if self._timer.by_cap and self._quiet.lasts(state, now=now):
            self._last_look_at = now
            return self._timer.next_look_at
        looked = await tick(
            self._desk,
            Punctual(self._around.notifier, clock, at=now),
            now=now,
            journal=self._journal,
            heard_since=self._hearing.since,
            unseen_until=self._hearing.unseen_until,
            demo=self._demo,
            guard_for=self._around.known.guard_for,
            progressed=self._reports.progressed,
        )
        self._last_look_at = self._desk.now()
        await self._close_deleted()
        self._quiet.note(state, looked, now=now)
        return looked.next_look_at

    def _state(self) -> object:
        """Everything a look depends on but the time; None while the record is in trouble: nothing is certain then."""
        if self._safekeeping.is_troubled:
            return None
        stored = state_of(self._desk.paths.store)
        return stored and (stored, self._hearing.since, self._hearing.unseen_until, *self._around.state())

    def _notice_time(self) -> None:
        """Writes down how time jumped. After a step back this life began no later than now."""
        with reported(self._journal):
            jumps = self._moved_time.notice(self._around.zone)
            if any(jump.kind is JumpKind.BACK for jump in jumps):
                self._hearing.since = min(self._hearing.since, self._desk.now())

    async def _close_deleted(self) -> None:
        """Closes the bubbles of plans that were deleted."""
        plans = frozenset(self._desk.store.next_looks())
        for plan_id in self._plans - plans:
            await self._around.notifier.withdraw(plan_id)
        self._plans = plans

    async def _perform(self, operation: str, arguments: Mapping[str, object]) -> object:
        match operation:
            case "status":
                return await self._status()
            case "look":
                await self._timer.look_now()
                return await self._status()
            case "test":
                if self._around.notifier_is is None:  # it has only just begun
                    await self._timer.look_now()
                return await self._hearing.rehearsals.play(self._around.notifier, arguments)
            case "quit":
                return {"pid": os.getpid()}
            case "restore":
                async with self._turn:
                    return self._done(lambda: self._safekeeping.restore(arguments, now=self._desk.now()))
        self._around.read_settings()
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
        elif operation == OTHER_VERSION and self._renewal.is_wanted():
            self._hearing.keep(self._renew())

    async def _renew(self) -> None:
        if await self._renewal.attempt():
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
            "notification": probe_json(probe),
            "woken_by": list(self._wake_ups.watched()),
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
            return await asyncio.wait_for(self._around.notifier.probe(), PROBE_SECONDS)
        except TimeoutError:
            return Probe(self._around.notifier.name, ready=False, words="the notification server does not answer")

    def note_defect(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Writes down what went wrong in a task nobody waits for."""
        error = context.get("exception")
        self._journal.note("defect", outcome=place_of(error) if isinstance(error, Exception) else None)


def _written(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
