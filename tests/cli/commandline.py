"""Runs `taper` as a person or a script would.

result = cli("preview", "prednisone 40 mg daily for 4 days, then stop", "--json")
assert result.code == 0 and result.json["ends"] == "stop"
"""

from __future__ import annotations

import io
import json
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from taper.cli import add, changes, delete, intakes, preview, told
from taper.cli.main import main

AT = "2026-12-01T13:05:00Z"
"""The instant at which the commands' clock stands."""

BURST = "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then stop"
FOUR_A_DAY = "carisoprodol 350 mg three times a day and at bedtime for 14 days, then stop"

TAPER = str(Path(sys.executable).with_name("taper"))
"""The installed command of this environment."""

_ASKERS = (add, changes, delete, intakes, preview, told)
"""The modules that ask the person something."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output read as one JSON value."""
        return json.loads(self.out)


class Cli:
    """Commands within this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch

    def __call__(self, *args: str, stdin: bytes = b"", at: str | None = None) -> Result:
        """Runs one command, its standard input no terminal."""
        if at is not None:
            self._monkeypatch.setenv("TAPER_CLOCK", at)
        out, err = io.StringIO(), io.StringIO()
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        with redirect_stdout(out), redirect_stderr(err):
            code = main(list(args))
        return Result(code, out.getvalue(), err.getvalue())

    def typing(self, *args: str, answers: str) -> Result:
        """Runs one command as in a terminal, with answers typed line by line."""
        for module in _ASKERS:
            self._monkeypatch.setattr(module, "interactive", lambda: True)
        return self(*args, stdin=answers.encode())

    def kept(self, *options: str, text: str = BURST, start: str = "2026-12-01", label: str = "A") -> str:
        """Adds a plan of 10 mg tablets (or others, by options); its id."""
        strength = () if "--strength" in options else ("--strength", "10 mg")
        result = self("add", text, "--start", start, "--label", label, *strength, *options, "--yes", "--json")
        assert result.code == 0, result.err
        return str(result.json["plan"])


class Shell:
    """Commands as processes of their own."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env

    def __call__(self, *args: str, stdin: bytes = b"", **env: str) -> Result:
        """Runs one command to its end."""
        done = subprocess.run(
            [TAPER, *args], input=stdin, capture_output=True, env={**self.env, **env}, timeout=60, check=False
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


def hear_interrupts() -> None:
    """A shell lets its background jobs ignore Ctrl-C, and their children with them; a terminal's command hears it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
