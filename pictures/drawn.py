"""How do the page and the paper become pictures, and how is it noticed that one went stale?

Their pixels depend on the fonts of whoever draws them, so that beside each picture stands a digest of what it was made
of: the page's HTML and style, or the words on the paper. A picture is drawn anew where that changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from pictures.stage import Moment, Stage

CHROMIUM = os.environ.get("TAPER_CHROMIUM", "/usr/bin/chromium")
_FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--hide-scrollbars"),
)

_ANEW = re.compile(r'(name="(?:csrf|request)" value)="[^"]*"|\b[0-9a-f]{16}\b|127\.0\.0\.1:\d+')
"""What differs each time: the keys of forms, the ids of plans, the port."""

_STYLES = ("/static/page.css", "/static/plans.css")


@dataclass(frozen=True, slots=True)
class View:
    """A page of the browser: its address, how wide and high it is seen, and whether in the dark."""

    path: str
    width: int
    height: int
    dark: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first page of a PDF that `taper export` writes."""

    words: tuple[str, ...]


VIEWS: Mapping[str, View] = {
    "page-today": View("/", 1280, 720),
    "page-plan": View("/plans/A", 1280, 1340),
    "page-phone": View("/", 360, 740, dark=True),
}
SHEETS: Mapping[str, Sheet] = {
    "paper-fridge": Sheet(("export", "pdf", "B", "--size", "a4")),
    "paper-provider": Sheet(("export", "pdf", "A", "--summary", "--names", "--size", "a4")),
}
MADE_OF = "made_of.json"
_POINTS = 1.3
"""How many pixels a point of the paper has."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a picture is made of, as a digest, and how it is drawn."""

    digest: str
    draw: Callable[[], bytes]


def pictures(moment: Moment, stage: Stage, *, kept: Path | None) -> dict[str, str | bytes]:
    """The digests, and each picture that is not there yet as it would be made now; without `kept` none is drawn."""
    with moment.page() as (address, entrance):
        client = _Client(address, entrance)
        drawings = {name: _view(client, view, address, entrance) for name, view in VIEWS.items()}
        drawings |= {name: _sheet(moment, stage, name, sheet) for name, sheet in SHEETS.items()}
        digests = {f"{name}.png": drawing.digest for name, drawing in drawings.items()}
        made: dict[str, str | bytes] = {MADE_OF: json.dumps(digests, indent=2) + "\n"}
        if kept is not None:
            before = json.loads((kept / MADE_OF).read_text()) if (kept / MADE_OF).exists() else {}
            stale = [
                name for name, digest in digests.items() if before.get(name) != digest or not (kept / name).exists()
            ]
            made |= {name: drawings[name.removesuffix(".png")].draw() for name in stale}
    return made


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


class _Client:
    """Asks the page as a browser without scripts does."""

    def __init__(self, address: str, entrance: Path) -> None:
        self._place = address.removeprefix("http://").rstrip("/")
        key = re.search(r"key=([\w-]+)", entrance.read_text(encoding="utf-8"))
        assert key is not None
        self._cookie = ""
        self.get(f"/enter?key={key[1]}")

    def get(self, path: str) -> str:
        """The text at a path. Raises ValueError where there is none."""
        connection = HTTPConnection(self._place, timeout=30)
        try:
            connection.request("GET", path, headers={"Cookie": self._cookie} if self._cookie else {})
            answer = connection.getresponse()
            text = answer.read().decode()
            if answer.status >= 400:
                raise ValueError(f"{path}: {answer.status}")
            self._cookie = (answer.getheader("Set-Cookie") or self._cookie).partition(";")[0]
        finally:
            connection.close()
        return text


def _view(client: _Client, view: View, address: str, entrance: Path) -> Drawing:
    html = _ANEW.sub(lambda found: f"{found[1]}=" if found[1] else "", client.get(view.path))
    digest = _digest(html, *(client.get(style) for style in _STYLES), repr(view))
    return Drawing(digest, lambda: _shot(view, address, entrance))


def _shot(view: View, address: str, entrance: Path) -> bytes:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        page = browser.new_page(
            viewport={"width": view.width, "height": view.height},
            color_scheme="dark" if view.dark else "light",
            locale="en-GB",
            timezone_id="Europe/Berlin",
        )
        page.goto(entrance.as_uri())
        page.wait_for_url(address)
        if view.path != "/":
            page.goto(address.rstrip("/") + view.path)
        shot = page.screenshot()
        browser.close()
    return shot


def _sheet(moment: Moment, stage: Stage, name: str, sheet: Sheet) -> Drawing:
    import pypdfium2

    moment.run((*sheet.words, "-o", f"{name}.pdf"))
    content = (stage.folder / f"{name}.pdf").read_bytes()
    document = pypdfium2.PdfDocument(content)
    page = document[0]
    words = page.get_textpage().get_text_range()
    size, pages = page.get_size(), len(document)
    document.close()
    return Drawing(_digest(words, f"{size[0]:.0f} {size[1]:.0f} {pages}"), lambda: _rendered(content))


def _rendered(content: bytes) -> bytes:
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    drawn = io.BytesIO()
    document[0].render(scale=_POINTS).to_pil().quantize(32).save(drawn, format="PNG", optimize=True)
    document.close()
    return drawn.getvalue()
