"""Which records count now? What was claimed by a clock that stood ahead was not said, also once it is that late.

A clock that stands before the plan was entered is the one that is wrong (a battery that died): then nothing is touched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from taper.core.record import KeptPlan, Outcome, Reminder
from taper.store import Store


def untimely(kept: KeptPlan, reminders: Sequence[Reminder], now: datetime) -> tuple[Reminder, ...]:
    """The reminders that a clock that stood ahead claimed or took back, and that are not known as such yet."""
    if now < kept.stored_at:
        return ()
    return tuple(one for one in reminders if _stamped_at(one) > now and one.outcome is not Outcome.UNTIMELY)


def _stamped_at(one: Reminder) -> datetime:
    """When it was claimed; or taken back, as one whose dose may wait again is worth a repeat."""
    if one.outcome is Outcome.WITHDRAWN and one.outcome_at is not None:
        return max(one.claimed_at, one.outcome_at)
    return one.claimed_at


def without(reminders: Sequence[Reminder], those: Sequence[Reminder]) -> tuple[Reminder, ...]:
    """The reminders, with `those` as what they are: untimely."""
    ids = frozenset(one.id for one in those)
    return tuple(replace(one, outcome=Outcome.UNTIMELY) if one.id in ids else one for one in reminders)


def note_untimely(store: Store, those: Sequence[Reminder], now: datetime) -> None:
    """Writes it down, so that they do not count when the clock stands there again."""
    with store.transaction():
        for one in those:
            store.settle(one.id, outcome=Outcome.UNTIMELY, outcome_at=now)
