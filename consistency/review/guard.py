"""What every request has to pass: the right host, no other site behind it, no large body."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from consistency.review.pages import small_page

POLICY = (
    "default-src 'none'; style-src {style}; script-src {script}; img-src data:; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": with that, browsers hide the origin of our own forms from us as well.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
SAFE = frozenset({"GET", "HEAD"})
FORM = "application/x-www-form-urlencoded"


class Refusal(Exception):
    """Why a request is not answered, for whoever sent it to read."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Guard:
    """Refuses what no reviewer's browser sends, before anything looks at it.

    Args:
        hosts: What the Host header may be: a page of another name that leads here (DNS rebinding)
            names itself there.
        policies: Hashes of the page's own style and script, by "style" and "script".
        body_bytes: Longest body.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: frozenset[str],
        policies: Mapping[str, str],
        body_bytes: int,
    ) -> None:
        self._app = app
        self._hosts = hosts
        self._headers = HEADERS | {"Content-Security-Policy": POLICY.format(**policies)}
        self._body_bytes = body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            await send(message)

        refusal = refusal_of(scope, self._hosts, self._body_bytes)
        app = refused(refusal) if refusal else self._app
        await app(scope, receive, with_headers)


def refusal_of(scope: Scope, hosts: frozenset[str], body_bytes: int) -> Refusal | None:
    """Say why a request is refused, None where nothing is against it."""
    headers = Headers(scope=scope)
    if headers.getlist("host") and headers["host"].lower() not in hosts:
        return Refusal(421, "This address is not one of this server's.")
    if "host" not in headers or len(headers.getlist("host")) != 1:
        return Refusal(400, "The request names no host.")
    if scope["method"] in SAFE:
        return None
    return foreign(headers) or shapeless(headers, body_bytes)


def foreign(headers: Headers) -> Refusal | None:
    """Refuse what a page of another site sends, or what does not say where it comes from."""
    origin = headers.get("origin", "")
    ours = {f"{scheme}://{headers['host'].lower()}" for scheme in ("http", "https")}
    if origin.lower() not in ours:
        return Refusal(403, "The request comes from another page than this server's.")
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return Refusal(403, "The request comes from another site.")
    return None


def shapeless(headers: Headers, body_bytes: int) -> Refusal | None:
    """Refuse what is no form, of unknown length or too long."""
    length = headers.get("content-length", "")
    if not (length.isascii() and length.isdigit()) or "transfer-encoding" in headers:
        return Refusal(411, "The request does not say how long it is.")
    if int(length[:12]) > body_bytes:
        return Refusal(413, f"The request is longer than {body_bytes:,} bytes; write less.")
    if headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        return Refusal(415, "The request is no form of this page.")
    return None


def refused(refusal: Refusal) -> HTMLResponse:
    """Return what answers with a refusal."""
    page = small_page("refused.html", {"refusal": refusal})
    return HTMLResponse(page, status_code=refusal.status)
