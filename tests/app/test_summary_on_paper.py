"""The provider's summary on paper and as HTML: every count, note and version is there, and nothing overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from desks import Person, a_person
from papertools import faults_of, pages_of, said_in

from taper.app.papers import report_page
from taper.app.printing import printed_report
from taper.app.reportbody import report_body

TEXT = "prednisone 20 mg daily for 5 days, then 10 mg daily for 5 days, then stop"


@pytest.fixture(scope="module")
def person(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """Somebody who took most of it, noted things, answered check-ins, held once and went past the end."""
    with a_person(tmp_path_factory.mktemp("home"), at="2026-11-30 18:00") as someone:
        form: dict[str, Any] = someone.form(TEXT, start="2026-12-01", strength="10 mg")
        form |= {"prescriber": "Dr Łucja Lee", "reason": "<i>joints</i>", "check_in": {"ask": ["sleep", "pain"]}}
        someone.ask("add", form=form, plan_id="p1")
        for day in (1, 2, 3, 5, 6, 7, 11, 15):
            someone.at(f"2026-12-{day:02} 07:05").take(plan="A")
        for number in range(14):
            on = f"2026-12-{1 + number // 2:02} {8 + number % 2:02}:00"
            words = "dizzy & <b>tired</b>, again and again, so that the line has to be broken somewhere"
            someone.at(on).ask("note", plan="A", words=f"{words} {number}", severity=number % 11, note_id=f"n{number}")
        for day in (5, 6, 7, 8):
            someone.at(f"2026-12-{day:02} 20:00").ask("checkin", plan="A", scores=[f"sleep={day}", "pain=2"])
        someone.at("2026-12-07 12:00").ask("hold", plan="A", days=2, note="called the clinic", expect_versions=1)
        yield someone.at("2026-12-15 09:00")


@pytest.fixture(scope="module")
def report(person: Person) -> dict[str, Any]:
    """The answer of the operation, with names."""
    return person.ask("report", plan="A", names=True)


def cells_in(html: str) -> list[list[str]]:
    """The rows of the tables of a page, as text."""
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


@pytest.mark.parametrize(("size", "large"), [("a4", False), ("letter", False), ("a4", True)], ids=str)
def test_the_summary_on_paper_has_everything(report: dict[str, Any], size: str, *, large: bool) -> None:
    """Counts, notes, versions, answers; no text touches another, and the pages are numbered."""
    made = printed_report(report, size=size, large=large)
    pages = pages_of(made.content)
    assert [fault for page in pages for fault in faults_of(page, margin=40)] == []
    assert min(text.size for page in pages for text in page.texts) >= (16 if large else 9) - 0.01
    said = re.sub(r"\s+", " ", said_in(made.content))
    for words in ("Day by day", "Steps: planned and taken", "Notes", "Check-ins", "called the clinic", "past the end"):
        assert words in said, words
    assert "<i>joints</i>" in said
    assert f"page {len(pages)} of {len(pages)}" in said
    assert made.lost == ()


def test_the_table_of_steps_has_the_counts_of_the_report(report: dict[str, Any]) -> None:
    """Read again from the HTML, by the names of its columns."""
    rows = cells_in(report_body(report))
    head = next(row for row in rows if "due so far" in row)
    at = rows.index(head)
    for place, step in enumerate([*report["steps"], report["total"]], 1):
        shown = dict(zip(head, rows[at + place], strict=True))
        assert (shown["planned"], shown["taken"]) == (str(step["planned"]), str(step["taken"]))
        assert shown["past the end"] == str(step["past_end"])


def test_every_note_stands_in_the_table_under_its_number(report: dict[str, Any]) -> None:
    """In the order in which it was so, its words whole."""
    rows = [row for row in cells_in(report_body(report)) if row and row[0].isdigit() and "again and again" in row[2]]
    assert [row[0] for row in rows] == [str(number) for number in range(1, 15)]
    assert [row[2].rpartition(" ")[2] for row in rows] == [str(number) for number in range(14)]


def test_the_same_report_gives_the_same_bytes(report: dict[str, Any]) -> None:
    """On paper and as HTML."""
    first, again = (printed_report(report, size="a4", large=False) for _ in range(2))
    assert first.content == again.content
    assert report_page(report, large=False) == report_page(report, large=False)


def test_the_page_is_one_file_that_fetches_nothing(report: dict[str, Any]) -> None:
    """No script, no address that is fetched, everything escaped, a policy that forbids the rest."""
    html = report_page(report, large=False)
    assert "<script" not in html
    assert not re.findall(r"(?:src|href|url)\s*[=(](?!#| ?url\(#)", html.replace("url(#", ""))
    assert "default-src 'none'" in html
    assert "<i>joints" not in html
    assert "<b>tired" not in html
    assert "prefers-color-scheme:dark" in html
    assert "@media print" in html


def test_with_names_hidden_the_files_do_not_name_it(person: Person) -> None:
    """Neither the words nor what is kept beside them."""
    hidden = person.ask("report", plan="A", names=False)
    made = printed_report(hidden, size="a4", large=False)
    for text in (said_in(made.content), report_page(hidden, large=False), made.content.decode("latin-1")):
        assert "prednis" not in text.casefold()
