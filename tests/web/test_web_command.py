"""`taper web` as a command: its errors, the browser that it asks, and what others do not load for it."""

from __future__ import annotations

import importlib.util
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from desktop import until
from sites import TAPER, Site, burst

from taper.cli import web
from taper.cli.main import main

pytestmark = pytest.mark.daemon

BROWSER = """#!/bin/sh
cat /proc/$PPID/cmdline >{folder}/asker
printf '%s' "$*" >{folder}/asked.new
mv {folder}/asked.new {folder}/asked
"""


def run(*arguments: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The command, where it ends by itself."""
    env = {**os.environ, "TAPER_HOME": str(home)}
    return subprocess.run([TAPER, "web", *arguments], env=env, capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port of the loopback at which something else listens."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_that_is_taken_is_said(taken_port: int, tmp_path: Path) -> None:
    """Which port, why, and what to do; exit 6, and no key is left behind."""
    ended = run("--port", str(taken_port), "--no-browser", home=tmp_path / "home")
    assert ended.returncode == 6
    assert f"port {taken_port} of 127.0.0.1 cannot be had" in ended.stderr
    assert "--port" in ended.stderr
    assert ended.stdout == ""
    assert not (tmp_path / "home").exists()


def test_a_folder_that_cannot_hold_the_key_is_said(tmp_path: Path) -> None:
    """The key would go to a place that is none: a sentence, exit 6."""
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    ended = run("--no-browser", home=tmp_path / "home")
    assert ended.returncode == 6
    assert "cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_without_its_libraries_it_says_how_to_get_them(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Installed without the extra: the line that installs it, exit 6."""
    found = importlib.util.find_spec
    monkeypatch.setattr(web, "find_spec", lambda name: None if name == "starlette" else found(name))
    assert main(["web", "--no-browser"]) == 6
    assert 'pipx install --force ".[web,pdf]"' in " ".join(capsys.readouterr().err.split())


def test_the_browser_is_asked_to_open_a_file(tmp_path: Path) -> None:
    """The desktop's own way to open things is given the file's name and nothing of the key."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "xdg-open").write_text(BROWSER.format(folder=programs), encoding="utf-8")
    (programs / "xdg-open").chmod(0o755)
    desktop = {"DISPLAY": ":97", "PATH": f"{programs}:{os.environ['PATH']}"}
    with Site(tmp_path / "home", burst(), daemon=False, browser=True, **desktop) as site:
        until((programs / "asked").exists, what="the browser to be asked")
        assert (programs / "asked").read_text(encoding="utf-8") == str(site.file)
        assert site.said["in_browser"] is True
        assert site.key() not in (programs / "asker").read_text(encoding="utf-8")


def test_without_a_desktop_no_browser_is_asked(tmp_path: Path) -> None:
    """No screen: the file to open is named, and no text browser takes the terminal over."""
    with Site(tmp_path / "home", burst(), daemon=False, browser=True, DISPLAY="", WAYLAND_DISPLAY="") as site:
        assert site.said["in_browser"] is False
        assert Path(site.said["open"]).exists()


def test_two_pages_run_beside_each_other(tmp_path: Path) -> None:
    """Each has its own port and its own key."""
    with Site(tmp_path / "home", burst(), daemon=False) as one, one.another() as other:
        assert one.address != other.address
        assert one.key() != other.key()


def test_no_other_command_loads_the_page(tmp_path: Path) -> None:
    """A glance loads nothing of the page, and the list of commands does not either."""
    code = "import sys; from taper.cli.main import main; main(sys.argv[1:]); print([*sys.modules])"
    env = {**os.environ, "TAPER_HOME": str(tmp_path / "home"), "PYTHONPATH": os.getcwd()}
    for arguments in (("upcoming",), ("--help",)):
        done = subprocess.run(
            [os.sys.executable, "-c", code, *arguments], env=env, capture_output=True, text=True, check=True
        )
        loaded = done.stdout.splitlines()[-1]
        assert "click" in loaded
        assert not [name for name in ("taper.web", "starlette", "uvicorn", "jinja2") if f"'{name}" in loaded]


def test_its_json_is_one_value(tmp_path: Path) -> None:
    """A program finds the address and the file."""
    with Site(tmp_path / "home", burst(), daemon=False) as site:
        assert site.said.keys() == {"address", "open", "in_browser"}
        assert json.dumps(site.said)
