"""Nothing of taper speaks to a network: none of its code could, and it does its work on a machine that has none.

The page listens, on this machine's own loopback: in one module, which is held to that here, and in tests/web by what
the kernel says of the running page.
"""

from __future__ import annotations

import ast
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import taper
from taper.notify.session_bus import session_address

ROOT = Path(taper.__file__).parent
MODULES = sorted(ROOT.rglob("*.py"))
LISTENS = ROOT / "web" / "listening.py"
"""The only module that may have a socket of the internet, and may know the server that is handed it."""

_FORBIDDEN = frozenset(
    {
        *("aiohttp", "ftplib", "http", "httplib2", "httpx", "imaplib", "nntplib", "paramiko", "poplib", "pycurl"),
        *("requests", "smtplib", "socketserver", "ssl", "telnetlib", "urllib3", "webbrowser", "websockets", "wsgiref"),
        *("xmlrpc", "urllib.request", "urllib.robotparser", "urllib.error"),
    }
)
_OF_SOCKET = frozenset({"AF_UNIX", "SOCK_STREAM", "SOCK_DGRAM", "SOL_SOCKET", "SO_PEERCRED", "socket", "MSG_DONTWAIT"})
"""Everything of the module socket that may be used; a socket may only be of AF_UNIX."""

_OF_ASYNCIO = frozenset({"open_connection", "start_server"})
_OF_LOOPS = frozenset({"create_connection", "create_server", "create_datagram_endpoint", "getaddrinfo", "sock_connect"})


def faults_in(tree: ast.AST) -> Iterator[str]:
    """What in a module could reach a network."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.name for one in names if _is_forbidden(one.name) or one.name in ("urllib", "_socket"))
            case ast.ImportFrom(module=str(module), names=names):
                full = {module, *(f"{module}.{one.name}" for one in names)}
                if any(map(_is_forbidden, full)) or module in ("socket", "_socket"):
                    yield module
                if module == "asyncio" and {one.name for one in names} & _OF_ASYNCIO:
                    yield "asyncio"
            case ast.Attribute(value=ast.Name(id="socket"), attr=attr) if attr not in _OF_SOCKET:
                yield f"socket.{attr}"
            case ast.Attribute(value=ast.Name(id="asyncio"), attr=attr) if attr in _OF_ASYNCIO:
                yield f"asyncio.{attr}"
            case ast.Attribute(attr=attr) if attr in _OF_LOOPS:
                yield attr
            case ast.Call(func=ast.Attribute(value=ast.Name(id="socket"), attr="socket"), args=arguments):
                if not arguments or ast.unparse(arguments[0]) != "socket.AF_UNIX":
                    yield f"a socket of {ast.unparse(node)}"
            case ast.Call(func=ast.Name(id="__import__")):
                yield "__import__"


def _is_forbidden(name: str) -> bool:
    return name in _FORBIDDEN or name.partition(".")[0] in _FORBIDDEN


def test_no_module_could_reach_a_network() -> None:
    assert len(MODULES) > 200
    found = {str(path): list(faults_in(read(path))) for path in MODULES if path != LISTENS}
    assert {path: faults for path, faults in found.items() if faults} == {}


def read(path: Path) -> ast.Module:
    """A module's source, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def test_one_module_listens_and_on_the_loopback_alone() -> None:
    """It has one socket of the internet, binds it to 127.0.0.1, connects to nothing, and names no other host."""
    assert sorted(faults_in(read(LISTENS))) == sorted(ON_LOOPBACK_ONLY)
    assert [*hosts_in(read(LISTENS))] == ["(HOST, port)"]
    assert 'HOST = "127.0.0.1"' in LISTENS.read_text(encoding="utf-8")


ON_LOOPBACK_ONLY = (
    "a socket of socket.socket(socket.AF_INET, socket.SOCK_STREAM)",
    *("socket.AF_INET", "socket.SO_REUSEADDR"),
)
"""What is found in that module, and nothing else."""


def hosts_in(tree: ast.AST) -> Iterator[str]:
    """Where a module binds, connects or lets a server listen."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="bind" | "connect" | "connect_ex" | "sendto"), args=arguments):
                yield ast.unparse(arguments[-1])
            case ast.keyword(arg="host" | "port" | "fd" | "uds" as name):
                yield str(name)


def test_no_other_module_knows_a_server() -> None:
    """uvicorn would listen wherever it was told to."""
    knowing = [path for path in MODULES if "uvicorn" in imported_by(read(path))]
    assert knowing == [LISTENS]


def imported_by(tree: ast.AST) -> set[str]:
    """The packages that a module imports."""
    found = set[str]()
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                found |= {one.name.partition(".")[0] for one in names}
            case ast.ImportFrom(module=str(module)):
                found.add(module.partition(".")[0])
    return found


@pytest.mark.parametrize(
    "code",
    [
        "import http.client",
        "import urllib.request",
        "from urllib import request",
        "from urllib.request import urlopen",
        "from socket import create_connection",
        "import socket\nsocket.create_connection(('127.0.0.1', 9))",
        "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_STREAM)",
        "import socket\nsocket.socket()",
        "import asyncio\nasyncio.open_connection('127.0.0.1', 9)",
        "from asyncio import start_server",
        "loop.create_server(None)",
    ],
)
def test_that_check_finds_what_it_looks_for(code: str) -> None:
    assert list(faults_in(ast.parse(code)))


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("tcp:host=example.org,port=9", None),
        ("unix:path=/run/bus", "unix:path=/run/bus"),
        ("tcp:host=example.org;unix:path=/run/bus", "unix:path=/run/bus"),
        ("", None),
    ],
)
def test_a_message_bus_on_a_network_is_none(said: str, used: str | None) -> None:
    assert session_address({"DBUS_SESSION_BUS_ADDRESS": said}) == used


WITHOUT = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
"""Runs a command where there is no network interface but a loopback that is down."""

ESSENTIAL = (
    "tests/test_client.py",
    "tests/cli/test_daily.py",
    "tests/daemon/test_daemon_process.py::test_a_plan_added_over_the_socket_is_reminded_of_at_once",
    "tests/cli/test_backups.py::test_a_running_daemon_restores_and_reminds_of_what_came_back",
)
"""Plans looked at and answered, the daemon as a process, a restore by it: what is run of the suite there."""


def alone(*command: str, timeout: int) -> subprocess.CompletedProcess[str]:
    """Runs a command without any network."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return subprocess.run(
        [*WITHOUT, *command], capture_output=True, text=True, timeout=timeout, check=False, env=env, cwd=ROOT.parent
    )


def test_the_essential_parts_of_the_suite_pass_on_a_machine_without_a_network() -> None:
    if shutil.which("unshare") is None or alone("true", timeout=30).returncode != 0:
        pytest.skip("no network namespace may be made here")
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        there = f"import socket; socket.create_connection(('127.0.0.1', {listening.getsockname()[1]}), 5)"
        if subprocess.run([sys.executable, "-c", there], check=False, stderr=subprocess.DEVNULL).returncode != 0:
            pytest.skip("the whole suite runs without a network already")
        assert alone(sys.executable, "-c", there, timeout=30).returncode != 0, "there is a network after all"
    done = alone(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *ESSENTIAL, timeout=300)
    assert done.returncode == 0, done.stdout[-3000:]
