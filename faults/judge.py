"""What was due, what was said, and what of that is a loss?

Due: each time the clock on the wall passed the hour of a dose, flowing, sleeping or being set forward; put back, it
passes the same dose again. A dose the person had answered by then is not due any more.

Said: a notice that asked to take the dose, or a digest that said it had no answer, after it fell due. One from the hour
before also counts, as the clock may have been put back in between; where the clock was set forward over a dose, one of
any time does. Only the server's log tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from itertools import combinations, zip_longest

from unanswered import Single, Span

from faults.hand import Move
from faults.heard import Event
from faults.plans import Due, due_between

_HOUR, _MINUTE, _MOMENT = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the columns of the table say of a run, or of several together."""

    due: int
    said: int
    late: int
    in_digest_only: int
    twice: int
    lost: int
    stacked: int
    damaged: int
    """How many of the runs left a store that is not whole."""
    runs: int = 1

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


NOTHING = Verdict(due=0, said=0, late=0, in_digest_only=0, twice=0, lost=0, stacked=0, damaged=0, runs=0)


@dataclass(frozen=True, slots=True)
class Passing:
    """A dose fell due, so long after the run began; `by_setting` the clock forward over it, or by time that went by."""

    dose: Due
    at: timedelta
    by_setting: bool


def judge(
    *,
    events: Sequence[Event],
    stretches: Iterable[Move],
    answered: Mapping[tuple[str, str], timedelta],
    damage: Sequence[str] = (),
) -> tuple[Verdict, list[str]]:
    """The verdict on a run, and each of its failures as a sentence.

    `stretches` is everything the clock has shown, `answered` when the daemon had recorded which answer, `damage` what
    is wrong with the store.
    """
    passings = list(_passings(stretches, answered))
    asked = _asked(events)
    told = _told(events, asked, answered)
    lost = [one for one in passings if not _is_said(one, asked, told)]
    asked_for = sum(_is_said(one, asked) for one in passings)
    stacks = list(_stacks(events))
    verdict = Verdict(
        due=len(passings),
        said=len(passings) - len(lost),
        late=len(passings) - len(lost) - sum(_is_said(one, asked, told, within=_HOUR) for one in passings),
        in_digest_only=len(passings) - len(lost) - asked_for,
        twice=_repeats(events, passings, answered),
        lost=len(lost),
        stacked=len(stacks),
        damaged=int(bool(damage)),
    )
    sentences = (f"lost: {one.dose.label} {one.dose.id}, due {one.at} after the beginning" for one in lost)
    return verdict, [*sentences, *stacks, *damage]


def _passings(stretches: Iterable[Move], answered: Mapping[tuple[str, str], timedelta]) -> Iterator[Passing]:
    for stretch in stretches:
        before, after = stretch.before, stretch.after
        by_setting = before.elapsed == after.elapsed
        for dose in due_between(before.wall, after.wall):
            at = min(after.elapsed, before.elapsed + (dose.at - before.wall))
            answered_at = answered.get((dose.label, dose.id))
            if answered_at is None or answered_at > at:
                yield Passing(dose, at, by_setting)


def _asked(events: Iterable[Event]) -> dict[Due, list[timedelta]]:
    """When each dose was shown as the one to take."""
    found: dict[Due, list[timedelta]] = {}
    for event in events:
        for dose in event.to_take:
            found.setdefault(dose, []).append(event.at.elapsed)
    return found


def _told(
    events: Iterable[Event], asked: Collection[Due], answered: Collection[tuple[str, str]]
) -> dict[Due, list[timedelta]]:
    """When each dose stood in a digest. A span that counts fewer doses than it covers speaks for no more than that."""
    found: dict[Due, list[timedelta]] = {}
    for event in events:
        for named in event.told:
            for dose in _meant(named, event, asked, answered):
                found.setdefault(dose, []).append(event.at.elapsed)
    return found


def _meant(
    named: Single | Span, event: Event, asked: Collection[Due], answered: Collection[tuple[str, str]]
) -> list[Due]:
    first_on, last_on = (named.on, named.on) if isinstance(named, Single) else (named.first_on, named.last_on)
    reach = timedelta(days=(event.at.wall.date() - first_on).days + 3)
    doses = [
        dose
        for dose in due_between(event.at.wall - reach, event.at.wall + _MINUTE)
        if dose.label == named.label and first_on <= dose.on <= last_on
    ]
    if isinstance(named, Single):
        return [dose for dose in doses if dose.clock == named.clock]
    unsaid_first = sorted(doses, key=lambda dose: ((dose.label, dose.id) in answered, dose in asked))
    return unsaid_first[: named.count]


def _is_said(passing: Passing, *told: Mapping[Due, Sequence[timedelta]], within: timedelta = timedelta.max) -> bool:
    """Whether it was said at all, or within so long after it fell due."""
    since = timedelta() if passing.by_setting else passing.at - _HOUR
    times = [at for those in told for at in those.get(passing.dose, ())]
    return any(since <= at and at - passing.at <= within for at in times)


def _repeats(
    events: Iterable[Event], passings: Iterable[Passing], answered: Mapping[tuple[str, str], timedelta]
) -> int:
    """How often a dose was shown as the one to take more often than it fell due.

    Where one dose of a notice of several was answered, that notice comes again without it, which is no repeat.
    """
    times_due, shown = Counter(passing.dose for passing in passings), Counter[Due]()
    last: dict[Due, Event] = {}
    for event in events:
        for dose in event.to_take:
            shown[dose] += not _is_told_anew(last.get(dose), event, answered)
            last[dose] = event
    return sum(max(0, count - max(1, times_due[dose])) for dose, count in shown.items())


def _is_told_anew(last: Event | None, event: Event, answered: Mapping[tuple[str, str], timedelta]) -> bool:
    """Whether a notice of several was shown again because one of its doses was answered since."""
    if last is None:
        return False
    gone = {(dose.label, dose.id) for dose in last.to_take} - {(dose.label, dose.id) for dose in event.to_take}
    return any(dose in answered for dose in gone)


def _stacks(events: Sequence[Event]) -> Iterator[str]:
    """Each two bubbles asking about doses of one plan that stood open together for more than a moment."""
    open_bubbles: dict[int, Event] = {}
    found: dict[tuple[str, Event, Event], None] = {}
    for event, following in zip_longest(events, events[1:]):
        if event.kind in ("serves", "died"):
            open_bubbles.clear()
        elif event.kind == "closed":
            open_bubbles.pop(event.id, None)
        elif event.kind == "shown":
            open_bubbles.pop(event.replaces, None)
            open_bubbles[event.id] = event
        if following is None or following.at.elapsed - event.at.elapsed > _MOMENT:
            found |= dict.fromkeys(_stacked(open_bubbles.values()))
    for label, one, other in found:
        yield f'stacked: "{one.title}" and "{other.title}" ask for {label} at {other.at.wall}'


def _stacked(open_bubbles: Iterable[Event]) -> Iterator[tuple[str, Event, Event]]:
    for one, other in combinations(open_bubbles, 2):
        for label in {dose.label for dose in one.to_take} & {dose.label for dose in other.to_take}:
            yield label, one, other
