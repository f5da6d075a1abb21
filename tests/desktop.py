"""A private desktop for tests: a session bus, an invisible screen and a real notification server (dunst).

Nothing of it touches the desktop of whoever runs the tests. The server itself writes down what it shows, by a script
that its configuration names; buttons are pressed through its own menu. All waiting is for a condition, never a time.

    with Desktop() as desktop:
        desktop.start_server()
        ...                                  # a program started with env=desktop.env sends its notifications
        assert desktop.shown()[0].summary == "A: 1 tablet"
        desktop.press("A: 1 tablet", "Taken")
"""

from __future__ import annotations

import html
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from needed import require

PROGRAMS = ("dbus-daemon", "dbus-send", "Xvfb", "dunst")
DEADLINE_SECONDS = 30.0
NAME = "org.freedesktop.Notifications"
OBJECT = "/org/freedesktop/Notifications"

_FIELD, _RECORD = "\x1f", "\x1e"

_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={folder}/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{folder}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# What a desktop has installed: a server that anybody's message would start.
_SERVICE = """[D-BUS Service]
Name={name}
Exec=/bin/sh -c ': >{folder}/activated'
"""

_SERVER_CONFIG = """[global]
dmenu = {folder}/menu
markup = {markup}
stack_duplicates = no
notification_limit = 0
idle_threshold = 0
history_length = 0
font = Monospace 8
[urgency_low]
timeout = 0
[urgency_normal]
timeout = 0
[urgency_critical]
timeout = 0
[everything]
summary = "*"
script = {script}
"""

_WRITE_DOWN = """#!/bin/sh
record='%s\\037%s\\037%s\\037%s\\037%s\\037%s\\036'
set -- "$DUNST_ID" "$DUNST_TIMESTAMP" "$DUNST_STACK_TAG" "$DUNST_URGENCY" "$DUNST_SUMMARY" "$DUNST_BODY"
printf "$record" "$@" >>'{log}'
"""

_MENU = """#!/bin/sh
cat >'{folder}/offered'
grep -F -m1 -- "$(cat '{folder}/wanted')" '{folder}/offered' && : >'{folder}/picked'
"""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing the server showed. `body` is what a person reads: its markup is undone."""

    summary: str
    body: str
    id: int
    urgency: str
    tag: str
    stamp: int = field(repr=False)  # the server's own, in ms; with the id it names one showing


def until(condition: Callable[[], _T | None], *, what: str, seconds: float = DEADLINE_SECONDS) -> _T:
    """The condition's first true answer; fails the test when none comes within the seconds."""
    deadline = time.monotonic() + seconds
    while not (answer := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {seconds:g} seconds for: {what}")
        time.sleep(0.01)
    return answer


def missing_programs() -> list[str]:
    """Which of the system's programs are not installed."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def require_desktop() -> None:
    """Skips the test where the system packages are missing; on a build machine (CI=true) that is a failure."""
    require(missing_programs(), packages="dbus, xvfb and dunst")


class Desktop:
    """The bus and the screen run from entering to leaving; the server when it is started.

    `markup` False makes the server one that shows bodies as plain text and says so.
    """

    def __init__(self, *, markup: bool = True) -> None:
        self._markup = markup
        self._folder = Path()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._logs: list[Path] = []

    def __enter__(self) -> Desktop:
        self._folder = Path(tempfile.mkdtemp(prefix="taper-desktop-"))
        (self._folder / "bus.conf").write_text(_BUS_CONFIG.format(folder=self._folder))
        (self._folder / "server.service").write_text(_SERVICE.format(name=NAME, folder=self._folder))
        self._write_script("menu", _MENU.format(folder=self._folder))
        try:
            self.start_bus()
            self._display = self._start_screen()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for name in ("server", "screen", "bus"):
            self._stop(name)
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def bus_address(self) -> str:
        """Where the private bus listens; the same after a restart of the bus."""
        return f"unix:path={self._folder}/bus"

    @property
    def env(self) -> dict[str, str]:
        """The environment for a program that shall live on this desktop: all of ours, with another bus and screen."""
        return {**os.environ, "DBUS_SESSION_BUS_ADDRESS": self.bus_address, "DISPLAY": self._display}

    @property
    def activated(self) -> bool:
        """Whether a message has made the bus start a server of its own accord."""
        return (self._folder / "activated").exists()

    def start_bus(self) -> None:
        """Starts the bus, also after `stop_bus`."""
        (self._folder / "bus").unlink(missing_ok=True)
        self._start("bus", ["dbus-daemon", f"--config-file={self._folder}/bus.conf", "--nofork", "--nosyslog"])
        until((self._folder / "bus").exists, what="the bus to listen")

    def stop_bus(self) -> None:
        """Ends the bus, and with it every connection."""
        self._stop("bus")

    def pause_bus(self) -> None:
        """Makes the bus hang: who connects waits."""
        self._running["bus"].send_signal(signal.SIGSTOP)

    def wake_bus(self) -> None:
        """Ends the hanging."""
        self._running["bus"].send_signal(signal.SIGCONT)

    def start_server(self) -> None:
        """Starts a notification server and waits until it owns its name."""
        self._start("server", ["dunst", "-conf", str(self._configure_a_life())], env=self.env)
        until(self._server_owns_the_name, what="the notification server to own its name")

    def stop_server(self) -> None:
        """Ends the server as a logout would."""
        self._stop("server")

    def kill_server(self) -> None:
        """Ends the server as a crash would."""
        self._running["server"].kill()
        self._stop("server")

    def pause_server(self) -> None:
        """Makes the server hang: it holds its name and answers nobody."""
        self._running["server"].send_signal(signal.SIGSTOP)

    def wake_server(self) -> None:
        """Ends the hanging."""
        self._running["server"].send_signal(signal.SIGCONT)

    def shown(self) -> list[Shown]:
        """Everything that any server of this desktop has shown, in order, each replacement again."""
        return [entry for log in self._logs for entry in self._entries(log)]

    def wait_shown(self, summary_part: str, *, count: int = 1) -> list[Shown]:
        """What was shown with such a summary, as soon as it is so many."""

        def found() -> list[Shown]:
            fitting = [entry for entry in self.shown() if summary_part in entry.summary]
            return fitting if len(fitting) >= count else []

        return until(found, what=f"{count} shown with {summary_part!r}")

    def open(self) -> list[Shown]:
        """What the server displays now: what it wrote down, less what was replaced and what it says it closed."""

        def agreed() -> tuple[list[Shown]] | None:
            count = self._count_open()
            found = self._open_by_log()
            return (found,) if len(found) == count else None

        return until(agreed, what="the server's log and its count of open notifications to agree")[0]

    def press(self, summary_part: str, label: str) -> Shown:
        """Presses the button with this label on the open notification with such a summary, and answers which."""
        (entry,) = [entry for entry in self.open() if summary_part in entry.summary]
        (self._folder / "wanted").write_text(f"#{label} ({entry.summary}) [{entry.id},")
        (self._folder / "picked").unlink(missing_ok=True)
        self._ask("org.dunstproject.cmd0.ContextMenuCall")
        until((self._folder / "picked").exists, what=f"the button {label!r} of {entry.summary!r} to be offered")
        return entry

    def dismiss_last(self) -> None:
        """Closes the newest open notification as a person does, without an answer."""
        self._ask("org.dunstproject.cmd0.NotificationCloseLast")

    def _open_by_log(self) -> list[Shown]:
        if "server" not in self._running:
            return []
        closed = self._closed()
        entries = self._entries(self._logs[-1])
        last_of_id = {entry.id: entry for entry in entries}
        last_of_tag = {entry.tag: entry for entry in entries if entry.tag}
        return [
            entry
            for entry in entries
            if (entry.id, entry.stamp) not in closed
            and last_of_id[entry.id] is entry
            and last_of_tag.get(entry.tag, entry) is entry
        ]

    def _closed(self) -> set[tuple[int, int]]:
        answer = self._ask("org.dunstproject.cmd0.NotificationListHistory")
        ids = re.findall(r'string "id"\s+variant\s+int32 (\d+)', answer)
        stamps = re.findall(r'string "timestamp"\s+variant\s+int64 (\d+)', answer)
        return {(int(number), int(stamp) // 1000) for number, stamp in zip(ids, stamps, strict=True)}

    def _count_open(self) -> int:
        if "server" not in self._running:
            return 0
        return sum(self._count(name) for name in ("displayedLength", "waitingLength"))

    def _count(self, name: str) -> int:
        answer = self._ask("org.freedesktop.DBus.Properties.Get", "string:org.dunstproject.cmd0", f"string:{name}")
        return int(answer.split()[-1])

    def _ask(self, method: str, *arguments: str, to: str = NAME, path: str = OBJECT) -> str:
        command = ["dbus-send", "--session", "--print-reply", f"--dest={to}", path, method, *arguments]
        return subprocess.run(command, env=self.env, check=True, capture_output=True, text=True).stdout

    def _server_owns_the_name(self) -> bool:
        if self._running["server"].poll() is not None:
            raise AssertionError(f"the notification server ended at once: {self._said('server')}")
        bus = "org.freedesktop.DBus"
        return "true" in self._ask(f"{bus}.NameHasOwner", f"string:{NAME}", to=bus, path="/org/freedesktop/DBus")

    def _entries(self, log: Path) -> list[Shown]:
        records = log.read_text(encoding="utf-8").split(_RECORD)[:-1]  # a half-written last one is not there yet
        entries = [self._entry(*record.split(_FIELD)) for record in records]
        return sorted(entries, key=lambda entry: entry.stamp)  # two scripts at once may write in either order

    def _entry(self, number: str, stamp: str, tag: str, urgency: str, summary: str, body: str) -> Shown:
        text = html.unescape(body) if self._markup else body
        return Shown(summary, text, int(number), urgency, tag, int(stamp))

    def _start_screen(self) -> str:
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1024x768x24", "-nolisten", "tcp"]
        self._start("screen", command, pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise AssertionError(f"Xvfb found no free display: {self._said('screen')}")
        return f":{number}"

    def _start(
        self, name: str, command: list[str], *, env: dict[str, str] | None = None, pass_fds: tuple[int, ...] = ()
    ) -> None:
        with (self._folder / f"{name}.said").open("wb") as said:
            self._running[name] = subprocess.Popen(
                command, env=env, pass_fds=pass_fds, stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )

    def _said(self, name: str) -> str:
        return (self._folder / f"{name}.said").read_text(errors="replace")

    def _stop(self, name: str) -> None:
        program = self._running.pop(name, None)
        if program is None:
            return
        program.terminate()
        try:
            program.wait(timeout=5)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()

    def _configure_a_life(self) -> Path:
        """Each life of the server has its own log, for each counts its ids anew."""
        number = len(self._logs) + 1
        self._logs.append(self._folder / f"log-{number}")
        self._logs[-1].touch()
        script = self._write_script(f"write-down-{number}", _WRITE_DOWN.format(log=self._logs[-1]))
        config = self._folder / f"dunstrc-{number}"
        markup = "full" if self._markup else "no"
        config.write_text(_SERVER_CONFIG.format(folder=self._folder, script=script, markup=markup))
        return config

    def _write_script(self, name: str, text: str) -> Path:
        script = self._folder / name
        script.write_text(text)
        script.chmod(0o700)
        return script


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    """A private desktop without a notification server yet."""
    require_desktop()
    with Desktop() as made:
        yield made
