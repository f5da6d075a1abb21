"""Texts that must be asked about, and the very words each question points at."""

from __future__ import annotations

from datetime import date, time

import pytest
from readers import asked_about, plan_of, reading_of, steps_in_words

from taper.core.plan import Split
from taper.language import MAX_TEXT_LENGTH, Questions

ASKS = {
    # ranges, ceilings, floors
    "1-2 tablets daily": ["1-2 tablets"],
    "one or two tabs at night": ["one or two tabs"],
    "100 mg to 200 mg daily": ["100 mg to 200 mg"],
    "10 mg q4-6h": ["q4-6h"],
    "10 mg 1-2 times a day": ["1-2 times"],
    "10 mg daily for 5-7 days": ["for 5-7 days"],
    "no more than 3 tablets daily": ["no more than 3 tablets daily"],
    "1 tablet daily, max 3 tablets": ["max 3 tablets"],
    "10 mg daily for at least 5 days": ["at least"],
    "10 mg daily for up to 5 days": ["for up to 5 days"],
    # how much
    "40mg x 2 days": ["40mg"],
    "1 po bid": ["1"],
    "1 tabelt daily": ["1 tabelt"],
    "0.5.5 mg daily": ["0.5.5"],
    "1,5 mg daily": ["1,5"],
    "1,000 mL daily": ["1,000"],
    ".5 mg daily": [".5"],
    "05 mg daily": ["05"],
    "2. 5 mg daily": ["2. 5"],
    "1e3 mg daily": ["1e3"],
    "-5 mg daily": ["-"],
    "0 mg daily": ["0 mg"],
    "999999999 mg daily": ["999999999 mg"],
    "take 120 tablets every day": ["120 tablets"],
    "l5 mg daily": ["l5"],
    "٤ mg daily": ["٤"],
    "1/3 tablet daily": ["1/3"],
    "half one tablet daily": ["half one"],
    "half a tablet daily": ["half a tablet"],
    "half a capsule daily": ["half a capsule"],
    "5 mg 10 mg daily": ["10"],
    "5 mg tablet daily": ["5 mg tablet"],
    "2 5 mg tablets daily": ["2"],
    "take one pill daily": ["pill"],
    "5 cc daily": ["cc"],
    "10 U daily": ["U"],
    "2 drops in each eye daily": ["in each"],
    "40 mg in the morning and 20 at night": ["20"],
    "40 mg (3 tablets of 10 mg) daily": ["3 tablets of 10 mg"],
    "40 mg in the morning and 1 tablet at night": ["40 mg in the morning and 1 tablet at night"],
    # how often and when
    "40 mg for 4 days": ["40 mg"],
    "40 mg daily for 4 days, then 20 mg for 4 days": ["20 mg"],
    "40 mg daily for 4 days, then daily for 4 days": ["daily for 4 days"],
    "40 mg daily for 4 days, twice daily for 3 days": ["twice daily"],
    "10 mg od": ["od"],
    "10 mg hs": ["hs"],
    "10 mg 4 hourly": ["4 hourly"],
    "10 mg 6 monthly": ["6 monthly"],
    "2 daily": ["2 daily"],
    "10 mg 7 times a day": ["7 times a day"],
    "10 mg once": ["once"],
    "10 mg at 8": ["8"],
    "10 mg at 1:45": ["1:45"],
    "10 mg at 12 am": ["12 am"],
    "10 mg at 22:00 and 02:00": ["10 mg at 22:00 and 02:00"],
    "10 mg at 08:00 and 09:00": ["10 mg at 08:00 and 09:00"],
    "10 mg at noon and with lunch": ["10 mg at noon and with lunch"],
    "10 mg twice daily at bedtime": ["twice daily at bedtime"],
    "10 mg nightly every other day": ["nightly every other day"],
    "10 mg three times a day every 12 hours": ["three times a day every 12 hours"],
    "10 mg QD twice daily": ["QD twice daily"],
    "10 mg bid once": ["bid once"],
    "10 mg stat twice a day": ["stat twice a day"],
    "10 mg a day twice a day for 5 days": ["a day twice a day"],
    "10 mg daily, twice a day": ["daily, twice a day"],
    "10 mg/day bid": ["/day bid"],
    "10 mg per day in the morning, twice daily": ["per day in the morning, twice daily"],
    "10 mg a day bid as needed": ["a day bid"],
    "10 mg on Monday": ["on Monday"],
    "10 mg daily on Mondays": ["daily on Mondays"],
    "10 mg twice a week": ["twice a week"],
    "10 mg in the evening at 8 am": ["at 8 am"],
    "10 mg nocte 08:00": ["08:00"],
    "1 tablet at 8 am, 2 and 8 pm": ["2"],
    "1 tablet morning and for 3 days": ["for 3 days"],
    "1 tablet and at bedtime for 3 days": ["at bedtime"],
    "2 capsules tds weekly": ["tds weekly"],
    "2 capsules once daily every other day": ["once daily every other day"],
    "1 tablet three times a day and at night": ["three times a day and at night"],
    "2 tablets every other day in the morning and 1 at bedtime": [
        "2 tablets every other day in the morning and 1 at bedtime"
    ],
    "10 mg up to 3 times a day": ["up to 3 times a day"],
    "10 mg daily and 5 mg as needed": ["10 mg daily and 5 mg as needed"],
    "10 mg weekly as needed": ["weekly"],
    "10 mg as directed": ["as directed"],
    # how long
    "10 mg daily for 0 days": ["for 0 days"],
    "10 mg daily for 1.5 days": ["for 1.5 days"],
    "10 mg daily for 4000 years": ["for 4000 years"],
    "10 mg daily 5 days": ["5 days"],
    "10 mg daily for 4 days for 5 days": ["for 5 days"],
    "10 mg daily until Friday": ["Friday"],
    "10 mg daily until 01/02/2026": ["01/02/2026"],
    "10 mg daily until 16 December": ["16 December"],
    "10 mg daily until 2026-02-30": ["2026-02-30"],
    "10 mg daily until 2026-11-01": ["until 2026-11-01"],
    "10 mg daily until Monday 16 December 2026": ["Monday 16 December 2026"],
    "10 mg every 12 days for 10 days": ["10 mg every 12 days for 10 days"],
    "10 mg daily, then 5 mg daily": ["10 mg daily"],
    "10 mg daily, then stop": ["10 mg daily"],
    "10 mg daily for 4 days, then continue": ["continue"],
    "10 mg daily for 4 days, a course of 6 days": ["a course of 6 days"],
    "week 1: 20 mg daily; week 3: 10 mg daily": ["week 3"],
    "week 0: 80 mg daily": ["week 0"],
    "days 1-3: 2 tablets daily for 5 days": ["days 1-3"],
    "10 mg daily for 4 days. From 5 December 2026, 5 mg daily for 4 days": ["5"],
    "10 mg daily for 4 days starting 2026-12-05": ["2026-12-05"],
    # joints, rules, conditions, leftovers
    "60 mg daily for 5 days, then a 5-day taper": ["5-day taper"],
    "40 mg daily for 5 days, then reduce by 10 mg every 5 days": ["reduce by 10 mg every 5 days"],
    "40 mg daily for 5 days, then reduce by 10% every 5 days": ["10%"],
    "40 mg daily for 5 days, then reduce by 10 mg every 5 days off": ["off"],
    "40 mg daily for 5 days, then reduce by 10 mg every 5 days until 10 mg off": ["off"],
    "40 mg daily for 5 days off": ["off"],
    "40 mg daily for 5 days, then reduce by 10 mg until 10 mg": ["reduce by 10 mg until 10 mg"],
    "40 mg daily for 5 days, then reduce by 15 mg every 5 days until 5 mg, then stop": [
        "reduce by 15 mg every 5 days until 5 mg"
    ],
    "20 mg twice daily for 5 days, reduce by 5 mg every 5 days until 5 mg, then stop": [
        "reduce by 5 mg every 5 days until 5 mg"
    ],
    "2 tablets daily for 14 days then decrease to 1 tablet every 14 days": ["1 tablet every 14 days"],
    "200 mg daily for 7 days, then 7 days off, repeat 3 times": ["repeat 3 times"],
    "2 tablets at once, then 1 tablet every 8 hours for 5 days": ["1 tablet every 8 hours for 5 days"],
    "1 tablet daily, 2 if pain": ["if"],
    "10 mg daily for 4 days and 5 mg daily for 4 days": ["5"],
    "10 mg daily for 4 days 5 mg daily for 4 days": ["5"],
    "10 mg daily for thyroidectomy": ["for thyroidectomy"],
    "10 mg daily for 4 days, then": [", then"],
    "10 mg daily for 4 days,": [","],
    "10 mg daily for 4 days, then stop, then 5 mg daily": ["5"],
    "10 mg daily thyroidectomy": ["thyroidectomy"],
    "10 mg dialy": ["dialy"],
    "tak 40 mg daily": ["tak"],
    "Never take 40 mg daily": ["Never"],
    "10 mg of prednisone daily for 4 days, then 5 mg of omeprazole daily": ["omeprazole"],
    "10 mg daily\x07 for 4 days": ["\x07"],
    "10 mg daily\u200b for 4 days": ["\u200b"],
    "10 mg daily for 3 days \ud800": ["\ud800"],
    "10 mg dialy for 4 days, then 5 mg dayly for 4 days": ["dialy", "dayly"],
}


@pytest.mark.parametrize("text", ASKS, ids=ascii)
def test_what_is_not_certain_is_asked_about_where_it_stands(text: str) -> None:
    """Each question points at its words, in the order of the text."""
    assert asked_about(reading_of(text)) == ASKS[text]


@pytest.mark.parametrize(
    "text", ["", " \n", "x" * (MAX_TEXT_LENGTH + 1), "200 mg tablets", "Stop after 5 days on the last dose."]
)
def test_a_text_without_a_plan_is_asked_about(text: str) -> None:
    """Nothing, too much, a heading or an end alone is a question."""
    assert isinstance(reading_of(text), Questions)


def test_without_any_first_day_the_first_day_is_asked_for() -> None:
    """Neither the text nor its setting says when day 1 is."""
    reading = reading_of("40 mg daily for 4 days", starts_on=None)
    assert isinstance(reading, Questions)
    assert [question.text for question in reading.questions] == ["Which date is day 1?"]


def test_a_month_is_not_counted_from_the_31st() -> None:
    """A month from 31 December has no same day number in February: until which date?"""
    assert asked_about(reading_of("40 mg daily for 1 month", starts_on=date(2026, 12, 31))) == ["for 1 month"]


@pytest.mark.parametrize(
    ("text", "strengths", "split", "where", "choices"),
    [
        ("7 mg daily", ("5 mg tablet",), Split.NONE, "7 mg", ("5 mg", "10 mg")),
        ("7 mg daily", ("5 mg tablet",), Split.HALF, "7 mg", ("5 mg", "7.5 mg")),
        ("2.5 mg daily", ("5 mg tablet",), Split.NONE, "2.5 mg", ("5 mg",)),
        ("75 mg daily", ("150 mg extended-release tablet",), Split.HALF, "75 mg", ("150 mg",)),
        ("5 mL daily", ("5 mg tablet",), Split.NONE, "5 mL", ()),
        ("2 tablets daily", ("5 mg", "10 mg"), Split.NONE, "2 tablets", ("2 tablets of 5 mg", "2 tablets of 10 mg")),
        ("2 capsules daily", ("5 mg tablet",), Split.NONE, "2 capsules", ()),
        ("Baclofen 20 mg tablets: 1 tablet daily", ("10 mg",), Split.NONE, "20 mg tablets", ()),
        ("2 tablets (5 mg) daily", ("5 mg",), Split.NONE, "5 mg", ()),
    ],
)
def test_an_amount_the_tablets_cannot_make_is_asked_about(
    text: str, strengths: tuple[str, ...], split: Split, where: str, choices: tuple[str, ...]
) -> None:
    """The nearest amounts are named, and none of them is chosen."""
    reading = reading_of(text, *strengths, split=split)
    assert asked_about(reading) == [where]
    assert isinstance(reading, Questions)
    assert reading.questions[0].choices == choices


def test_an_unknown_word_is_shown_with_the_nearest_known_ones() -> None:
    """The nearest words are choices; the text is not corrected."""
    reading = reading_of("10 mg dialy")
    assert isinstance(reading, Questions)
    assert "daily" in reading.questions[0].choices


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (
            "10 mg a day twice a day for 5 days",
            (["10 mg twice daily for 5 days"], ["5 mg twice daily for 5 days"]),
        ),
        (
            "20 mg daily for 5 days, then decrease by 10 mg every week off",
            (["20 mg once daily for 5 days", "10 mg once daily for 7 days"],),
        ),
        ("20 mg daily for 5 days off", (["20 mg once daily for 5 days"],)),
        ("4 mg a day at 8 am and 2 pm for 3 days", (["4 mg at 08:00 and at 14:00 for 3 days"],)),
        ("4 mg daily (morning and evening) for 3 days", (["4 mg in the morning and in the evening for 3 days"],)),
    ],
)
def test_each_answer_put_in_its_place_is_read(text: str, steps: tuple[list[str], ...]) -> None:
    """A choice in the place of the doubtful words makes the plan that it says, and loses no other word."""
    reading = reading_of(text)
    assert isinstance(reading, Questions)
    (question,) = reading.questions
    assert question.span is not None
    before, behind = text[: question.span.start], text[question.span.end :]
    answered = [plan_of(f"{before}{choice}{behind}") for choice in question.choices]
    assert tuple(steps_in_words(plan) for plan in answered) == steps


def test_a_question_says_its_line_and_words() -> None:
    """In a text of several lines a question names the line."""
    reading = reading_of("40 mg daily for 4 days\nthen 20 mg dialy for 4 days")
    assert isinstance(reading, Questions)
    assert reading.questions[0].where == 'line 2, "dialy"'


def test_a_count_is_compared_with_the_doses_that_a_late_start_leaves() -> None:
    """Begun at 18:00, day 1 keeps one of its two doses: 19 tablets, not 20."""
    text = "1 tablet twice daily for 10 days. #20"
    assert not isinstance(reading_of(text), Questions)
    assert asked_about(reading_of(text, starts_at_time=time(18))) == ["#20"]
