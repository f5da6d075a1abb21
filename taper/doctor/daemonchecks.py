"""Is the daemon alive, does it look, and would what it says be shown?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from taper.doctor.health import Health, ok, problem, warn
from taper.doctor.seen import DaemonSeen, ServerSeen, SetUp

LONGEST_WITHOUT_A_LOOK = timedelta(seconds=90)
"""It looks every 20 seconds at the latest; a look itself may take a while."""

AGAIN = '"taper daemon stop", then "taper daemon start".'

_SYSTEM_CLOCK = "system"


def daemon(seen: DaemonSeen) -> Health:
    """Whether it is alive, and since when."""
    status = seen.status
    if status is not None:
        return ok("daemon", f"alive, process {status.get('pid')}, since {_when(status.get('since'))}")
    if seen.other_version:
        return problem("daemon", "it speaks another version: another installation of taper started it", AGAIN)
    if seen.holder is not None:
        return problem("daemon", f"process {seen.holder or 'unknown'} holds its lock and does not answer", AGAIN)
    return problem("daemon", "no daemon is running", '"taper daemon start"; with every login: "taper daemon install".')


def lock(seen: DaemonSeen) -> Health:
    """Whether the daemon that answers is the one that holds the lock."""
    pid = None if seen.status is None else seen.status.get("pid")
    if seen.status is None:
        return ok("lock", "free" if seen.holder is None else f"held by process {seen.holder or 'unknown'}")
    if pid != seen.holder:
        return problem(
            "lock",
            f"not held by the daemon (process {pid}): its file was replaced, and a second one could start",
            AGAIN,
        )
    return ok("lock", f"held by the daemon (process {pid})")


def socket(seen: DaemonSeen) -> Health:
    """Whether commands reach the daemon, and nobody else does."""
    if seen.socket_mode is None:
        if seen.status is None and seen.holder is None:
            return ok("socket", "none, as no daemon is running")
        return problem("socket", f"{seen.socket} is not there: no command reaches the daemon", AGAIN)
    if seen.socket_mode & 0o077:
        return warn("socket", f"{seen.socket} is open to others (mode {seen.socket_mode:o})", AGAIN)
    return ok("socket", f"{seen.socket}, for you alone")


def last_look(seen: DaemonSeen) -> Health | None:
    """Whether it looks at the plans; by its own clock."""
    if seen.status is None:
        return None
    looked_at, now = _read(seen.status.get("last_tick")), _read(seen.status.get("now"))
    if looked_at is None or now is None:
        since = _read(seen.status.get("since"))
        if since is not None and now is not None and now - since < LONGEST_WITHOUT_A_LOOK:
            return warn("last-look", "it has only just begun and not looked yet", "Ask again in a minute.")
        return problem("last-look", "it has not looked at the plans", f"{AGAIN} Its log says what keeps it.")
    if seen.status.get("clock") == _SYSTEM_CLOCK and now - looked_at > LONGEST_WITHOUT_A_LOOK:
        return problem("last-look", f"{_when(looked_at.isoformat())}: it hangs", AGAIN)
    return ok("last-look", _when(looked_at.isoformat()))


def next_look(seen: DaemonSeen) -> Health | None:
    """When it looks next for a reason; it looks in between, too."""
    if seen.status is None:
        return None
    at = seen.status.get("next_look")
    return ok("next-look", _when(at) if at else "nothing lies ahead: no plan has anything to say")


def notifications(seen: ServerSeen) -> Health:
    """Whether a notice would be shown, and what it could do."""
    by = f"{seen.words} (asked from this terminal)" if seen.asked_here else seen.words
    if seen.ready is None:
        return problem("notifications", f"{by}: nobody could be asked", '"taper daemon start", then ask again.')
    if not seen.ready:
        return problem("notifications", by, _fix_for(seen.words))
    able = "" if seen.capabilities is None else f"; it can: {', '.join(seen.capabilities) or 'nothing'}"
    if seen.quiet:
        return warn("notifications", f"{by}{able}; do not disturb is on", "Switch it off, or allow critical notices.")
    if "plyer" in seen.words:
        return warn(
            "notifications", f"{by}: nobody learns whether it was shown", "A D-Bus session with a server is certain."
        )
    return ok("notifications", f"{by}{able}")


def _fix_for(words: str) -> str:
    if "switched off" in words:
        return "taper config notifier auto"
    if "no notification server" in words:
        return "Start your desktop's notification server, or install one, as dunst; it is found by itself."
    if "dbus-fast" in words:
        return "Install taper anew: dbus-fast belongs to it."
    if "session bus" in words:
        return "Start the daemon in your desktop's session: there it has a session bus (DBUS_SESSION_BUS_ADDRESS)."
    return "See that a notification server runs in your session, then ask again."


def starts_with_session(seen: SetUp) -> Health:
    """Whether it will be there after the next login."""
    if seen.starts_by is None:
        return warn(
            "autostart",
            "nothing starts the daemon with your session: after a restart it is gone",
            "taper daemon install",
        )
    if seen.starts_what is not None:
        return warn(
            "autostart",
            f"{seen.starts_by} starts {seen.starts_what}, which is not there",
            "taper daemon install, once more.",
        )
    return ok("autostart", seen.starts_by)


def _read(at: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(str(at))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _when(at: object) -> str:
    found = _read(at)
    return "unknown" if found is None else f"{found.astimezone():%a %-d %b %Y %H:%M:%S}"


def server_of(status: Mapping[str, object]) -> ServerSeen:
    """What a daemon's status says of what shows the notices."""
    told = status.get("notification")
    about: Mapping[str, object] = told if isinstance(told, dict) else {}
    server = about.get("server")
    able = server.get("capabilities") if isinstance(server, dict) else None
    quiet = about.get("do_not_disturb")
    return ServerSeen(
        ready=status.get("ready") is True,
        words=str(status.get("notifier")),
        capabilities=tuple(map(str, able)) if isinstance(able, list) else None,
        quiet=quiet if isinstance(quiet, bool) else None,
    )
