"""The review page: the report with a form per finding, for those the start token let in."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from consistency.errors import ConsistencyError
from consistency.report.decided import decision_rows, decisions_csv, decisions_json
from consistency.review.forms import decision_of, fields_of, name_of, token_of
from consistency.review.guard import Guard, Refusal, refused
from consistency.review.limits import ReviewSettings
from consistency.review.pages import policies, report_page, small_page
from consistency.review.sessions import Session, Sessions
from consistency.review.subject import Subject
from consistency.state.records import Tracking
from consistency.terminal import printable

COOKIE = "consistency_review"
START = "Open the address that consistency review printed when it started; it lets this browser in."


class Review:
    """The pages of one server."""

    def __init__(self, subject: Subject, sessions: Sessions, limits: ReviewSettings) -> None:
        self.subject, self.sessions, self.limits = subject, sessions, limits

    async def start(self, request: Request) -> Response:
        """Let a browser in that brings the token, and ask who is reviewing."""
        session = self.sessions.begin(request.query_params.get("token", ""))
        if session is None:
            raise Refusal(403, f"The address has not this server's token. {START}")
        response = self.who(session)
        response.set_cookie(COOKIE, session.id, httponly=True, samesite="strict", path="/")
        return response

    async def ask_name(self, request: Request) -> Response:
        """Ask who is reviewing."""
        return self.who(self.session_of(request))

    async def take_name(self, request: Request) -> Response:
        """Keep who is reviewing."""
        session = self.session_of(request)
        fields = await fields_of(request, session)
        self.sessions.call(session, name_of(fields, self.limits))
        return RedirectResponse("/", status_code=303)

    async def page(self, request: Request) -> Response:
        """Show the report."""
        session = self.session_of(request)
        if not session.reviewer:
            return RedirectResponse("/name", status_code=303)
        return HTMLResponse(await run_in_threadpool(self.rendered, session))

    async def decide(self, request: Request) -> Response:
        """Keep a decision, and lead back to its finding."""
        session = self.session_of(request)
        fields = await fields_of(request, session)
        if not session.reviewer:
            return RedirectResponse("/name", status_code=303)
        finding = request.path_params["finding"]
        token = token_of(fields)
        tracking = await run_in_threadpool(self.known, finding)
        decision = decision_of(fields, tracking, session.reviewer, self.limits)
        await run_in_threadpool(partial(self.subject.decide, finding, decision, token=token))
        place = await run_in_threadpool(self.place_of, finding)
        return RedirectResponse(f"/#{place}", status_code=303)

    async def csv(self, request: Request) -> Response:
        """Return all decisions as CSV."""
        self.session_of(request)
        body = await run_in_threadpool(lambda: decisions_csv(self.rows()))
        return attached(body, "text/csv; charset=utf-8", "decisions.csv")

    async def json(self, request: Request) -> Response:
        """Return all decisions as JSON."""
        self.session_of(request)
        body = await run_in_threadpool(lambda: decisions_json(self.rows()).encode("utf-8"))
        return attached(body, "application/json", "decisions.json")

    def session_of(self, request: Request) -> Session:
        """Return the browser's session. Raises Refusal where the token did not let it in."""
        session = self.sessions.of(request.cookies.get(COOKIE, ""))
        if session is None:
            raise Refusal(403, START)
        return session

    def who(self, session: Session) -> Response:
        """Return the page that asks for a name."""
        given = {
            "session": session,
            "known": self.sessions.others(session.reviewer),
            "longest": self.limits.name_characters,
        }
        return HTMLResponse(small_page("start.html", given))

    def rendered(self, session: Session) -> str:
        """Return the report's page for a reviewer."""
        report, pictures = self.subject.report_and_pictures()
        others = self.sessions.others(session.reviewer)
        return report_page(report, pictures, session=session, others=others, limits=self.limits)

    def rows(self) -> list[dict[str, Any]]:
        """Return the decisions of this job, oldest first."""
        job = self.subject.job
        return decision_rows(self.subject.store.tracked(job), job=job)

    def known(self, finding: str) -> Tracking:
        """Return what is known of a finding of this job. Raises Refusal for any other."""
        tracked = {t.id: t for t in self.subject.store.tracked(self.subject.job)}
        if finding not in tracked:
            raise Refusal(404, "There is no such finding; load the page again.")
        return tracked[finding]

    def place_of(self, finding: str) -> str:
        """Return where a finding stands on the page, or would if it is gone."""
        tracking = self.subject.report().tracking
        found = [id_ for id_, known in tracking.items() if known.id == finding]
        return f"f-{quote(found[0])}" if found else "gone"


def app_of(
    subject: Subject, *, hosts: frozenset[str], sessions: Sessions, limits: ReviewSettings
) -> Starlette:
    """Return the application.

    Args:
        hosts: What the Host header of a request may be, with the port, in lower case.
    """
    review = Review(subject, sessions, limits)
    routes = [
        Route("/start", review.start, methods=["GET"]),
        Route("/name", review.ask_name, methods=["GET"]),
        Route("/name", review.take_name, methods=["POST"]),
        Route("/findings/{finding}", review.decide, methods=["POST"]),
        Route("/decisions.csv", review.csv, methods=["GET"]),
        Route("/decisions.json", review.json, methods=["GET"]),
        Route("/", review.page, methods=["GET"]),
    ]
    guard = Middleware(Guard, hosts=hosts, policies=policies(), body_bytes=limits.body_bytes)
    handlers = {Refusal: say_refusal, HTTPException: say_http, ConsistencyError: say_error}
    return Starlette(routes=routes, middleware=[guard], exception_handlers=handlers)


def attached(body: bytes, kind: str, name: str) -> Response:
    """Return a file to be saved."""
    disposition = f'attachment; filename="{name}"'
    return Response(body, media_type=kind, headers={"Content-Disposition": disposition})


async def say_refusal(request: Request, error: Exception) -> Response:
    """Answer what was refused."""
    del request
    assert isinstance(error, Refusal)  # noqa: S101 - Starlette's handlers take any exception
    return refused(error)


async def say_http(request: Request, error: Exception) -> Response:
    """Answer what is asked of an address that is none, or in a way that it does not know."""
    del request
    status = getattr(error, "status_code", 400)
    return refused(Refusal(status, "There is nothing at this address that does this."))


async def say_error(request: Request, error: Exception) -> Response:
    """Answer where the report or the state cannot be had at the moment."""
    del request
    return refused(Refusal(503, printable(str(error))))
