"""The judge of the fault table: it sees a loss, a repeat, a stack and a damaged store where there is one."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from faults.damage import damage_of
from faults.hand import Move, Reading
from faults.heard import Event
from faults.judge import Verdict, judge
from faults.plans import BEGIN, Due, kept, plans
from taper.store import Store

HOUR = timedelta(hours=1)
MORNING = datetime(2026, 12, 1, 7, tzinfo=UTC)
"""08:00 in Berlin on day 1, when a dose of A and one of B are due; A's next is due 12 hours later."""


def since_begin(wall: datetime) -> Reading:
    """The run's clock when it flowed from the beginning to there."""
    return Reading(wall, wall - BEGIN)


def shown(title: str, *, at: datetime, body: str = "", number: int = 1, replaces: int = 0) -> Event:
    """A bubble that the server wrote down."""
    return Event("shown", since_begin(at), number, replaces, title, body, f"taper-1 {title[0] * 8}")


A, B = shown("A: 2 tablets of 5 mg · 08:00", at=MORNING), shown("B: 1 tablet of 5 mg · 08:00", at=MORNING, number=2)


def verdict(
    *events: Event,
    until: datetime = MORNING + HOUR,
    answered: Sequence[tuple[str, str]] = (),
    back: timedelta | None = None,
) -> Verdict:
    """On a run up to then; with `back`, the clock is put back by so much at its end, and flows there again."""
    stretches = [Move(since_begin(BEGIN), since_begin(until))]
    if back is not None:
        put_back = Reading(until - back, until - BEGIN)
        stretches += [
            Move(since_begin(until), put_back),
            Move(put_back, Reading(until, put_back.elapsed + back)),
        ]
    return judge(events=events, stretches=stretches, answered=dict.fromkeys(answered, timedelta()))[0]


def test_what_is_asked_for_is_said() -> None:
    """Two plans have a dose in the morning, and both were asked for."""
    assert verdict(A, B) == Verdict(due=2, said=2, late=0, in_digest_only=0, twice=0, lost=0, stacked=0, damaged=0)


def test_what_nobody_said_is_lost() -> None:
    """A notice of one plan says nothing of another's dose."""
    assert (verdict(A).said, verdict(A).lost) == (1, 1)
    assert verdict().lost == 2


def test_a_notice_that_is_no_dose_asks_for_none() -> None:
    """Whatever amounts stand in it."""
    told = shown("Nothing to take now. Plan A ends in 3 days", at=MORNING, body="A: 2 tablets of 5 mg · 08:00")
    assert verdict(told, B).lost == 1


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("2 medicines · 08:00: A and B", "A: 2 tablets of 5 mg. 14 days to go.\nB: 1 tablet of 5 mg. 9 days to go."),
        ("No answer yet: A and B", "A: 2 tablets of 5 mg · 08:00. 14 days.\nB: 1 tablet of 5 mg · 08:00. 9 days."),
    ],
)
def test_one_notice_may_ask_for_several_plans(title: str, body: str) -> None:
    """By name in the title, or on a line of the body."""
    both = shown(title, at=MORNING, body=body)
    assert (verdict(both).said, verdict(both).stacked) == (2, 0)
    assert verdict(both, shown(A.title, at=MORNING + HOUR / 2, number=2)).stacked == 1


def test_a_line_of_a_plan_says_what_of_it_had_no_answer() -> None:
    """Behind the plan's label, wherever the sentence stands on the line."""
    body = (
        "A: 2 tablets of 5 mg · 20:00. 14 days (Sat 5 Dec). 08:00: no answer recorded.\nB: 08:00: no answer recorded."
    )
    found = verdict(shown("No answer yet: A and B", at=MORNING + 12 * HOUR, body=body), until=MORNING + 13 * HOUR)
    assert (found.due, found.said, found.in_digest_only) == (3, 3, 2)


def test_what_is_said_after_an_hour_is_late() -> None:
    """It is said all the same."""
    found = verdict(A, shown(B.title, at=MORNING + 2 * HOUR, number=2), until=MORNING + 3 * HOUR)
    assert (found.said, found.late, found.in_digest_only) == (2, 1, 0)


def test_a_digest_says_what_was_not_asked_for() -> None:
    """It counts, and is told apart."""
    body = "08:00: no answer recorded while the computer was off. If you did not take it, ask."
    told = shown("Nothing to take now. Plan A: no answer recorded", at=MORNING + 13 * HOUR, body=body)
    told = Event("shown", told.at, 1, 0, told.title, told.body, "taper-1 AAAAAAAA")
    found = verdict(told, B)
    assert (found.said, found.late, found.in_digest_only, found.lost) == (2, 1, 1, 0)


def test_a_span_speaks_for_no_more_doses_than_it_counts() -> None:
    """Three days of A have six doses; a digest of five has left one out."""
    body = "Tue 1 Dec to Thu 3 Dec, {} doses: no answer recorded while the computer was off. Ask."
    end = MORNING + 72 * HOUR
    digest = [shown("A: 2 tablets of 5 mg · 08:00", at=end, body=body.format(count)) for count in (6, 5)]
    lost = [verdict(one, until=end + HOUR).lost for one in digest]
    assert lost[1] == lost[0] + 1


def test_what_is_asked_for_again_is_said_twice() -> None:
    """A bubble in place of the older one is a repeat, and no stack."""
    again = shown(A.title, at=MORNING + HOUR / 2, replaces=1)
    assert (verdict(A, B, again).twice, verdict(A, B, again).stacked) == (1, 0)


def test_a_notice_of_several_that_comes_again_without_what_was_answered_repeats_nothing() -> None:
    """The person took A from "A and B", and B is left."""
    both = shown("2 medicines · 08:00: A and B", at=MORNING)
    left = shown("B: 1 tablet of 5 mg · 08:00", at=MORNING + HOUR / 2, replaces=1)
    assert verdict(both, left, answered=[("A", "2026-12-01/08:00")]).twice == 0
    assert verdict(both, left).twice == 1


def test_two_open_bubbles_for_one_plan_are_stacked() -> None:
    """For the same dose as for two."""
    for at in (MORNING + HOUR / 2, MORNING + 12 * HOUR):
        hour = "08:00" if at < MORNING + HOUR else "20:00"
        beside = shown(f"A: 2 tablets of 5 mg · {hour}", at=at, number=3)
        assert verdict(A, B, beside, until=at + HOUR).stacked == 1
        closed = Event("closed", since_begin(at - HOUR / 4), 1)
        assert verdict(A, B, closed, beside, until=at + HOUR).stacked == 0
        died = Event("died", since_begin(at - HOUR / 4))
        assert verdict(A, B, died, beside, until=at + HOUR).stacked == 0


def test_a_clock_put_back_makes_a_dose_due_again() -> None:
    """It must be said again when the hour comes again, unless it was said within the hour."""
    assert verdict(A, B, until=MORNING + 6 * HOUR, back=7 * HOUR).lost == 2
    assert verdict(A, B, until=MORNING + HOUR / 4, back=HOUR / 2).lost == 0


def test_an_answered_dose_is_not_due() -> None:
    """The person need not be reminded of it."""
    assert verdict(A, answered=[("B", "2026-12-01/08:00")]).due == 1


def test_a_notice_for_a_dose_that_was_never_due_is_no_notice() -> None:
    """The run ends there and then, for that must not be counted as anything."""
    with pytest.raises(ValueError, match="none was due"):
        verdict(shown("A: 2 tablets of 5 mg · 09:30", at=MORNING))


def test_a_whole_store_has_no_damage_and_a_changed_one_has(tmp_path: Path) -> None:
    """An answer that is gone, a plan that is gone, a file that is none."""
    path = tmp_path / "taper.db"
    with Store.open(path) as store:
        for plan in plans().values():
            store.keep(kept(plan))
    assert list(damage_of(path, answered=())) == []
    assert "the answer to A 2026-12-01/08:00 is gone" in "".join(damage_of(path, answered=[("A", "2026-12-01/08:00")]))
    with Store.open(path) as store:
        store.delete_plan("BBBBBBBB")
    assert "not those that were entered" in "".join(damage_of(path, answered=()))
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA writable_schema=ON")
        database.execute("UPDATE sqlite_schema SET rootpage=2 WHERE type='index'")
        database.commit()
    assert list(damage_of(path, answered=()))
    path.write_bytes(b"rubbish! " * 500)
    assert list(damage_of(path, answered=()))


def test_what_is_due_comes_from_the_walker() -> None:
    """The first evening has none yet; day 1 has two of A and one of B."""
    found = verdict(until=BEGIN + 24 * HOUR)
    assert found.due == 3
    assert Due("A", "2026-12-01/20:00", MORNING + 12 * HOUR).clock == "20:00"
