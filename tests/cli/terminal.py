"""Runs a command in a real terminal, with lines typed into it, or Ctrl-C pressed."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess

from commandline import TAPER, Shell, hear_interrupts

TERMINAL_SECONDS = 30
"""How many seconds a terminal may stay silent before the test fails."""


def in_terminal(
    shell: Shell, *arguments: str, typed: str = "", interrupt_at: str | None = None, **env: str
) -> tuple[int, str]:
    """Runs a command in a terminal in which lines are typed, or which is interrupted once a text stands there.

    Its exit code, and all it printed there.
    """
    ours, its = pty.openpty()
    os.write(ours, typed.encode(errors="surrogateescape"))
    with subprocess.Popen(
        [TAPER, *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**shell.env, "TERM": "xterm", **env},
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no threads here
    ) as process:
        os.close(its)
        try:
            printed = _all_printed(ours, process, interrupt_at=interrupt_at)
        except AssertionError:
            process.kill()
            raise
    os.close(ours)
    return process.returncode, printed.decode(errors="replace")


def _all_printed(ours: int, process: subprocess.Popen[bytes], *, interrupt_at: str | None) -> bytes:
    """All that is printed until the command ends; Ctrl-C is pressed again while nothing comes of it, as one does.

    Between the check for a signal and the wait for a line there is a moment in which Python hears none.
    """
    printed, silent, pressed = b"", 0, False
    while silent < TERMINAL_SECONDS:
        part = _read(ours)
        silent = silent + 1 if part is None else 0
        printed += part or b""
        if part == b"":
            return printed
        if interrupt_at is not None and interrupt_at.encode() in printed and (part is None or not pressed):
            process.send_signal(signal.SIGINT)
            pressed = True
    raise AssertionError(f"the command waits for something that nobody types, after {printed[-2000:].decode()}")


def _read(terminal: int) -> bytes | None:
    """What was printed next; empty at the end, None after a second of silence."""
    ready, _, _ = select.select([terminal], [], [], 1)
    if not ready:
        return None
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
