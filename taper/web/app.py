"""Which address answers what?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from taper.app.answers import error_json
from taper.client import RefusedError
from taper.core.errors import TaperError
from taper.settings import Paths
from taper.web import adding, entering, living, notes, plans, report, today, upcoming
from taper.web.answers import Answers
from taper.web.guard import ENTRANCE, Door, Guard
from taper.web.layout import FOLDER, render
from taper.web.visit import House, Visit

PageOf = Callable[[Visit], Response]

NAVIGATION = {"/": "Today", "/upcoming": "Upcoming", "/plans": "Plans", "/notes": "Notes"}
"""The pages that every page leads to, in order: address and title."""

VIEWS: Sequence[tuple[str, PageOf]] = (
    ("/", today.page),
    ("/upcoming", upcoming.page),
    ("/plans", plans.page),
    ("/plans/{plan}", plans.one),
    ("/plans/{plan}/report", report.page),
    ("/add", adding.page),
    ("/notes", notes.page),
    ("/stamp", living.stamp),
)
"""What is looked at (GET). An address may have a {part}: `visit.request.path_params["part"]`."""

CHANGES: Sequence[tuple[str, PageOf]] = (
    ("/take", today.take),
    ("/snooze", today.snooze),
    ("/undo", today.undo),
    ("/tell", plans.tell),
    ("/note", notes.note),
    ("/note/back", notes.take_back),
    ("/checkin", notes.check_in),
    ("/tick", notes.tick),
    ("/add", adding.read),
    ("/add/keep", adding.keep),
)
"""What a form is sent to (POST)."""

_STATUS = {3: 400, 4: 404, 5: 403, 6: 503}
"""The status of a page that a refusal takes the place of, by the refusal's exit code."""


def app_for(paths: Paths, *, door: Door, port: int, entered: Callable[[], None] = lambda: None) -> ASGIApp:
    """The application of the page at 127.0.0.1:`port`, its guard outermost; `entered` hears of each session opened."""
    house = House(paths, Answers(), NAVIGATION)
    routes = [
        Route(ENTRANCE, entering.entrance(door, port=port, entered=entered)),
        *(Route(path, _served(page, house)) for path, page in VIEWS),
        *(Route(path, _served(page, house), methods=["POST"]) for path, page in CHANGES),
        Mount("/static", StaticFiles(directory=FOLDER / "static")),
    ]
    inside = Starlette(routes=routes, exception_handlers={HTTPException: _no_such_page, Exception: _defect})
    return Guard(inside, door=door, port=port, refused=_no_session)


def _served(page: PageOf, house: House) -> Callable[[Request], object]:
    """The page in a thread of its own; where an operation refuses, that takes its place."""

    def answered(request: Request) -> Response:
        visit = Visit(request, house)
        try:
            return page(visit)
        except RefusedError as refused:
            error = refused.error
        except TaperError as raised:
            error = error_json(raised)
        except OSError as failed:
            error = {"text": f"What was asked could not be finished: {failed}.", "exit": 6}
        status = _STATUS.get(int(str(error.get("exit", 1))), 500)
        return visit.show("problem.html", title="Not to be had", status=status, text=error["text"])

    async def endpoint(request: Request) -> Response:
        return await run_in_threadpool(answered, request)

    return endpoint


def _no_session() -> Response:
    return HTMLResponse(render("locked.html", title="Locked"), status_code=403)


def _no_such_page(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    text = "There is no such page." if status == 404 else "This page cannot be asked for in that way."
    return HTMLResponse(render("bare.html", title="Not found", text=text), status_code=status)


def _defect(_: Request, __: Exception) -> Response:
    text = "This is a defect of taper's page. What you recorded is kept; the commands do the same without the page."
    return HTMLResponse(render("bare.html", title="A defect", text=text), status_code=500)
