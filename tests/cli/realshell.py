"""Types into a real bash, zsh or fish in a terminal, the Tab key among it, and says what the shell then ran.

    with RealShell("bash", home=home, folder=tmp_path) as shell:
        assert shell.runs("taper take wh\\t") == ["take", "white bottle"]

`taper` is there as a script that answers the shell's questions as the real one does and otherwise prints the words it
was given, so that what arrives is exactly what the shell made of the line.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from pathlib import Path
from types import TracebackType

SECONDS = 30
"""How many seconds a shell may stay silent before the test fails."""

_STAND_IN = """\
#!/bin/sh
[ -n "$_TAPER_COMPLETE" ] && exec {python} -m taper "$@"
exec {python} -c 'import json, sys; print("\\nran:" + json.dumps(sys.argv[1:]) + ":ran")' "$@"
"""

_BEGINS = {
    "bash": (("bash", "--norc", "--noprofile", "-i"), "bind 'set bell-style none'; PS1='ready''> '; . {script}\n"),
    "zsh": (("zsh", "-f", "-i"), "autoload -Uz compinit && compinit -D; PS1='ready''> '; . {script}\n"),
    "fish": (("fish", "--no-config", "-i"), "function fish_prompt; printf 'ready''> '; end; source {script}\n"),
}
_PROMPT = "ready> "


class RealShell:
    """A shell in a terminal that has read taper's script for it."""

    def __init__(self, name: str, *, script: str, env: dict[str, str], folder: Path) -> None:
        command, begin = _BEGINS[name]
        stand_in = folder / "taper"
        stand_in.write_text(_STAND_IN.format(python=sys.executable))
        stand_in.chmod(0o700)
        file = folder / f"completion.{name}"
        file.write_text(script)
        self._unread = b""
        self._ours, its = pty.openpty()
        fcntl.ioctl(its, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self._process = subprocess.Popen(
            command,
            stdin=its,
            stdout=its,
            stderr=its,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
            env={**env, "PATH": f"{folder}:{os.environ['PATH']}", "HOME": str(folder), "TERM": "xterm"},
        )
        os.close(its)
        self._type(begin.format(script=file))
        self._until(_PROMPT)

    def __enter__(self) -> RealShell:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def runs(self, typed: str) -> list[str]:
        """The words that `taper` is given when a line was typed and Enter pressed."""
        self._type(f"{typed}\r")
        said = self._until(":ran")
        words: list[str] = json.loads("[" + said.rpartition("ran:[")[2].removesuffix(":ran"))
        self._until(_PROMPT)
        return words

    def shows(self, typed: str, expected: str) -> str:
        """What stands on the screen once a text is there after the typing; the line is emptied again."""
        self._type(typed)
        said = self._until(expected)
        self._type("\x15")
        return said

    def _type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def _until(self, expected: str) -> str:
        """All that was said up to the expected text and with it."""
        while expected.encode() not in self._unread:
            ready, _, _ = select.select([self._ours], [], [], SECONDS)
            assert ready, f"the shell waits after {self._unread[-1500:].decode(errors='replace')!r}"
            self._unread += os.read(self._ours, 65536)
        before, found, self._unread = self._unread.partition(expected.encode())
        return (before + found).decode(errors="replace")
