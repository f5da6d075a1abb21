"""May this request be answered?

The page listens on 127.0.0.1, where every program of this machine and every site open in its browser can knock. So a
request must name this very address (a name that resolves here is none), come with the cookie of a session, and where it
changes something come from the page itself, with the token of that session. A session is opened with a key that is good
for once and stands in no address but that of the opening itself.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import parse_qsl

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from taper.web.neighbours import is_of_somebody_else

ENTRANCE = "/enter"
"""Where a key is handed in."""

STATIC = "/static/"
"""What is the same for everybody, and says nothing of anybody."""

CSRF = "csrf"
"""The field of every form that holds the session's token."""

MOST_BYTES = 1_000_000
"""How long a form may be."""

_MOST_SESSIONS = 20
_MOST_FIELDS = 1_000

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    # Not "no-referrer": by it a browser hides where a form comes from, from this page itself, too (Origin: null).
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""What goes out with every answer."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that came in with a key: what its cookie and its forms must hold."""

    cookie: str = field(repr=False)
    csrf: str = field(repr=False)


class Door:
    """The keys that open a session, each for once, and the sessions that are open. All are random and never said."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._key = secrets.token_urlsafe(32)
        self._sessions: list[Session] = []

    @property
    def key(self) -> str:
        """The key that opens the next session."""
        return self._key

    def opened_with(self, key: str) -> Session | None:
        """A new session, and from then on another key; None for a key that is not, or no longer, good."""
        with self._lock:
            if not _same(key, self._key):
                return None
            self._key = secrets.token_urlsafe(32)
            session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
            self._sessions = [*self._sessions, session][-_MOST_SESSIONS:]
            return session

    def session_of(self, cookie: str) -> Session | None:
        """The session that a cookie belongs to."""
        return next((session for session in self._sessions if _same(cookie, session.cookie)), None)


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def cookie_name(port: int) -> str:
    """The cookie's name: browsers keep cookies by host alone, and two pages may run beside each other."""
    return f"taper-{port}"


@dataclass(frozen=True, slots=True)
class Form:
    """What a form sent: texts by the names of its fields."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, name: str) -> str:
        """The text of a field; empty where it was not sent."""
        return next((value for key, value in self.pairs if key == name), "")

    def all(self, name: str) -> list[str]:
        """The texts of every field of that name, in order."""
        return [value for key, value in self.pairs if key == name]


class Guard:
    """Stands before the page's application: what it lets through has `session` and `form` in its state."""

    def __init__(self, app: ASGIApp, *, door: Door, port: int, refused: Callable[[], Response]) -> None:
        self._app = app
        self._door = door
        self._cookie = cookie_name(port)
        self._host = f"127.0.0.1:{port}"
        self._port = port
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request, or has it answered."""
        if scope["type"] != "http":
            return
        send = _with_headers(send)
        headers = Headers(scope=scope)
        state = scope.setdefault("state", {})
        refusal = self._refusal(scope, headers)
        if refusal is None and not _is_open(scope["path"]):
            session = self._door.session_of(HTTPConnection(scope).cookies.get(self._cookie, ""))
            if session is None:
                refusal = self._refused()
            else:
                state |= {"session": session, "form": Form()}
                if scope["method"] == "POST":
                    refusal, receive = await _read_form(session, scope, headers, receive)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """Why a request is refused whoever sends it; None where it is not."""
        client = scope.get("client")
        if client is not None and is_of_somebody_else(client[1], our_port=self._port):
            return _said(403, "This page answers the person who opened it.")
        if headers.getlist("host") != [self._host]:
            return _said(421, f"This page answers at http://{self._host}/ alone.")
        origins = headers.getlist("origin")
        if any(origin != f"http://{self._host}" for origin in origins):
            return _said(403, "This page answers nothing that another site asks for.")
        if scope["method"] not in ("GET", "HEAD"):
            if scope["method"] != "POST":
                return _said(405, "This page knows GET and POST alone.")
            if not origins or headers.get("sec-fetch-site", "same-origin") != "same-origin":
                return _said(403, "A form is taken from this page alone, and this one does not say that it is.")
        return None


def _is_open(path: str) -> bool:
    return path == ENTRANCE or path.startswith(STATIC)


async def _read_form(
    session: Session, scope: Scope, headers: Headers, receive: Receive
) -> tuple[Response | None, Receive]:
    """Puts the form into the state; the refusal of one that is none, too long, or without the session's token."""
    if headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        return _said(415, "A form comes as application/x-www-form-urlencoded."), receive
    body = await _body(receive)
    if body is None:
        return _said(413, f"A form may have {MOST_BYTES:,} bytes at most."), receive
    try:
        text = body.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        return _said(400, "The form cannot be read: expected text as UTF-8, percent-encoded."), receive
    form = Form(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs))
    if not _same(form[CSRF], session.csrf):
        return _said(403, "This form is not of this session. Load the page again, and send it from there."), receive
    scope["state"]["form"] = form
    return None, receive


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None for one that is too long."""
    parts: list[bytes] = []
    length = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        length += len(parts[-1])
        if length > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return b"".join(parts)


def _said(status: int, text: str) -> Response:
    return PlainTextResponse(f"taper: {text}\n", status_code=status)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _missing(headers):
                headers[name] = value
        await send(message)

    return sending


def _missing(headers: MutableHeaders) -> Iterable[tuple[str, str]]:
    return [(name, value) for name, value in HEADERS.items() if name not in headers]
