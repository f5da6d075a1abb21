"""The installed unit in the life of a real systemd user manager: run inside namespaces of its own, tells how it went.

`unshare --mount --pid --fork --mount-proc python undersystemd.py FOLDER` prints a JSON object. /run and the control
groups are replaced inside, so that nothing of the machine's own systemd is touched; home and settings lie in FOLDER.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SYSTEMD = "/usr/lib/systemd/systemd"
ROOT = Path(__file__).parents[2]
CGROUPS = Path("/sys/fs/cgroup")
RUNTIME = Path("/run/user/0")
NOT_POSSIBLE = 77
PATIENCE_SECONDS = 40.0
TAPER = [sys.executable, "-m", "taper"]

_QUICKLY = """[Service]
Environment=PYTHONPATH={root}
RestartSec=50ms
WatchdogSec=5
TimeoutAbortSec=200ms
"""
_OUTDATED = """[Service]
WatchdogSec=30
ExecStart=
ExecStart={python} {script}
"""


def main(folder: Path) -> None:
    """Lives through it."""
    with manager(folder):
        print(json.dumps(life(folder)))


def life(folder: Path) -> dict[str, Any]:
    """The unit from its installation to its end; what was seen at each turn."""
    home, config = folder / "home", folder / "config"
    os.environ |= {"XDG_RUNTIME_DIR": str(RUNTIME), "XDG_CONFIG_HOME": str(config), "TAPER_HOME": str(home)}
    os.environ |= {"PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    unit = Path(json.loads(taper("daemon", "install", "--dry-run", "--json").stdout)["path"])
    drop_in = unit.with_name(f"{unit.name}.d")
    drop_in.mkdir(parents=True)
    (drop_in / "quickly.conf").write_text(_QUICKLY.format(root=ROOT))
    told: dict[str, Any] = {"install": answer("daemon", "install", "--json"), "unit": str(unit)}
    first = running(unit.name)
    told["first"] = {**first, "status": answer("daemon", "status", "--json"), **privileges(first["MainPID"])}

    os.kill(int(first["MainPID"]), signal.SIGKILL)
    second = until(lambda: other_than(first, running(unit.name)), "a restart after a kill")
    told["killed"] = second
    os.kill(int(second["MainPID"]), signal.SIGSTOP)
    third = until(lambda: other_than(second, running(unit.name)), "a restart after a hang")
    told["hung"] = third

    (drop_in / "outdated.conf").write_text(
        _OUTDATED.format(python=sys.executable, script=Path(__file__).with_name("outdated.py"))
    )
    systemctl("daemon-reload")
    systemctl("restart", unit.name)
    before = running(unit.name)
    told["renewal"] = {"before": before, "list": answer("list", "--json"), "after": running(unit.name)}
    (drop_in / "outdated.conf").unlink()
    systemctl("daemon-reload")

    told["stop"] = {"code": taper("daemon", "stop").returncode, **until(lambda: ended(unit.name), "the end")}
    told["start"] = {"status": answer("daemon", "start", "--json"), **running(unit.name)}
    for file in drop_in.iterdir():
        file.unlink()
    drop_in.rmdir()
    told["uninstall"] = {"removed": answer("daemon", "uninstall", "--json")["removed"], **show(unit.name)}
    told["left"] = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    return told


@contextmanager
def manager(folder: Path) -> Iterator[None]:
    """A user manager on a /run of its own; exits with NOT_POSSIBLE where this machine does not allow that."""
    for mounting in (["-t", "tmpfs", "tmpfs", "/run"], ["-t", "cgroup2", "cgroup2", "/sys/fs/cgroup"]):
        if subprocess.run(["mount", *mounting], capture_output=True, check=False).returncode != 0:
            sys.exit(NOT_POSSIBLE)
    group = CGROUPS / f"taper-test-{folder.parent.name}-{folder.name}"
    group.mkdir()
    (group / "cgroup.procs").write_text("0")  # whatever the manager makes stays below it
    Path("/run/systemd/system").mkdir(parents=True)
    RUNTIME.mkdir(parents=True, mode=0o700)
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "XDG_RUNTIME_DIR": str(RUNTIME)}
    environment["XDG_CONFIG_HOME"] = str(folder / "config")
    said = (folder / "manager.said").open("wb")
    command = [SYSTEMD, "--user", "--unit=basic.target", "--log-target=console"]
    running = subprocess.Popen(command, env=environment, stdout=said, stderr=said, stdin=subprocess.DEVNULL)

    def is_there() -> bool:
        if running.poll() is not None:
            sys.exit(NOT_POSSIBLE)
        return (RUNTIME / "systemd" / "private").exists()

    try:
        until(is_there, "the manager")
        yield
    finally:
        running.terminate()
        running.wait()
        (CGROUPS / "cgroup.procs").write_text("0")
        for inner in sorted(group.rglob("*/"), reverse=True):
            inner.rmdir()
        group.rmdir()


def taper(*arguments: str) -> subprocess.CompletedProcess[str]:
    """One command."""
    return subprocess.run([*TAPER, *arguments], capture_output=True, text=True, check=False, cwd="/")


def answer(*arguments: str) -> Any:
    """The JSON of a command that must succeed."""
    done = taper(*arguments)
    if done.returncode != 0:
        raise SystemExit(f"taper {' '.join(arguments)}: {done.returncode} {done.stderr}")
    return json.loads(done.stdout)


def systemctl(*arguments: str) -> str:
    """What systemctl says."""
    done = subprocess.run(["systemctl", "--user", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"systemctl {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def show(name: str) -> dict[str, str]:
    """How systemd sees the unit."""
    wanted = "ActiveState,SubState,MainPID,StatusText,NRestarts,Result,UnitFileState"
    return dict(line.split("=", 1) for line in systemctl("show", name, f"--property={wanted}").splitlines())


def running(name: str) -> dict[str, str]:
    """The same, as soon as it runs."""

    def shown() -> dict[str, str] | None:
        found = show(name)
        return found if found["SubState"] == "running" else None

    return until(shown, "the unit to run")


def ended(name: str) -> dict[str, str] | None:
    """The same, once it has ended."""
    found = show(name)
    return found if found["ActiveState"] == "inactive" else None


def other_than(former: dict[str, str], found: dict[str, str]) -> dict[str, str] | None:
    """What was found, when it is another process."""
    return found if found["MainPID"] != former["MainPID"] else None


def privileges(pid: str) -> dict[str, str]:
    """What the kernel says of its limits."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return {key: found[key].strip() for key in ("NoNewPrivs", "Seccomp")}


def until(condition: Callable[[], Any], what: str) -> Any:
    """The condition's first true answer."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (found := condition()):
        if time.monotonic() > deadline:
            raise SystemExit(f"waited for {what}")
        time.sleep(0.02)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]))
