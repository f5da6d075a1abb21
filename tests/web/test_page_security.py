"""Who may ask the page: only the person's own browser, from the page itself; whoever else knocks learns nothing."""

from __future__ import annotations

import asyncio
import os
import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from livedaemon import paths_of
from plainclient import Client
from sites import Site, burst
from starlette.responses import Response
from starlette.types import ASGIApp, Message

from taper.web import app
from taper.web.guard import Door
from taper.web.neighbours import is_of_somebody_else

pytestmark = pytest.mark.daemon

MEDICINE = "prednisone"
LISTENING = "0A"
"""How the kernel's table of connections says that a socket listens."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One page for all tests here: none of them is let in to change anything."""
    with Site(tmp_path_factory.mktemp("guarded") / "home", burst()) as started:
        yield started


@pytest.fixture
def inside(site: Site) -> Client:
    """A client that came in with a key."""
    client = Client(site.port)
    assert client.enter(site.key()).status == 200
    return client


@pytest.fixture
def outside(site: Site) -> Client:
    """A client that did not."""
    return Client(site.port)


def form_on(client: Client) -> dict[str, str]:
    """The fields of the form that takes the waiting dose, as the page has them."""
    page = client.get("/").text
    hidden = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)[:5])
    assert hidden.keys() == {"csrf", "request", "back", "plan", "dose"}
    return {**hidden, "answer": "taken"}


def own(site: Site) -> dict[str, str]:
    """The headers by which a browser says that a form comes from the page."""
    return {"Origin": site.address, "Sec-Fetch-Site": "same-origin"}


def test_a_form_of_the_page_itself_is_taken(site: Site, inside: Client) -> None:
    """What all refusals below are held against: the same form, sent rightly, is done."""
    answer = inside.post("/take", form_on(inside), headers=own(site))
    assert answer.status == 303
    assert site.recorded() == [("taken", "2026-12-01/morning")]
    taken_back = {**form_on_undo(inside), "back": "/"}
    assert inside.post("/undo", taken_back, headers=own(site)).status == 303
    assert site.recorded() == []


def form_on_undo(client: Client) -> dict[str, str]:
    """The fields of the form that takes the last record back."""
    page = client.get("/").text
    part = page[page.index('action="/undo"') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', part)[:5])


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1.evil.example:{port}", ""])
def test_another_host_is_refused(site: Site, inside: Client, host: str) -> None:
    """A name that was turned to this machine (DNS rebinding) gets nothing, session or not."""
    answer = inside.get("/", headers={"Host": host.format(port=site.port)})
    assert answer.status in (400, 421)
    assert MEDICINE not in answer.text


def test_two_hosts_are_refused(site: Site) -> None:
    """A request that names the right host and another one as well is none of ours."""
    lines = f"GET /static/page.css HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nHost: evil.example\r\n\r\n"
    assert raw(site, lines).partition(" ")[2][:3] in ("400", "421")


def raw(site: Site, lines: str) -> str:
    """What is answered to a request as it stands."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as connection:
        connection.sendall(lines.encode())
        return connection.recv(65536).decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://127.0.0.1:1"},
        {},
        {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused(site: Site, inside: Client, headers: dict[str, str]) -> None:
    """Even with the cookie and the token, a form that does not come from the page changes nothing."""
    said = {name: value.format(port=site.port) for name, value in headers.items()}
    assert inside.post("/take", form_on(inside), headers=said).status == 403
    assert site.recorded() == []


@pytest.mark.parametrize("csrf", [None, "", "x" * 43, "é"])
def test_a_form_without_its_token_is_refused(site: Site, inside: Client, csrf: str | None) -> None:
    """The token of the session stands in every form."""
    form = form_on(inside)
    del form["csrf"]
    sent = form if csrf is None else form | {"csrf": csrf}
    assert inside.post("/take", sent, headers=own(site)).status == 403
    assert site.recorded() == []


def test_the_token_of_another_session_is_refused(site: Site, inside: Client, outside: Client) -> None:
    """Two browsers came in; a form of one is none of the other."""
    assert outside.enter(site.key()).status == 200
    form = form_on(inside) | {"csrf": form_on(outside)["csrf"]}
    assert inside.post("/take", form, headers=own(site)).status == 403


@pytest.mark.parametrize("path", ["/", "/upcoming", "/stamp", "/take", "/no-such-page", "/enter", "/enter?key=wrong"])
@pytest.mark.parametrize("cookie", [None, "wrong", "é"])
def test_nobody_comes_in_without_the_key(site: Site, path: str, cookie: str | None) -> None:
    """Without a session there is one answer to everything, and it names no medicine and no plan."""
    sent = {} if cookie is None else {"Cookie": f"taper-{site.port}={cookie}"}
    answer = Client(site.port).get(path, headers=sent)
    assert answer.status == 403
    assert "This page is locked" in answer.text
    assert MEDICINE not in answer.text
    assert "set-cookie" not in answer.headers


def test_a_form_without_a_session_is_refused(site: Site, inside: Client, outside: Client) -> None:
    """The token alone opens nothing."""
    assert outside.post("/take", form_on(inside), headers=own(site)).status == 403
    assert site.recorded() == []


def test_a_key_is_good_for_once(site: Site, outside: Client) -> None:
    """Used again, from the browser's history or a process list, it opens nothing; the file holds another one."""
    key = site.key()
    assert outside.enter(key).status == 200
    assert Client(site.port).enter(key).status == 403
    assert site.key() != key


def test_the_cookie_stays_with_the_page(site: Site, outside: Client) -> None:
    """No script reads it, and no other site's request carries it."""
    cookie = outside.enter(site.key()).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "domain" not in cookie


def test_the_key_file_is_the_persons_alone(site: Site) -> None:
    """Nobody else can read the key."""
    assert site.file.stat().st_mode & 0o777 == 0o600
    assert "referrer" in site.file.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["/", "/upcoming", "/static/page.css", "/no-such-page", "/enter"])
def test_every_answer_is_kept_from_others(inside: Client, path: str) -> None:
    """No script or style but the page's own files, no frame around it, nothing kept by caches or given to others."""
    headers = inside.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (headers["x-frame-options"], headers["x-content-type-options"]) == ("DENY", "nosniff")
    assert (headers["cache-control"], headers["cross-origin-resource-policy"]) == ("no-store", "same-origin")
    assert headers["referrer-policy"] in ("same-origin", "no-referrer")
    assert "server" not in headers


def test_a_defect_is_kept_from_others_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that breaks says nothing of how it broke, and goes out with the same headers."""

    def broken(_: object) -> Response:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(app, "VIEWS", (("/", broken),))
    door = Door()
    made = app.app_for(paths_of(tmp_path), door=door, port=8123)
    session = door.opened_with(door.key)
    assert session is not None
    status, headers, body = asyncio.run(answered(made, cookie=f"taper-8123={session.cookie}"))
    assert status == 500
    assert b"This is a defect" in body
    assert b"secret" not in body
    assert headers[b"content-security-policy"].startswith(b"default-src 'none'")


async def answered(made: ASGIApp, *, cookie: str) -> tuple[int, dict[bytes, bytes], bytes]:
    """What an application answers to a request for its first page: the status, the headers and the body."""
    came: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        came.append(message)

    named = [(b"host", b"127.0.0.1:8123"), (b"cookie", cookie.encode())]
    scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": named, "root_path": ""}
    with suppress(ZeroDivisionError):  # the server behind it writes it down
        await made(scope, receive, send)
    body = b"".join(message.get("body", b"") for message in came)
    return came[0]["status"], dict(came[0]["headers"]), body


@pytest.mark.parametrize("path", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fclient.py"])
def test_only_the_pages_own_files_are_given(site: Site, path: str) -> None:
    """No way leads out of the folder of the style and the script."""
    answer = raw(site, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\nConnection: close\r\n\r\n")
    assert answer.partition(" ")[2][:3] in ("403", "404")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/json", b"{}", 415),
        ("application/x-www-form-urlencoded", b"a=" + b"x" * 1_000_001, 413),
        ("application/x-www-form-urlencoded", b"csrf=%ff", 400),
        ("application/x-www-form-urlencoded", b"&".join(b"a=b" for _ in range(1_001)), 400),
    ],
)
def test_what_is_no_form_is_refused(site: Site, inside: Client, kind: str, body: bytes, status: int) -> None:
    """Files, JSON, too much and broken text end in a sentence."""
    answer = inside.post("/take", body, headers=own(site) | {"Content-Type": kind})
    assert answer.status == status
    assert answer.text.startswith("taper: ")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "/%0d%0aX: y", ""])
def test_a_form_leads_back_to_the_page_alone(site: Site, inside: Client, back: str) -> None:
    """No answer sends the browser to another site."""
    form = form_on(inside) | {"back": back, "dose": "no-such-dose"}
    answer = inside.post("/take", form, headers=own(site))
    assert answer.status == 303
    assert re.match(r"/[\w%]*\?said=", answer.headers["location"])


def test_it_listens_on_the_loopback_alone(site: Site) -> None:
    """By what the kernel says: one listening socket, at 127.0.0.1."""
    links = [os.readlink(one) for one in Path(f"/proc/{site.pid}/fd").iterdir() if one.exists()]
    ours = {link[8:-1] for link in links if link.startswith("socket:[")}
    listening = [
        columns[1]
        for table in ("tcp", "tcp6", "udp", "udp6")
        for columns in map(str.split, Path(f"/proc/{site.pid}/net/{table}").read_text(encoding="ascii").splitlines())
        if columns[9] in ours and (columns[3] == LISTENING or table.startswith("udp"))
    ]
    assert listening == [f"0100007F:{site.port:04X}"]


def test_another_persons_program_is_known(tmp_path: Path) -> None:
    """The kernel's table names whose the other end is; whoever it does not name is not taken for somebody else."""
    table = tmp_path / "tcp"
    head = "sl local_address rem_address st tx_queue tr tm->when retrnsmt uid timeout inode\n"
    row = "0: 0100007F:D431 0100007F:1F90 01 00000000:00000000 00:00000000 00000000 {uid} 0 1 1\n"
    for uid, is_other in ((os.getuid(), False), (54321, True), (0, False)):
        table.write_text(head + row.format(uid=uid), encoding="ascii")
        assert is_of_somebody_else(0xD431, our_port=0x1F90, tables=(table,)) is is_other
        assert not is_of_somebody_else(0xD432, our_port=0x1F90, tables=(table,))
    assert not is_of_somebody_else(0xD431, our_port=0x1F90, tables=(tmp_path / "none",))


def test_keys_and_cookies_are_said_nowhere(site: Site, inside: Client) -> None:
    """Neither on the page's outputs, nor in the daemon's, nor in a log or a process list."""
    inside.post("/take", form_on(inside) | {"dose": "x"}, headers=own(site))
    secrets = [site.key(), *inside.cookies.values(), form_on(inside)["csrf"]]
    written = [path for path in site.home.iterdir() if path.is_file() and path != site.file]
    said = b"".join(path.read_bytes() for path in written)
    said += Path(f"/proc/{site.pid}/cmdline").read_bytes()
    assert "web-errors" in {path.name for path in written}
    assert not [secret for secret in secrets if secret.encode() in said]
    assert site.errors() == ""


def test_ctrl_c_ends_it_and_takes_the_key_away(tmp_path: Path) -> None:
    """Ended by Ctrl+C: exit 0, nothing more on standard output, and no key lies about."""
    with Site(tmp_path / "home", burst(), daemon=False) as alone:
        assert alone.file.exists()
        assert alone.end() == (0, "")
        assert not alone.file.exists()
        assert alone.errors() == "taper: the page is closed.\n"
