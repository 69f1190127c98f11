"""What a page offers to whoever serves it: markup of their own at the end of each finding."""

from __future__ import annotations

import base64
import hashlib

from fake_report import fake_report
from markupsafe import Markup

from consistency.report import page

STYLE = ".decide { margin: 0 }"


FORM = Markup('<form method="post"><input name="finding" value="{}"></form>')


def form_for(finding: str) -> Markup:
    """A form as a server would put it into a finding."""
    return FORM.format(finding)


def test_every_finding_has_the_action_that_is_asked_for() -> None:
    report = fake_report()
    html = page.render(report, action_for=form_for)
    for finding in report.finding_records:
        assert html.count(f'<input name="finding" value="{finding.id}">') == 1


def test_forms_may_be_sent_to_where_the_page_comes_from_only_if_there_are_some() -> None:
    assert "form-action 'self'" in page.render(fake_report(), action_for=form_for)
    assert "form-action 'none'" in page.render(fake_report())


def test_the_policy_allows_the_rules_that_come_with_the_actions() -> None:
    html = page.render(fake_report(), action_for=form_for, style=STYLE)
    rules = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(rules.encode()).digest()).decode()
    assert rules.endswith(STYLE)
    assert f"style-src 'sha256-{digest}'" in html
