"""What stands in the files that start the daemon with a session: a systemd user unit, or a desktop's autostart entry?

Pure texts. A program's path, or a folder, may hold spaces, quotes, percent and dollar signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

MARK = '# Written by "taper daemon install". "taper daemon uninstall" removes it.'
"""The first line of every file that is written here; a file without it is somebody else's."""

WATCHDOG_SECONDS = 60
"""A daemon that hangs for about twice as long is started again."""


@dataclass(frozen=True, slots=True)
class Start:
    """How the daemon is started: the program with its arguments, and what its environment must hold."""

    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


def unit_text(start: Start) -> str:
    """The systemd user unit.

    Its limits are those that need no privileges and no user namespaces, which some systems forbid: a unit that cannot
    start there would remind of nothing. A core dump would hold medicine names.
    """
    environment = "".join(f"Environment={_quoted(f'{key}={value}')}\n" for key, value in start.environment.items())
    return f"""{MARK}
[Unit]
Description=taper, reminders of medicine plans
# It never gives up: a reminder that is missed is a dose that is missed.
StartLimitIntervalSec=0

[Service]
Type=notify
ExecStart=:{" ".join(_quoted(word) for word in start.command)}
{environment}Restart=on-failure
RestartSec=10
WatchdogSec={WATCHDOG_SECONDS}
TimeoutStopSec=30
UMask=0077
LimitCORE=0
NoNewPrivileges=yes
LockPersonality=yes
MemoryDenyWriteExecute=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
# Sockets of this machine only: it has nothing to do on a network.
RestrictAddressFamilies=AF_UNIX
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged @resources
# For asking whether the clock is synchronised; setting it takes a privilege that it does not have.
SystemCallFilter=adjtimex clock_adjtime
SystemCallErrorNumber=EPERM

[Install]
WantedBy=default.target
"""


def _quoted(word: str) -> str:
    """One word of a unit: quoted, its backslashes and quotes escaped, its percent signs no specifiers."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{escaped}"' if not word or set(word) & set(" \t'\"\\;") else escaped


def autostart_text(start: Start) -> str:
    """The desktop's autostart entry, by the Desktop Entry Specification."""
    variables = [f"{key}={value}" for key, value in start.environment.items()]
    words = (*(("env", *variables) if variables else ()), *start.command)
    return f"""{MARK}
[Desktop Entry]
Type=Application
Name=taper
Comment=Reminders of medicine plans
Exec={" ".join(_exec_word(word) for word in words)}
Terminal=false
NoDisplay=true
"""


def _exec_word(word: str) -> str:
    """One argument of Exec: quoted by its own rules, and that again by the rules of strings in these files."""
    escaped = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in word)
    quoted = f'"{escaped}"' if not word or set(word) & set(" \t\n\"'\\><~|&;$*?#()`=") else escaped
    return quoted.replace("\\", "\\\\").replace("%", "%%")
