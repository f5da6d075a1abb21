"""Whatever a text holds, a notice shows it as text, and shows the whole of what must be seen."""

from __future__ import annotations

import unicodedata

import pytest
from heard import a_dose
from hypothesis import example, given
from hypothesis import strategies as st

from taper.core.visible import clean
from taper.notify.port import Button
from taper.notify.wording import (
    MOST_IN_BODY,
    MOST_IN_TITLE,
    body_of,
    body_without_buttons,
    command_for,
    title_of,
)

TURNS_TEXT = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
anything = st.text(st.characters(exclude_categories=()), max_size=80)
hostile = st.lists(
    st.sampled_from(
        ["<b>", "&amp;", "\x00", "\x1b[2J", "\r", "\u2028", "\ud800", "\udcff", "\ufeff", "\U000e0041", *TURNS_TEXT]
    )
    | st.text(max_size=5),
    max_size=20,
).map("".join)


@given(anything | hostile)
@example("\ud83d")
@example("\uffff\ufdd0\U0010fffe")
def test_a_clean_text_can_be_sent_and_is_shown_in_the_order_it_is_written(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in cleaned if char not in "\n\t")
    assert not set(cleaned) & set(TURNS_TEXT)
    assert not any(ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF for char in cleaned)


@given(anything | hostile)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs", "M"], exclude_characters="\u061c"), max_size=80))
@example("A: 1 and a half tablets of 2.5 mg · 08:00")
@example("داروی صبح \u200cگرم")
@example("👩\u200d⚕️ ₂½")
def test_what_people_write_stays_as_it_is(text: str) -> None:
    """Every letter, digit and sign of every script, and the joiners some scripts need."""
    assert clean(text) == text


@given(anything | hostile, st.integers(1, 2000))
@example("\n", 1)
@example("-x ", 9)
def test_a_title_is_one_line_of_a_length_that_is_seen(text: str, times: int) -> None:
    title = title_of(text * times)
    assert len(title) <= MOST_IN_TITLE
    assert "\n" not in title
    assert len(body_of(text * times)) <= MOST_IN_BODY


def test_a_title_that_is_too_long_keeps_the_amount_and_the_time() -> None:
    """They stand at its end; a megabyte of a label is cut in its middle."""
    title = title_of(f"{'A' * 1_000_000}: 2 tablets of 5 mg · 08:00")
    assert title.startswith("AAAA")
    assert title.endswith("A: 2 tablets of 5 mg · 08:00")
    assert " […] " in title


def test_a_body_that_is_too_long_says_that_it_was_cut() -> None:
    assert body_of("word " * 10_000).endswith("\n[shortened here]")


@pytest.mark.parametrize(
    ("label", "command"),
    [
        (None, "taper take"),
        ("A", "taper take A"),
        ("white bottle", "taper take 'white bottle'"),
        ("-5", "taper take -- -5"),
        ("$(reboot)", "taper take '$(reboot)'"),
    ],
)
def test_a_command_can_be_typed_as_it_stands(label: str | None, command: str) -> None:
    """A label of several words, or one that a shell or the program would take for something else."""
    assert command_for(Button.TAKEN, label) == command


def test_without_buttons_the_body_names_the_commands_of_the_plan() -> None:
    from dataclasses import replace

    body = body_without_buttons(replace(a_dose(body="Step 1 of 3"), label="B"))
    assert body == "Step 1 of 3\nAnswer in a terminal: taper take B · taper snooze B · taper skip B"
