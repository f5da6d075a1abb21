"""Where the end of a plan is shown: a last dose after midnight, and what a stop cut off."""

from __future__ import annotations

from desks import Person

from taper.wording.places import place_of
from taper.wording.readings import end_line, step_dates, step_words

EVERY_8_HOURS = "ibuprofen 400 mg every 8 hours for 2 days, then stop"


def test_a_last_dose_after_midnight_names_the_calendar_day_too(person: Person) -> None:
    """Read as "Wed 2 December, 00:00" it would be left out, a day too early."""
    person.add(EVERY_8_HOURS, start="2026-12-01", strength="400 mg")
    shown = person.ask("show")
    assert end_line(shown) == "stop. Last dose Wed 2 December 2026, at night, 00:00 on Thu 3 Dec."
    versions = shown["versions"]
    assert isinstance(versions, list)
    assert versions[0]["text"].endswith("last dose Wed 2 Dec at night, 00:00 on Thu 3 Dec.")


def test_until_a_last_dose_after_midnight_the_plan_stands_at_its_last_day(person: Person) -> None:
    """No day is counted past the end, and no days are left that are fewer than none."""
    person.add(EVERY_8_HOURS, start="2026-12-01", strength="400 mg")
    last_night = person.at("2026-12-02 23:05")  # 00:05 in Berlin: the last dose is due since 00:00
    (line,) = last_night.lists("list")
    assert line["text"] == "Step 1 of 1, day 2 of 2; day 2 of 2. The last dose is today."
    assert (line["day"], line["days"], line["step"], line["state"]) == (2, 2, 1, "active")


def test_steps_behind_a_stop_say_so(person: Person) -> None:
    """What was planned stays readable, and none of it reads as still to be taken."""
    person.add(
        "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop",
        start="2026-12-01",
        strength="10 mg",
    )
    stopped = person.at("2026-12-06 10:00")
    stopped.ask("stop", plan="A")
    shown = stopped.ask("show", plan="A")
    steps = shown["steps"]
    assert isinstance(steps, list)
    first, second, third = (step_words(step, shown) for step in steps)
    assert first.startswith("40")
    assert second.startswith("Stopped on Sun 6 December 2026, within this step. It was planned: 20")
    assert third.startswith("Stopped before this step, not to be taken. It was planned: 10")


def test_what_was_as_needed_ends_with_the_stop(person: Person) -> None:
    """The day of the stop, whatever the step said."""
    person.add(
        "ibuprofen 400 mg every 8 hours for 2 days, then 400 mg every 8 hours as needed for pain for 3 days",
        start="2026-12-01",
        strength="400 mg",
    )
    assert end_line(person.ask("show")).endswith("As needed until Sat 5 December 2026.")
    stopped = person.at("2026-12-03 10:00")
    stopped.ask("stop", plan="A")
    assert end_line(stopped.ask("show", plan="A")).endswith("As needed until Thu 3 December 2026.")


def test_a_plan_of_years_names_the_year_of_its_end(person: Person) -> None:
    """Wherever the end stands, and at the start of a long step."""
    person.add("metformin 500 mg daily for 3 years, then stop", start="2026-12-01", strength="500 mg")
    (line,) = person.at("2026-12-02 10:00").lists("list")
    assert str(line["text"]).endswith("1,094 days to the last dose (Fri 30 November 2029).")
    assert place_of(line).endswith("last dose Fri 30 November 2029")
    shown = person.ask("show")
    steps, versions = shown["steps"], shown["versions"]
    assert isinstance(steps, list)
    assert isinstance(versions, list)
    assert step_dates(steps[0]) == "Tue 1 December 2026 to Fri 30 November 2029 (1,096 days)"
    assert versions[0]["text"].endswith("last dose Fri 30 November 2029 08:00.")


def test_as_needed_behind_the_last_dose_ends_on_a_day_not_with_a_dose(person: Person) -> None:
    """The day it may be taken last is no day with a planned dose."""
    person.add(
        "ibuprofen 400 mg every 8 hours for 2 days, then 400 mg every 8 hours as needed for pain for 3 days",
        start="2026-12-01",
        strength="400 mg",
    )
    (line,) = person.at("2026-12-01 10:00").lists("list")
    assert place_of(line).endswith("last day Sat 5 Dec")
