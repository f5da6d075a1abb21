"""`taper export ics`: a file for the person's calendar, said beside it what it holds and where it ends."""

from __future__ import annotations

import stat
from pathlib import Path

from commandline import Cli

TITLE = "SUMMARY:A: 4\u00a0tablets of 10\u00a0mg"


def said(text: str) -> str:
    """What was printed, without the breaks of its lines."""
    return " ".join(text.split())


def test_a_plan_is_written_as_a_private_file(cli: Cli, tmp_path: Path) -> None:
    """One event a dose and three whole days, without the medicine's name, readable by its owner alone."""
    cli.kept()
    file = tmp_path / "a.ics"
    done = cli("export", "ics", "A", "-o", str(file))
    assert (done.code, done.out) == (0, "")
    text = file.read_bytes().decode()
    assert text.count("BEGIN:VEVENT") == 11
    assert text.count("TRIGGER:PT0S") == 8
    assert TITLE in text
    assert "prednisone" not in text.casefold()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "a.ics: 8 doses." in said(done.err)
    assert "Some calendars ignore the alarms" in said(done.err)


def test_without_a_file_it_goes_to_standard_output(cli: Cli) -> None:
    """With the line ends of the standard, and nothing else."""
    cli.kept()
    done = cli("export", "ics")
    assert done.out.startswith("BEGIN:VCALENDAR\r\n")
    assert done.out.endswith("END:VCALENDAR\r\n")


def test_names_are_shown_where_that_is_wanted(cli: Cli) -> None:
    """By the option or the settings; the option goes first."""
    cli.kept()
    assert "SUMMARY:Prednisone:" in cli("export", "ics", "A", "--names").out
    cli("config", "show-names", "yes")
    assert "SUMMARY:Prednisone:" in cli("export", "ics", "A").out
    assert TITLE in cli("export", "ics", "A", "--no-names").out


def test_another_file_is_written_over_only_when_told(cli: Cli, tmp_path: Path) -> None:
    """It stays as it was; written again later, the file is the same one."""
    cli.kept()
    file = tmp_path / "a.ics"
    cli("export", "ics", "A", "-o", str(file))
    before = file.read_bytes()
    refused = cli("export", "ics", "A", "-o", str(file), at="2026-12-05T09:00:00Z")
    assert (refused.code, "--force" in refused.err) == (3, True)
    assert cli("export", "ics", "A", "-o", str(file), "--force").code == 0
    assert file.read_bytes() == before


def test_a_stopped_plan_cancels_its_events(cli: Cli) -> None:
    """Until a calendar is said to be a fresh one."""
    cli.kept()
    assert cli("stop", "A", "--yes", at="2026-12-03T12:00:00Z").code == 0
    again = cli("export", "ics", "A")
    assert again.out.count("STATUS:CANCELLED") == 6  # five doses, and the change of step
    assert "3 doses, 6 events cancelled." in said(again.err)
    assert "CANCELLED" not in cli("export", "ics", "A", "--fresh").out


def test_an_open_plan_says_where_its_calendar_ends(cli: Cli) -> None:
    """In the file and beside it; --days takes it further."""
    cli.kept(text="prednisone: 10 mg daily")
    done = cli("export", "ics", "A")
    assert "SUMMARY:Plan A: this calendar ends here" in done.out
    assert "its doses from Mon 1 March 2027 on are not in it" in said(done.err)
    assert cli("export", "ics", "A", "--days", "10").out.count("TRIGGER") == 10


def test_what_has_nothing_at_a_time_is_refused_in_words(cli: Cli, tmp_path: Path) -> None:
    """An open plan that is only as needed: no file is written. As a plan that is not there is none."""
    cli.kept(text="ibuprofen: 10 mg as needed for pain, at least 6 hours apart")
    file = tmp_path / "a.ics"
    done = cli("export", "ics", "A", "-o", str(file))
    assert (done.code, file.exists()) == (4, False)
    assert "as needed" in done.err
    assert cli("export", "ics", "B").code == 4
    assert cli("export", "ics", "A", "--force").code == 2


def test_programs_are_told_what_was_written(cli: Cli, tmp_path: Path) -> None:
    """The file, its counts, where it ends and what it cancels; the calendar itself is in the file."""
    plan = cli.kept()
    file = tmp_path / "a.ics"
    done = cli("export", "ics", "A", "-o", str(file), "--json")
    assert done.json == {
        "file": str(file),
        "plan": plan,
        "label": "A",
        "events": 11,
        "doses": 8,
        "whole_days": 3,
        "cancelled": 0,
        "last_use_on": "2026-12-08",
        "ends_here_on": None,
    }
    assert "Some calendars ignore" in done.err
    assert cli("stop", "A", "--yes", at="2026-12-03T12:00:00Z").code == 0
    again = cli("export", "ics", "A", "-o", str(file), "--force", "--json").json
    text = file.read_bytes().decode()
    assert again["cancelled"] == text.count("STATUS:CANCELLED") > 0
    assert again["doses"] == text.count("TRIGGER:PT0S") == 3
    assert again["last_use_on"] == "2026-12-03"
    assert cli("export", "ics", "A", "--json").code == 2


def test_programs_are_told_where_an_open_plan_ends(cli: Cli, tmp_path: Path) -> None:
    """The first day whose doses are not in the file."""
    cli.kept(text="prednisone 10 mg daily")
    done = cli("export", "ics", "A", "-o", str(tmp_path / "a.ics"), "--days", "10", "--json").json
    assert (done["last_use_on"], done["ends_here_on"], done["doses"]) == (None, "2026-12-11", 10)
