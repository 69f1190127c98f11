"""What the desk shows: the report's page with a form at each finding, and small pages besides."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from consistency.records import Report
from consistency.report.page import render
from consistency.review.visitors import Session
from consistency.state.records import Verdict

CHOICES = (
    (Verdict.CONFIRMED, "Confirm", "it is as shown"),
    (Verdict.DISMISSED, "Dismiss", "not worth a call; comes back if the answers change"),
    (Verdict.UPDATE, "Update", "time explains it"),
    (Verdict.NOTED, "Note only", "settles nothing"),
)


def report_page(report: Report, session: Session) -> str:
    """Return the page of the last run with a form at the end of each finding that is tracked."""
    form = _environment().get_template("form.html")

    def action_for(finding: str) -> Markup:
        tracking = report.tracking.get(finding)
        if tracking is None:
            return Markup()
        given = {
            "finding": finding,
            "tracking": tracking,
            "session": session,
            "choices": CHOICES,
            "token": secrets.token_urlsafe(16),
        }
        return Markup(form.render(given))  # noqa: S704 - rendered with autoescape

    return render(report, action_for=action_for, style=_style())


def name_page(session: Session) -> str:
    """Return the page that asks who reviews."""
    return _small_page("name.html", session=session)


def message_page(heading: str, words: str) -> str:
    """Return a page that says what went wrong and what to do."""
    return _small_page("message.html", heading=heading, words=words)


def _small_page(template: str, **given: Any) -> str:
    base = files("consistency.report").joinpath("style.css").read_text("utf-8")
    style = Markup(base + _style())  # noqa: S704 - our own style
    return _environment().get_template(template).render(style=style, **given)


@cache
def _style() -> str:
    return files("consistency.review").joinpath("desk.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("consistency.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
