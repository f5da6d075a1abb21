"""What may a plan ask of the person beside its doses, and what did the person answer?

Check-ins (how sleep, anxiety or pain are, 0 to 10) and activities with a time of their own, in the provider's words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

LEAST, MOST = 0, 10
"""The ends of the scale of a check-in, both included."""

DAYS_AFTER = 3
"""For how many days after a step change a check-in goes on, where the plan says nothing else."""


@dataclass(frozen=True, slots=True)
class CheckIns:
    """What is asked, each 0 to 10: on the evening of each step change, and on so many evenings after it."""

    ask: tuple[str, ...]
    days_after: int = DAYS_AFTER


@dataclass(frozen=True, slots=True)
class ActivityTime:
    """An activity of the plan, by its words, that is reminded of each day at a wall-clock time."""

    activity: str
    at_time: time


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """One answer: the score of what a check-in asks about, or that an activity was done (no score).

    `on` is the plan date it is about, `recorded_at` when it was written down (aware UTC). Append-only: of several about
    the same on the same date the newest counts.
    """

    plan_id: str
    about: str
    score: int | None
    on: date
    recorded_at: datetime


def counting(answers: Sequence[CheckedIn]) -> tuple[CheckedIn, ...]:
    """The answers that count, by date; `answers` in the order of recording."""
    newest = {(one.on, one.about.casefold(), one.score is None): one for one in answers}
    return tuple(sorted(newest.values(), key=lambda one: one.on))
