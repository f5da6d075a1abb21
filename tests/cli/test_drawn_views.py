"""What is drawn in a terminal, at three widths, with and without colour, held to files that a person can look at.

`pytest tests/cli/test_drawn_views.py --write-golden` writes them anew; look at each before you keep it.
"""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
from commandline import Cli

FOLDER = Path(__file__).resolve().parents[1] / "golden" / "views"
SOMA = (
    "carisoprodol (Soma): 350 mg three times a day and at bedtime for 14 days, then twice a day for 3 days, "
    "then at bedtime for 3 days, then stop"
)
STEROID = "prednisone 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop"
ENTERED = "2026-11-22T20:00:00Z"
NOW = "2026-11-28T12:20:00Z"
NEAR_THE_TURNS = "2026-12-05T12:20:00Z"
AFTER_THE_END = "2026-12-08T09:30:00Z"

VIEWS = {
    "dashboard": ((), NOW),
    "calendar": (("calendar",), NOW),
    "chart": (("chart",), NOW),
    "upcoming": (("upcoming", "--days", "3"), NOW),
    "upcoming-turns": (("upcoming", "--days", "8"), NEAR_THE_TURNS),
    "log": (("log", "--days", "12"), NEAR_THE_TURNS),
    "today": (("today",), NOW),
    "past-the-end": ((), AFTER_THE_END),
    "chart-past-the-end": (("chart", "B"), AFTER_THE_END),
}
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="module")
def lived_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two plans in their first week: most was taken, one dose skipped, one day of B left out."""
    home = tmp_path_factory.mktemp("lived") / "home"
    with pytest.MonkeyPatch.context() as monkeypatch:
        for name, value in {"TAPER_HOME": str(home), "TAPER_CLOCK": ENTERED, "TZ": "UTC"}.items():
            monkeypatch.setenv(name, value)
        _live(Cli(monkeypatch))
    return home


def _live(cli: Cli) -> None:
    for text, strength, start in ((SOMA, "350 mg tablet", "2026-11-23"), (STEROID, "10 mg tablet", "2026-11-24")):
        added = cli("add", text, "--strength", strength, "--start", start, "--zone", "UTC", "--yes", at=ENTERED)
        assert added.code == 0, added.err
    for day in range(23, 28):
        for slot, hour in (("morning", "08"), ("noon", "12"), ("evening", "18"), ("bedtime", "22")):
            answer = "skip" if (day, slot) == (25, "noon") else "take"
            assert cli(answer, "A", "--dose", slot, at=f"2026-11-{day}T{hour}:05:00Z").code == 0
        if day not in (23, 26):
            assert cli("take", "B", at=f"2026-11-{day}T08:10:00Z").code == 0
    assert cli("note", "headache", "--plan", "A", "--severity", "3", at="2026-11-26T20:00:00Z").code == 0
    assert cli("take", "B", "--dose", "08:00", at="2026-11-28T07:10:00Z").code == 0
    assert cli("undo", "B", at="2026-11-28T07:12:00Z").code == 0


@pytest.fixture
def lived(cli: Cli, home: Path, lived_home: Path) -> Cli:
    """Commands on a copy of that home."""
    shutil.copytree(lived_home, home)
    return cli


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_as_its_file_shows(
    view: str, columns: int, lived: Cli, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """Line by line; with colour it is the same text."""
    monkeypatch.setenv("COLUMNS", str(columns))
    arguments, at = VIEWS[view]
    if view.endswith("past-the-end"):
        assert lived("take", "B", at="2026-12-07T08:00:00Z").code == 0
    plain = lived(*arguments, at=at).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    coloured = lived(*arguments, at=at).out
    assert COLOUR.sub("", coloured) == plain
    assert max(map(len, plain.splitlines())) <= columns
    for name, shown in ((f"{view}-{columns}.txt", plain), (f"{view}-{columns}.ansi", coloured)):
        path = FOLDER / name
        if request.config.getoption("--write-golden"):
            path.write_text(shown, encoding="utf-8")
        assert shown == path.read_text(encoding="utf-8"), name


def test_colour_is_never_the_only_sign(lived: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR wins over everything, and the signs stand without it."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = lived("calendar", "B", at=NOW).out
    assert not COLOUR.search(shown)
    assert {"✓", "?", "▲", "■", "[28]"} <= set(re.findall(r"[✓?▲■]|\[28\]", shown))


def test_a_terminal_without_signs_gets_plain_ones(lived: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the encoding has no blocks or ticks, ASCII stands for them."""

    class Ascii(io.StringIO):
        encoding = "ascii"

    monkeypatch.setattr(io, "StringIO", Ascii)
    for arguments in ((), ("calendar",), ("chart",), ("upcoming",), ("log",)):
        shown = lived(*arguments, at=NEAR_THE_TURNS).out
        assert shown.replace("\u00b7", "").isascii(), shown


def test_a_narrow_terminal_has_a_day_a_line(lived: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below seven columns of eight there is no grid."""
    monkeypatch.setenv("COLUMNS", "40")
    shown = lived("calendar", "B", at=NOW).out
    assert "Sat [28] ?▲ 20 mg" in shown
    assert max(map(len, shown.splitlines())) <= 40


def test_nothing_to_show_says_how_to_begin(cli: Cli) -> None:
    """taper alone, before there is a plan."""
    shown = cli()
    assert (shown.code, shown.out) == (0, "")
    assert "taper add" in shown.err
    assert cli("calendar").code == cli("chart").code == 0


def test_a_glance_as_json(lived: Cli) -> None:
    """What waits, what is next, where the plans stand, and the findings."""
    shown = lived("dashboard", "--json", at=NOW).json
    assert [(one["label"], one["dose"]) for one in shown["now"]] == [
        ("A", "2026-11-28/noon"),
        ("B", "2026-11-28/morning"),
    ]
    assert {one["label"]: one["still_text"].replace("\u00a0", " ") for one in shown["plans"]} == {
        "A": "44 tablets of 350 mg",
        "B": "12 tablets of 10 mg",
    }
    assert {finding["code"] for finding in shown["findings"]} == {"label-duration"}


def test_the_days_as_json(lived: Cli) -> None:
    """Every day with what was planned and taken, exactly."""
    (shown,) = lived("chart", "B", "--json", at=NOW).json
    days = {day["date"]: day for day in shown["days"]}
    assert [(days[f"2026-11-{on}"]["planned"], days[f"2026-11-{on}"]["taken"]) for on in (24, 26, 28)] == [
        ("40 mg", "40 mg"),
        ("40 mg", None),
        ("20 mg", None),
    ]
    assert days["2026-11-28"]["marks"] == ["step-change"]
    assert json.dumps(shown).count('"last-use"') == 1


def test_what_has_no_total_has_no_curve(cli: Cli) -> None:
    """A plan that is only as needed says so in both."""
    cli.kept(
        "--strength", "50 mg", text="tramadol 50 mg every 6 hours as needed for pain, max 200 mg per day, for 5 days"
    )
    assert "No curve" in cli("chart").out
    assert "as needed" in cli("calendar").out
