"""Whatever is given, the answer is a sentence and an exit code of the contract, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from commandline import Cli, Shell
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

ODD_TEXTS = {
    "empty": "",
    "blank": " \n\t ",
    "long": "prednisone 10 mg daily, then " * 7_000,
    "one-long-word": "x" * 200_000,
    "control": "prednisone \x1b[31m40 mg\x07 daily\x00 for 4 days",
    "bidi": "prednisone \u202e40 mg daily for 4 days",
    "four-thousand-years": "prednisone 10 mg daily for 4000 years, then stop",
    "many-days": "prednisone 10 mg daily for 999999999999999999999 days, then stop",
    "zero": "prednisone 0 mg daily for 4 days, then stop",
    "negative": "prednisone -10 mg daily for 4 days, then stop",
    "huge": f"prednisone {'9' * 400} mg daily for 4 days, then stop",
    "exponent": "prednisone 1e9 mg daily for 4 days, then stop",
    "no-such-day": "prednisone 10 mg daily until 2026-02-30, then stop",
    "surrogate": "prednisone \udcff 10 mg daily",
    "json": '{"resourceType": "Bundle"}',
    "nesting": "(" * 5_000,
    "emoji": "💊 daily for 4 days",
}

ODD_FILES = {
    "empty": b"",
    "blank": b" \n",
    "no-toml": b"= = =",
    "json": b'{"resourceType": "Bundle", "entry": []}',
    "no-utf8": b'medicine = "\xff\xfe"',
    "nul": b'medicine = "\x00"',
    "unknown-keys": b'flavour = "cherry"\n[[steps]]\ndays = 3\nslots = [{ slot = "morning", amount = "1 mg" }]\n',
    "wrong-types": b'medicine = 7\nsteps = "daily"\nzone = 1.5\n',
    "no-such-day": b"starts_on = 2026-02-30\n",
    "no-such-day-text": b'starts_on = "2026-02-30"\n[[steps]]\ndays = 3\nslots = [{ slot = "noon", amount = "1 g" }]\n',
    "huge-number": b"[[steps]]\ndays = 99999999999999999999\nslots = []\n",
    "nesting": b"a = " + b"[" * 20_000,
    "large": b"# " + b"x" * 2_000_000,
}


def check(result: object, *, exits: tuple[int, ...]) -> None:
    """No traceback, an exit code of the contract, and a sentence where it is an error."""
    code, out, err = (getattr(result, name) for name in ("code", "out", "err"))
    assert "Traceback" not in err
    assert code in exits, err
    assert "\x1b" not in out + err
    assert code == 0 or err.startswith(("taper: ", "Usage: "))


@pytest.mark.parametrize("command", ["preview", "add"])
@pytest.mark.parametrize("name", ODD_TEXTS)
def test_an_odd_text_is_a_question(cli: Cli, command: str, name: str) -> None:
    """A text that is no plan is asked about, by preview and by add, and nothing is stored."""
    result = cli(command, ODD_TEXTS[name], "--start", "2026-12-01", *(["--yes"] if command == "add" else []))
    check(result, exits=(3,))


@pytest.mark.parametrize("name", ODD_TEXTS)
def test_an_odd_text_from_standard_input_is_a_question(cli: Cli, name: str) -> None:
    """The same by standard input."""
    content = ODD_TEXTS[name].encode("utf-8", "surrogateescape")
    check(cli("preview", "-", "--start", "2026-12-01", stdin=content), exits=(3,))


@pytest.mark.parametrize("command", ["preview", "add"])
@pytest.mark.parametrize("name", ODD_FILES)
def test_an_odd_file_is_a_question(cli: Cli, tmp_path: Path, command: str, name: str) -> None:
    """A file that is no plan is asked about, and nothing is stored."""
    plan = tmp_path / "plan.toml"
    plan.write_bytes(ODD_FILES[name])
    result = cli(command, "--file", str(plan), "--start", "2026-12-01", *(["--yes"] if command == "add" else []))
    check(result, exits=(3,))


def test_a_file_that_is_not_there_is_not_found(cli: Cli, tmp_path: Path) -> None:
    """A missing file is exit 4."""
    check(cli("preview", "--file", str(tmp_path / "none.toml")), exits=(4,))


@pytest.mark.parametrize("path", ["/", "", "a\x00b", "x" * 5_000])
def test_what_is_no_file_is_not_found(cli: Cli, path: str) -> None:
    """A folder, an empty name or an impossible one is exit 4."""
    check(cli("preview", "--file", path), exits=(4,))


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_not_found(cli: Cli, tmp_path: Path) -> None:
    """A file without permission is exit 4 and says why."""
    plan = tmp_path / "plan.toml"
    plan.write_text("")
    plan.chmod(0)
    check(cli("preview", "--file", str(plan)), exits=(4,))


@pytest.mark.parametrize(
    "options",
    [
        ("--start", "tomorrow-ish"),
        ("--start", "2026-02-30"),
        ("--start", "0000-00-00"),
        ("--start", "2026-12-01T25:00"),
        ("--start", "9999-12-31"),
        ("--zone", "Mars/Olympus"),
        ("--zone", "../../etc/passwd"),
        ("--zone", ""),
        ("--strength", ""),
        ("--strength", "a lot"),
        ("--strength", "0 mg"),
    ],
    ids=str,
)
def test_an_odd_option_is_a_question(cli: Cli, options: tuple[str, ...]) -> None:
    """An option that cannot be what it says is asked about."""
    check(cli("preview", "prednisone 10 mg daily for 4 days, then stop", *options), exits=(3,))


@pytest.mark.parametrize("start", ["0001-01-01", "9998-12-28", "0001-01-01T00:00"])
def test_the_edges_of_the_calendar_are_read_or_asked_about(cli: Cli, start: str) -> None:
    """A first day at either end of the calendar never ends in a traceback."""
    check(cli("preview", "prednisone 10 mg daily for 4 days, then stop", "--start", start, "--table"), exits=(0, 3))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_any_text_is_read_or_asked_about(cli: Cli, text: str) -> None:
    """Whatever characters come, the answer is a plan or a question."""
    check(cli("preview", f" {text}", "--start", "2026-12-01"), exits=(0, 3))


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "\x1b[2J"),
        ("take", "nobody"),
        ("take", "--dose", "\x00"),
        ("take", "--at", "99:99"),
        ("take", "--amount", "-1 tablet"),
        ("skip", "--dose", "nonsense"),
        ("log", "A" * 10_000),
        ("extend", "A", "--days", "36600"),
        ("correct", "A", "--start", "x"),
        ("config", "no-such-setting"),
        ("config", "repeats", "many"),
        ("config", "--unset"),
        ("upcoming", "--days", "0"),
        ("nonsense",),
    ],
    ids=lambda arguments: repr(" ".join(arguments)[:30]),
)
def test_odd_arguments_are_an_error_of_the_contract(cli: Cli, arguments: tuple[str, ...]) -> None:
    """Unknown plans, doses, settings and commands have their exit codes."""
    check(cli(*arguments), exits=(2, 3, 4, 5))


def test_an_argument_that_is_no_utf8_is_a_question(shell: Shell) -> None:
    """Bytes of the command line that are no UTF-8 are asked about by the real command."""
    check(shell("preview", "prednisone \udcff daily", "--start", "2026-12-01"), exits=(3,))


def test_a_damaged_store_is_said_and_left_alone(cli: Cli, home: Path) -> None:
    """A file that is no store is exit 6, and stays as it was."""
    home.mkdir()
    store = home / "taper.db"
    store.write_bytes(b"this is no database" * 100)
    check(cli("list"), exits=(6,))
    assert store.read_bytes() == b"this is no database" * 100


def test_settings_that_cannot_be_read_are_said(cli: Cli, home: Path) -> None:
    """A broken settings file is a sentence that names it."""
    home.mkdir()
    (home / "settings.toml").write_text("repeats = = 3")
    result = cli("config")
    check(result, exits=(3,))
    assert "settings.toml" in result.err
