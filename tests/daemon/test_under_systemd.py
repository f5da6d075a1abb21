"""The unit that `taper daemon install` writes: by systemd's own judgement, and in the life of a real user manager."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from undersystemd import NOT_POSSIBLE, SYSTEMD

from taper.daemon.unit import Start, autostart_text, unit_text

ODD = Start(
    (f"{sys.executable}", "-P", "-m", "taper.daemon", 'a "b" %h $HOME \\ \''),
    {"TAPER_HOME": '/a folder/100% "mine" $x'},
)
"""A start that needs every kind of quoting."""

POSSIBLE = {
    "NoNewPrivileges",
    "LockPersonality",
    "MemoryDenyWriteExecute",
    "NotifyAccess",
    "RestrictAddressFamilies_AF_INET_INET6",
    "RestrictAddressFamilies_AF_NETLINK",
    "RestrictAddressFamilies_AF_PACKET",
    "RestrictAddressFamilies_OTHER",
    *(f"RestrictNamespaces_{name}" for name in ("user", "pid", "net", "uts", "mnt", "cgroup", "ipc")),
    "RestrictRealtime",
    "RestrictSUIDSGID",
    "SystemCallArchitectures",
    *(f"SystemCallFilter_{name}" for name in ("mount", "module", "debug", "raw_io", "reboot", "swap", "resources")),
    "UMask",
}


def tool(name: str) -> str:
    """The program; without it the test is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"needs {name}")
    return found


@pytest.mark.parametrize("start", [Start((sys.executable, "-P", "-m", "taper.daemon")), ODD], ids=["plain", "odd"])
def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path, start: Start) -> None:
    """systemd-analyze verify: no unknown key, no program that is not there, nothing said."""
    unit = tmp_path / "taper.service"
    unit.write_text(unit_text(start))
    env = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    command = [tool("systemd-analyze"), "--user", "verify", "--man=no", str(unit)]
    found = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_the_unit_has_every_limit_that_a_user_unit_can_have(tmp_path: Path) -> None:
    """systemd-analyze security, which judges a unit of the system: the others need privileges or user namespaces."""
    unit = tmp_path / "taper.service"
    unit.write_text(unit_text(Start((sys.executable, "-P", "-m", "taper.daemon"))))
    command = [tool("systemd-analyze"), "security", "--offline=true", "--json=short", str(unit)]
    judged = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    held = {entry["json_field"] for entry in judged if entry["set"]}
    assert held >= POSSIBLE


def test_a_desktop_finds_no_fault_with_the_autostart_entry(tmp_path: Path) -> None:
    """desktop-file-validate says nothing."""
    entry = tmp_path / "taper.desktop"
    entry.write_text(autostart_text(ODD))
    found = subprocess.run([tool("desktop-file-validate"), str(entry)], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a real user manager made of the unit, see `undersystemd`."""
    if not Path(SYSTEMD).exists() or shutil.which("unshare") is None or os.getuid() != 0:
        pytest.skip("needs systemd, unshare and root for a user manager of its own")
    folder = tmp_path_factory.mktemp("systemd")
    script = str(Path(__file__).with_name("undersystemd.py"))
    namespaces = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    done = subprocess.run(
        [*namespaces, sys.executable, script, str(folder)], capture_output=True, text=True, check=False, timeout=240
    )
    if done.returncode == NOT_POSSIBLE or "unshare failed" in done.stderr:
        pytest.skip("this machine allows no user manager of its own")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout) | {"folder": str(folder)}


@pytest.mark.daemon
def test_an_installed_daemon_runs_and_is_enabled(lived: Any) -> None:
    """install writes the unit and its link, waits until it is ready, and the kernel holds its limits."""
    first = lived["first"]
    assert lived["install"]["way"] == "systemd"
    assert lived["install"]["files"][0] == lived["unit"]
    assert (first["ActiveState"], first["UnitFileState"]) == ("active", "enabled")
    assert first["status"]["pid"] == int(first["MainPID"])
    assert first["StatusText"].startswith("Reminders by ")
    assert (first["NoNewPrivs"], first["Seccomp"]) == ("1", "2")


@pytest.mark.daemon
def test_killed_or_hung_it_is_started_again(lived: Any) -> None:
    """On failure, and by the watchdog."""
    restarts = [int(lived[turn]["NRestarts"]) for turn in ("first", "killed", "hung")]
    assert restarts[0] < restarts[1] < restarts[2]
    assert lived["hung"]["ActiveState"] == "active"


@pytest.mark.daemon
def test_renewed_it_is_the_same_main_process_to_systemd(lived: Any) -> None:
    """After a command of a newer version it goes on as the same process, and was not restarted."""
    before, after = lived["renewal"]["before"], lived["renewal"]["after"]
    assert lived["renewal"]["list"] == []
    assert (after["MainPID"], after["NRestarts"], after["ActiveState"]) == (before["MainPID"], "0", "active")


@pytest.mark.daemon
def test_stopped_it_stays_so_until_it_is_started_by_its_unit(lived: Any) -> None:
    """stop ends it as a success; start goes through systemd."""
    assert (lived["stop"]["code"], lived["stop"]["ActiveState"], lived["stop"]["Result"]) == (0, "inactive", "success")
    assert lived["start"]["status"]["pid"] == int(lived["start"]["MainPID"])


@pytest.mark.daemon
def test_uninstalled_nothing_of_it_is_left_but_the_data(lived: Any) -> None:
    """What was written is removed, the daemon ends, and the store stays."""
    assert lived["uninstall"]["removed"] == lived["install"]["files"]
    assert lived["uninstall"]["ActiveState"] == "inactive"
    assert "home/taper.db" in lived["left"]
    assert not [path for path in lived["left"] if path.startswith("config")]
