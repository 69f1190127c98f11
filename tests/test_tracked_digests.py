"""Digest and Markdown of a scheduled job: what is new, settled and gone, in words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from fake_report import SCRIPT, fake_report
from tracked_report import decision, tracked_report

from consistency.records import Report
from consistency.report import digest, markdown
from consistency.report.news import MOST_LISTED, before_line, decision_line, values_text
from consistency.state.records import Verdict


@pytest.fixture(scope="module")
def report() -> Report:
    return tracked_report()


def test_both_say_what_has_come(report: Report) -> None:
    told = "Since the run before: 1 new, 1 changed, 3 settled, 1 gone."
    assert told in digest(report)
    assert told in markdown(report)


def test_outside_a_job_nothing_is_said_of_runs() -> None:
    for text in (digest(fake_report()), markdown(fake_report())):
        assert "run before" not in text
        assert "Settled" not in text


def test_each_open_difference_says_where_it_stands(report: Report) -> None:
    lines = digest(report).splitlines()
    assert any(line.startswith("  1. [changed] How many cracks") for line in lines)
    assert any(line.startswith("  2. [new] How many dock workers") for line in lines)
    assert any(line.startswith("  7. What did Ines Vara say") for line in lines)


def test_settled_differences_stand_apart(report: Report) -> None:
    open_ones, _, rest = digest(report).partition("\nSettled:\n")
    assert "When did the terminal open?" not in open_ones
    assert "4. When did the terminal open? Dismissed by Dana Ruiz" in rest.partition("Gone:")[0]


def test_what_is_gone_is_named_with_what_was_stated(report: Report) -> None:
    assert "90 metres in Coast Wire; 120 metres in The Ellery Courier." in digest(report)
    assert "## Gone" in markdown(report)


def test_a_changed_finding_says_what_it_was(report: Report) -> None:
    told = "Before, 6 Mar 2031, 09:15 UTC: 10 in The Ellery Courier; 21 in Coast Wire and"
    assert told in digest(report)
    assert f"    - {told} Sound Shore Daily." in markdown(report)


def test_what_never_changed_has_no_before(report: Report) -> None:
    assert before_line(report.tracking[report.finding_records[1].id]) == ""


def test_a_decision_fits_a_line() -> None:
    word = decision(Verdict.UPDATE, called="Port office", said="21\ncracks", note="As of noon.")
    assert decision_line(word) == (
        "An update by Dana Ruiz, 6 Mar 2031, 09:35 UTC; "
        "called: Port office; said: 21 cracks; As of noon."
    )


def test_one_value_of_several_sources_is_told_once() -> None:
    values = (("Courier", "12"), ("Wire", "21"), ("Daily", "21"))
    assert values_text(values) == "12 in Courier; 21 in Wire and Daily."


def test_words_of_reviewers_and_articles_stay_words(report: Report) -> None:
    assert SCRIPT not in markdown(report)
    steering = replace(decision(Verdict.CONFIRMED), note="\x1b[31mred")
    first = report.finding_records[0].id
    known = {**report.tracking, first: replace(report.tracking[first], decisions=(steering,))}
    assert "\x1b" not in digest(replace(report, tracking=known))


def test_of_many_that_are_gone_a_few_are_named(report: Report) -> None:
    many = tuple(replace(report.gone[0], id=f"g{n}") for n in range(MOST_LISTED + 3))
    assert "and 3 more" in digest(replace(report, gone=many))


def test_when_all_is_settled_no_difference_is_denied(report: Report) -> None:
    known = {
        name: replace(
            t, decisions=(replace(decision(Verdict.DISMISSED), evidence=t.last.evidence),)
        )
        for name, t in report.tracking.items()
    }
    assert "No differences were found" not in digest(replace(report, tracking=known))
