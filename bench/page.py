"""How soon is the local page seen? The first paint of today's page in Chromium, against that of a page with nothing on.

Both come over the loopback from this machine, in turn, the daemon running; the empty one from a server of Python's own,
so that a machine that is busy with other things slows both. By the browser's own clock, from the begin of the request
to the first content that is painted. The target is 300 ms where the empty page takes 60 ms, as on two cores that do
nothing else: below 5 times as long. Exits with 1 above it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench.pairs import TAPER, Row, beside_a_daemon, run, verdict

PAIRS = 15
TARGET = 5.0

PLAN = "prednisone: 40 mg daily for 4 days, then 20 mg daily for 4 days, then 10 mg daily for 4 days, then stop"
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")

_ROWS = {
    "floor": Row("a bare page", " to its first paint"),
    "measured": Row("taper web, today", ", with the daemon running"),
}
_PAINTED = """() => new Promise(found => {
  const look = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    paint ? found(paint.startTime) : setTimeout(look, 5);
  };
  look();
})"""


class _Empty(BaseHTTPRequestHandler):
    """Answers everything with a page that holds one word."""

    def do_GET(self) -> None:
        """One answer."""
        body = b"<!doctype html><html lang=en><title>Bare</title><p>Bare"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


def main() -> int:
    """Measures in a home of its own and prints the result; 1 when it misses the target."""
    chromium = shutil.which("chromium")
    if chromium is None:
        print("there is no chromium here: nothing was measured")
        return 1
    with beside_a_daemon() as env:
        run([TAPER, "add", PLAN, "--strength", "10 mg", "--start", "2026-12-01", "--yes"], env)
        pairs = _measured(chromium, env)
    return verdict(pairs, **_ROWS, target=TARGET)


def _measured(chromium: str, env: Mapping[str, str]) -> list[tuple[float, float]]:
    """The first paints of the bare page and of today's, in milliseconds, in pairs."""
    bare = ThreadingHTTPServer(("127.0.0.1", 0), _Empty)
    threading.Thread(target=bare.serve_forever, daemon=True).start()
    served = subprocess.Popen(
        [TAPER, "web", "--no-browser", "--json"], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        said = _first_value(served)
        with sync_playwright() as playwright:
            page = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)).new_page()
            page.goto(Path(said["open"]).as_uri())
            page.wait_for_url(said["address"])
            addresses = (f"http://127.0.0.1:{bare.server_port}/", said["address"])
            return [(_painted(page, addresses[0]), _painted(page, addresses[1])) for _ in range(PAIRS)]
    finally:
        served.terminate()
        served.wait()
        bare.shutdown()


def _first_value(served: subprocess.Popen[str]) -> dict[str, str]:
    said = ""
    assert served.stdout is not None
    for line in served.stdout:
        said += line
        if line.startswith("}"):
            break
    return dict(json.loads(said))


def _painted(page: Page, address: str) -> float:
    page.goto(address)
    return float(page.evaluate(_PAINTED))
