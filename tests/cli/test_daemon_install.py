"""Where there is no systemd: what install says, the second way, and that uninstall takes exactly that away."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest
from commandline import AT, Cli, Shell
from livedaemon import LiveDaemon

from taper.cli import daemoninstall
from taper.daemon.unit import MARK


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The folder of a person's settings for all programs."""
    return tmp_path / "my config"


@pytest.fixture
def lonely(shell: Shell, config: Path) -> Shell:
    """Commands of somebody whom no systemd serves."""
    env = {key: value for key, value in shell.env.items() if key != "XDG_RUNTIME_DIR"}
    return Shell({**env, "XDG_CONFIG_HOME": str(config), "DBUS_SESSION_BUS_ADDRESS": ""})


def files_in(folder: Path) -> list[str]:
    """Every file below a folder."""
    return sorted(str(path) for path in folder.rglob("*") if path.is_file())


def test_without_systemd_it_says_so_and_names_the_second_way(lonely: Shell, config: Path) -> None:
    """Exit 6, and nothing is written."""
    refused = lonely("daemon", "install")
    said = " ".join(refused.err.split())
    assert refused.code == 6
    assert "systemd does not answer here for you" in said
    assert '"taper daemon install --autostart"' in said
    assert files_in(config) == []


def test_a_dry_run_prints_the_file_and_writes_nothing(lonely: Shell, config: Path, home: Path) -> None:
    """The unit, or the entry, with this home in it."""
    for options, key in (((), "ExecStart=:"), (("--autostart",), "Exec=")):
        printed = lonely("daemon", "install", "--dry-run", *options)
        assert printed.code == 0
        assert f"\n{key}" in printed.out
        assert f"TAPER_HOME={home}" in printed.out
    assert files_in(config) == []


def test_what_was_written_is_listed_and_uninstall_removes_exactly_that(lonely: Shell, config: Path, home: Path) -> None:
    """The entry goes; a neighbour of it, and the data, stay."""
    neighbour = config / "autostart" / "other.desktop"
    neighbour.parent.mkdir(parents=True)
    neighbour.write_text("[Desktop Entry]\n")
    assert lonely("config", "repeats", "2").code == 0
    written = lonely("daemon", "install", "--autostart", "--json").json
    assert written["way"] == "autostart"
    assert sorted([*written["files"], str(neighbour)]) == files_in(config)
    assert lonely("daemon", "uninstall", "--json").json == {"removed": written["files"]}
    assert files_in(config) == [str(neighbour)]
    assert files_in(home) == [str(home / "settings.toml")]
    assert "Nothing was set up" in lonely("daemon", "uninstall").out


def test_a_file_of_somebody_else_is_neither_written_over_nor_removed(lonely: Shell, config: Path) -> None:
    """It does not begin with our mark."""
    path = Path(lonely("daemon", "install", "--autostart", "--dry-run", "--json").json["path"])
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    refused = lonely("daemon", "install", "--autostart")
    assert refused.code == 6
    assert "was not written by taper" in " ".join(refused.err.split())
    assert lonely("daemon", "uninstall").code == 0
    assert path.read_text() == "mine"


@pytest.mark.daemon
def test_the_written_entry_starts_the_daemon(lonely: Shell, home: Path) -> None:
    """Its Exec line, read as a desktop reads it, is a daemon on this home."""
    (file,) = lonely("daemon", "install", "--autostart", "--json").json["files"]
    text = Path(file).read_text()
    assert text.startswith(MARK)
    (line,) = [line.removeprefix("Exec=") for line in text.splitlines() if line.startswith("Exec=")]
    words = shlex.split(line.replace("\\\\", "\\").replace("%%", "%"))
    home.mkdir(mode=0o700)
    daemon = LiveDaemon(home, clock=AT)
    daemon.process = subprocess.Popen(words, env={**lonely.env, "TAPER_HOME": ""}, stderr=subprocess.DEVNULL)
    try:
        assert daemon.wait_answer()["store"] == str(home / "taper.db")
    finally:
        daemon.kill()


def test_uninstalling_taper_takes_it_from_the_session_too(lonely: Shell, config: Path) -> None:
    """A session must not go on starting a program that is gone."""
    lonely("daemon", "install", "--autostart")
    gone = lonely("uninstall")
    assert gone.code == 0
    assert "removed" in gone.err
    assert files_in(config) == []


def test_in_a_terminal_it_asks_whether_to_take_the_second_way(
    cli: Cli, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No writes nothing, yes writes the entry."""
    monkeypatch.setattr(daemoninstall, "interactive", lambda: True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(config))
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "")
    assert cli("daemon", "install", stdin=b"n\n").code == 6
    assert files_in(config) == []
    assert cli("daemon", "install", stdin=b"y\n").code == 0
    assert len(files_in(config)) == 1
    assert os.access(files_in(config)[0], os.R_OK)
