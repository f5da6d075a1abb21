"""The rule for a missed dose: its shapes, their windows, their words, and how a plan file holds them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from life import at
from strategies import missed_rules

from taper.core.errors import Unanswered
from taper.core.form import from_form, to_form
from taper.core.missedphrase import PHRASES, read_rule, rule_phrase
from taper.core.missedrule import (
    AllowedDouble,
    AlwaysSkip,
    MissedRule,
    NotBeforeNext,
    ProvidersRule,
    RestartTitration,
    SameDay,
    WithinDays,
    WithinHours,
    longest_window,
    window_ends_at,
)
from taper.interop.planfile import read_plan_file

BERLIN = "Europe/Berlin"
STEP = {"days": 3, "slots": [{"slot": "morning", "amount": "5 mg"}]}
OLD_FORM: dict[str, object] = {"medicine": "a", "zone": "UTC", "starts_on": "2026-12-01", "steps": [STEP]}


@pytest.mark.parametrize(
    ("rule", "due", "following", "window_ends"),
    [
        (SameDay(), "2026-12-01 08:00", "2026-12-02 08:00", "2026-12-02 00:00"),
        (SameDay(), "2026-12-01 22:00", None, "2026-12-02 00:00"),
        (SameDay(), "2027-03-28 01:00", None, "2027-03-29 00:00"),
        (NotBeforeNext(4), "2026-12-01 08:00", "2026-12-01 20:00", "2026-12-01 16:00"),
        (NotBeforeNext(12), "2026-12-01 08:00", "2026-12-01 12:00", "2026-12-01 08:00"),
        (NotBeforeNext(4), "2026-12-01 08:00", None, None),
        (WithinHours(12), "2026-12-01 20:00", "2026-12-02 20:00", "2026-12-02 08:00"),
        (WithinHours(3), "2027-03-28 01:00", None, "2027-03-28 05:00"),
        (WithinDays(2), "2026-12-07 08:00", "2026-12-14 08:00", "2026-12-09 08:00"),
        (WithinDays(1), "2027-03-27 08:00", None, "2027-03-28 08:00"),
        (AlwaysSkip(), "2026-12-01 08:00", "2026-12-02 08:00", None),
        (RestartTitration(4), "2026-12-01 08:00", "2026-12-02 08:00", None),
        (AllowedDouble(), "2026-12-01 08:00", "2026-12-01 20:00", None),
        (None, "2026-12-01 08:00", "2026-12-01 20:00", None),
    ],
    ids=str,
)
def test_a_rule_has_the_window_it_states_and_no_other(
    rule: MissedRule | None, due: str, following: str | None, window_ends: str | None
) -> None:
    """Hours count as they pass, days by the clock on the wall, and what states no window has none."""
    found = window_ends_at(rule, due_at=at(due), next_at=_at(following), zone=BERLIN)
    assert found == _at(window_ends)
    if isinstance(found, datetime):
        assert found - at(due) <= longest_window(rule)


def _at(text: str | None) -> datetime | None:
    return None if text is None else at(text)


def test_a_double_dose_is_never_allowed_without_words() -> None:
    """Only what somebody said can be repeated."""
    with pytest.raises(ValueError, match="words"):
        ProvidersRule(AllowedDouble())


@given(missed_rules())
def test_what_we_say_of_a_rule_we_read_back(missed: ProvidersRule) -> None:
    """But for the words of an allowed double, which are its own."""
    if not isinstance(missed.rule, AllowedDouble):
        assert read_rule(rule_phrase(missed.rule)) == ProvidersRule(missed.rule)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("same day only", SameDay()),
        ("Not within  4 hours before the next", NotBeforeNext(4)),
        ("within 12 hours after", WithinHours(12)),
        ("within 1 day after", WithinDays(1)),
        ("always skip", AlwaysSkip()),
        ("restart the titration", RestartTitration()),
        ("restart the titration after 4 missed", RestartTitration(4)),
    ],
)
def test_the_phrases_are_read(text: str, rule: MissedRule) -> None:
    """In any case of letters."""
    assert read_rule(text) == ProvidersRule(rule)


def test_an_allowed_double_keeps_the_providers_words() -> None:
    """Letter by letter."""
    assert read_rule("double allowed: Both tablets at once, the same day") == ProvidersRule(
        AllowedDouble(), "Both tablets at once, the same day"
    )


@pytest.mark.parametrize(
    "text",
    [
        *("", "skip", "take two", "within a day", "not within 4 hours", "same day only or skip", "double allowed:"),
        *("within 0 hours after", "within 745 hours after", "within 40 days after"),
        *PHRASES[1:4],
    ],
)
def test_nothing_else_is_read(text: str) -> None:
    """A rule is never guessed."""
    assert read_rule(text) is None


def test_a_plan_stored_before_there_were_rules_has_none() -> None:
    """The form of an older plan is read as it was, and written as it was."""
    plan = from_form(OLD_FORM)
    assert plan.missed is None
    assert "missed" not in to_form(plan)


FILE = 'medicine = "a"\n{}\n[[steps]]\ndays = 3\nslots = [{{ slot = "morning", amount = "5 mg" }}]\n'


@pytest.mark.parametrize(
    ("table", "where", "expected"),
    [
        ("[missed]", "missed, rule", "one of"),
        ('[missed]\nrule = "sometimes"', "missed, rule", "one of"),
        ('[missed]\nrule = "within"', "missed, rule", "either hours or days"),
        ('[missed]\nrule = "within"\nhours = 2\ndays = 1', "missed, rule", "either hours or days"),
        ('[missed]\nrule = "not-before-next"\ndays = 1', "missed, rule", "hours beside it"),
        ('[missed]\nrule = "same-day"\nhours = 1', "missed, rule", "no number"),
        ('[missed]\nrule = "within"\nhours = 745', "missed, hours", "from 1 to 744"),
        ('[missed]\nrule = "double"', "missed, words", "allow a double dose"),
        ('[missed]\nrule = "same-day"\nuntil = "noon"', "missed, until", "one of"),
        ('missed = "same day"', "missed", "a table"),
    ],
)
def test_a_wrong_rule_in_a_file_is_named_with_its_place(table: str, where: str, expected: str) -> None:
    """What was found, and what was expected."""
    with pytest.raises(Unanswered) as caught:
        read_plan_file(FILE.format(table).encode(), name="plan.toml", starts_on=date(2026, 12, 1), assumed_zone="UTC")
    assert any(where in question.text and expected in question.text for question in caught.value.questions)
