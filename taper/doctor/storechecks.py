"""Is the record whole, of this version, and would another life of the machine find it again?"""

from __future__ import annotations

from datetime import datetime, timedelta

from taper.core.localtime import local
from taper.doctor.health import Health, ok, problem, warn
from taper.doctor.seen import DaemonSeen, MachineSeen, StoreSeen

OLDEST_BACKUP = timedelta(days=7)

LEAST_SQLITE = (3, 27)
"""From that version on a database can be copied while it is in use (VACUUM INTO)."""

_JOURNAL = "delete"
_ANSWERED = {
    "shown": "shown",
    "answered": "answered by a button",
    "dismissed": "shown, and closed without an answer",
    "withdrawn": "shown, and closed because it was answered or over",
}


def store(seen: StoreSeen) -> Health:
    """Whether the file is whole."""
    found = seen.condition
    if not found.exists:
        return warn("store", f"there is none at {seen.path} yet", "It is made with the first plan: taper add.")
    if found.fault is not None:
        return problem(
            "store",
            f"{seen.path}: {found.fault}",
            "Nothing was changed or deleted. See what the newest backup holds: taper restore --newest --dry-run",
        )
    if found.references:
        return warn(
            "store",
            f"{seen.path} is whole, but {found.references} records refer to something that is gone",
            "Reminders come. See what a backup from before that holds: taper restore",
        )
    return ok("store", f"{seen.path}, whole")


def version(seen: StoreSeen, daemon: DaemonSeen) -> Health | None:
    """Whether the tables are those of this program."""
    found = seen.condition
    if not found.exists or found.fault is not None:
        return None
    newest = seen.known_versions[-1]
    if found.version == newest:
        return ok("store-version", newest)
    if found.version not in seen.known_versions:
        return problem(
            "store-version", f"{found.version}, which this program does not know", "Install the newest taper."
        )
    if daemon.holder is not None:
        return problem(
            "store-version",
            f"{found.version}, older than {newest}, and the daemon began before the update",
            '"taper daemon stop", then "taper daemon start".',
        )
    return warn(
        "store-version", f"{found.version}, older than {newest}", "The daemon brings it up to date: taper daemon start"
    )


def journal_mode(seen: StoreSeen) -> Health | None:
    """Whether a crash loses nothing."""
    if not seen.condition.exists or seen.condition.fault is not None:
        return None
    mode = seen.condition.journal_mode
    if mode == _JOURNAL:
        return ok("journal-mode", mode)
    return warn(
        "journal-mode",
        f"{mode}, where it should be {_JOURNAL}: another program has changed the file",
        "Close whatever else has it open, such as a database browser. The next look of the daemon puts it right.",
    )


def sqlite(seen: MachineSeen) -> Health:
    """Whether SQLite can do what is asked of it."""
    found = tuple(int(part) for part in seen.sqlite.split(".")[:2])
    if found < LEAST_SQLITE:
        return problem("sqlite", f"{seen.sqlite} is too old", "Use a Python with SQLite 3.27 or newer.")
    return ok("sqlite", seen.sqlite)


def last_delivery(seen: StoreSeen, *, now: datetime) -> Health:
    """How the newest reminder fared."""
    last = seen.last
    if last is None:
        return ok("last-delivery", "none yet")
    when = f"{last.claimed_at.astimezone():%a %-d %b %Y %H:%M}"
    if last.outcome in _ANSWERED:
        return ok("last-delivery", f"{when}, {_ANSWERED[last.outcome]}")
    if last.outcome == "attempted":
        return warn(
            "last-delivery",
            f"{when}, sent, but whether it was shown is not known",
            "See what stands under notifications: a server that gives no answer, or none that can.",
        )
    if last.outcome == "claimed" and now - last.claimed_at < timedelta(minutes=1):
        return ok("last-delivery", f"{when}, being sent")
    return warn(
        "last-delivery",
        f"{when}, not shown ({last.outcome})",
        "It is sent again by itself; if not, see what stands under notifications.",
    )


def zones(seen: StoreSeen, *, machine_zone: str, now: datetime) -> Health:
    """Whether the plans go by this machine's clocks; zones of two names may show the same time all year."""
    elsewhere = {
        label: zone
        for label, zone in seen.zones.items()
        if any(offset_of(at, zone=zone) != offset_of(at, zone=machine_zone) for at in _around_the_year(now))
    }
    if not elsewhere:
        return ok("zone", machine_zone)
    named = ", ".join(f"{label} by {zone}" for label, zone in sorted(elsewhere.items()))
    return warn(
        "zone",
        f"this machine is in {machine_zone}, but plans go by other clocks: {named}",
        f"taper zone {machine_zone}",
    )


def _around_the_year(now: datetime) -> tuple[datetime, ...]:
    """Now and in every other month of a year: clock changes lie between some of them."""
    return tuple(now + timedelta(days=61 * count) for count in range(6))


def offset_of(at: datetime, *, zone: str) -> timedelta | None:
    """How far a zone's clocks are from UTC at an instant."""
    return local(at, zone=zone).utcoffset()


def backup(seen: StoreSeen, *, now: datetime) -> Health | None:
    """Whether there is a copy, and of when."""
    if not seen.condition.exists:
        return None
    if seen.backup_at is None:
        return warn("backup", "there is none", "Make one: taper backup")
    when = f"the newest is of {seen.backup_at.astimezone():%a %-d %b %Y %H:%M}"
    if now - seen.backup_at > OLDEST_BACKUP:
        return warn("backup", f"{when}, over {OLDEST_BACKUP.days} days ago", "Make one: taper backup")
    return ok("backup", when)
