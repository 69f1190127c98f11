"""A simulated week: sixty articles over twenty runs, corrections, copies, feeds that fail."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from builders import WordEncoder
from followed_story import (
    N_RUNS,
    SETTINGS,
    Week,
    quick_check,
    sources_of,
    told_in,
    tools,
)
from news_servers import FakeTime, Site, serving, write_job

from consistency.articles import gathered
from consistency.jobs import run as running
from consistency.jobs.jobfile import read_job
from consistency.jobs.outcomes import Outcome
from consistency.jobs.pages import articles_in
from consistency.jobs.run import run_job
from consistency.pipeline import check_articles
from consistency.records import Article, Report
from consistency.report import read_json
from consistency.state.records import Decision, Status, Verdict
from consistency.state.store import Store

BELL = 'import sys; open("rung.jsonl", "a").write(sys.stdin.read() + "\\n")'
TABLES = f"""
[fetching]
allow_private = true
tries = 1
pause_seconds = 0
recheck_minutes = 0
failure_minutes = 1

[outputs]
page = "page.html"
json = "findings.json"
archive = "archive"
keep = 4

[[notify]]
kind = "command"
name = "bell"
severity = "low"
kinds = ["conflict", "update", "quote_change", "unstated", "agreement"]
command = [{json.dumps(sys.executable)}, "-c", {json.dumps(BELL)}]
"""
DISMISS_AT, CONFIRM_AT = 7, 11


@dataclass
class Followed:
    """What a job saw of the week."""

    folder: Path
    week: Week
    outcomes: list[Outcome] = field(default_factory=list)
    decided: dict[str, Decision] = field(default_factory=dict)

    @property
    def state(self) -> str:
        return f"sqlite:///{self.folder}/job.state.db"

    def rung(self) -> list[dict[str, Any]]:
        """Messages that came."""
        lines = (self.folder / "rung.jsonl").read_text().splitlines()
        return [json.loads(line) for line in lines]


def follow(folder: Path) -> Followed:
    """Run a job twenty times while the week goes on."""
    followed, time = Followed(folder, Week()), FakeTime()
    with serving() as site:
        job = read_job(write_job(folder, TABLES, sources_of(site)))
        for run in range(N_RUNS):
            followed.week.appear(run)
            followed.week.publish(site, run)
            followed.outcomes.append(run_job(job, tools(time)))
            if run in (DISMISS_AT, CONFIRM_AT):
                decide(followed, Verdict.DISMISSED if run == DISMISS_AT else Verdict.CONFIRMED)
            time.sleep(8 * 3600)
        followed.week.fresh = fresh_articles(followed.week, site)
    return followed


def decide(followed: Followed, verdict: Verdict) -> None:
    """Let a reviewer decide on the first finding that nobody has decided on."""
    with Store.open(followed.state) as store:
        open_ones = (
            t for t in store.tracked("job") if not t.decisions and t.status is not Status.GONE
        )
        tracking = next(open_ones)
        decision = Decision(verdict, "Ada", tracking.last.evidence, FakeTime().moment, note="Asked")
        store.decide(tracking.id, decision, token=verdict.value)
        followed.decided[tracking.id] = decision


def fresh_articles(week: Week, site: Site) -> list[Article]:
    """Every state of every page, read by itself, in the order of addresses and then of time."""
    order = sorted(enumerate(week.served), key=lambda pair: (site.url(pair[1].path), pair[0]))
    articles: list[Article] = []
    for _, one in order:
        url = site.url(one.path)
        told = {"url": url, "source": one.outlet, "published": "Tue, 06 May 2031 08:00:00 GMT"}
        read = list(articles_in(one.body, url, "page.html", told, SETTINGS.reading))
        articles += [article for article in read if isinstance(article, Article)]
    return articles


def checked_afresh(followed: Followed, check: Any) -> Report:
    """Check all articles of the week at once, without any history."""
    articles, skipped = gathered(followed.week.fresh, (), SETTINGS.reading)
    report = check(articles, skipped=skipped, settings=SETTINGS, encoder=WordEncoder())
    assert isinstance(report, Report)
    return report


@contextmanager
def quickly() -> Iterator[None]:
    """Let runs check in no time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(running, "check_articles", quick_check)
        yield


@pytest.fixture(scope="module")
def quick(tmp_path_factory: pytest.TempPathFactory) -> Followed:
    """The week with a check that counts."""
    with quickly():
        return follow(tmp_path_factory.mktemp("quick"))


def test_the_week_is_as_eventful_as_it_is_said_to_be(quick: Followed) -> None:
    assert len(quick.week.served) == 60 + 3 + 2
    failed = [outcome for outcome in quick.outcomes if outcome.skipped]
    assert len(failed) == 5
    last = quick.outcomes[-1].report
    assert last is not None
    assert any(article.version_of for article in last.articles)
    assert len(quick.rung()) > 5


def told(followed: Followed) -> list[tuple[str, frozenset[str]]]:
    """What was told: each question with its values, in order."""
    return [
        (finding["question"], frozenset(value["value"] for value in finding["values"]))
        for message in followed.rung()
        for finding in message["findings"]
    ]


def changes(followed: Followed) -> list[set[tuple[str, frozenset[str]]]]:
    """By run, the questions whose values are others than in any run before, with the values."""
    seen: dict[str, frozenset[str]] = {}
    found = []
    for outcome in followed.outcomes:
        assert outcome.report is not None
        now = told_in(outcome.report)
        found.append({(q, values) for q, values in now.items() if seen.get(q) != values})
        seen |= now
    return found


def test_every_new_difference_is_told_exactly_once(quick: Followed) -> None:
    settled = {t.last.question for t in trackings(quick) if t.decisions}
    wanted = [pair for some in changes(quick) for pair in some if pair[0] not in settled]
    went = [pair for pair in told(quick) if pair[0] not in settled]
    assert len(went) == len(set(went))
    assert sorted(went, key=repr) == sorted(wanted, key=repr)


def test_no_message_comes_twice(quick: Followed) -> None:
    names = [message["id"] for message in quick.rung()]
    assert len(names) == len(set(names))


def test_each_message_tells_what_its_own_run_found(quick: Followed) -> None:
    by_run = {message["run"]: len(message["findings"]) for message in quick.rung()}
    for outcome in quick.outcomes:
        assert by_run.get(outcome.run, 0) == outcome.n_messages * len(outcome.news)


def trackings(followed: Followed) -> list[Any]:
    with Store.open(followed.state) as store:
        return store.tracked("job")


def test_no_decision_is_lost(quick: Followed) -> None:
    kept = {t.id: t.decisions for t in trackings(quick) if t.decisions}
    assert kept == {finding: (decision,) for finding, decision in quick.decided.items()}


def test_the_last_findings_file_is_that_of_a_fresh_check(quick: Followed) -> None:
    assert_same(quick, checked_afresh(quick, quick_check))


def assert_same(followed: Followed, fresh: Report) -> None:
    """Compare the last outputs with a fresh report, ids and history aside."""
    last = read_json(followed.folder / "findings.json")
    assert texts(last) == texts(fresh)
    assert findings(last) == findings(fresh)
    assert (followed.folder / "page.html").read_text().count("<article") > 0


def texts(report: Report) -> list[tuple[str, str]]:
    return sorted((article.source, article.text) for article in report.articles)


def findings(report: Report) -> list[str]:
    """What is found, by what it says."""
    sources = {article.id: article.source for article in report.articles}
    return sorted(
        repr(
            (
                *(f.kind, f.scope, f.facet, f.question, f.severity, f.confidence),
                sorted((sources[v.article], v.text, v.value) for v in f.values),
                sorted(sources[name] for name in f.silent),
                f.independent_reports,
            )
        )
        for f in report.finding_records
    )


def test_the_archive_has_the_last_runs(quick: Followed) -> None:
    assert len(list((quick.folder / "archive").iterdir())) == 4


@pytest.mark.slow
def test_the_whole_pipeline_follows_the_week_as_well(tmp_path: Path) -> None:
    followed = follow(tmp_path)

    assert_same(followed, checked_afresh(followed, check_articles))
    went = told(followed)
    assert went
    names = [
        (finding["id"], finding["change"], finding["severity"], json.dumps(finding["values"]))
        for message in followed.rung()
        for finding in message["findings"]
    ]
    assert len(names) == len(set(names)), "a risen severity is told again, the same news never"
    told_ids = {finding["id"] for m in followed.rung() for finding in m["findings"]}
    assert {t.id for t in trackings(followed)} == told_ids
    kept = {t.id: t.decisions for t in trackings(followed) if t.decisions}
    assert kept == {finding: (decision,) for finding, decision in followed.decided.items()}
