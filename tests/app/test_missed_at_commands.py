"""What the commands say of a dose that was not answered, and of stopping too suddenly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from desks import TWO_WEEKS, Person, instant

from taper.core.errors import Unanswered
from taper.core.record import Outcome, Reminder

RULE = {"rule": "not-before-next", "hours": 2}
ON_STOPPING = "https://online.eztelemed.com/drugs/2883/view"
OF_SIGNS = "turtlegame.xyz/news/2594073385371754360"
SAID = "Your provider's rule for a missed dose: not within 2 hours before the next dose."


def add(person: Person, text: str = TWO_WEEKS, **more: object) -> None:
    """A plan from 1 December in Berlin, with more keys of a plan file."""
    form = person.form(text, start="2026-12-01") | more
    person.ask("add", form=form, plan_id=person.fresh_id())


def add_long(person: Person, **more: object) -> None:
    """A plan of 24 days of which 1 December is day 17, past the day from which on stopping it is minded."""
    form = person.form(TWO_WEEKS.replace("14 days", "24 days"), start="2026-11-15") | more
    person.ask("add", form=form, plan_id=person.fresh_id(), approved_by="Dr Wolf")


def ask_about(person: Person, *doses: str) -> None:
    """The daemon reminded of each of these doses, at the desk's time."""
    kept = person.desk.store.kept_plans()[0]
    for dose in doses:
        reminder = Reminder(f"r-{dose}", kept.id, (f"dose:{dose}:1",), person.desk.now(), dose, Outcome.CLAIMED)
        person.desk.store.claim([reminder])
        person.desk.store.settle(reminder.id, outcome=Outcome.SHOWN, outcome_at=person.desk.now())


def doses_today(person: Person) -> list[dict[str, Any]]:
    """Today's doses of the only plan."""
    shown: Any = person.ask("today")
    return list(shown["plans"][0]["doses"])


def test_today_says_the_rule_where_a_dose_waits_too_long(person: Person) -> None:
    """With the instant from which on it counts as missed; a dose ahead says nothing."""
    add(person, missed=RULE)
    ask_about(person.at("2026-12-01 07:00"), "2026-12-01/morning")
    morning, noon, *_ = doses_today(person.at("2026-12-01 08:30"))
    assert morning["state"] == "unanswered"
    assert morning["rule"] == f"{SAID} It counts as missed from 10:00 on. Do not take two together; ask if unsure."
    assert "rule" not in noon


def test_today_says_that_a_dose_was_missed(person: Person) -> None:
    """Past the window, with the rule."""
    add(person, missed=RULE)
    ask_about(person.at("2026-12-01 07:00"), "2026-12-01/morning")
    morning = doses_today(person.at("2026-12-01 09:30"))[0]
    assert (morning["state"], morning["rule"]) == ("missed", f"{SAID} Do not take two together; ask if unsure.")


def test_without_a_rule_today_says_whom_to_ask(person: Person) -> None:
    """Nothing is made up."""
    add(person, "amoxicillin 350 mg twice a day for 14 days")
    morning = doses_today(person.at("2026-12-01 08:30"))[0]
    assert morning["rule"] == "If you did not take it, do not take two together; ask your provider or pharmacist."


def test_a_weekly_dose_in_its_window_still_waits_days_later(person: Person) -> None:
    """Today shows it, take answers it, and snooze asks again."""
    add(person, "prednisone 350 mg weekly for 4 weeks", missed={"rule": "within", "days": 4})
    ask_about(person.at("2026-12-01 07:00"), "2026-12-01/morning")
    later = person.at("2026-12-04 15:00")
    assert [(dose["dose"], dose["state"]) for dose in doses_today(later)] == [("2026-12-01/morning", "unanswered")]
    assert "asked again" in str(later.ask("snooze", minutes=30)["text"])
    taken: Any = later.take()
    assert (taken["recorded"]["dose"], taken["warnings"]) == ("2026-12-01/morning", [])


def test_an_intake_past_the_window_is_recorded_and_the_rule_is_said(person: Person) -> None:
    """Every real intake is recorded; the warning says since when it counted as missed."""
    add(person, missed=RULE)
    taken: Any = person.at("2026-12-01 10:30").take(dose="morning")
    assert taken["recorded"]["dose"] == "2026-12-01/morning"
    assert taken["warnings"][0].startswith(f"This dose counted as missed from Tue 1 Dec 10:00 on. {SAID}")


@pytest.mark.parametrize(
    ("rule", "now", "minutes", "is_refused"),
    [
        (None, "2026-12-01 10:25", 5, False),
        (None, "2026-12-01 10:26", 5, True),
        ({"rule": "not-before-next", "hours": 2}, "2026-12-01 08:54", 5, False),
        ({"rule": "not-before-next", "hours": 2}, "2026-12-01 08:55", 5, True),
        ({"rule": "within", "hours": 4}, "2026-12-01 10:25", 5, False),
        ({"rule": "within", "hours": 4}, "2026-12-01 10:26", 5, True),
        ({"rule": "always-skip"}, "2026-12-01 10:26", 5, True),
    ],
    ids=str,
)
def test_a_snooze_ends_half_an_hour_before_the_next_dose_or_within_the_window(
    person: Person, rule: dict[str, object] | None, now: str, minutes: int, *, is_refused: bool
) -> None:
    """The morning's dose is due at 07:00, the next one at 11:00 (UTC)."""
    form = "prednisone 350 mg three times a day at 08:00, 12:00 and 18:00 for 14 days"
    add(person, form, **({"missed": rule} if rule else {}))
    here = person.at(now)
    if is_refused:
        with pytest.raises(Unanswered, match=r"too close|counts as missed"):
            here.ask("snooze", minutes=minutes)
    else:
        here.ask("snooze", minutes=minutes)


def test_the_log_lists_what_was_asked_about_and_not_answered(person: Person) -> None:
    """Missed and not recorded doses with the rule; not those nobody was asked about."""
    add(person, missed=RULE)
    ask_about(person.at("2026-12-01 07:00"), "2026-12-01/morning")
    person.at("2026-12-01 11:05").take(dose="noon")
    entries = person.at("2026-12-01 20:00").lists("log")
    assert [(entry["dose"], entry["answer"], entry.get("state")) for entry in entries] == [
        ("2026-12-01/morning", None, "missed"),
        ("2026-12-01/noon", "taken", None),
    ]
    assert entries[0]["text"] == (
        f"plan A, dose of Tue 1 Dec 08:00: missed. {SAID} Do not take two together; ask if unsure."
    )


def test_the_third_skip_in_a_row_is_warned_of_with_the_signs_and_their_source(person: Person) -> None:
    """Two draw no word; the third says whom to call."""
    add_long(person)
    first = person.at("2026-12-01 07:01").take(answer="skipped")["warnings"]
    second = person.at("2026-12-01 11:01").take(answer="skipped")["warnings"]
    third: Any = person.at("2026-12-01 17:01").take(answer="skipped")["warnings"]
    assert (first, second) == ([], [])
    (warning,) = third
    assert warning.startswith("3 doses in a row were left out or not answered: 08:00, 12:00 and 18:00.")
    assert "Call your provider" in warning
    assert "tremors" in warning
    assert (warning.count(ON_STOPPING), warning.count(OF_SIGNS)) == (1, 1)


def test_check_finds_a_row_and_today_warns_of_it(person: Person) -> None:
    """Level warn, with the source; gone once a dose was taken."""
    add_long(person)
    for at in ("2026-12-01 07:01", "2026-12-01 11:01", "2026-12-01 17:01"):
        person.at(at).take(answer="skipped")
    later = person.at("2026-12-01 18:00")
    findings: Any = later.ask("check")["findings"]
    (found,) = [one for one in findings if one["code"] == "too-sudden"]
    assert (found["level"], found["source"]) == ("warn", ON_STOPPING)
    assert "3 doses in a row" in str(later.ask("today")["warnings"])
    person.at("2026-12-01 21:01").take()
    findings = person.at("2026-12-01 21:02").ask("check")["findings"]
    assert [one for one in findings if one["code"] == "too-sudden"] == []


def test_check_finds_a_supply_that_ends_before_the_plan_does(person: Person) -> None:
    """For a medicine not to be stopped abruptly, beside what supply-short says of any."""
    add_long(person, tablets=[{"strength": "350 mg", "quantity": 80}])
    codes = [one["code"] for one in person.ask("check")["findings"]]  # type: ignore[attr-defined]
    assert {"too-sudden", "supply-short"} <= set(codes)


def test_a_stop_in_mid_course_is_warned_of_with_signs_and_found_for_two_weeks(person: Person) -> None:
    """Never refused; on a provider's word it is no finding."""
    add_long(person)
    fifth = person.at("2026-12-05 10:00")
    stopped: Any = fifth.ask("stop", plan="A")
    (warning,) = stopped["warnings"]
    assert warning.startswith("Not to be stopped abruptly.")
    assert "Signs to watch for" in warning
    for day, codes in (("2026-12-05 10:01", ["too-sudden"]), ("2026-12-20 10:01", [])):
        assert [one["code"] for one in person.at(day).ask("check")["findings"]] == codes  # type: ignore[attr-defined]


def test_a_stop_on_a_providers_word_is_no_finding(person: Person) -> None:
    """The provider knows."""
    add_long(person)
    person.at("2026-12-05 10:00").ask("stop", plan="A", approved_by="Dr Wolf")
    assert person.at("2026-12-05 10:01").ask("check")["findings"] == []


def test_a_provider_who_stopped_it_still_did_once_the_paper_is_corrected(person: Person) -> None:
    """The correction has no name of its own, and the stop keeps its one."""
    add_long(person)
    person.at("2026-12-05 10:00").ask("stop", plan="A", approved_by="Dr Wolf")
    form = person.form("carisoprodol 350 mg three times a day for 24 days", start="2026-11-15")
    person.at("2026-12-05 10:01").ask("correct", plan="A", form=form, approved_by="Dr Wolf")
    assert "too-sudden" not in str(person.at("2026-12-05 10:02").ask("check"))


def test_stopping_a_burst_of_prednisone_draws_no_warning(person: Person) -> None:
    """Its first ten days are no longer use."""
    add(person, "prednisone 350 mg daily for 20 days")
    assert person.at("2026-12-05 10:00").ask("stop", plan="A", preview=True)["warnings"] == []
    assert person.at("2026-12-12 10:00").ask("stop", plan="A", preview=True)["warnings"] != []


def test_a_corrected_plan_keeps_its_rule(person: Person) -> None:
    """What the paper says of missed doses is not lost by typing the doses again."""
    add(person, missed=RULE)
    form = person.form("carisoprodol 350 mg twice a day for 10 days", start="2026-12-01")
    person.ask("correct", plan="A", form=form)
    shown: Any = person.ask("show", plan="A")
    assert shown["missed"] == RULE | {"text": SAID}


def test_what_is_left_keeps_the_rule_until_the_provider_says_another(person: Person) -> None:
    """A revision without a rule keeps the one there is; one that has a rule brings it."""
    add(person, missed=RULE)
    form = person.form("carisoprodol 350 mg twice a day for 4 days", start="2026-12-03")
    person.at("2026-12-02 20:00").ask("revise", plan="A", form=form, approved_by="Dr Wolf")
    assert person.ask("show", plan="A")["missed"] == RULE | {"text": SAID}
    form = person.form("carisoprodol 350 mg daily for 4 days", start="2026-12-04") | {"missed": {"rule": "same-day"}}
    person.at("2026-12-03 21:30").ask("revise", plan="A", form=form, approved_by="Dr Wolf")
    shown: Any = person.ask("show", plan="A")
    assert shown["missed"]["rule"] == "same-day"


def test_a_plan_stored_without_a_rule_is_read_back_as_it_was(person: Person) -> None:
    """Its content has no key of the rule, as in a store written before there was one."""
    import sqlite3

    add(person)
    with sqlite3.connect(person.desk.paths.store) as raw:
        (content,) = raw.execute("SELECT content FROM plan_version").fetchone()
    raw.close()
    assert "missed" not in content
    (kept,) = person.desk.store.kept_plans()
    assert kept.plan.missed is None
    assert instant("2026-11-30 18:00") - kept.stored_at == timedelta()
