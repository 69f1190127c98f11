"""The review's pages: the report with a form in each finding, and the small ones around it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from consistency.records import Report
from consistency.report import page
from consistency.review.limits import ReviewSettings
from consistency.review.sessions import Session


def report_page(
    report: Report,
    pictures: Mapping[str, Any],
    *,
    session: Session,
    others: Sequence[str],
    limits: ReviewSettings,
) -> str:
    """Return the report's page for a reviewer, each form with a token of its own."""
    numbers = {finding.id: finding.rank for finding in report.finding_records}

    def form_for(finding: str) -> Markup:
        known = report.tracking.get(finding)
        if known is None:
            return Markup()
        given = {"session": session, "limits": limits, "known": known}
        once = {"token": secrets.token_urlsafe(18), "number": numbers[finding]}
        return filled("form.html", given | once)

    bar = filled("bar.html", {"session": session, "others": others})
    return page.render(report, action_for=form_for, style=style(), bar=bar, pictures=pictures)


def small_page(name: str, given: Mapping[str, Any]) -> str:
    """Return a page that stands for itself: who reviews, what was refused."""
    return str(filled(name, {"style": page.rules(style()), **given}))


def policies() -> dict[str, str]:
    """Return the hashes of the style and script that the pages may have, by "style", "script"."""
    return page.policies(style())


def filled(name: str, given: Mapping[str, Any]) -> Markup:
    """Fill in one of the templates, which escape what they are given."""
    return Markup(_environment().get_template(name).render(given))  # noqa: S704 - escaped there


@cache
def style() -> str:
    """The rules of forms, and of the small pages."""
    return files("consistency.review").joinpath("review.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("consistency.review"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
