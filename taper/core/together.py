"""Which plans are spoken of in one bubble?

Doses of different medicines that are due at the same minute for the same person are one; doses of one person that were
slept through are one, whenever they were due; and what several plans of one person have to say besides doses is one.
Never two people's doses, and never two doses of one medicine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from taper.core.announce import Kind
from taper.core.asking import SLEPT
from taper.core.due import Saying
from taper.core.ledger import DoseState
from taper.core.record import KeptPlan


class Bond(Enum):
    """Why plans are spoken of together."""

    ALONE = auto()
    SAME_TIME = auto()
    SLEPT_THROUGH = auto()
    NOTICES = auto()


@dataclass(frozen=True, slots=True)
class Voice:
    """What one plan has to say at a look.

    `waiting` is its dose that waits for an answer, `asked_from` when its askings began or begin. `saying` is what is
    new; with `must` its bubble is to be said again though nothing is, and with `is_lost` that is because nobody may
    have seen it. With `apart` it is not to be joined with others.
    """

    kept: KeptPlan
    waiting: DoseState | None
    asked_from: datetime | None
    saying: Saying | None
    must: bool = False
    is_lost: bool = False
    apart: bool = False

    @property
    def calls(self) -> bool:
        """Whether it says to call the provider: that is never a line among others."""
        return self.saying is not None and any(item.kind is Kind.TOO_SUDDEN for item in self.saying.items)

    @property
    def speaks(self) -> bool:
        """Whether anything is to be said now."""
        return self.saying is not None or self.must


@dataclass(frozen=True, slots=True)
class Chorus:
    """The plans of one bubble, in the order in which they were entered, those with a dose first."""

    bond: Bond
    voices: tuple[Voice, ...]

    @property
    def doses(self) -> tuple[DoseState, ...]:
        """The doses it asks about."""
        return tuple(voice.waiting for voice in self.voices if voice.waiting is not None)


def choruses(voices: Sequence[Voice]) -> tuple[Chorus, ...]:
    """The bubbles in which something is to be said. A dose that waits is named along with those that speak."""
    groups = [group for group in _groups([v for v in voices if v.waiting]) if any(voice.speaks for voice in group)]
    asking = [Chorus(_bond(group), tuple(group)) for group in groups]
    telling = [voice for voice in voices if voice.waiting is None and voice.saying is not None]
    alone = [Chorus(Bond.ALONE, (voice,)) for voice in telling if _stands_alone(voice)]
    found = []
    for chorus in asking:
        joins = chorus.bond is Bond.SLEPT_THROUGH
        beside = [voice for voice in telling if joins and not _stands_alone(voice) and _person(voice) == _of(chorus)]
        telling = [voice for voice in telling if voice not in beside]
        found.append(Chorus(chorus.bond, (*chorus.voices, *beside)))
    return (*found, *alone, *_notices(telling))


def _groups(waiting: Iterable[Voice]) -> list[list[Voice]]:
    """The doses that belong together, whether or not there is something to say of each."""
    groups: list[tuple[object, list[Voice]]] = []
    for voice in waiting:
        key, medicine = _time_of(voice), _medicine(voice)
        fits = (group for known, group in groups if known == key and _has_room(group, medicine))
        group = None if _stands_alone(voice) else next(fits, None)
        if group is None:
            groups.append((key, [voice]))
        else:
            group.append(voice)
    return [group for _, group in groups]


def _time_of(voice: Voice) -> object:
    """Whose dose it is and when it belongs: at its minute, or to the others that were slept through with it."""
    assert voice.waiting is not None
    due_at, begun_at = voice.waiting.dose.due_at, voice.asked_from or voice.waiting.dose.due_at
    if begun_at - due_at >= SLEPT:
        return _person(voice), "slept through", begun_at
    return _person(voice), "in time", due_at.replace(second=0, microsecond=0)


def _has_room(group: Sequence[Voice], medicine: str | None) -> bool:
    """Whether a medicine is known to be another one than each of a group."""
    known = [_medicine(voice) for voice in group]
    if any(_stands_alone(voice) for voice in group):
        return False
    return medicine is not None and None not in known and medicine not in known


def _medicine(voice: Voice) -> str | None:
    name = voice.kept.plan.medicine
    return " ".join(name.casefold().split()) if name else None


def _person(voice: Voice) -> str:
    return voice.kept.plan.person


def _of(chorus: Chorus) -> str:
    return _person(chorus.voices[0])


def _bond(group: Sequence[Voice]) -> Bond:
    if len(group) == 1:
        return Bond.ALONE
    due = {voice.waiting.dose.due_at.replace(second=0, microsecond=0) for voice in group if voice.waiting}
    return Bond.SAME_TIME if len(due) == 1 else Bond.SLEPT_THROUGH


def _stands_alone(voice: Voice) -> bool:
    return voice.apart or voice.calls


def _notices(telling: Sequence[Voice]) -> list[Chorus]:
    people = dict.fromkeys(_person(voice) for voice in telling if not _stands_alone(voice))
    found = []
    for person in people:
        theirs = tuple(voice for voice in telling if _person(voice) == person and not _stands_alone(voice))
        found.append(Chorus(Bond.NOTICES if len(theirs) > 1 else Bond.ALONE, theirs))
    return found
