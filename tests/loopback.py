"""Runs a command with the loopback up where a fresh network namespace has it down: the local page needs 127.0.0.1."""

from __future__ import annotations

import fcntl
import os
import socket
import struct
import sys

SET_FLAGS, UP = 0x8914, 0x1  # SIOCSIFFLAGS and IFF_UP of <linux/sockios.h> and <linux/if.h>


def raise_loopback() -> None:
    """Brings the interface lo up. Raises OSError where that is not allowed."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


if __name__ == "__main__":
    raise_loopback()
    os.execvp(sys.argv[1], sys.argv[1:])
