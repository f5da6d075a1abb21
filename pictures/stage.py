"""Where do the documentation's commands run? In a terminal and a home of their own, on a clock that stands where told.

The daemon is the real one and so is the terminal. Both are children of this process, forked once everything is loaded,
so that a whole week is lived through in seconds.
"""

from __future__ import annotations

import contextlib
import json
import os
import pty
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from taper.client import NoDaemonError, call
from taper.clock import VARIABLE, clock_from
from taper.settings import HOME_VARIABLE, Paths, paths_from

PATIENCE = 30.0
"""Seconds that a command, or the daemon's start, may take on a slow machine."""

_HIDDEN = ("NO_COLOR", "FORCE_COLOR", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "LANGUAGE", "LC_TIME")


class StageError(Exception):
    """A command that ended or asked otherwise than the documentation says."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A home in a folder; commands see only that folder."""

    folder: Path
    zone: str

    @property
    def paths(self) -> Paths:
        """Where the home's files lie."""
        return paths_from({HOME_VARIABLE: str(self.folder / "home")})

    def __post_init__(self) -> None:
        """Makes the store: a daemon that made one would start itself anew afterwards, which it cannot as a fork."""

        def made() -> int:
            from taper.store import Store

            with Store.open(self.paths.store):
                return 0

        (self.folder / "home").mkdir(mode=0o700)
        if os.waitstatus_to_exitcode(os.waitpid(_forked(made), 0)[1]) != 0:
            raise StageError(f"no store could be made in {self.folder}")

    def live(self, days: Iterable[tuple[str, Sequence[str]]]) -> None:
        """Has commands run one after another, each at its instant, without a daemon and without a word.

        Raises StageError where one does not do what was asked.
        """

        def lived() -> int:
            _speak_to(os.devnull)
            codes = [_command(self._environment(at), self.folder, words) for at, words in days]
            return 0 if not any(codes) else 1

        if os.waitstatus_to_exitcode(os.waitpid(_forked(lived), 0)[1]) != 0:
            raise StageError("what was to be lived through could not be")

    @contextlib.contextmanager
    def at(self, instant: str) -> Iterator[Moment]:
        """The daemon runs at that instant, and has said what it has to say; it ends with the block."""
        environment = self._environment(instant)
        reads, writes = os.pipe()
        daemon = _forked(lambda: _daemon(environment, writes))
        os.close(writes)
        try:
            self._wait_for(daemon, instant)
            yield Moment(self, instant, environment, reads)
        finally:
            os.kill(daemon, signal.SIGTERM)
            os.waitpid(daemon, 0)
            os.close(reads)

    def _environment(self, instant: str) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in _HIDDEN}
        here = {HOME_VARIABLE: str(self.folder / "home"), VARIABLE: instant, "TZ": self.zone, "LC_ALL": "C.UTF-8"}
        return {**kept, **here, "TERM": "xterm-256color"}

    def _wait_for(self, daemon: int, instant: str) -> None:
        """Until the daemon's first look is done, and all said that it had to say."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with contextlib.suppress(NoDaemonError):
                status = call(self.paths.socket, "status", {}, patience=PATIENCE)
                if isinstance(status, dict) and status["last_tick"]:
                    return
            time.sleep(0.01)
        raise StageError(f"the daemon (process {daemon}) did not start at {instant}")


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant at which the daemon runs."""

    stage: Stage
    instant: str
    environment: dict[str, str]
    said_through: int

    def notices(self) -> str:
        """What the daemon has said by now; empty where that is nothing."""
        said = b""
        while select.select([self.said_through], [], [], 0)[0]:
            part = os.read(self.said_through, 65536)
            if not part:
                break
            said += part
        return said.decode()

    def run(
        self, words: Sequence[str], *, columns: int = 80, colour: bool = True, answers: Sequence[tuple[str, str]] = ()
    ) -> str:
        """All that `taper` prints in a terminal of that width, with each answer typed once its question stands there.

        Raises StageError where a question does not come, or the command ends by a defect.
        """
        environment = {**self.environment, "COLUMNS": str(columns), **({} if colour else {"NO_COLOR": "1"})}
        process, terminal = pty.fork()
        if process == 0:
            _anew()
            _child(lambda: _command(environment, self.stage.folder, words))
        try:
            shown = _typed_into(terminal, answers)
        finally:
            os.close(terminal)
            _, status = os.waitpid(process, 0)
        if os.waitstatus_to_exitcode(status) == 1:
            raise StageError(f"taper {' '.join(words)} at {self.instant} ended by a defect:\n{shown}")
        return shown

    @contextlib.contextmanager
    def page(self) -> Iterator[tuple[str, Path]]:
        """The page that `taper web` shows, while the block lasts: its address, and the file that leads a browser in."""
        reads, writes = os.pipe()
        web = _forked(lambda: _web(self.environment, self.stage.folder, writes))
        os.close(writes)
        said = b""
        try:
            while not said.rstrip().endswith(b"}"):
                part = os.read(reads, 65536) if select.select([reads], [], [], PATIENCE)[0] else b""
                if not part:
                    raise StageError(f"taper web did not begin: {said.decode()}")
                said += part
            opened = json.loads(said)
            yield opened["address"], Path(opened["open"])
        finally:
            os.kill(web, signal.SIGTERM)
            os.waitpid(web, 0)
            os.close(reads)


def _typed_into(terminal: int, answers: Sequence[tuple[str, str]]) -> str:
    shown, waiting = "", list(answers)
    searched = 0
    while True:
        ready, _, _ = select.select([terminal], [], [], PATIENCE)
        if not ready:
            raise StageError(f"nothing is typed for what stands here:\n{shown}")
        try:
            part = os.read(terminal, 65536)
        except OSError:  # the other end is closed
            part = b""
        if not part:
            break
        shown += part.decode(errors="replace").replace("\r\n", "\n")
        if waiting and waiting[0][0] in shown[searched:]:
            searched = len(shown)
            os.write(terminal, f"{waiting.pop(0)[1]}\n".encode())
    if waiting:
        raise StageError(f'"{waiting[0][0]}" was not asked:\n{shown}')
    return shown


def _command(environment: dict[str, str], folder: Path, words: Sequence[str]) -> int:
    from taper.cli.main import main

    _become(environment)
    os.chdir(folder)
    return main(list(words))


def _web(environment: dict[str, str], folder: Path, writes: int) -> int:
    _speak_to(os.devnull, out=writes)
    return _command(environment, folder, ("web", "--no-browser", "--json"))


def _daemon(environment: dict[str, str], writes: int) -> int:
    from taper.daemon.run import run

    os.setsid()
    _speak_to(os.devnull, out=writes)
    _become(environment)
    return run(paths_from(environment), clock_from(environment), notifier="console", patience=PATIENCE)


def _speak_to(place: str, *, out: int | None = None) -> None:
    """The standard streams of a child are that place; its output is another one where that is said."""
    opened = os.open(place, os.O_RDWR)
    for stream, target in ((0, opened), (1, opened if out is None else out), (2, opened)):
        os.dup2(target, stream)
    _anew()


def _anew() -> None:
    """Python's own streams as it would make them now: those of the parent know what they were."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", buffering=1, closefd=False)


def _become(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def _forked(play: Callable[[], int]) -> int:
    process = os.fork()
    if process == 0:
        _child(play)
    return process


def _child(play: Callable[[], int]) -> None:
    """Never returns into what its parent was about to do."""
    code = 1
    try:
        code = play()
        sys.stdout.flush()
        sys.stderr.flush()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        if code == 1 and sys.exc_info()[0]:
            traceback.print_exc()
            sys.stderr.flush()
        os._exit(code)
