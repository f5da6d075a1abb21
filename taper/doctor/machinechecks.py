"""Does the machine let it work: its clock, its files, its disk, and what a person wrote?"""

from __future__ import annotations

from datetime import timedelta

from taper.core.words import counted
from taper.doctor.health import Health, ok, problem, warn
from taper.doctor.seen import MachineSeen, SetUp, StoreSeen

EARLIEST = 2026
"""No clock that is right shows an earlier year than that in which this was written."""

LITTLE_BYTES = 100_000_000
TOO_LITTLE_BYTES = 5_000_000

RECENT = timedelta(days=7)
_SMALL_STEP_SECONDS = 60

_SET_CLOCK = "Set the clock, or have it set: timedatectl set-ntp true"


def clock(seen: MachineSeen, store: StoreSeen) -> Health:
    """Whether the clock can be believed."""
    shows = f"{seen.now.astimezone():%a %-d %b %Y %H:%M:%S}"
    if seen.now.year < EARLIEST:
        return problem("clock", f"{shows}: it has lost the date", _SET_CLOCK)
    if store.from_the_future is not None:
        later = f"{store.from_the_future.astimezone():%a %-d %b %Y %H:%M:%S}"
        return problem("clock", f"{shows}, but a record is of {later}: it was put back, or stood ahead", _SET_CLOCK)
    if seen.clock != "system":
        return warn("clock", f"{shows}, by TAPER_CLOCK ({seen.clock})", "Unset TAPER_CLOCK: it is for tests.")
    if seen.synchronised is False:
        return warn("clock", f"{shows}; nothing holds it to the true time", _SET_CLOCK)
    held = "synchronised" if seen.synchronised else "whether it is synchronised is not known here"
    return ok("clock", f"{shows}; {held}")


def jumps(seen: MachineSeen) -> Health:
    """How the machine's time moved lately; sleep is no fault."""
    recent = [jump for jump in seen.jumps if seen.now - jump.at < RECENT]
    steps = [jump for jump in recent if "stepped" in jump.kind and abs(jump.seconds) > _SMALL_STEP_SECONDS]
    if steps:
        last = steps[-1]
        named = f"{counted(len(steps), 'step')} in {RECENT.days} days; the last by {last.seconds:+,.0f} s"
        return warn("time-jumps", f"{named}, noticed {last.at.astimezone():%a %-d %b %Y %H:%M}", _SET_CLOCK)
    return ok("time-jumps", f"{counted(len(recent), 'jump')} in {RECENT.days} days, no step over a minute")


def file_modes(seen: MachineSeen) -> Health:
    """Whether what was recorded can be read by this person alone."""
    foreign = [file.path for file in seen.files if not file.is_ours]
    if foreign:
        fix = "Give them to your user: chown, as root."
        return problem("file-modes", f"these belong to another user: {', '.join(foreign)}", fix)
    wide = [file for file in seen.files if file.mode & 0o077]
    if wide:
        named = ", ".join(f"{file.path} ({file.mode:o})" for file in wide)
        fixes = "; ".join(f"chmod {'700' if file.is_folder else '600'} {file.path}" for file in wide)
        return warn("file-modes", f"others may look into {named}", fixes)
    folders = sum(file.is_folder for file in seen.files)
    files = counted(len(seen.files) - folders, "file")
    return ok("file-modes", f"{files} in {counted(folders, 'folder')}, for you alone")


def writable(seen: MachineSeen) -> Health:
    """Whether anything can be recorded."""
    if seen.not_writable:
        return problem(
            "writable",
            f"read-only: {', '.join(seen.not_writable)}",
            "Allow writing to it for your user, and see that its disk is not read-only.",
        )
    return ok("writable", seen.folder)


def disk(seen: MachineSeen) -> Health:
    """Whether there is room for what is to be recorded."""
    if seen.free_bytes is None:
        return ok("disk", "how much is free is not known here")
    free = f"{seen.free_bytes / 1_000_000:,.0f} MB free at {seen.folder}"
    if seen.free_bytes < TOO_LITTLE_BYTES:
        return problem("disk", f"{free}: nothing can be recorded", "Make room there.")
    return warn("disk", free, "Make room there.") if seen.free_bytes < LITTLE_BYTES else ok("disk", free)


def settings(seen: SetUp) -> Health:
    """Whether the settings can be read: a daemon that runs keeps the earlier ones, but none can be started."""
    if seen.settings_fault is not None:
        return problem("settings", seen.settings_fault, "Correct the file or remove it.")
    return ok("settings", "readable")


def facts(seen: SetUp) -> Health:
    """Whether the facts can be read; reminders come without them."""
    if seen.facts_fault is not None:
        return warn("facts", seen.facts_fault, "Correct the file or remove it; until then what is in it is not known.")
    return ok("facts", "readable")
