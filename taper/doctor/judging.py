"""What does everything that was seen mean? Every check there is, in the order in which a person reads them."""

from __future__ import annotations

from taper.doctor import daemonchecks, machinechecks, storechecks
from taper.doctor.health import Health
from taper.doctor.seen import Seen


def judged(seen: Seen) -> tuple[Health, ...]:
    """All findings; a check that has nothing to look at is left out."""
    now = seen.machine.now
    found = (
        daemonchecks.daemon(seen.daemon),
        daemonchecks.last_look(seen.daemon),
        daemonchecks.next_look(seen.daemon),
        daemonchecks.notifications(seen.server),
        storechecks.last_delivery(seen.store, now=now),
        daemonchecks.starts_with_session(seen.set_up),
        daemonchecks.lock(seen.daemon),
        daemonchecks.socket(seen.daemon),
        storechecks.store(seen.store),
        storechecks.version(seen.store, seen.daemon),
        storechecks.journal_mode(seen.store),
        storechecks.sqlite(seen.machine),
        storechecks.backup(seen.store, now=now),
        machinechecks.clock(seen.machine, seen.store),
        machinechecks.jumps(seen.machine),
        storechecks.zones(seen.store, machine_zone=seen.machine.zone, now=now),
        machinechecks.file_modes(seen.machine),
        machinechecks.writable(seen.machine),
        machinechecks.disk(seen.machine),
        machinechecks.settings(seen.set_up),
        machinechecks.facts(seen.set_up),
    )
    return tuple(health for health in found if health is not None)
