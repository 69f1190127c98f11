"""The desk as a web application: who may see it, what it shows, what it takes in.

A request has to name this server as its host, belong to a session that the token of the printed
address began, and, where it changes something, come from one of the desk's own forms: by its
origin and by the session's secret. Reading changes nothing but who is known: a session begins.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Mapping

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from consistency.errors import ConsistencyError
from consistency.review.desk import Desk
from consistency.review.forms import read_form, reviewer_in, word_in
from consistency.review.pages import message_page, name_page, report_page
from consistency.review.visitors import COOKIE, Door, Session

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer. The report's page narrows its policy further in its own head."""
NO_ENTRY = "Open the address that “consistency review” printed when it started."
HEADINGS = {400: "Not kept", 403: "Not let in", 404: "Not here", 405: "Not here", 413: "Too long"}

Next = Callable[[Request], Awaitable[Response]]


def build_app(desk: Desk, door: Door) -> Starlette:
    """Return the application that serves a desk."""
    app = Starlette(
        routes=[
            Route("/", show, methods=["GET"]),
            Route("/name", ask_name, methods=["GET"]),
            Route("/name", take_name, methods=["POST"]),
            Route("/findings/{finding}", decide, methods=["POST"]),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=guard)],
        exception_handlers={HTTPException: say_no, ConsistencyError: say_what_is_wrong},
    )
    app.state.desk, app.state.door = desk, door
    return app


async def guard(request: Request, call_next: Next) -> Response:
    """Turn away what names another host; put the headers on every answer."""
    door: Door = request.app.state.door
    if door.is_host(request):
        response = await call_next(request)
    else:
        response = HTMLResponse(message_page("Not let in", NO_ENTRY), 403)
    response.headers.update(HEADERS)
    return response


async def show(request: Request) -> Response:
    """Show the findings; where the address has the token, begin a session and go on without it."""
    door: Door = request.app.state.door
    if "token" in request.query_params:
        return begin(door, request.query_params["token"])
    session = session_of(request)
    if not session.reviewer:
        return RedirectResponse("/name", 303)
    desk: Desk = request.app.state.desk
    report = await run_in_threadpool(desk.report)
    return HTMLResponse(await run_in_threadpool(report_page, report, session))


def begin(door: Door, token: str) -> Response:
    """Begin a session for who has the token."""
    session = door.admit(token)
    if session is None:
        raise HTTPException(403, NO_ENTRY)
    response = RedirectResponse("/", 303)
    response.set_cookie(COOKIE, session.id, httponly=True, samesite="strict", path="/")
    return response


async def ask_name(request: Request) -> Response:
    """Ask who reviews."""
    return HTMLResponse(name_page(session_of(request)))


async def take_name(request: Request) -> Response:
    """Take the name under which this session's decisions are kept."""
    session, form = await sent(request)
    session.reviewer = reviewer_in(form)
    return RedirectResponse("/", 303)


async def decide(request: Request) -> Response:
    """Keep a decision and show the finding with it."""
    session, form = await sent(request)
    if not session.reviewer:
        return RedirectResponse("/name", 303)
    finding = request.path_params["finding"]
    desk: Desk = request.app.state.desk
    if await run_in_threadpool(desk.tracking_of, finding) is None:
        raise HTTPException(404, "This finding is not in the last run any more. Load the page.")
    word = word_in(form, finding=finding, reviewer=session.reviewer)
    await run_in_threadpool(desk.decide, word)
    return RedirectResponse(f"/#f-{finding}", 303)


def session_of(request: Request) -> Session:
    """Return the session of a request. Raises HTTPException where it has none."""
    door: Door = request.app.state.door
    session = door.session_of(request)
    if session is None:
        raise HTTPException(403, NO_ENTRY)
    return session


async def sent(request: Request) -> tuple[Session, Mapping[str, str]]:
    """Return the session and the fields of a form of ours. Raises HTTPException for any other."""
    session = session_of(request)
    door: Door = request.app.state.door
    if not door.is_from_here(request):
        raise HTTPException(403, "This form was sent from another page. Use the desk's own.")
    form = await read_form(request)
    if not secrets.compare_digest(form.get("secret", "").encode(), session.secret.encode()):
        raise HTTPException(403, "This form is of another session. Load the page again.")
    return session, form


async def say_no(request: Request, error: Exception) -> Response:
    """Say why a request was turned away, and what to do."""
    del request
    code = error.status_code if isinstance(error, HTTPException) else 500
    words = error.detail if isinstance(error, HTTPException) else ""
    return HTMLResponse(message_page(HEADINGS.get(code, "Not done"), words), code)


async def say_what_is_wrong(request: Request, error: Exception) -> Response:
    """Say what the findings file or the state has, and what to do."""
    del request
    return HTMLResponse(message_page("It cannot be shown", str(error)), 503)
