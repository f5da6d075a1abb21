"""What happened: kept plans and their versions, intakes, snoozes and reminders, as values.

Records are append-only: a correction is a further record (`Intake.undoes`, a `Version`), never an edit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from taper.core.amount import Amount
from taper.core.plan import Plan


class Change(StrEnum):
    """Why a version of a plan was written."""

    ENTERED = "entered"
    EXTENDED = "extended"  # a revision: the provider moved the end
    STOPPED = "stopped"  # a revision: no dose from `Version.stops_at` on
    HELD = "held"  # a revision: one step goes on for longer, the later ones move
    RESUMED = "resumed"  # a revision: after a stop or a hold, what was left goes on
    REVISED = "revised"  # a revision: what was left is replaced by what the provider says now
    CONFIRMED = "confirmed"  # a revision: an end that was only reported is the provider's now
    MOVED = "moved"  # to another zone: the same wall-clock times by other clocks
    CORRECTED = "corrected"  # the paper had been written down wrongly; the version before is void


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a plan: what it says, since when, why and on whose word.

    `approved_by` None means "reported by the person". `stops_at` (aware UTC) ends the doses there, whatever the plan
    says. `counts_from` (aware UTC) is the instant before which the version before it goes on counting; None where the
    whole plan is meant, as entered or corrected.
    """

    plan: Plan
    change: Change
    recorded_at: datetime
    approved_by: str | None = None
    note: str | None = None
    stops_at: datetime | None = None
    counts_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """A plan in the store: an id that never changes and its versions, oldest first; the last one is in force.

    Doses due before `stored_at` are not tracked.
    """

    id: str
    stored_at: datetime
    versions: tuple[Version, ...]

    @property
    def plan(self) -> Plan:
        """What is in force."""
        return self.versions[-1].plan

    @property
    def stops_at(self) -> datetime | None:
        """The instant from which no dose is due, when the plan was stopped before its end."""
        return self.versions[-1].stops_at

    @property
    def label(self) -> str:
        """What stands for the medicine where its name is hidden: "A", "white bottle"."""
        return self.plan.label or self.id


class Answer(StrEnum):
    """What the person says happened."""

    TAKEN = "taken"
    SKIPPED = "skipped"
    UNSURE = "unsure"
    UNDONE = "undone"  # voids the record named by `Intake.undoes`


class Mark(StrEnum):
    """What is unusual about an intake; it is recorded all the same."""

    EXTRA = "extra"  # a second intake of a dose, or one that answers no dose
    EARLY = "early"  # answers a dose that was not yet due
    PAST_END = "past-end"  # after the plan's last dose


@dataclass(frozen=True, slots=True)
class Intake:
    """One thing the person said of a dose.

    `dose` is the dose's id within its plan, or None when it answers none. `happened_at` is when it was taken,
    `recorded_at` when it was written down (both aware UTC). `step` is the number of the step it answered.
    """

    id: str
    plan_id: str
    answer: Answer
    happened_at: datetime
    recorded_at: datetime
    dose: str | None = None
    amount: Amount | None = None
    step: int | None = None
    marks: frozenset[Mark] = frozenset()
    undoes: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Snooze:
    """The person asked to be reminded of a dose again at `until_at`."""

    plan_id: str
    dose: str
    recorded_at: datetime
    until_at: datetime


class Outcome(StrEnum):
    """How a reminder fared, never better than what is known."""

    CLAIMED = "claimed"  # about to be sent; found so after a start, it is sent again
    ATTEMPTED = "attempted"  # handed over, nothing known of it
    SHOWN = "shown"  # the notification server gave an id
    ANSWERED = "answered"  # a button was pressed
    DISMISSED = "dismissed"  # closed by the person without an answer
    WITHDRAWN = "withdrawn"  # closed by us, because its dose was answered elsewhere or its time was over
    FAILED = "failed"  # the notifier said no
    UNTIMELY = "untimely"  # said by a clock that stood ahead: it counts as not said


@dataclass(frozen=True, slots=True)
class Reminder:
    """One attempt to tell the person something about one plan.

    `items` are the ids of everything it says (see `core.due`); `dose` is the dose its buttons answer and `amount` the
    amount named, in the plain form (None where that was not noted). `server` and `server_id` are the notification
    server's unique bus name and its id for the notification.

    Several plans may be spoken of in one bubble: their reminders have one `bubble`, the id of the first of them, and
    one `key`, under which at most one bubble is open; `doses` is how many doses it asks about. None stands for a bubble
    of its own under the plan's id.
    """

    id: str
    plan_id: str
    items: tuple[str, ...]
    claimed_at: datetime
    dose: str | None = None
    outcome: Outcome = Outcome.CLAIMED
    outcome_at: datetime | None = None
    server: str | None = None
    server_id: int | None = None
    bubble: str | None = None
    key: str | None = None
    doses: int = 1
    amount: str | None = None

    @property
    def bubble_id(self) -> str:
        """What its buttons carry."""
        return self.bubble or self.id

    @property
    def bubble_key(self) -> str:
        """Under which its bubble is open."""
        return self.key or self.plan_id


@dataclass(frozen=True, slots=True)
class Dose:
    """One planned taking. Computed, never stored.

    `id` is made of content: the plan date and the slot's name, or the step and ordinal of an interval dose; together
    with the plan's id it is stable for ever. `due_at` is the instant (aware UTC); `moved_from` is the wall time it
    would have had where the clocks skip that; `repeated` marks a wall time that the clocks show twice.
    """

    id: str
    on: date
    step: int
    slot: str
    due_at: datetime
    amount: Amount
    of: str | None = None
    moved_from: str | None = None
    repeated: bool = False
