"""Looks at plans while the clock stands elsewhere: a repeat is allowed, a loss is not, and nothing wrong is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from daemonplans import at, kept, plan_of, step_of
from fakes import FakeNotifier, desk_with, look

from taper.app.desk import Desk
from taper.app.operations import perform
from taper.clock import StandingClock
from taper.core.jump import ClockReading, JumpKind
from taper.core.missedrule import ProvidersRule, SameDay
from taper.core.record import Answer, Intake, KeptPlan, Outcome
from taper.daemon.journal import Journal
from taper.daemon.movedtime import MovedTime
from taper.daemon.saiduntil import said_until
from taper.settings import Settings

PLAN = "a" * 8
COURSE = kept(replace(plan_of(step_of(3, "08:00", "20:00"), step_of(1, "09:30")), missed=ProvidersRule(SameDay())))
"""Four days with a step and an end; a dose counts as missed when its day is over."""

NOW, END = at("17:00"), at("12:00", day=6)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

Said = tuple[datetime, str]


@dataclass
class Hands:
    """A clock on the wall that can be set, and those that cannot."""

    at: datetime
    since_start: float = 0.0
    awake: float = 0.0
    name: str = "hands"

    def now(self) -> datetime:
        return self.at

    def seconds_until(self, at: datetime) -> float:
        return 0.0

    def reading(self) -> ClockReading:
        return ClockReading(self.at, self.since_start, self.awake)

    def wait(self, span: timedelta) -> None:
        """Time passes while the machine is awake."""
        self.at += span
        self.since_start += span.total_seconds()
        self.awake += span.total_seconds()

    def sleep(self, span: timedelta) -> None:
        """Time passes while it is not."""
        self.at += span
        self.since_start += span.total_seconds()


@dataclass
class Life:
    """Looks exactly when it was asked to, and writes down which things were said when."""

    desk: Desk
    notifier: FakeNotifier = field(default_factory=FakeNotifier)

    def look(self, now: datetime) -> tuple[list[Said], datetime | None]:
        before = len(self.notifier.reminder_ids)
        following = look(self.desk, self.notifier, now)
        new = frozenset(self.notifier.reminder_ids[before:])
        return [(now, item) for one in self.desk.store.reminders() if one.id in new for item in one.items], following

    def titles(self) -> list[str]:
        return [message.title for message in self.notifier.sent]

    def until(self, end: datetime, *, since: datetime) -> list[Said]:
        said, now = [], since
        while now <= end:
            found, following = self.look(now)
            said += found
            if following is None:
                break
            now = following
        return said


@contextmanager
def a_desk(home: Path) -> Iterator[Desk]:
    """A desk with the course, where a dose is asked about twice."""
    with desk_with(home, COURSE, now=NOW) as desk:
        yield replace(desk, settings=Settings(repeats=1))


@pytest.fixture(scope="module")
def ordinary(tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    """What is said after NOW where nothing happens to the clock."""
    with a_desk(tmp_path_factory.mktemp("ordinary")) as desk:
        life = Life(desk)
        life.until(NOW, since=at("08:00"))
        return life.until(END, since=NOW + timedelta(seconds=20))


@pytest.mark.parametrize(
    "ahead",
    [3 * 3600, 2 * 86_400, 3653 * 86_400],
    ids=["three hours", "two days", "ten years"],
)
def test_a_clock_that_stood_ahead_uses_nothing_up(tmp_path: Path, ahead: int, ordinary: list[Said]) -> None:
    """Doses, repeats, the countdown, the new step, the end: put back, all of it is said at its time as ever."""
    with a_desk(tmp_path) as desk:
        life = Life(desk)
        life.until(NOW, since=at("08:00"))
        wrong = NOW + timedelta(seconds=ahead)
        life.until(wrong + 2 * HOUR, since=wrong)
        said = life.until(END, since=NOW + timedelta(seconds=20))
        states = {one.outcome for one in desk.store.reminders() if one.claimed_at > END}
        assert said_until(desk.store) is not None
        assert (said_until(desk.store) or END) <= END
    assert [one for one in ordinary if one not in said] == []
    assert states <= {Outcome.UNTIMELY}


def test_ordinary_life_says_everything_there_is(ordinary: list[Said]) -> None:
    """What the test above compares with holds each kind of thing."""
    for begins in ("dose:2026-12-02/08:00:1", "dose:2026-12-02/08:00:2", "dose:2026-12-04/09:30:1", "step-change:"):
        assert any(item.startswith(begins) for _, item in ordinary), begins
    for begins in ("stop-soon:2026-12-04:1", "last-dose:", "stopped:2026-12-04:ended", "digest:2026-12-01/20:00"):
        assert any(item.startswith(begins) for _, item in ordinary), begins


def test_a_dose_shown_by_a_clock_that_stood_ahead_is_taken_off_the_screen(tmp_path: Path) -> None:
    """Nobody is to take the evening's dose in the afternoon; what waits in truth is asked for again."""
    with a_desk(tmp_path) as desk:
        life = Life(desk)
        desk.store.record_intake(Intake("i", PLAN, Answer.TAKEN, at("08:00"), at("08:00"), dose="2026-12-01/08:00"))
        life.look(at("09:00"))
        life.look(at("20:00"))
        assert "20:00" in life.notifier.open[PLAN].title
        life.look(NOW + timedelta(seconds=20))
        assert life.notifier.open == {}


def test_a_dose_given_up_by_a_clock_that_stood_ahead_is_asked_for_again(tmp_path: Path) -> None:
    """Its bubble was closed for the evening's dose, which was not due."""
    with a_desk(tmp_path) as desk:
        life = Life(desk)
        life.look(at("08:00"))
        life.look(at("20:00"))
        life.look(at("08:05"))
    assert life.titles() == [
        "A: 1 tablet of 5 mg · 08:00",
        "A: 1 tablet of 5 mg · 20:00",
        "A: 1 tablet of 5 mg · 08:00",
    ]


def test_a_clock_of_1970_records_nothing_wrong_and_loses_nothing(tmp_path: Path, ordinary: list[Said]) -> None:
    """No look there touches a reminder, and set right everything comes at its time."""
    with a_desk(tmp_path) as desk:
        life = Life(desk)
        life.until(NOW, since=at("08:00"))
        before = desk.store.reminders()
        dead = datetime(1970, 1, 1, tzinfo=UTC)
        for minutes in range(5):
            assert life.look(dead + timedelta(minutes=minutes))[0] == []
        assert desk.store.reminders() == before
        said = life.until(END, since=NOW + timedelta(seconds=20))
    assert said == ordinary


def test_a_dose_taken_at_1970_counts_as_taken_when_the_clock_is_set_right(tmp_path: Path) -> None:
    """It is named by its id, so that it is certain which one it was; nobody is asked to take it again."""
    dead = datetime(1970, 1, 1, tzinfo=UTC)
    with a_desk(tmp_path) as desk:
        life = Life(desk)
        life.look(at("07:00"))
        desk.store.record_intake(Intake("i", PLAN, Answer.TAKEN, dead, dead, dose="2026-12-01/08:00"))
        assert life.look(at("08:00"))[0] == []


def test_a_step_forward_over_several_doses_gives_one_digest(tmp_path: Path) -> None:
    """One notice, one line; looking again says nothing more."""
    with a_desk(tmp_path) as desk:
        life = Life(desk)
        life.look(at("07:00"))
        life.look(at("12:00", day=3))
        life.look(at("12:01", day=3))
    lines = [line for message in life.notifier.sent for line in message.body.splitlines() if "no answer" in line]
    assert len(life.notifier.sent) == 1
    (line,) = lines
    assert line.startswith("Tue 1 Dec 08:00 and 20:00; yesterday 08:00 and 20:00: no answer recorded while")


def moved(desk: Desk, hands: Hands) -> MovedTime:
    """What notices jumps, on a desk with these clocks."""
    return MovedTime(replace(desk, clock=hands), Journal(desk.paths.log, hands))


def test_every_jump_is_written_down_once(tmp_path: Path) -> None:
    """When it was noticed, its kind and span, in the store, for `jumps`, and in the log."""
    hands = Hands(NOW)
    with a_desk(tmp_path) as desk:
        time = moved(desk, hands)
        assert time.notice("UTC") == ()
        hands.wait(timedelta(seconds=20))
        assert time.notice("UTC") == ()
        hands.sleep(8 * HOUR)
        time.notice("UTC")
        hands.wait(timedelta(seconds=20))
        hands.at += DAY
        time.notice("UTC")
        hands.at -= 2 * DAY
        time.notice("UTC")
        time.notice("America/New_York")
        time.notice("America/New_York")
        told = perform(desk, "jumps", {})
        of_a_day = perform(replace(desk, clock=StandingClock(NOW + 9 * DAY)), "jumps", {"days": 1})
        log = desk.paths.log.read_text()
    kinds = [JumpKind.SUSPENDED, JumpKind.FORWARD, JumpKind.BACK, JumpKind.ZONE]
    assert isinstance(told, list)
    assert of_a_day == []
    assert [one["kind"] for one in told] == [kind.value for kind in kinds]
    assert [one["seconds"] for one in told] == [8 * 3600, 86_400, -2 * 86_400, -5 * 3600]
    assert [one["zones"] for one in told] == [None, None, None, "UTC to America/New_York"]
    assert log.count('"event": "clock"') == 4


def test_a_jump_that_could_not_be_written_down_is_noticed_again(tmp_path: Path) -> None:
    """A store that is away for a moment loses none."""
    hands = Hands(NOW)
    with a_desk(tmp_path) as desk:
        time = moved(desk, hands)
        time.notice("UTC")
        hands.at += DAY
        desk.paths.store.rename(tmp_path / "elsewhere")
        with pytest.raises(Exception, match=r"taper\.db"):
            time.notice("UTC")
        (tmp_path / "elsewhere").rename(desk.paths.store)
        assert [jump.kind for jump in time.notice("UTC")] == [JumpKind.FORWARD]


def test_a_plan_entered_by_a_clock_that_stood_ahead_is_tracked_from_when_it_was_entered(tmp_path: Path) -> None:
    """Else no dose would be said until the clock stands there again."""
    hands = Hands(at("07:00", day=3))
    entered: KeptPlan = replace(COURSE, stored_at=at("07:30", day=3))
    with desk_with(tmp_path, now=NOW) as desk:
        time = moved(desk, hands)
        time.notice("UTC")
        hands.wait(HOUR)
        desk.store.keep(entered)
        hands.at -= 2 * DAY
        time.notice("UTC")
        assert desk.store.kept_plan(PLAN).stored_at == at("07:30", day=1)
        life = Life(desk)
        life.look(at("08:00"))
    assert life.titles() == ["A: 1 tablet of 5 mg · 08:00"]
