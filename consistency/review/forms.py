"""What comes in forms: read within limits, as plain text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.requests import Request

from consistency.review.guard import Refusal
from consistency.review.limits import ReviewSettings
from consistency.review.sessions import Session, same
from consistency.review.subject import now
from consistency.state.records import Decision, Tracking, Verdict
from consistency.terminal import printable_lines

MOST_FIELDS = 12
TOKEN = re.compile(r"[\w-]{16,64}", re.ASCII)
"""What a form is sent with once."""


async def fields_of(request: Request, session: Session) -> dict[str, str]:
    """Return the fields of a form that is this session's.

    Raises:
        Refusal: If it lacks the session's secret, which other sites cannot know.
    """
    async with request.form(max_files=0, max_fields=MOST_FIELDS) as form:
        fields = {name: value for name, value in form.items() if isinstance(value, str)}
    if not same(fields.get("secret", ""), session.secret):
        raise Refusal(403, "The form is of another session; load the page again.")
    return fields


def text_of(fields: Mapping[str, str], name: str, *, most: int) -> str:
    """Return a text without what could steer anything; line feeds stay.

    Raises:
        Refusal: If it is too long.
    """
    text = fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > most:
        raise Refusal(422, f"{name.capitalize()} has {len(text):,} characters, at most {most:,}.")
    return printable_lines(text).strip()


def name_of(fields: Mapping[str, str], limits: ReviewSettings) -> str:
    """Return a reviewer's name, on one line. Raises Refusal where there is none."""
    name = " ".join(text_of(fields, "reviewer", most=limits.name_characters).split())
    if not name:
        raise Refusal(422, "There is no name; go back and give one.")
    return name


def token_of(fields: Mapping[str, str]) -> str:
    """Return what the form is sent with once. Raises Refusal where it is not as we made it."""
    token = fields.get("token", "")
    if not TOKEN.fullmatch(token):
        raise Refusal(422, "The form is not whole; load the page again.")
    return token


def decision_of(
    fields: Mapping[str, str], tracking: Tracking, reviewer: str, limits: ReviewSettings
) -> Decision:
    """Return the decision that a form holds, on the evidence that its reader saw.

    Raises:
        Refusal: If it decides nothing, or is about values that the finding never had.
    """
    evidence = fields.get("evidence", "")
    if evidence not in {sighting.evidence for sighting in tracking.sightings}:
        raise Refusal(409, "The finding never had these values; load the page again.")
    decision = Decision(
        verdict=verdict_of(fields),
        reviewer=reviewer,
        evidence=evidence,
        decided_at=now(),
        note=text_of(fields, "note", most=limits.note_characters),
        called=text_of(fields, "called", most=limits.called_characters),
        said=text_of(fields, "said", most=limits.note_characters),
    )
    if decision.verdict is Verdict.NOTED and not (
        decision.note or decision.called or decision.said
    ):
        raise Refusal(422, "There is nothing to note; go back and write it.")
    return decision


def verdict_of(fields: Mapping[str, str]) -> Verdict:
    """Return the button that was pressed. Raises Refusal where it is none of ours."""
    try:
        return Verdict(fields.get("verdict", ""))
    except ValueError:
        raise Refusal(422, "Nothing was decided; press one of the buttons.") from None
