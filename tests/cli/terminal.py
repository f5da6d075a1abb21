"""Runs a command in a real terminal, with lines typed into it, or Ctrl-C pressed."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess

from commandline import TAPER, Shell, hear_interrupts

TERMINAL_SECONDS = 30
"""How long a terminal may stay silent before the test fails."""


def in_terminal(
    shell: Shell, *arguments: str, typed: str = "", interrupt_at: str | None = None, **env: str
) -> tuple[int, str]:
    """Runs a command in a terminal in which lines are typed, or which is interrupted once a text stands there.

    Its exit code, and all it printed there.
    """
    ours, its = pty.openpty()
    os.write(ours, typed.encode())
    with subprocess.Popen(
        [TAPER, *arguments],
        stdin=its,
        stdout=its,
        stderr=its,
        env={**shell.env, "TERM": "xterm", **env},
        preexec_fn=hear_interrupts,  # noqa: PLW1509 - no threads here
    ) as process:
        os.close(its)
        printed = b""
        try:
            while part := _read(ours):
                printed += part
                if interrupt_at is not None and interrupt_at.encode() in printed:
                    process.send_signal(signal.SIGINT)
                    interrupt_at = None
        except AssertionError:
            process.kill()
            raise
    os.close(ours)
    return process.returncode, printed.decode()


def _read(terminal: int) -> bytes:
    ready, _, _ = select.select([terminal], [], [], TERMINAL_SECONDS)
    assert ready, "the command waits for something that nobody types"
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
