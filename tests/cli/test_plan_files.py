"""Plan files on the command line: a text or a kept plan becomes one, and it is read back to the same plan."""

from __future__ import annotations

import stat
import tomllib
from pathlib import Path

import pytest
from commandline import BURST, Cli, Shell

START = ("--start", "2026-12-02", "--zone", "Europe/Berlin", "--strength", "10 mg")


def test_a_kept_plan_is_shown_as_a_plan_file(cli: Cli, tmp_path: Path) -> None:
    """What show --toml prints is the plan: kept again, it is noticed as the same one."""
    cli.kept()
    shown = cli("show", "A", "--toml")
    assert tomllib.loads(shown.out) == cli("show", "A", "--json").json["form"]
    file = tmp_path / "plan.toml"
    file.write_text(shown.out, encoding="utf-8")
    assert cli("add", "--file", str(file), "--yes", "--json").json["already"] is True


def test_a_text_becomes_a_plan_file(cli: Cli, tmp_path: Path) -> None:
    """preview --output writes it, and previewing the file shows the same plan."""
    file = tmp_path / "plan.toml"
    written = cli("preview", BURST, *START, "--output", str(file))
    assert (written.code, written.out) == (0, "")
    assert str(file) in written.err.replace("\n  ", "")
    assert cli("preview", "--file", str(file), "--json").json == cli("preview", BURST, *START, "--json").json
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_first_day_that_nobody_said_is_not_written(cli: Cli) -> None:
    """Tomorrow is assumed to show a plan, and never becomes part of it."""
    assert "starts_on" not in tomllib.loads(cli("preview", BURST, "--toml").out)
    assert tomllib.loads(cli("preview", BURST, *START, "--toml").out)["starts_on"] == "2026-12-02"


def test_a_file_is_never_written_over_unless_told(cli: Cli, tmp_path: Path) -> None:
    """Another file stays as it is; --force puts the plan in its place."""
    file = tmp_path / "plan.toml"
    file.write_text("mine", encoding="utf-8")
    refused = cli("preview", BURST, *START, "--output", str(file))
    assert refused.code == 3
    assert "--force" in refused.err
    assert file.read_text(encoding="utf-8") == "mine"
    assert cli("preview", BURST, *START, "--output", str(file), "--force").code == 0
    assert tomllib.loads(file.read_text(encoding="utf-8"))["medicine"] == "prednisone"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.toml"]


@pytest.mark.parametrize("name", ["no-such-folder/plan.toml", "", "."])
def test_a_place_that_takes_no_file_is_a_sentence(cli: Cli, tmp_path: Path, name: str) -> None:
    """A missing folder, no name, a folder: each is exit 4 or 3, with nothing written."""
    result = cli("preview", BURST, *START, "--output", str(tmp_path / name) if name else "")
    assert result.code in {3, 4}
    assert "Traceback" not in result.err


def test_a_full_disk_leaves_the_old_file(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be written whole does not take the place of what was there."""
    file = tmp_path / "plan.toml"
    file.write_text("mine", encoding="utf-8")

    def full(_: Path, __: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert cli("preview", BURST, *START, "--output", str(file), "--force").code == 4
    assert file.read_text(encoding="utf-8") == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["plan.toml"]


@pytest.mark.parametrize("options", [("--toml", "--json"), ("--output", "a", "--json"), ("--force",)])
def test_options_that_do_not_go_together_are_wrong_usage(cli: Cli, options: tuple[str, ...]) -> None:
    """Exit 2, as for any wrong option."""
    assert cli("preview", BURST, *START, *options).code == 2


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_a_printed_file_is_exact_in_any_locale(shell: Shell, tmp_path: Path, encoding: str) -> None:
    """Names beyond ASCII, and spaces that do not break, come back as they were."""
    file = tmp_path / "plan.toml"
    file.write_text(WITH_UMLAUTS, encoding="utf-8")
    printed = shell("preview", "--file", str(file), "--toml", PYTHONIOENCODING=encoding)
    assert printed.code == 0, printed.err
    assert tomllib.loads(printed.out)["medicine"] == "Präparat\u00a0💊"


WITH_UMLAUTS = """\
medicine = "Präparat\u00a0💊"
[[steps]]
days = 3
slots = [{ slot = "morning", amount = "5 mg" }]
"""
