"""A simulated week: sixty articles in twenty runs, corrected, hidden, decided on and told about.

A model of what should be known stands beside the state, keyed by the question a finding asks; the
state itself never matches findings by their questions.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from state_reports import Draft, arrival, report_of, story

from consistency.articles import gathered
from consistency.records import Article, Report
from consistency.settings import ReadingSettings
from consistency.state import (
    Change,
    Decision,
    RunningJob,
    Status,
    Store,
    Tracking,
    Verdict,
)

JOB = "pier"
N_RUNS, PER_RUN = 20, 3
CHANNELS = ("desk", "mail")
TOPICS = (
    "The north pier has {} cracks, inspectors said",
    "The mayor wants {} dollars from the state",
    "Divers counted {} of the old piles on Tuesday",
    "About {} dock workers were sent home",
    "Repairs will take {} weeks if the weather holds",
    "At the school nearby {} children stayed away",
    "Ferries carried {} passengers a day before",
    "Of the engineers who were asked {} had seen it coming",
)


@dataclass
class Known:
    """What should be known of one question."""

    changes: list[Change] = field(default_factory=list)
    evidences: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    values: Set[tuple[str, str]] = frozenset()
    present: bool = False
    settled: tuple[str, frozenset[str]] | None = None
    n_decisions: int = 0

    def see(self, kind: str, values: Set[tuple[str, str]]) -> Change | None:
        """Take in a finding of a run; return what it is."""
        evidence = (kind, frozenset(value for _, value in values))
        change = self.change(evidence, values)
        if change:
            self.changes.append(change)
        self.evidences.append(evidence)
        self.values, self.present = values, True
        return change

    def change(
        self, evidence: tuple[str, frozenset[str]], values: Set[tuple[str, str]]
    ) -> Change | None:
        """Say what a finding is against what is known."""
        if not self.changes:
            return Change.NEW
        if not self.present:
            return Change.BACK
        if evidence != self.evidences[-1]:
            return Change.CHANGED
        return Change.SOURCES if values != self.values else None

    def miss(self) -> None:
        """Take in that a run does not have it."""
        if self.present:
            self.changes.append(Change.GONE)
        self.present = False

    def is_news(self, change: Change | None) -> bool:
        """Say whether it is to be told, given what it is in this run."""
        if change in (None, Change.SOURCES) or self.evidences[-1] == self.settled:
            return False
        return change is not Change.BACK or self.evidences[-1] not in self.evidences[:-1]


class Week:
    """The newsroom's week: what arrives, what is decided, and what should come of it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.known: dict[str, Known] = defaultdict(Known)
        self.stated: dict[str, dict[int, int]] = {}
        self.told: dict[str, list[tuple[str, Change]]] = {name: [] for name in CHANNELS}
        self.due: dict[str, list[tuple[str, Change]]] = {name: [] for name in CHANNELS}
        self.decided: list[Decision] = []
        self.fresh: dict[str, set[Change]] = defaultdict(set)

    def arrivals(self, number: int) -> list[Article]:
        """Return three more articles, on two topics each, and a correction of an earlier one."""
        earlier = sorted(self.stated)
        for n in range(number * PER_RUN, (number + 1) * PER_RUN):
            topics = self.chance.sample(range(len(TOPICS)), 2)
            self.stated[f"Paper {n:02}"] = {topic: self.any_value(topic) for topic in topics}
        new = [paper for paper in self.stated if paper not in earlier]
        for paper in self.chance.sample(earlier, min(1, len(earlier))):
            topic = self.chance.choice(sorted(self.stated[paper]))
            self.stated[paper][topic] = self.any_value(topic)
            new.append(paper)
        return [self.article(paper) for paper in new]

    def any_value(self, topic: int) -> int:
        """Return a number: most sources agree on most topics."""
        return 10 * (topic + 1) + self.chance.choice([0, 0, 0, 0, topic % 3, 5])

    def article(self, paper: str) -> Article:
        """Return an article as it reads now."""
        stated = self.stated[paper].items()
        return story(paper, ". ".join(TOPICS[t].format(value) for t, value in stated) + ".")

    def drafts(self, articles: Sequence[Article]) -> list[Draft]:
        """Return a finding a topic that two sources have; now and then one makes no cut."""
        found = []
        for template in TOPICS:
            passages = list(passages_on(template, articles))
            if len(passages) > 1 and self.chance.random() > 0.1:
                differ = len({value for _, _, value in passages}) > 1
                kind = "conflict" if differ else "agreement"
                found.append(Draft(template, passages, kind=kind, severity="medium"))
        self.chance.shuffle(found)
        return found

    def expect(self, drafts: Iterable[Draft], articles: Sequence[Article], first: bool) -> None:
        """Take in the findings of a run; `first` where every earlier run has finished."""
        sources = {article.id: article.source.partition(" (")[0] for article in articles}
        seen = {
            d.question: (d.kind, {(sources[a], value) for a, _, value in d.passages})
            for d in drafts
        }
        if first:
            self.fresh.clear()
        for question in dict.fromkeys([*seen, *TOPICS]):  # told in the order of the report
            known = self.known[question]
            if question not in seen:
                known.miss()
                continue
            change = known.see(*seen[question])
            if change:
                self.fresh[question].add(change)
            if change and known.is_news(change) and seen[question][0] == "conflict":
                for channel in CHANNELS:
                    self.due[channel].append((question, change))

    def status(self, question: str) -> Status:
        """Say where a finding should stand."""
        known = self.known[question]
        if not known.present:
            return Status.GONE
        if known.settled == known.evidences[-1]:
            return Status.SETTLED
        if Change.NEW in self.fresh[question]:
            return Status.NEW
        changed = known.settled or self.fresh[question] & {Change.CHANGED, Change.BACK}
        return Status.CHANGED if changed else Status.STANDING

    def decide(self, store: Store, trackings: Sequence[Tracking]) -> None:
        """Let a reviewer decide on two findings, gone or not."""
        for tracking in self.chance.sample(trackings, min(2, len(trackings))):
            verdict = self.chance.choice(list(Verdict))
            moment = datetime(2025, 10, 6, tzinfo=UTC)
            note = f"note {len(self.decided)}"
            decision = Decision(verdict, "Ada", tracking.last.evidence, moment, note)
            store.decide(tracking.id, decision, token=note)
            self.decided.append(decision)
            if verdict is not Verdict.NOTED:
                known = self.known[tracking.last.question]
                known.settled = known.evidences[-1]


def passages_on(template: str, articles: Sequence[Article]) -> Iterable[tuple[str, str, str]]:
    """Yield article, deciding words and value of each passage on a topic."""
    before, after = template.split("{}")
    for article in articles:
        if before in article.text:
            value = article.text.partition(before)[2].partition(after)[0]
            yield article.id, f"{value}{after}", value


def check_articles(articles: Sequence[Article], arrived: Sequence[Article]) -> None:
    """The articles of a run are those of a fresh check of all that ever arrived."""
    at: Counter[str] = Counter()
    paths = []
    for article in sorted(arrived, key=lambda article: article.path):  # stable: versions in order
        at[article.path] += 1
        number = at[article.path]
        path = article.path if number == 1 else f"{article.path}#{number}"
        paths.append(replace(article, path=path))
    assert list(articles) == gathered(paths, (), ReadingSettings())[0]


def check_report(report: Report, week: Week, ids: dict[str, str]) -> None:
    """The report says of each finding where it stands, under the id that it always had."""
    found = {t.last.question: t for t in (*report.tracking.values(), *report.gone)}
    assert len(found) == len(report.tracking) + len(report.gone)
    for question, tracking in found.items():
        assert tracking.status is week.status(question), question
        assert ids.setdefault(question, tracking.id) == tracking.id
    assert found.keys() == {question for question, known in week.known.items() if known.changes}


def check_history(trackings: Sequence[Tracking], week: Week) -> None:
    """Each finding's history is that of its question, down to who says what now."""
    assert len(trackings) == len({tracking.last.question for tracking in trackings})
    for tracking in trackings:
        known = week.known[tracking.last.question]
        assert [sighting.change for sighting in tracking.sightings] == known.changes
        assert set(tracking.last.values) == known.values


def tell(week: Week, run: RunningJob, channel: str) -> None:
    """Tell what waits on a channel."""
    waiting = run.untold(channel)
    week.told[channel] += [(t.tracking.last.question, t.change) for t in waiting]
    run.told(waiting)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_week_of_news_is_told_once_and_nothing_is_forgotten(store: Store, seed: int) -> None:
    week = Week(random.Random(seed))
    arrived: list[Article] = []
    ids: dict[str, str] = {}
    finished = True
    for number in range(N_RUNS):
        new = week.arrivals(number)
        arrived += [article for article in new if article not in arrived]
        stops = week.chance.random() < 0.15
        with suppress(KeyboardInterrupt), store.run(JOB) as run:
            run.add(map(arrival, new))
            articles = run.articles()
            check_articles(articles, arrived)
            drafts = week.drafts(articles)
            week.expect(drafts, articles, first=finished)
            report = run.record(
                report_of(articles, drafts), channels=CHANNELS, kinds={"conflict"}, least="low"
            )
            check_report(report, week, ids)
            finished = not stops
            if stops:
                raise KeyboardInterrupt
            tell(week, run, "desk")
            if week.chance.random() < 0.5:
                tell(week, run, "mail")
            else:
                run.not_told(run.untold("mail"), "connection refused")
        week.decide(store, store.tracked(JOB))
        assert [decision for _, decision in store.decisions(JOB)] == week.decided
    with store.run(JOB) as run:
        for channel in CHANNELS:
            tell(week, run, channel)
    assert week.told == week.due
    assert len(week.told["desk"]) > len(TOPICS)
    check_history(store.tracked(JOB), week)
