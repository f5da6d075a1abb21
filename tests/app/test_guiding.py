"""The guided entry without a terminal: which question follows which answer, and which text the answers make."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taper.app.drafting import OPEN, Said, Topic, draft, probe, step_words
from taper.app.guiding import Guide, NotTaken, Quits, next_question, take
from taper.app.reading import Source

TODAY = date(2026, 12, 1)
START = Guide(Source(), TODAY)
TAPER = (
    *("", "prednisone", "10 mg", "no"),
    *("40 mg", "once a day", "", "4 days", "another step follows"),
    *("20 mg", "1", "07:00", "until 16 December 2026", "2"),
    *("36", "tomorrow"),
)
NEEDED = ("", "", "50 mg tablet", "", "50 mg", "6", "pain", "6 hours", "200 mg", "5 days", "stop")


def answering(*answers: str, guide: Guide = START) -> Guide:
    """The guide after these answers, each of them taken."""
    for words in answers:
        after = take(guide, words)
        assert isinstance(after, Guide), (words, after)
        guide = after
    return guide


def topics(guide: Guide) -> list[Topic]:
    """What was asked, in order."""
    return [said.topic for said in guide.said]


def source_of(guide: Guide) -> Source:
    """The text and options of the answers."""
    return draft(guide.base, guide.said)


def text_of(*answers: str) -> str | None:
    """The text of the answers."""
    return source_of(answering(*answers)).text


def test_a_taper_is_asked_in_the_order_of_the_paper() -> None:
    """Whose, what, of which tablets; each step; then how many, and when it begins."""
    guide = answering(*TAPER)
    step = [Topic.AMOUNT, Topic.OFTEN, Topic.TIMES, Topic.LENGTH, Topic.THEN]
    begin = [Topic.PERSON, Topic.MEDICINE, Topic.STRENGTHS, Topic.SPLIT]
    assert topics(guide) == [*begin, *step, *step, Topic.QUANTITY, Topic.START]
    assert next_question(guide) is None
    assert source_of(guide) == Source(
        "prednisone: 40 mg once a day for 4 days, then 20 mg once a day at 07:00 until 16 December 2026, then stop. "
        "Dispense 36 tablets",
        strengths=("10 mg",),
        start="2026-12-02",
    )


def test_what_is_as_needed_has_its_own_questions() -> None:
    """The reason, the least gap and the most in a day, in the words of the echo."""
    guide = answering(*NEEDED, "", "2026-12-05")
    assert topics(guide)[5:10] == [Topic.OFTEN, Topic.REASON, Topic.GAP, Topic.MOST, Topic.LENGTH]
    said = "50 mg as needed for pain, at least 6 hours apart, at most 200 mg a day, for 5 days, then stop"
    assert source_of(guide) == Source(said, strengths=("50 mg tablet",), start="2026-12-05")


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (("50 mg", "as needed", "", "", "", "5 days"), "50 mg as needed, for 5 days"),
        (("50 mg", "as needed", "for pain", "1", "", OPEN), "50 mg as needed for pain, at least 1 hour apart"),
        (("50 mg", "6", "", "", "4 times", "2 weeks"), "50 mg as needed, at most 4 times a day, for 2 weeks"),
        (("40 mg", "2", "08:00 and 20:00", "4 days"), "40 mg twice a day at 08:00 and 20:00 for 4 days"),
        (("40 mg", "1", "in the evening", "for 1 day"), "40 mg once a day in the evening for 1 day"),
        (("2 tablets", "every 8 hours", "", "10 doses"), "2 tablets every 8 hours for 10 doses"),
        (("5 mg", "5", "", "OPEN"), "5 mg every other day"),
    ],
)
def test_a_step_is_said_in_the_plan_language(answers: tuple[str, ...], words: str) -> None:
    """What was passed over is left out."""
    assert text_of("", "", "", *answers) == words


def test_it_goes_on_leads_to_a_last_step_without_an_end() -> None:
    """Neither its length nor what comes then is asked; no end is made up."""
    guide = answering("", "", "", "40 mg", "1", "", "4 days", "4", "5 mg", "1", "")
    asked = next_question(guide)
    assert asked is not None
    assert asked.topic is Topic.START
    assert source_of(guide).text == "40 mg once a day for 4 days, then 5 mg once a day"


@pytest.mark.parametrize(("then", "ends"), [("2", ", then stop"), ("3", ", then review"), ("review", ", then review")])
def test_the_end_is_said_as_it_was_chosen(then: str, ends: str) -> None:
    """By its number, its label or its word."""
    assert text_of("", "", "", "40 mg", "1", "", "4 days", then) == f"40 mg once a day for 4 days{ends}"


@pytest.mark.parametrize("length", range(1, len(TAPER)))
def test_back_leads_to_the_question_before_from_everywhere(length: int) -> None:
    """And the same answers lead on as before."""
    guide = answering(*TAPER[:length])
    before = take(guide, " BACK ")
    assert isinstance(before, Guide)
    assert before == answering(*TAPER[: length - 1])
    assert answering(*TAPER[length - 1 :], guide=before) == answering(*TAPER)


def test_back_at_the_first_question_stays_there() -> None:
    """It says so."""
    assert isinstance(take(START, "back"), NotTaken)


@pytest.mark.parametrize("length", range(len(TAPER)))
def test_quit_leaves_from_everywhere(length: int) -> None:
    """At every question."""
    assert take(answering(*TAPER[:length]), "Quit") == Quits()


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (4, ""),  # an amount is needed
        (5, ""),
        (5, "0"),
        (5, "7"),
        (7, ""),
        (8, ""),
        (8, "5"),
        (8, "perhaps"),
        (3, "a bit"),
        (3, "4"),
        (2, "ten"),
        (2, "10 mg, 5 mg capsule"),
        (14, "many"),
        (14, "0"),
        (14, "24 capsules"),
        (14, "9999999"),
        (15, "soon"),
        (15, "2026-02-30"),
        (15, "1 December"),
        (15, ""),
        (1, "x" * 201),
        (0, "An\udcffna"),
        (1, "predni\x1bsone"),
    ],
)
def test_what_is_no_answer_is_not_taken(before: int, words: str) -> None:
    """A wrong number, nothing where something is needed, a date that does not exist."""
    assert isinstance(take(answering(*TAPER[:before]), words), NotTaken)


@pytest.mark.parametrize("words", ["0", "six", "4-6", "1.5", "-2"])
def test_a_gap_is_a_whole_number_of_hours(words: str) -> None:
    """A range or a part of an hour is never rounded."""
    assert isinstance(take(answering(*NEEDED[:7]), words), NotTaken)


def test_options_given_at_the_start_are_not_asked_again() -> None:
    """--for, --strength, --split and --start."""
    base = Source(person="Anna", strengths=("10 mg",), split="half", start="2026-12-05")
    guide = answering("prednisone", "40 mg", "1", "", "4 days", "2", "16", guide=Guide(base, TODAY))
    assert next_question(guide) is None
    text = "prednisone: 40 mg once a day for 4 days, then stop. Dispense 16 tablets"
    assert source_of(guide) == Source(text, None, "2026-12-05", None, ("10 mg",), "half", "Anna")


def test_a_capsule_is_not_asked_to_be_split_and_counts_as_one() -> None:
    """Nor is anything asked of tablets where none are named; several strengths have no one quantity."""
    capsules = answering("", "", "150 mg capsule", "1 capsule", "1", "", "4 days", "2", "4")
    assert Topic.SPLIT not in topics(capsules)
    assert (source_of(capsules).text or "").endswith("Dispense 4 capsules")
    several = answering("", "", "10 mg, 5 mg", "", "15 mg", "1", "", "4 days", "2")
    asked = next_question(several)
    assert asked is not None
    assert asked.topic is Topic.START


def test_a_probe_fills_what_is_missing_and_the_draft_does_not() -> None:
    """An amount alone is judged as taken once a day; the draft says only what was answered."""
    said = answering("", "prednisone", "", "40 mg").said
    assert draft(Source(), said).text == "prednisone: 40 mg"
    probed = probe(Source(), said)
    assert probed is not None
    assert probed.text == "prednisone: 40 mg once a day"


@given(st.lists(st.sampled_from((*TAPER, *NEEDED, "back", "4", "", "2", "tomorrow", "nonsense")), max_size=40))
def test_no_answers_lead_astray(answers: list[str]) -> None:
    """Whatever is answered, there is a next question or a whole plan, and the text can always be made."""
    guide = START
    for words in answers:
        if next_question(guide) is None:
            break
        after = take(guide, words)
        guide = after if isinstance(after, Guide) else guide
        source_of(guide)
        if guide.said:
            probe(guide.base, guide.said)


def test_a_step_without_anything_but_its_amount_is_that_amount() -> None:
    """The text grows answer by answer."""
    assert step_words({Topic.AMOUNT: "40 mg"}) == "40 mg"
    assert draft(Source(), [Said(Topic.MEDICINE, "prednisone")]).text == "prednisone"
