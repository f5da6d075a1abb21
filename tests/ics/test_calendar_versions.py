"""Written again after a change, a calendar moves, changes and cancels the same events, and leaves the others alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import icalendar
import pytest
from calreaders import planned, written
from life import at, days, kept_of, mg, plan_of, slots, tablet_of

from taper.core.plan import Days, Ends, OpenLength, Plan, Step
from taper.core.record import Change, KeptPlan, Version
from taper.core.revise import lengthened
from taper.interop.ics import AtInstant, Entry, OnDay

TWICE = slots(("08:00", mg(10)), ("20:00", mg(10)))
ONCE = slots(("08:00", mg(5)))
PLAN = plan_of(days(5, TWICE), days(4, ONCE), tablets=(tablet_of(5),))


def revised(kept: KeptPlan, change: Change, *, when: str, plan: Plan | None = None, stops: bool = False) -> KeptPlan:
    """The plan with one more version, which counts from the instant at which it was recorded."""
    now = at(when)
    version = Version(
        plan or kept.plan, change, now, approved_by="Dr Ex", stops_at=now if stops else None, counts_from=now
    )
    return replace(kept, versions=(*kept.versions, version))


ENTERED = kept_of(PLAN)
HELD = revised(ENTERED, Change.HELD, when="2026-12-03 12:00", plan=lengthened(PLAN, 1, days=2))
STOPPED = revised(HELD, Change.STOPPED, when="2026-12-06 12:00", stops=True)
RESUMED = revised(STOPPED, Change.RESUMED, when="2026-12-07 12:00", plan=lengthened(PLAN, 1, days=3))
MOVED = revised(RESUMED, Change.MOVED, when="2026-12-08 12:00", plan=replace(RESUMED.plan, zone="America/New_York"))
CORRECTED = replace(
    MOVED,
    versions=(
        *MOVED.versions,
        Version(replace(MOVED.plan, starts_on=date(2026, 12, 2)), Change.CORRECTED, at("2026-12-09 12:00")),
    ),
)
CHAIN = (ENTERED, HELD, STOPPED, RESUMED, MOVED, CORRECTED)


def entries(kept: KeptPlan) -> Mapping[str, Entry]:
    """The events by their ids."""
    return {entry.uid: entry for entry in written(kept).calendar.entries}


def titled(kept: KeptPlan, words: str) -> Entry:
    """The one event whose title has these words."""
    (found,) = (entry for entry in entries(kept).values() if words in entry.title)
    return found


def test_written_again_it_is_the_same_file() -> None:
    """Whenever that is: nothing in it comes from the time of writing."""
    later = written(ENTERED, now=at("2027-05-01 00:00"))
    assert later.as_ics() == written(ENTERED).as_ics()


def test_a_hold_moves_what_lies_ahead_and_nothing_else() -> None:
    """Past doses stay as they were; the change of step and the last dose keep their ids and move."""
    before, after = entries(ENTERED), entries(HELD)
    assert before.keys() <= after.keys()
    held_at = HELD.versions[-1].recorded_at
    past = [uid for uid, one in before.items() if isinstance(one.when, AtInstant) and one.when.at < held_at]
    assert len(past) == 5
    assert all(after[uid] == before[uid] for uid in past)
    for words, moved_to in {
        "step 2 of 2": date(2026, 12, 8),
        "last dose": date(2026, 12, 11),
        "ended": date(2026, 12, 12),
    }.items():
        one, was = titled(HELD, words), titled(ENTERED, words)
        assert (one.uid, one.sequence, one.changed_at) == (was.uid, 1, held_at)
        assert one.when == OnDay(moved_to)


def test_a_stop_cancels_the_doses_that_are_left() -> None:
    """They stay in the file with their ids, without an alarm, and with no amount in the title."""
    calendar = icalendar.Calendar.from_ical(written(STOPPED).as_ics())
    cancelled = [event for event in calendar.walk("VEVENT") if event["STATUS"] == "CANCELLED"]
    doses = [event for event in cancelled if str(event["UID"]) in planned(HELD)]
    assert len(doses) == 7
    assert all(not event.walk("VALARM") and "mg" not in event["SUMMARY"] for event in cancelled)
    assert {str(event["UID"]) for event in calendar.walk("VEVENT")} == set(entries(HELD))
    assert titled(STOPPED, "last dose").when == OnDay(date(2026, 12, 6))
    assert not written(STOPPED).without_cancelled().cancelled


def test_what_was_cancelled_comes_back_with_the_same_ids() -> None:
    """Resumed, a dose is planned again, and a reader knows that this is newer than its being cancelled."""
    stopped, resumed = entries(STOPPED), entries(RESUMED)
    back = [uid for uid, one in resumed.items() if not one.cancelled and uid in stopped and stopped[uid].cancelled]
    assert back
    assert all(resumed[uid].sequence == 3 > stopped[uid].sequence for uid in back)


@pytest.mark.parametrize("number", range(1, len(CHAIN)))
def test_no_event_is_ever_lost_and_each_change_has_a_higher_sequence(number: int) -> None:
    """Of a change of any kind: what says something else than before comes later in its sequence."""
    before, after = entries(CHAIN[number - 1]), entries(CHAIN[number])
    assert before.keys() <= after.keys()
    for uid, was in before.items():
        now = after[uid]
        assert (now == was) if now.sequence == was.sequence else now.sequence == number > was.sequence
        assert now.created_at == was.created_at
    assert before != after
    standing = {uid: one.when.at for uid, one in after.items() if isinstance(one.when, AtInstant) and not one.cancelled}
    assert standing == planned(CHAIN[number])


def test_an_open_plan_ends_at_a_horizon_that_moves_on() -> None:
    """The first day whose doses are not written says so; written later, the same event stands later."""
    kept = kept_of(plan_of(Step(OpenLength(), ONCE), ends=Ends.OPEN))
    first, later = (written(kept, now=at(now)) for now in ("2026-12-01 12:00", "2026-12-11 12:00"))
    ends = [one for made in (first, later) for one in made.calendar.entries if "ends here" in one.title]
    assert [made.ends_here_on for made in (first, later)] == [date(2026, 12, 21), date(2026, 12, 31)]
    assert [one.when for one in ends] == [OnDay(date(2026, 12, 21)), OnDay(date(2026, 12, 31))]
    assert (ends[0].uid, ends[0].sequence) == (ends[1].uid, ends[1].sequence - 10)
    assert first.doses == 20
    assert "taper export ics A" in ends[0].text


def test_an_open_plan_that_gets_an_end_cancels_what_was_written_ahead() -> None:
    """A year of doses, as far as a file may have had them, whenever that was; the horizon goes, and comes back."""
    kept = kept_of(plan_of(Step(OpenLength(), ONCE), ends=Ends.OPEN))
    closed = revised(kept, Change.REVISED, when="2026-12-11 12:00", plan=plan_of(Step(Days(30), ONCE)))
    reopened = revised(closed, Change.REVISED, when="2026-12-20 12:00", plan=kept.plan)
    cancelled = [one for one in entries(closed).values() if one.cancelled]
    assert len([one for one in cancelled if isinstance(one.when, AtInstant)]) == 10 + 366 - 30
    assert written(closed, now=at("2031-01-01 12:00")).as_ics() == written(closed).as_ics()
    (before,) = (one for one in written(kept, now=at("2026-12-11 11:00")).calendar.entries if "here" in one.title)
    after, again = entries(closed)[before.uid], entries(reopened)[before.uid]
    assert [before.cancelled, after.cancelled, again.cancelled] == [False, True, False]
    assert before.sequence < after.sequence < again.sequence
    assert after.changed_at == closed.versions[-1].recorded_at
