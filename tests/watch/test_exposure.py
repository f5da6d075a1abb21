"""The days a medicine was used, over its courses: counted as a slow oracle does, and held against what is stated."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from life import at, days, kept_of, mg, plan_of, slots

from taper.core.exposure import Course, exposure_findings, used_of
from taper.core.finding import Finding, Level
from taper.core.limits import DurationLimit
from taper.core.plan import AsNeeded, Ends, OpenLength, Step
from taper.core.record import Answer, Intake
from taper.core.recorded import Recorded
from taper.core.used import Used

ONCE = slots(("08:00", mg(10)))
LABEL = "https://example.org/label"
TWO_WEEKS = DurationLimit(14, Level.WARN, "Two weeks at most.", LABEL)
HARD = DurationLimit(14, Level.STOP, "Never longer than two weeks.", LABEL)
IN_A_MONTH = DurationLimit(10, Level.WARN, "Ten days in any thirty.", LABEL, within_days=30)
DAY_1 = date(2026, 12, 1)


def used(first_on: str, count: int, *, label: str = "A", every: int = 1) -> Used:
    """Use on so many days from a date on, each day or each n-th."""
    begin = date.fromisoformat(first_on)
    dates = frozenset(begin + timedelta(days=every * n) for n in range(count))
    return Used(label, dates, frozenset(), (max(dates) - begin).days + 1, max(dates))


def found(count: int, *earlier: Used, limit: DurationLimit = TWO_WEEKS) -> list[tuple[str, str]]:
    """Level and words on a new course of so many days from 1 December, with earlier ones."""
    plan = plan_of(days(count, ONCE))
    course = Course(plan, DAY_1 + timedelta(days=count - 1), DAY_1)
    return [(one.level.value, one.text) for one in exposure_findings(course, earlier=earlier, limits=[limit])]


def levels(*given: tuple[str, str]) -> list[str]:
    """Only the levels."""
    return [level for level, _ in given]


def test_a_course_alone_is_left_to_the_check_of_its_plan() -> None:
    """However long it is."""
    assert found(40) == []


@pytest.mark.parametrize(
    ("first_on", "count", "own", "level"),
    [
        ("2026-11-24", 7, 7, "note"),  # until the day before: 14 days in one
        ("2026-11-24", 7, 8, "warn"),  # 15 days in one
        ("2026-11-10", 7, 7, "note"),  # a break of 14 days is no shorter than the limit
        ("2026-11-10", 7, 8, "note"),
        ("2026-11-11", 7, 8, "warn"),  # a break of 13 days, and 15 days of use
        ("2026-11-11", 7, 7, "note"),  # 14 days of use
    ],
)
def test_how_long_the_break_is_and_how_long_the_use(first_on: str, count: int, own: int, level: str) -> None:
    """Joined courses count as one; behind a break they are listed, and warned of while it is shorter than the limit."""
    ((said, text),) = found(own, used(first_on, count))
    assert said == level
    assert text.startswith("Used before: plan A, ")
    assert ("not added up" in text) == (first_on != "2026-11-24")


def test_a_hard_limit_stops_only_what_is_in_one() -> None:
    """Behind a break nothing is added up, so that it is warned of and no more."""
    assert levels(*found(8, used("2026-11-24", 7), limit=HARD)) == ["stop"]
    assert levels(*found(8, used("2026-11-11", 7), limit=HARD)) == ["warn"]


def test_days_of_rest_count_to_the_length_of_a_course_in_one() -> None:
    """Every other day for 7 doses, then 3 days more: 16 plan dates, as a limit is told in plan dates."""
    ((level, text),) = found(3, used("2026-11-18", 7, every=2))
    assert (level, "Together that makes 16 days, from" in text) == ("warn", True)


def test_a_straggler_after_the_end_counts_as_the_day_it_is() -> None:
    """14 days, then one more a fortnight later: 15 days of use, whatever lies between."""
    plan, late = plan_of(days(14, ONCE)), date(2026, 12, 28)
    dates = frozenset(DAY_1 + timedelta(days=n) for n in range(14)) | {late}
    use = Used("A", dates, frozenset(), 14, date(2026, 12, 14))
    course = Course(plan, date(2026, 12, 14), late, use)
    (said,) = exposure_findings(course, earlier=[], limits=[TWO_WEEKS])
    assert said.text.startswith("That makes 15 days, from Tue 1 December 2026 to Mon 28 December 2026. Two weeks")
    following = plan_of(days(3, ONCE), starts_on="2026-12-28")
    (said,) = exposure_findings(Course(following, date(2026, 12, 30), late), earlier=[use], limits=[TWO_WEEKS])
    assert "It runs beside this one. Together that makes 17 days, from Tue 1 December 2026 to" in said.text


def test_several_courses_are_listed_the_latest_first_and_the_rest_counted() -> None:
    """Three by name."""
    many = [used(f"2026-0{month}-01", 2, label=str(month)) for month in range(3, 8)]
    ((level, text),) = found(3, *many)
    assert level == "note"
    assert [text.index(f"plan {label},") for label in ("7", "6", "5")] == sorted(
        text.index(f"plan {label},") for label in ("7", "6", "5")
    )
    assert "and 2 courses before" in text
    assert "plan 4," not in text


def test_within_a_stated_time_all_days_count() -> None:
    """With the days this course plans; no more than the time stated back."""
    assert levels(*found(5, used("2026-11-10", 5), limit=IN_A_MONTH)) == ["note"]
    ((level, text),) = found(6, used("2026-11-10", 5), limit=IN_A_MONTH)
    assert level == "warn"
    assert "Together that makes use on 11 days of 30, from Tue 10 November 2026 to " in text
    assert levels(*found(9, used("2026-10-10", 9), limit=IN_A_MONTH)) == ["note"]


def taken(kept_id: str, on: str, dose: str | None) -> Intake:
    """One intake at 21:00 of a day."""
    return Intake(on, kept_id, Answer.TAKEN, at(f"{on} 21:00"), at(f"{on} 21:00"), dose, mg(10))


def test_a_day_counts_once_and_by_its_plan_date() -> None:
    """A dose answered on the next day belongs to its own; days without an answer do not count."""
    kept = kept_of(plan_of(days(10, ONCE)))
    intakes = (
        taken(kept.id, "2026-12-01", "2026-12-01/morning"),
        taken(kept.id, "2026-12-03", "2026-12-02/morning"),
        taken(kept.id, "2026-12-04", None),
        taken(kept.id, "2026-12-12", None),
    )
    use = used_of(Recorded(kept, intakes), now=at("2026-12-13 08:00"))
    assert use is not None
    assert sorted(on.day for on in use.recorded) == [1, 2, 4, 12]
    assert (use.untracked, use.prescribed_days) == (frozenset(), 10)


def test_days_before_it_was_entered_count_and_are_told_apart() -> None:
    """Scheduled or as needed; unless they were answered."""
    needed = AsNeeded(mg(10), mg(10))
    for schedule in (ONCE, needed):
        kept = kept_of(plan_of(days(10, schedule)), stored="2026-12-04 12:00")
        use = used_of(Recorded(kept, ()), now=at("2026-12-06 08:00"))
        assert use is not None
        assert sorted(on.day for on in use.untracked) == ([1, 2, 3, 4] if schedule is ONCE else [1, 2, 3])
    skipped = Intake("s", "p1", Answer.SKIPPED, at("2026-12-02 09:00"), at("2026-12-05 09:00"), "2026-12-02/morning")
    kept = kept_of(plan_of(days(10, ONCE)), stored="2026-12-04 12:00")
    use = used_of(Recorded(kept, (skipped,)), now=at("2026-12-06 08:00"))
    assert use is not None
    assert sorted(on.day for on in use.untracked) == [1, 3, 4]


def test_nothing_used_is_no_use() -> None:
    """A plan that was entered and never taken is no earlier course."""
    assert used_of(Recorded(kept_of(plan_of(days(3, ONCE))), ()), now=at("2026-12-06 08:00")) is None


def test_an_open_plan_counts_as_far_as_it_was_used() -> None:
    """Day by day: on day 15 it is past two weeks."""
    plan = plan_of(Step(OpenLength(), ONCE), ends=Ends.OPEN)
    for last, expected in ((14, []), (15, ["warn"])):
        use = Used("A", frozenset(date(2026, 12, n) for n in range(1, last + 1)), frozenset())
        course = Course(plan, None, date(2026, 12, last), use)
        said = exposure_findings(course, earlier=[], limits=[TWO_WEEKS])
        assert [one.level.value for one in said] == expected


_COURSES = st.lists(st.tuples(st.integers(-120, -1), st.integers(1, 30)), max_size=5)


@given(_COURSES, st.integers(1, 30), st.integers(1, 40))
@settings(max_examples=200, deadline=None)
def test_a_new_plan_never_hides_an_old_one(courses: list[tuple[int, int]], own: int, limit_days: int) -> None:
    """Where every day up to the new plan was used, the limit is held against all of them, as an oracle counts them."""
    earlier = [
        used((DAY_1 + timedelta(days=start)).isoformat(), min(count, -start), label=str(n))
        for n, (start, count) in enumerate(courses)
    ]
    limit = DurationLimit(limit_days, Level.STOP, "Never longer.", LABEL)
    plan = plan_of(days(own, ONCE))
    course = Course(plan, DAY_1 + timedelta(days=own - 1), DAY_1)
    said: list[Finding] = list(exposure_findings(course, earlier=earlier, limits=[limit]))
    every = {on for one in earlier for on in one.dates}
    begin = DAY_1
    while begin - timedelta(days=1) in every:
        begin -= timedelta(days=1)
    in_one = (DAY_1 - begin).days + own
    stops = [one for one in said if one.level is Level.STOP]
    if begin != DAY_1:
        assert bool(stops) == (in_one > limit_days)
    assert bool(said) == bool(earlier), "earlier courses are always listed"
