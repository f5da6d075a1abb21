"""The sheet for the fridge, read back from its PDF: every date, every dose and a box for each, and nothing overlaps."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import time
from fractions import Fraction
from io import BytesIO
from itertools import groupby
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from life import MISREADABLE, days, kept_of, mg, plan_of, tablet_of
from papertools import daily_plan, faults_of, pages_of, said_in, sheet_for, steps_plan
from test_golden import GOLDEN, ROOT, golden_plan

from taper.app.printing import printed_sheet
from taper.core.expand import days_of
from taper.core.localtime import local
from taper.core.notice import say_amount
from taper.core.plan import Plan, Slot, Slots, Split
from taper.core.sheetparts import Sheet
from taper.core.words import clock_time, short_date
from taper.interop.pdfsheet import SMALLEST, SMALLEST_LARGE

MARGIN = 40
PAPERS = [("a4", False), ("letter", False), ("a4", True), ("letter", True)]
NAMES = (
    *("medrol-dosepak", "soma-back-pain", "prednisone-burst-taper", "halves", "twenty-and-ten-in-turn"),
    *("every-36-hours", "clocks-berlin-gap", "clocks-new-york-fold", "methotrexate-weekly", "on-off-cycle"),
    *("start-at-an-hour", "amounts-by-weekday", "lamotrigine-titration", "patch-step-down", "every-8-hours"),
)
_DATE = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2}")
_OTHER = re.compile(
    r"Step \d+ of \d+.*|(day|step) \d+|Stop\. .*|Nothing goes on.*|The clocks .*|it is .*|This sheet .*|As of .*|"
    r"page \d+ .*"
)
_TWICE = ("08:00", "18:00")
DAILY = {"daily": daily_plan(60), "daily-twice": daily_plan(60, hours=_TWICE), "daily-then": daily_plan(20, then=14)}
"""Plans that change every day."""
_TIME = re.compile(r"(?:[a-z0-9 ]+ )?\d\d:\d\d(, after midnight)?")


@pytest.fixture
def golden(monkeypatch: pytest.MonkeyPatch) -> None:
    """Golden plans name files from the root of the tree."""
    monkeypatch.chdir(ROOT)


def plan_named(name: str) -> Plan:
    """A golden plan, one of 1, 4 or 60 steps, or one that changes every day."""
    if name in DAILY:
        return DAILY[name]
    return golden_plan(GOLDEN / f"{name}.plan")[0] if not name.isdecimal() else steps_plan(int(name))


def expected(plan: Plan, sheet: Sheet) -> list[tuple[str, list[str]]]:
    """The plan's table in short: each day with a dose, and its amounts in order of time."""
    found, until_on = [], sheet.ends_here_on or plan.starts_on
    for day in days_of(plan, open_days=(until_on - plan.starts_on).days + 1):
        amounts = [say_amount(plan, dose.amount, dose.of).replace("\u00a0", " ") for dose in day.doses]
        found += [(short_date(day.on), amounts)] if amounts else []
    return found


def table_in(content: bytes) -> list[tuple[str, list[str]]]:
    """The same, read from the bold words of the PDF: a date, and what stands behind it up to the next one."""
    found: list[tuple[str, list[str]]] = []
    for page in pages_of(content):
        within = False
        for text in page.texts:
            said = text.said.replace("\u00a0", " ").strip()
            if _DATE.fullmatch(said):
                found.append((said, []))
                within = True
            elif _OTHER.fullmatch(said) or said.startswith(("Step", "no dose")) or " to " in said:
                within = within and bool(re.fullmatch(r"(day|step) \d+", said))
            elif within and not _TIME.fullmatch(said):
                found[-1][1].append(said)
    return [(on, amounts) for on, amounts in found if amounts]


@pytest.mark.parametrize(
    ("name", "size", "large"),
    [(name, *paper) for name in ("1", "4", "16", "60", *DAILY) for paper in PAPERS]
    + [(name, *paper) for name in NAMES for paper in (PAPERS[0], PAPERS[-1])],
    ids=str,
)
def test_the_paper_says_what_the_plan_says(name: str, size: str, *, large: bool, golden: None) -> None:
    """Each date with its doses, once and in order; as many boxes as doses; no text smaller than is promised."""
    plan = plan_named(name)
    sheet = sheet_for(plan, open_days=28)
    amounts = [entry.amount for step in sheet.steps for day in step.days for entry in day.entries]
    assert [amount for amount in amounts if MISREADABLE.search(amount)] == []
    printed = printed_sheet(sheet, size=size, large=large)
    pages, table = pages_of(printed.content), expected(plan, sheet)
    read = table_in(printed.content)
    assert [on for on, _ in read] == [on for on, _ in table]
    assert [" ".join(amounts) for _, amounts in read] == [" ".join(amounts) for _, amounts in table]
    assert sum(len(page.boxes) for page in pages) == sheet.doses == sum(len(amounts) for _, amounts in table)
    assert min(text.size for page in pages for text in page.texts) >= (SMALLEST_LARGE if large else SMALLEST) - 0.01
    assert [fault for page in pages for fault in faults_of(page, margin=MARGIN)] == []
    assert printed.pages == len(pages)
    for number, page in enumerate(pages, 1):
        assert f"page {number} of {len(pages)}" in {text.said for text in page.texts}


@pytest.mark.parametrize(("name", "large"), [("1", False), ("60", False), ("60", True)])
def test_the_edges_of_every_page_stay_white(name: str, *, large: bool) -> None:
    """Seen as a picture: nothing is drawn in the margin, and something between."""
    content = printed_sheet(sheet_for(steps_plan(int(name))), size="a4", large=large).content
    document = pypdfium2.PdfDocument(content)
    for number in range(len(document)):
        image = document[number].render(scale=1, grayscale=True).to_pil()
        edge = MARGIN - 3
        wide, high = image.size
        for box in ((0, 0, wide, edge), (0, 0, edge, high), (wide - edge, 0, wide, high), (0, high - edge, wide, high)):
            assert image.crop(box).getextrema() == (255, 255)
        assert image.getextrema()[0] < 80
    document.close()


def test_every_time_stands_on_the_paper(golden: None) -> None:
    """Of a plan whose hours vary, before each dose; with the remark where the clocks leave an hour out."""
    plan = plan_named("every-36-hours")
    text = said_in(printed_sheet(sheet_for(plan), size="a4", large=False).content)
    clocks = [
        clock_time(local(dose.due_at, zone=plan.zone).time())
        for day in days_of(plan, open_days=28)
        for dose in day.doses
    ]
    found = re.findall(r"\d\d:\d\d", text.partition("Step 1")[2])
    assert found[: len(clocks)] == clocks
    gap = said_in(printed_sheet(sheet_for(plan_named("clocks-berlin-gap")), size="a4", large=False).content)
    assert "The clocks leave out 02:30 on this day: it is at 03:00 instead." in gap


def test_a_page_that_goes_on_repeats_its_heading() -> None:
    """The plan, the stop date and the step stand on every page of a long one."""
    pages = pages_of(printed_sheet(sheet_for(steps_plan(60)), size="a4", large=False).content)
    assert len(pages) > 1
    for page in pages:
        said = [text.said for text in page.texts]
        assert "Plan A, prednisone" in said
        assert any("Tue 30 March 2027" in one for one in said)
        assert any(one.startswith("Step") for one in said)


def test_the_same_plan_gives_the_same_bytes() -> None:
    """With another document made in between."""
    first = printed_sheet(sheet_for(steps_plan(4)), size="a4", large=False).content
    printed_sheet(sheet_for(steps_plan(60, person="Zoë")), size="letter", large=True)
    assert printed_sheet(sheet_for(steps_plan(4)), size="a4", large=False).content == first


def test_two_processes_make_the_same_bytes() -> None:
    """Whatever order a process keeps its sets in."""
    script = (
        "from hashlib import sha256; from papertools import sheet_for, steps_plan; "
        "from taper.app.printing import printed_sheet; "
        "print(sha256(printed_sheet(sheet_for(steps_plan(4)), size='a4', large=False).content).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    }
    assert len(found) == 1


def test_hidden_names_are_nowhere_in_the_file() -> None:
    """Neither on the page nor in what is kept beside it."""
    plan = steps_plan(4, reason="prednisone for gout")
    content = printed_sheet(sheet_for(plan, names=False), size="a4", large=False).content
    assert "prednisone" not in said_in(content).casefold()
    assert b"rednisone" not in content
    reader = pypdf.PdfReader(BytesIO(content))
    assert "rednisone" not in f"{reader.metadata}"
    assert reader.metadata is not None
    assert reader.metadata.title == "Plan A"
    assert "prednisone" in said_in(printed_sheet(sheet_for(plan), size="a4", large=False).content)


def test_a_dose_is_not_broken_where_there_is_room(golden: None) -> None:
    """One dose a day has the whole width: in large print its amount is one line."""
    capsules = golden_plan(GOLDEN / "on-off-cycle.plan")[0]
    for large in (False, True):
        pages = pages_of(printed_sheet(sheet_for(capsules), size="a4", large=large).content)
        texts = [text.said.replace("\u00a0", " ") for page in pages for text in page.texts]
        assert texts.count("1 capsule of 100 mg") == 6


def test_pypdf_reads_the_words_too() -> None:
    """As other programs do: copied from the page, the doses are the words of the plan."""
    content = printed_sheet(sheet_for(steps_plan(4)), size="a4", large=False).content
    text = pypdf.PdfReader(BytesIO(content)).pages[0].extract_text().replace("\u00a0", " ")
    assert text.count("4 tablets of 1 mg") == 2
    assert "Stop date" in text


def test_a_step_change_is_told_by_words_and_a_rule() -> None:
    """Never by colour alone: the words stand at each step but the first."""
    plan = steps_plan(4)
    said = said_in(printed_sheet(sheet_for(plan), size="a4", large=False).content)
    assert re.findall(r"Step (\d) of 4: the plan changes", said) == ["2", "3", "4"]
    assert [step.changes for step in sheet_for(kept_of(plan)).steps] == [False, True, True, True]


def test_long_words_stay_on_the_page() -> None:
    """A label, a person and a provider of many letters without a space are broken, and markup is text; where they leave
    no room for a day on the first page, the days begin on the next one.
    """
    plan = steps_plan(4, label="x" * 80, person="<b>" + "y" * 80, prescriber="&amp;" + "z" * 700)
    for large in (False, True):
        pages = pages_of(printed_sheet(sheet_for(plan), size="a4", large=large).content)
        assert [fault for page in pages for fault in faults_of(page, margin=MARGIN)] == []
        said = "".join(text.said for text in pages[0].texts)
        assert "<b>" in said
        assert "&amp;" in said


def test_a_long_dose_stands_below_its_hour() -> None:
    """Where both have no room beside each other, as in large print: each in words that are whole."""
    slot = Slot("20 minutes before breakfast", time(1, 17), mg(Fraction(65, 2)), next_day=True)
    tablets = (tablet_of(20), tablet_of(10), tablet_of(5, split=Split.HALF))
    plan = plan_of(days(3, Slots((slot, replace(slot, name="bedtime", at_time=time(0, 10))))), tablets=tablets)
    for size, large in PAPERS:
        content = printed_sheet(sheet_for(plan), size=size, large=large).content
        assert [fault for page in pages_of(content) for fault in faults_of(page, margin=MARGIN)] == []
        said = " ".join(said_in(content).split())
        assert said.count("1 tablet of 20 mg, 1 tablet of 10 mg and half tablet of 5 mg") >= 6


def test_groups_of_days_without_a_dose_are_told(golden: None) -> None:
    """Each day of the plan is on the sheet: alone, or in a line with others that have none."""
    plan = plan_named("methotrexate-weekly")
    days = [day for step in sheet_for(plan).steps for day in step.days]
    covered = sum((day.last_on - day.on).days + 1 for day in days)
    assert covered == len(days_of(plan, open_days=28))
    for has, run in groupby(days, key=lambda day: bool(day.entries)):
        assert has or all(day.instead for day in run)


def test_golden_plans_are_there() -> None:
    """Each plan that is named here exists."""
    assert all(Path(GOLDEN / f"{name}.plan").is_file() for name in NAMES)
