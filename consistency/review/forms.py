"""Forms that reviewers send: read within limits, and turned into what they decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from consistency.review.desk import Word
from consistency.state.records import Verdict

MOST_BYTES = 64 * 1024
"""Longest form, in bytes: a note of several pages."""
MOST_FIELDS = 20
LONGEST = {"reviewer": 100, "called": 200, "said": 4_000, "note": 8_000}
"""Longest text of a field, in characters."""
MADE_HERE = re.compile(r"[\w-]{1,128}")
"""Tokens and digests, as this server writes them into its forms."""


async def read_form(request: Request) -> dict[str, str]:
    """Read a form's fields, the last of each name.

    Raises:
        HTTPException: 413 for one that is too long, 400 for what is no form.
    """
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413, f"A form has {MOST_BYTES // 1024} kB at most. Shorten it.")
    try:
        text = body.decode("utf-8")
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise HTTPException(400, "This is no form of this page. Load the page again.") from error


def text_of(form: Mapping[str, str], name: str) -> str:
    """Return a field without blanks around it. Raises HTTPException when it is too long."""
    text = form.get(name, "").strip()
    if len(text) > LONGEST[name]:
        raise HTTPException(
            400, f"“{name}” has {len(text):,} characters; {LONGEST[name]:,} fit. Shorten it."
        )
    return text


def reviewer_in(form: Mapping[str, str]) -> str:
    """Return the name given, on one line. Raises HTTPException when there is none."""
    name = " ".join(text_of(form, "reviewer").split())
    if not name:
        raise HTTPException(400, "No name was given. Decisions are kept under one: go back.")
    return name


def word_in(form: Mapping[str, str], *, finding: str, reviewer: str) -> Word:
    """Return what a reviewer decided. Raises HTTPException for what no form of ours sends."""
    verdict = form.get("verdict", "")
    if verdict not in set(Verdict):
        raise HTTPException(400, "Nothing was chosen. Go back and choose what you decided.")
    made_here = {name: form.get(name, "") for name in ("evidence", "token")}
    if not all(MADE_HERE.fullmatch(value) for value in made_here.values()):
        raise HTTPException(400, "This is no form of this page. Load the page again.")
    word = Word(
        finding=finding,
        verdict=Verdict(verdict),
        reviewer=reviewer,
        note=text_of(form, "note"),
        called=text_of(form, "called"),
        said=text_of(form, "said"),
        **made_here,
    )
    if word.verdict is Verdict.NOTED and not (word.note or word.called or word.said):
        raise HTTPException(400, "A note without words was sent. Go back and write some.")
    return word
