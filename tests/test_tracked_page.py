"""The page of a scheduled job: where findings stand, their history, who decided what."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fake_report import SCRIPT, fake_report
from hypothesis import given
from hypothesis import strategies as st
from tracked_report import REVIEWER, at, gone, sighting, tracked_report

from consistency.records import Report
from consistency.report import page
from consistency.report.tracked import MOST_GONE, Said, Step, steps_of, tracked_view
from consistency.state.records import Change, Decision, Status, Verdict

VALUES = st.lists(
    st.tuples(st.sampled_from(["Courier", "Wire", "Daily"]), st.sampled_from("1234")), unique=True
).map(tuple)


@pytest.fixture(scope="module")
def report() -> Report:
    return tracked_report()


@pytest.fixture(scope="module")
def html(report: Report) -> str:
    return page.render(report)


def finding(html: str, rank: int) -> str:
    """What the page has of one finding, up to the next finding or group."""
    start = html.index(f'data-rank="{rank}"')
    return re.split(r'<(?:article|details) class="(?:finding|group|gone)', html[start:])[0]


def words(html: str) -> str:
    """Markup taken out, blanks made one."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def group(html: str, key: str) -> str:
    """One group of findings."""
    return html.partition(f'id="group-{key}"')[2].partition('<details class="group"')[0]


def test_a_page_outside_a_job_is_as_it_would_be_without_jobs() -> None:
    html = page.render(fake_report())
    for word in ("status", "standing", "history", "decisions", "gone"):
        assert f'name="{word}"' not in html
        assert f'class="{word}' not in html.replace('class="status" id="status"', "")
    assert ".standing" not in html


@pytest.mark.parametrize(
    ("rank", "label"),
    [(1, "changed"), (2, "new"), (3, "confirmed"), (4, "dismissed"), (6, "an update")],
)
def test_a_finding_says_where_it_stands(rank: int, label: str, html: str) -> None:
    assert f">{label}</span>" in finding(html, rank)


def test_what_stands_as_before_says_nothing(html: str) -> None:
    assert "standing st-" not in finding(html, 7)
    assert 'data-status="standing"' in finding(html, 7)


def test_dismissed_findings_are_folded_into_their_own_group(html: str) -> None:
    assert 'id="f-date-0004"' in group(html, "dismissed")
    assert 'id="f-date-0004"' not in group(html, "differs")
    assert 'id="group-dismissed" data-group="dismissed">' in html


def test_a_dismissal_of_other_evidence_does_not_hide_a_finding(html: str) -> None:
    assert 'id="f-quantity-0001"' in group(html, "differs")
    assert "before the answers changed" in finding(html, 1)


def test_settled_findings_are_nothing_to_call_about(html: str) -> None:
    calls = html.partition('<div class="calls">')[2].partition('<div class="sources">')[0]
    assert re.findall(r'class="no" href="#f-\w+-000(\w)"', calls) == ["1", "2", "5", "7", "f"]


def test_when_all_is_settled_the_first_screen_says_so(report: Report) -> None:
    done = {
        name: replace(
            tracking,
            status=Status.SETTLED,
            decisions=(
                Decision(Verdict.CONFIRMED, REVIEWER, tracking.last.evidence, at(9)),
            ),
        )
        for name, tracking in report.tracking.items()
    }  # fmt: skip
    html = page.render(replace(report, tracking=done))
    assert "Every difference that was found is settled." in html
    assert "No differences were found" not in html


def test_the_first_screen_says_what_has_come(html: str) -> None:
    line = words(html.partition('<p class="standings">')[2].partition("</p>")[0])
    assert line.startswith("Since the run before: 1 new, 1 changed, 3 settled; 1 gone.")


def test_a_decision_is_shown_with_who_was_called_and_what_they_said(html: str) -> None:
    told = words(finding(html, 3))
    assert f"Confirmed by {REVIEWER}, 6 Mar 2031, 09:35 UTC" in told
    assert "Called: Port office. Said: “$5.1 million”" in told
    assert SCRIPT not in html


def test_history_shows_what_came_and_what_left(html: str) -> None:
    told = words(finding(html, 1))
    assert "6 Mar 2031, 09:15 UTC other sources Sound Shore Daily: [now: 21]" in told
    assert "changed medium → high The Ellery Courier: [no longer: 10]; [now: 12]" in told


def test_what_is_gone_stands_at_the_end(html: str) -> None:
    last = html.partition('<details class="gone" id="gone">')[2]
    assert "gone <time" in last.partition("</section>")[0]
    assert 'class="finding' not in last


def test_of_very_many_that_are_gone_the_last_are_named(report: Report) -> None:
    many = tuple(replace(report.gone[0], id=f"g{n}") for n in range(MOST_GONE + 7))
    html = page.render(replace(report, gone=many))
    assert "7 more went before" in html


def test_a_finding_that_nobody_tracks_is_as_before(report: Report) -> None:
    first = report.finding_records[0].id
    known = {name: t for name, t in report.tracking.items() if name != first}
    assert 'data-status="standing"' in finding(page.render(replace(report, tracking=known)), 1)


def test_a_page_with_nothing_left_but_what_is_gone_can_be_made() -> None:
    report = fake_report()
    nothing = replace(report, finding_records=(), gone=(gone(report.finding_records[7]),))
    assert 'id="gone"' in page.render(nothing)


def test_a_kind_that_became_another_is_told(report: Report) -> None:
    found = report.finding_records[0]
    first = sighting(found, 1, Change.NEW, (("Wire", "21"),))
    later = replace(first, kind="update", change=Change.CHANGED, at=at(2))
    assert steps_of((first, later))[1].moves == ("Sources differ → Changed over time",)


def test_a_source_that_no_longer_states_anything_is_told(report: Report) -> None:
    found = report.finding_records[0]
    first = sighting(found, 1, Change.NEW, (("Wire", "21"), ("Daily", "12")))
    later = sighting(found, 2, Change.CHANGED, (("Wire", "21"),))
    assert steps_of((first, later))[1] == Step(
        at(2).isoformat(), "changed", (), (Said("Daily", (("12", "left"),)),)
    )


@given(VALUES, VALUES)
def test_a_history_adds_up(
    before: tuple[tuple[str, str], ...], after: tuple[tuple[str, str], ...]
) -> None:
    found = fake_report().finding_records[0]
    first, later = (sighting(found, n, Change.CHANGED, v) for n, v in ((1, before), (2, after)))
    step = steps_of((first, later))[1]
    left = {(s.source, v) for s in step.said for v, mark in s.values if mark == "left"}
    come = {(s.source, v) for s in step.said for v, mark in s.values if mark == "come"}
    assert (set(before) - left) | come == set(after)
    assert left <= set(before)
    assert come.isdisjoint(before)


def test_a_label_is_the_verdict_only_while_it_holds(report: Report) -> None:
    changed = tracked_view(report.tracking["quantity-0001"])
    assert changed.label == "changed"
    assert changed.settled_by is None


def test_only_findings_of_the_page_are_counted(report: Report) -> None:
    few = replace(report, finding_records=report.finding_records[:2])
    assert "<b>1</b> new, <b>1</b> changed;" in page.render(few)
