"""A page for tests: a real `taper web` beside a real daemon, on a home of its own.

    with Site(tmp_path / "home", soma()) as site:         # a plan, kept the evening before its day 1
        site.daemon.call("take", plan="A", intake_id="1")
        site.shell("take", "A")
        page.goto(site.entrance)                          # a browser comes in through the file

All waiting is for a condition, never a time.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from livedaemon import LiveDaemon, paths_of
from playwright.sync_api import Browser, BrowserContext, Page

from taper.app.reading import Source, read_source
from taper.core.plan import Plan
from taper.core.record import Change, KeptPlan, Version
from taper.settings import Settings
from taper.store import Store

AT = "2026-12-01T08:04:00Z"
"""Four minutes past the first dose."""

STORED_AT = datetime(2026, 11, 30, 20, tzinfo=UTC)
"""When the plans were entered: the evening before day 1."""

TAPER = str(Path(sys.executable).with_name("taper"))


def burst(label: str = "A", medicine: str = "prednisone") -> Plan:
    """A plan of one dose a day, two steps and a stop date."""
    return plan_of(f"{medicine}: 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop", label=label)


def plan_of(text: str, *, label: str = "A", strengths: Sequence[str] = ("10 mg",), start: str = "2026-12-01") -> Plan:
    """The plan that a text reads as, by the clocks of UTC."""
    source = Source(text=text, start=start, zone="UTC", strengths=tuple(strengths), label=label)
    read = read_source(source, settings=Settings(), now=STORED_AT, machine_zone="UTC", assume_tomorrow=False)
    return replace(read.plan, label=label)


@cache
def _empty_store() -> bytes:
    """A store as the migrations make it; they take longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "taper.db"
        Store.open(path).close()
        return path.read_bytes()


class Site:
    """The page and its daemon; both are ended when the context ends."""

    def __init__(
        self, home: Path, *plans: Plan, at: str = AT, daemon: bool = True, browser: bool = False, **env: str
    ) -> None:
        self.home = home
        self.env = {**os.environ, "TAPER_HOME": str(home), "TAPER_CLOCK": at, "TZ": "UTC", "COLUMNS": "80", **env}
        self.daemon = LiveDaemon(home, clock=at, env=self.env)
        self._plans = plans
        self._has_daemon = daemon
        self._options = () if browser else ("--no-browser",)
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Site:
        path = paths_of(self.home).store
        if not path.exists():
            self.home.mkdir(mode=0o700, parents=True)
            path.touch(mode=0o600)
            path.write_bytes(_empty_store())
        with Store.open(path) as store:
            for number, plan in enumerate(self._plans):
                store.keep(KeptPlan(f"{number:08x}", STORED_AT, (Version(plan, Change.ENTERED, STORED_AT),)))
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _start(self) -> None:
        if self._has_daemon:
            self.daemon.spawn()
        with (self.home / "web-errors").open("w", encoding="utf-8") as errors:
            self._process = subprocess.Popen(
                [TAPER, "web", "--json", *self._options],
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                # a shell lets its background jobs ignore Ctrl+C, and their children with them
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509 - as above
            )
        self.said = self._first_value()
        self.address, self.file = self.said["address"].rstrip("/"), Path(self.said["open"])
        if self._has_daemon:
            self.daemon.wait_answer()

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
        self.daemon.kill()

    def _first_value(self) -> dict[str, Any]:
        """What the page prints of itself as soon as it answers."""
        assert self._process is not None
        assert self._process.stdout is not None
        said = ""
        for line in self._process.stdout:
            said += line
            with suppress(ValueError):
                return dict(json.loads(said))
        raise AssertionError(f"the page ended: {self.errors()}")

    def another(self) -> Site:
        """A second page on the same home, for the test to enter."""
        return Site(self.home, daemon=False)

    @property
    def pid(self) -> int:
        """The page's process."""
        assert self._process is not None
        return self._process.pid

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    @property
    def entrance(self) -> str:
        """The address that a browser is given: that of a file."""
        return self.file.as_uri()

    def key(self) -> str:
        """The key that opens the next session, as the file has it."""
        found = re.search(r"key=([\w-]+)", self.file.read_text(encoding="utf-8"))
        assert found is not None
        return found[1]

    def shell(self, *arguments: str) -> str:
        """A command beside the page, run to its end; what it printed."""
        done = subprocess.run(
            [TAPER, *arguments], env=self.env, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def recorded(self, label: str = "A") -> list[tuple[str, str]]:
        """Each standing record of an intake of a plan: what was answered, and which dose."""
        entries = self.daemon.call("log") if self._has_daemon else json.loads(self.shell("log", "--json"))
        return [
            (one["answer"], one["dose"])
            for one in entries
            if one["answer"] and one["label"] == label and not one["undone"]
        ]

    def end(self) -> tuple[int, str]:
        """Presses Ctrl+C: its exit code, and what else it had printed."""
        assert self._process is not None
        assert self._process.stdout is not None
        self._process.send_signal(signal.SIGINT)
        rest = self._process.stdout.read()
        return self._process.wait(timeout=30), rest

    def errors(self) -> str:
        """What the page has said on standard error."""
        return (self.home / "web-errors").read_text(encoding="utf-8")


@contextmanager
def house(site: Site, browser: Browser, *, width: int, height: int) -> Iterator[BrowserContext]:
    """A browser of that size that came in once."""
    with browser.new_context(viewport={"width": width, "height": height}) as made:
        made.set_default_timeout(10_000)
        come_in(site, made).close()
        yield made


def come_in(site: Site, profile: BrowserContext) -> Page:
    """A browser that opened the file and was led to the first page."""
    page = profile.new_page()
    page.goto(site.entrance)
    page.wait_for_url(f"{site.address}/")
    return page
