"""What an operation works with: the store, the clock, the person's settings and the facts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from taper.clock import Clock
from taper.core.announce import Policy
from taper.core.facts import Facts
from taper.core.guard import Guard
from taper.core.limits import DurationLimit
from taper.core.notice import Manner
from taper.core.record import KeptPlan
from taper.facts import FactsError, SchedulesMissingError, find, guard_of, limits_of, load_facts
from taper.settings import Paths, Settings, read_settings
from taper.store import IfOld, Store


@dataclass(frozen=True, slots=True)
class Desk:
    """One open store and what is needed beside it."""

    store: Store
    clock: Clock
    settings: Settings
    paths: Paths

    def now(self) -> datetime:
        """The instant (aware UTC)."""
        return self.clock.now()

    @property
    def facts(self) -> tuple[Facts, ...]:
        """What is known of medicines. Read when it is wanted, so that no broken file of facts hinders a reminder or a
        record. Raises FactsError.
        """
        return load_facts(self.paths.facts)

    def limits_for(self, medicine: str | None) -> tuple[DurationLimit, ...]:
        """The cited limits of a medicine; none where nothing is known of it. Raises FactsError."""
        found = find(self.facts, medicine)
        return limits_of(found) if found else ()

    def guard_for(self, medicine: str | None) -> Guard:
        """What is known of a medicine that guards a plan of it while it runs."""
        return guard_of(find(self.facts_for_records(), medicine))

    def facts_for_records(self) -> tuple[Facts, ...]:
        """What is known of medicines where no broken file may hinder a record or a stop: without a file of one's own
        that cannot be used, what comes with the program.
        """
        for folder in (self.paths.facts, None):
            with suppress(FactsError, SchedulesMissingError):
                return load_facts(folder)
        return ()


@contextmanager
def open_desk(paths: Paths, clock: Clock, *, if_old: IfOld = IfOld.MIGRATE) -> Iterator[Desk]:
    """A desk on the store at `paths`. Raises StoreFailed or SettingsError."""
    settings = read_settings(paths.config)
    with Store.open(paths.store, if_old=if_old) as store:
        yield Desk(store, clock, settings, paths)


def policy_of(settings: Settings) -> Policy:
    """When and how often the person is told, as the settings say."""
    return Policy(
        repeat_every=timedelta(minutes=settings.repeat_minutes),
        repeats=settings.repeats,
        announce_time=settings.announce_time,
        eve_time=settings.eve_time,
        quiet=settings.quiet,
    )


def manner_of(settings: Settings, active: tuple[KeptPlan, ...], *, demo: str | None = None) -> Manner:
    """How notices speak: persons are named where the active plans belong to several."""
    people = {kept.plan.person for kept in active}
    return Manner(names_shown=settings.show_names, several_people=len(people) > 1, demo=bool(demo))
