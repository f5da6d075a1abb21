"""`taper demo`: the whole course on the real daemon, faster still than for a person."""

from __future__ import annotations

import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commandline import TAPER, Cli, Result, Shell, hear_interrupts
from desktop import until

from taper.cli import demo
from taper.cli.demostage import Notice, _notices

IN_ORDER = ("7 days before the end", "3 days before the end", "the end", "a dose taken past the end")

pytestmark = pytest.mark.daemon


PACES = (1.0, 3.0, 6.0)
"""Seconds a day. A machine that is held up for half a day of the course hears that day as one digest, or answers a dose
of the last day past the end; so a course that misses something, or has it out of order, is lived through again, slower.
A demo that is broken misses it at every pace."""


def played(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> Result:
    """The demo at the first pace that this machine keeps up with, or at the slowest."""
    for pace in PACES:
        monkeypatch.setattr(demo, "SECONDS_A_DAY", pace)
        monkeypatch.setattr(demo, "LONGEST_SECONDS", 26 * pace)
        shown = cli("demo")
        if shown.code == 0 and places_in(shown) == sorted(places_in(shown)):
            break
    return shown


def places_in(shown: Result) -> list[int]:
    """Where each of the events that come in order was heard first."""
    told = " ".join(re.sub(r"^[ >|]+", "", line) for line in shown.out.splitlines())
    found = [re.search(demo.EXPECTED[event].removesuffix("$"), told) for event in IN_ORDER]
    return [match.start() for match in found if match]


def test_the_whole_course_goes_by(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every event of the course is heard, in order, and the demo ends with 0."""
    monkeypatch.delenv("TAPER_CLOCK")
    shown = played(cli, monkeypatch)
    assert shown.code == 0, shown.err + shown.out
    titles = re.findall(r"^  > (.*)$", shown.out, re.MULTILINE)
    assert len(titles) >= 5
    assert all(title.startswith("DEMO, take nothing") for title in titles)
    places = places_in(shown)
    assert len(places) == len(IN_ORDER)
    assert places == sorted(places)


def test_what_was_not_heard_is_an_error(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo checks itself: an event that did not come is exit 1."""
    monkeypatch.delenv("TAPER_CLOCK")
    monkeypatch.setattr(demo, "LONGEST_SECONDS", 0.0)
    shown = cli("demo")
    assert shown.code == 1
    assert "did not see a dose reminder" in shown.err


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder with so short a path that a socket fits into it."""
    with tempfile.TemporaryDirectory(prefix="demo-", dir="/tmp") as folder:
        yield Path(folder)


def test_ctrl_c_leaves_nothing_behind(shell: Shell, short_folder: Path) -> None:
    """Interrupted, it ends its daemon and takes its folder away."""
    env = {**shell.env, "TMPDIR": str(short_folder)}
    with subprocess.Popen(
        [TAPER, "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=env,
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no threads here
    ) as process:
        try:
            until(lambda: list(short_folder.glob("taper-demo-*/taper.sock")), what="the demo's daemon to listen")
        finally:
            process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(short_folder.glob("taper-demo-*")) == []


def test_notices_are_told_apart_by_their_indent() -> None:
    """A line and the indented ones below it are one notice."""
    text = "DEMO. A\n    one\n    two\nDEMO. B\n    three"
    assert list(_notices(text)) == [Notice("DEMO. A", ("one", "two")), Notice("DEMO. B", ("three",))]
