"""A client of the page without a browser's manners: it sends what a test says, and keeps the cookies it is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; the names of headers are in small letters."""

    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(slots=True)
class Client:
    """Speaks to 127.0.0.1 at a port."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, *, headers: Mapping[str, str] | None = None) -> Reply:
        """Asks for a page."""
        return self._send("GET", path, b"", headers or {})

    def post(self, path: str, form: Mapping[str, str] | bytes, *, headers: Mapping[str, str]) -> Reply:
        """Sends a form (or whatever stands in its place), and follows nowhere."""
        body = form if isinstance(form, bytes) else urlencode(form).encode()
        return self._send("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"} | dict(headers))

    def enter(self, key: str) -> Reply:
        """Hands in a key."""
        return self.get(f"/enter?{urlencode({'key': key})}")

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = ({"Cookie": kept} if kept else {}) | {"Host": f"127.0.0.1:{self.port}"} | dict(headers)
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in (sent | {"Content-Length": str(len(body))}).items():
                connection.putheader(name, value.encode())
            connection.endheaders(body)
            came = connection.getresponse()
            reply = Reply(came.status, {k.lower(): v for k, v in came.getheaders()}, came.read().decode())
        finally:
            connection.close()
        if "set-cookie" in reply.headers:
            name, _, value = reply.headers["set-cookie"].partition(";")[0].partition("=")
            self.cookies[name] = value
        return reply
