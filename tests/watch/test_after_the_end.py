"""After the end: the countdown before it, and each morning after an intake past it, with the day of the course."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from life import changed, days, kept_of, life_of, mg, plan_of, slots, tablet_of, titles
from watchscenario import lived

from taper.core.announce import Kind
from taper.core.courseday import course_day
from taper.core.plan import Ends, OpenLength, Step
from taper.core.record import Change

FORTNIGHT = plan_of(days(14, slots(("08:00", mg(10)))), tablets=(tablet_of(10, quantity=16),))


def test_the_way_to_the_end_is_counted_and_the_days_after_it_too() -> None:
    """7, 3 and 1 days before, the last day, the end; then at once and on three mornings, while something is taken."""
    life = life_of(kept_of(FORTNIGHT), now="2026-12-01 06:00")
    before = [one.when[5:10] for one in life.run("2026-12-16 20:00", take=True) if Kind.STOP_SOON in one.kinds]
    assert before == ["12-07", "12-11", "12-13"]
    life.answer(None)
    said = life.run("2026-12-25 12:00")
    assert titles(said) == [
        ("2026-12-16 20:00", "Nothing to take now. Plan A ended 2 days ago"),
        ("2026-12-17 09:00", "Nothing to take now. Plan A ended 3 days ago"),
        ("2026-12-18 09:00", "Nothing to take now. Plan A ended 4 days ago"),
        ("2026-12-19 09:00", "Nothing to take now. Plan A ended 5 days ago"),
    ]
    assert [[f"This is day {day} of a 14-day course." in " ".join(one.lines) for one in said] for day in (16, 17)] == [
        [True, False, False, False],
        [False, True, False, False],
    ]


def test_which_day_of_its_course_a_date_is() -> None:
    """Of a stopped one, the day of stopping; without an end, or before day 1, there is nothing to say."""
    kept, on = kept_of(FORTNIGHT), date(2026, 12, 17)
    assert course_day(kept, on) == "day 17 of a 14-day course"
    assert course_day(kept, date(2026, 11, 30)) is None
    stopped = changed(kept, Change.STOPPED, when="2026-12-05 20:00")
    assert course_day(stopped, on) == "day 17 of a 14-day course that was stopped on day 5"
    open_plan = plan_of(Step(OpenLength(), slots(("08:00", mg(10)))), ends=Ends.OPEN)
    assert course_day(kept_of(open_plan), on) is None
    stopped = changed(kept_of(open_plan), Change.STOPPED, when="2026-12-05 20:00")
    assert course_day(stopped, on) == "day 17 of a course that was stopped on day 5"


def test_more_days_on_a_providers_word_are_days_of_the_course(tmp_path: Path) -> None:
    """Extended by 3 days: an intake on day 16 is within it."""
    plan = {"words": "madeupin 10 mg daily for 14 days, then stop", "start": "2026-12-01", "strengths": ["10 mg"]}
    more = {"does": "extend", "at": "2026-12-10 12:00", "plan": "A", "days": 3, "approved_by": "Dr Wolf"}
    acts = [more, {"at": "2026-12-16 08:00"}, {"at": "2026-12-19 08:00"}]
    said = [lines for _, lines in lived({"plan": [plan], "then": acts}, tmp_path)]
    assert said[1] == []
    assert "This is day 19 of a 17-day course." in said[2][0]
