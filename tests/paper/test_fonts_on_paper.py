"""Letters beyond ASCII on paper: shown where a font has them, and never dropped in silence where none has."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from needed import require
from papertools import said_in, sheet_for, steps_plan

from taper.app.printing import printed_sheet
from taper.interop import pdf

LATIN = "Zoë Müller, é, ł, ß, €"
WIDER = "Łucja Ążźć Σωτήρης Ольга"


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which none of the fonts that are looked for is installed."""
    monkeypatch.setattr(pdf, "_FOLDERS", ())
    for known in (pdf._of_machine, pdf._font_with):
        known.cache_clear()
    yield
    for known in (pdf._of_machine, pdf._font_with):
        known.cache_clear()


def printed(person: str) -> tuple[str, tuple[str, ...]]:
    """What is read on a sheet for that person, and what could not be shown."""
    made = printed_sheet(sheet_for(steps_plan(1, person=person)), size="a4", large=False)
    return said_in(made.content), made.lost


def test_latin_letters_need_no_font_of_the_machine(no_fonts: None) -> None:
    """What reportlab brings has them."""
    said, lost = printed(LATIN)
    assert LATIN in said
    assert lost == ()


def test_other_scripts_are_set_in_a_font_of_the_machine() -> None:
    """Polish, Greek and Cyrillic, in the regular and the bold letters."""
    has_fonts = pdf._of_machine(bold=True) and pdf._of_machine(bold=False)
    require([] if has_fonts else ["DejaVu, Noto Sans or Liberation Sans"], packages="fonts-dejavu-core")
    said, lost = printed(WIDER)
    assert WIDER.replace(" ", "") in said.replace(" ", "")
    assert lost == ()


def test_what_no_font_has_is_marked_and_named(no_fonts: None) -> None:
    """A question mark for each character, and the list of them; the others stay."""
    said, lost = printed("Łucja Ą日")
    assert "Łucja ??" in " ".join(said.split())
    assert lost == ("Ą", "日")


def test_what_is_written_from_right_to_left_is_not_turned_around() -> None:
    """In the wrong order it would be another name."""
    said, lost = printed("שלום")
    assert "????" in said
    assert set(lost) == set("שלום")


def test_parts_of_a_letter_are_put_together() -> None:
    """A letter and its accent that come as two are the letter with its accent."""
    said, lost = printed("Zoe\u0308")
    assert "Zoë" in said
    assert lost == ()


def test_what_turns_text_around_is_left_out() -> None:
    """Invisible signs that would show a name other than it is, as in notifications."""
    said, lost = printed("An\u202ena")
    assert "Anna" in said
    assert lost == ()
