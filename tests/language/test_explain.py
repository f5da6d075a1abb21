"""Each phrase of a reading knows the words it came from."""

from __future__ import annotations

from datetime import date

import pytest
from test_reading_patterns import DAYS, NEEDED, OPEN

from taper.core.amount import NO_BREAK
from taper.core.plan import Split
from taper.language import Explained, Setting, read_explained

SETTING = Setting(starts_on=date(2026, 12, 1), zone="UTC", today=date(2026, 11, 23), split=Split.HALF)

TABLE = {
    "Baclofen 10 mg tablets: half a tablet tds x3d, then 1 1/2 tablets nocte for 3 days, max 12 tablets a day. #9": [
        "Baclofen <- Baclofen",
        "10 mg tablet <- 10 mg tablets",
        "1: half tablet <- half a tablet",
        "1: three times daily <- tds",
        "1: for 3 days <- x3d",
        "2: 1 and a half tablets <- 1 1/2 tablets",
        "2: at night <- nocte",
        "2: for 3 days <- for 3 days",
        "then stop <- ",
        "At most 12 tablets a day <- max 12 tablets a day",
        "9 dispensed <- #9",
    ],
    "40 mg daily for 2 days, then reduce by 20 mg every 2 days until 20 mg, then stop": [
        "1: 40 mg <- 40 mg",
        "1: once daily <- daily",
        "1: for 2 days <- for 2 days",
        "2: 20 mg once daily for 2 days <- reduce by 20 mg every 2 days until 20 mg",
        "then stop <- stop",
    ],
}


def explained(text: str) -> Explained:
    reading = read_explained(text, SETTING)
    assert isinstance(reading, Explained)
    return reading


@pytest.mark.parametrize("text", TABLE)
def test_each_phrase_stands_beside_its_words(text: str) -> None:
    """The phrases in the order of the plan; one that the text does not say has no words."""
    rows = []
    for phrase in explained(text).phrases:
        words = ", ".join(text[span.start : span.end] for span in phrase.spans)
        step = "" if phrase.step is None else f"{phrase.step}: "
        rows.append(f"{step}{phrase.said} <- {words}".replace(NO_BREAK, " "))
    assert rows == TABLE[text]


@pytest.mark.parametrize("text", [*DAYS, *NEEDED, *OPEN], ids=ascii)
def test_every_step_is_explained_by_words_of_the_text(text: str) -> None:
    """Whatever the pattern, no step stands without the words it came from."""
    reading = explained(text)
    steps = {phrase.step for phrase in reading.phrases if phrase.spans}
    assert steps >= set(range(1, len(reading.plan.steps) + 1))
    assert all(text[span.start : span.end].strip() for phrase in reading.phrases for span in phrase.spans)
