"""How does a browser come in? With a key that is good for once; then by its cookie."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from taper.web.guard import Door, cookie_name
from taper.web.layout import render

KEY = "key"
"""The part of the entrance's address that holds the key."""

Endpoint = Callable[[Request], Awaitable[Response]]


def entrance(door: Door, *, port: int, entered: Callable[[], None]) -> Endpoint:
    """The page that takes a key and leads on to the first page.

    It answers 200 and not a redirection: the browser comes from a file, so that a redirection would belong to another
    site's request, and the strict cookie would stay behind. What this page itself leads to is of the same site.
    """

    async def endpoint(request: Request) -> Response:
        session = door.opened_with(request.query_params.get(KEY, ""))
        if session is None:
            return HTMLResponse(render("locked.html", title="Locked"), status_code=403)
        entered()
        response = HTMLResponse(render("entered.html", title="Opened"), headers={"Referrer-Policy": "no-referrer"})
        response.set_cookie(cookie_name(port), session.cookie, path="/", httponly=True, samesite="strict")
        return response

    return endpoint
