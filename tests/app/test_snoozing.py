"""A snooze is granted within limits, and a refusal says why and until when."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import Person, a_person

from taper.core.errors import Unanswered
from taper.settings import change_setting, plan_key, read_settings


def answer_of(person: Person, minutes: int) -> str:
    """What is said to a snooze, granted or refused."""
    try:
        return str(person.ask("snooze", minutes=minutes)["text"])
    except Unanswered as refused:
        return refused.questions[0].text


CLOSE = "That is too close to 14:00, when the next dose is due or the day ends."


@pytest.mark.parametrize(
    ("now", "minutes", "said"),
    [
        # doses at 08:00 and 14:00 in Berlin, an hour earlier in UTC
        ("07:00", 5, "asked again at 08:05."),
        ("07:00", 60, "asked again at 09:00."),
        ("12:00", 30, "asked again at 13:30."),
        ("12:01", 30, f"{CLOSE} It can be snoozed until 13:30 at the latest: for 5, 10 or 15 minutes."),
        ("12:25", 10, f"{CLOSE} It can be snoozed until 13:30 at the latest: for 5 minutes."),
        ("12:26", 5, f"{CLOSE} It cannot be snoozed any more."),
    ],
)
def test_a_snooze_is_granted_or_refused_with_the_reason_and_what_still_fits(
    tmp_path: Path, now: str, minutes: int, said: str
) -> None:
    with a_person(tmp_path, at="2026-11-30 20:00") as person:
        person.add("carisoprodol 350 mg three times a day for 14 days, then stop", start="2026-12-01")
        then = person.at(f"2026-12-01 {now}")
        found = answer_of(then, minutes)
        assert found.endswith(said)


def test_a_fourth_snooze_is_refused_and_says_how_long_the_dose_waits(tmp_path: Path) -> None:
    with a_person(tmp_path, at="2026-11-30 20:00") as person:
        person.add("carisoprodol 350 mg three times a day for 14 days, then stop", start="2026-12-01")
        for minute in (0, 5, 10):
            person.at(f"2026-12-01 07:{minute:02}").ask("snooze", minutes=5)
        with pytest.raises(
            Unanswered, match=r"snoozed 3 times\. Take it, or skip it\. It waits for an answer until 14:00\."
        ):
            person.at("2026-12-01 07:15").ask("snooze", minutes=5)


def test_how_long_a_snooze_lasts_is_a_setting_of_all_plans_or_of_one(tmp_path: Path) -> None:
    with a_person(tmp_path, at="2026-11-30 20:00") as person:
        plan = person.add("carisoprodol 350 mg daily for 14 days, then stop", start="2026-12-01")["plan"]
        change_setting(person.desk.paths.config, "snooze-minutes", "30")
        change_setting(person.desk.paths.config, plan_key(str(plan), "snooze-minutes"), "15")
    with a_person(tmp_path, at="2026-12-01 07:00") as person:
        assert read_settings(person.desk.paths.config).snooze_minutes == 30
        assert person.ask("snooze")["until"] == "2026-12-01T08:15:00+01:00"
