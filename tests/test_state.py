"""The state: what is new, changed, settled and gone, what was decided, and what is to be told."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from state_reports import Draft, arrival, report_of, story

from consistency.errors import StateError
from consistency.records import Article, Report
from consistency.state import (
    Change,
    Decision,
    Memory,
    Status,
    Store,
    Telling,
    Tracking,
    Verdict,
)

JOB = "quay"
HERALD = story("Port Herald", "Eleven people were treated after the fire. The quay is shut.")
WIRE = story("Coast Wire", "Nearly 20 people were treated after the fire. The quay is shut.")
DAILY = story("Sound Daily", "The hospital treated nearly 20 people. Two have died, it said.")
ELEVEN = ("Port Herald", "Eleven", "11")
NEARLY_20 = ("Coast Wire", "Nearly 20", "just under 20")
DAILYS_20 = ("Sound Daily", "nearly 20", "just under 20")
DAILYS_TWO = ("Sound Daily", "Two", "2")
TREATED = Draft("How many people were treated?", [ELEVEN, NEARLY_20])
SHUT = Draft(
    "Is the quay shut?",
    [("Port Herald", "is shut", "shut"), ("Coast Wire", "is shut", "shut")],
    kind="agreement",
    facet="polarity",
    severity="low",
)


def reported(articles: Sequence[Article], drafts: Sequence[Draft]) -> Report:
    """Return a report whose drafts name articles by their sources."""
    ids = {article.source: article.id for article in articles}
    named = [
        replace(d, passages=[(ids[source], words, value) for source, words, value in d.passages])
        for d in drafts
    ]
    return report_of(articles, named)


def after_run(store: Store, drafts: Sequence[Draft], *new: Article, **telling: Any) -> Report:
    """Run the job once, with more articles and these findings; tell nobody."""
    with store.run(JOB) as run:
        run.add(map(arrival, new))
        return run.record(reported(run.articles(), drafts), **telling)


def only(report: Report) -> Tracking:
    """Return the tracking of the one finding of a report."""
    (tracking,) = report.tracking.values()
    return tracking


def decided(tracking: Tracking, verdict: Verdict, **changes: Any) -> Decision:
    """Return a decision on a finding as it is."""
    given: dict[str, Any] = {"reviewer": "Ada", "decided_at": datetime(2025, 10, 6, 9, tzinfo=UTC)}
    return Decision(verdict, evidence=tracking.last.evidence, **{**given, **changes})


# Findings across runs


def test_a_finding_is_new_in_the_run_that_first_finds_it(store: Store) -> None:
    assert only(after_run(store, [TREATED], HERALD, WIRE)).status is Status.NEW
    later = only(after_run(store, [TREATED]))
    assert later.status is Status.STANDING
    assert [s.change for s in later.sightings] == [Change.NEW]
    assert set(later.last.values) == {("Port Herald", "11"), ("Coast Wire", "just under 20")}


def test_one_more_source_for_a_value_shows_in_the_history_and_is_no_change(store: Store) -> None:
    first = only(after_run(store, [TREATED], HERALD, WIRE))
    more = replace(TREATED, passages=[ELEVEN, NEARLY_20, DAILYS_20])
    later = only(after_run(store, [more], DAILY, channels=["desk"]))
    assert (later.id, later.status) == (first.id, Status.STANDING)
    assert [s.change for s in later.sightings] == [Change.NEW, Change.SOURCES]
    assert later.last.values[-1] == ("Sound Daily", "just under 20")
    assert later.last.evidence == first.last.evidence
    assert told_on(store, "desk") == []


@pytest.mark.parametrize(
    "changed",
    [
        replace(TREATED, passages=[ELEVEN, NEARLY_20, DAILYS_TWO]),
        replace(TREATED, passages=[ELEVEN, DAILYS_20, DAILYS_TWO]),
        replace(TREATED, kind="update"),
    ],
    ids=["a value came", "values came and went", "another kind"],
)
def test_other_values_and_another_kind_are_changes(store: Store, changed: Draft) -> None:
    first = only(after_run(store, [TREATED], HERALD, WIRE, DAILY))
    later = only(after_run(store, [changed], channels=["desk"]))
    assert (later.id, later.status) == (first.id, Status.CHANGED)
    assert later.last.evidence != first.last.evidence
    assert [t.change for t in told_on(store, "desk")] == [Change.CHANGED]


def test_a_value_that_goes_is_a_change(store: Store) -> None:
    whole = replace(TREATED, passages=[ELEVEN, NEARLY_20, DAILYS_TWO])
    after_run(store, [whole], HERALD, WIRE, DAILY)
    assert only(after_run(store, [TREATED])).status is Status.CHANGED


def test_a_severity_that_rises_is_a_change_and_one_that_falls_is_not(store: Store) -> None:
    statuses = []
    for severity in ("medium", "high", "low", "high", "low", "medium"):
        draft = replace(TREATED, severity=severity)
        statuses.append(only(after_run(store, [draft], HERALD, WIRE)).status)
    assert statuses == [Status.NEW, Status.CHANGED] + 4 * [Status.STANDING]


def test_a_finding_that_goes_is_kept_and_may_come_back(store: Store) -> None:
    first = only(after_run(store, [TREATED], HERALD, WIRE))
    report = after_run(store, [])
    assert report.tracking == {}
    (gone,) = report.gone
    assert (gone.id, gone.status, gone.last.change) == (first.id, Status.GONE, Change.GONE)
    assert gone.last.values == first.last.values
    assert after_run(store, []).gone == (gone,)
    back = only(after_run(store, [TREATED]))
    assert (back.id, back.status, back.last.change) == (first.id, Status.CHANGED, Change.BACK)


def test_the_latest_to_go_comes_first(store: Store) -> None:
    both = after_run(store, [TREATED, SHUT], HERALD, WIRE)
    treated, shut = (both.tracking[finding.id].id for finding in both.finding_records)
    after_run(store, [TREATED])
    assert [gone.id for gone in after_run(store, []).gone] == [treated, shut]


def test_a_finding_of_a_run_that_was_stopped_is_still_new_to_readers(store: Store) -> None:
    with suppress(ZeroDivisionError), store.run(JOB) as run:
        run.add(map(arrival, (HERALD, WIRE)))
        run.record(reported(run.articles(), [TREATED]))
        raise ZeroDivisionError
    assert only(after_run(store, [TREATED])).status is Status.NEW
    assert only(after_run(store, [TREATED])).status is Status.STANDING


def test_sources_have_their_own_names_in_the_history(store: Store) -> None:
    later = story("Port Herald", "The mayor spoke at noon.", path="news/herald-noon.txt")
    with store.run(JOB) as run:
        run.add(map(arrival, (HERALD, WIRE, later)))
        articles = run.articles()
        labels = {a.path: a.source for a in articles}
        assert labels[HERALD.path] == "Port Herald (2)"
        ids = {a.path: a.id for a in articles}
        passages = [(ids[HERALD.path], "Eleven", "11"), (ids[WIRE.path], "Nearly 20", "18")]
        report = run.record(report_of(articles, [replace(TREATED, passages=passages)]))
    assert set(only(report).last.values) == {("Port Herald", "11"), ("Coast Wire", "18")}


def test_a_report_on_articles_that_the_state_does_not_have_is_recorded_too(store: Store) -> None:
    articles = [replace(HERALD, id="a1"), replace(WIRE, id="a2")]
    for status in (Status.NEW, Status.STANDING):
        with store.run(JOB) as run:
            assert only(run.record(reported(articles, [TREATED]))).status is status


def test_a_run_records_once(store: Store) -> None:
    with store.run(JOB) as run:
        run.add(map(arrival, (HERALD, WIRE)))
        report = reported(run.articles(), [TREATED])
        run.record(report)
        with pytest.raises(StateError, match="one report a run"):
            run.record(report)


def test_text_that_no_database_can_hold_is_recorded(store: Store) -> None:
    odd = story("Port\0Herald", "Eleven \udcff people\0 were treated.")
    draft = Draft("How many \udcff\0?", [("Port\0Herald", "Eleven \udcff", "11\0\udcff")])
    first = only(after_run(store, [draft], odd))
    assert first.last.values == (("Port\0Herald", "11\0\udcff"),)
    assert only(after_run(store, [draft])).status is Status.STANDING


def test_jobs_do_not_see_one_anothers_findings(store: Store) -> None:
    after_run(store, [TREATED], HERALD, WIRE)
    with store.run("harbour") as run:
        run.add(map(arrival, (HERALD, WIRE)))
        assert only(run.record(reported(run.articles(), [TREATED]))).status is Status.NEW
    assert len(store.tracked(JOB)) == len(store.tracked("harbour")) == 1
    assert store.tracked("no such job") == []


def test_runs_say_how_they_ended_and_what_they_found(store: Store) -> None:
    after_run(store, [TREATED, SHUT], HERALD, WIRE)
    with pytest.raises(ZeroDivisionError), store.run(JOB):
        raise ZeroDivisionError("no luck")
    after_run(store, [TREATED])
    runs = store.runs(JOB)
    assert [run.status for run in runs] == ["finished", "failed", "finished"]
    assert [run.counts for run in runs] == [{"new": 2}, {}, {"standing": 1, "gone": 1}]
    assert runs[1].detail == "ZeroDivisionError: no luck"
    assert all(run.ended_at and run.started_at <= run.ended_at for run in runs)


# Decisions


@pytest.mark.parametrize("verdict", [Verdict.CONFIRMED, Verdict.DISMISSED, Verdict.UPDATE])
def test_a_decision_settles_a_finding_until_its_evidence_changes(
    store: Store, verdict: Verdict
) -> None:
    tracking = only(after_run(store, [TREATED], HERALD, WIRE, DAILY))
    assert store.decide(tracking.id, decided(tracking, verdict), token="t").status is Status.SETTLED
    assert only(after_run(store, [TREATED])).status is Status.SETTLED
    changed = replace(TREATED, passages=[ELEVEN, NEARLY_20, DAILYS_TWO])
    for _ in range(2):  # and it stays open until somebody decides again
        again = only(after_run(store, [changed]))
        assert again.status is Status.CHANGED
        assert [d.verdict for d in again.decisions] == [verdict]
    assert store.decide(again.id, decided(again, verdict), token="u").status is Status.SETTLED


def test_a_dismissed_finding_is_not_told_again_whatever_its_severity(store: Store) -> None:
    low = replace(TREATED, severity="low")
    tracking = only(after_run(store, [low], HERALD, WIRE))
    store.decide(tracking.id, decided(tracking, Verdict.DISMISSED), token="t")
    after_run(store, [TREATED], channels=["desk"])
    after_run(store, [], channels=["desk"])
    assert only(after_run(store, [TREATED], channels=["desk"])).status is Status.SETTLED
    assert told_on(store, "desk") == []


def test_a_note_settles_nothing_and_unsettles_nothing(store: Store) -> None:
    tracking = only(after_run(store, [TREATED], HERALD, WIRE))
    note = decided(tracking, Verdict.NOTED, note="ask", called="the hospital", said="eleven")
    assert store.decide(tracking.id, note, token="1").status is Status.NEW
    store.decide(tracking.id, decided(tracking, Verdict.CONFIRMED), token="2")
    last = store.decide(tracking.id, note, token="3")
    assert last.status is Status.SETTLED
    assert [d.verdict.value for d in last.decisions] == ["noted", "confirmed", "noted"]
    assert last.decisions[0] == note


def test_the_last_decision_counts_and_all_are_kept(store: Store) -> None:
    tracking = only(after_run(store, [TREATED], HERALD, WIRE))
    given = [
        decided(tracking, Verdict.DISMISSED, reviewer="Ada"),
        decided(tracking, Verdict.CONFIRMED, reviewer="Ben\udcff\0"),
    ]
    for number, decision in enumerate(given):
        store.decide(tracking.id, decision, token=str(number))
    last = only(after_run(store, [TREATED]))
    assert last.settled_by == last.decisions[-1]
    assert last.settled_by.verdict is Verdict.CONFIRMED
    assert [d.reviewer for _, d in store.decisions(JOB)] == ["Ada", "Ben\\udcff\ufffd"]


def test_a_form_that_is_sent_twice_is_kept_once(store: Store) -> None:
    tracking = only(after_run(store, [TREATED], HERALD, WIRE))
    for _ in range(2):
        store.decide(tracking.id, decided(tracking, Verdict.CONFIRMED), token="same")
    assert [(t.id, d.verdict) for t, d in store.decisions(JOB)] == [
        (tracking.id, Verdict.CONFIRMED)
    ]


def test_a_decision_on_an_unknown_finding_is_refused(store: Store) -> None:
    tracking = only(after_run(store, [TREATED], HERALD, WIRE))
    with pytest.raises(StateError, match="no finding 'f-1'"):
        store.decide("f-1", decided(tracking, Verdict.CONFIRMED), token="t")
    assert list(store.decisions(JOB)) == []


def test_a_decision_on_what_changed_meanwhile_does_not_settle_it(store: Store) -> None:
    seen = only(after_run(store, [TREATED], HERALD, WIRE, DAILY))
    after_run(store, [replace(TREATED, passages=[ELEVEN, NEARLY_20, DAILYS_TWO])])
    after = store.decide(seen.id, decided(seen, Verdict.DISMISSED), token="t")
    assert after.status is Status.CHANGED
    assert after.settled_by is None


# What is to be told


def told_on(store: Store, channel: str) -> list[Telling]:
    """Tell everything that waits on a channel; return what it was."""
    with store.run(JOB) as run:
        waiting = run.untold(channel)
        run.told(waiting)
    return waiting


def test_what_is_new_is_told_once_on_each_channel(store: Store) -> None:
    after_run(store, [TREATED, SHUT], HERALD, WIRE, channels=["desk", "mail", "desk"])
    for channel in ("desk", "mail"):
        assert [t.change for t in told_on(store, channel)] == [Change.NEW, Change.NEW]
        assert told_on(store, channel) == []
    after_run(store, [TREATED, SHUT], channels=["desk", "mail"])
    assert told_on(store, "desk") == []


def test_what_could_not_be_told_waits_for_the_next_run(store: Store) -> None:
    with store.run(JOB) as run:
        run.add(map(arrival, (HERALD, WIRE)))
        run.record(reported(run.articles(), [TREATED]), channels=["desk"])
        (first,) = run.untold("desk")
        run.not_told([first], "connection refused")
    (later,) = told_on(store, "desk")
    assert (later.id, later.channel, later.change) == (first.id, "desk", Change.NEW)
    assert later.tracking.last.question == TREATED.question


def test_only_what_is_severe_enough_and_of_the_kinds_asked_for_is_told(store: Store) -> None:
    medium = replace(TREATED, severity="medium")
    after_run(store, [medium, SHUT], HERALD, WIRE, channels=["desk"], least="medium")
    assert [t.tracking.last.kind for t in told_on(store, "desk")] == ["conflict"]
    high = replace(SHUT, severity="high")
    after_run(store, [TREATED, high], channels=["desk"], least="high", kinds={"agreement"})
    assert [t.tracking.last.kind for t in told_on(store, "desk")] == ["agreement"]


def test_what_is_back_as_it_was_is_not_told_again(store: Store) -> None:
    for drafts in ([TREATED], [], [TREATED]):
        after_run(store, drafts, HERALD, WIRE, DAILY, channels=["desk"])
    assert [t.change for t in told_on(store, "desk")] == [Change.NEW]
    after_run(store, [])
    other = replace(TREATED, passages=[ELEVEN, NEARLY_20, DAILYS_TWO])
    after_run(store, [other], channels=["desk"])
    assert [t.change for t in told_on(store, "desk")] == [Change.BACK]


# What servers said


def test_what_a_server_said_is_remembered_by_job_and_address(store: Store) -> None:
    url = "https://herald.example/feed?" + "long&" * 2000
    said = Memory(
        url, '"e1"', "Mon, 06 Oct 2025", datetime(2025, 10, 6, tzinfo=UTC), body=b"\0\xff"
    )
    with store.run(JOB) as run:
        assert run.memory(url) is None
        run.remember(said)
        assert run.memory(url) == said
        failed = replace(said, failures=2, retry_at=datetime(2025, 10, 7, tzinfo=UTC), body=None)
        run.remember(failed)
        assert run.memory(url) == failed
        assert run.memory(url + "x") is None
    with store.run("harbour") as run:
        assert run.memory(url) is None
