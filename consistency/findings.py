"""Comparisons to findings: one question a finding, merged, explained and ranked."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from consistency.calibration import Calibration
from consistency.evidence import Evidence
from consistency.facets.base import Facet
from consistency.records import (
    Article,
    Comparison,
    Copy,
    Finding,
    Level,
    Mention,
)
from consistency.same_question import AGREEING
from consistency.settings import FindingSettings
from consistency.silence import Silence
from consistency.sources import count_independent
from consistency.timing import time_explains

DIFFERING = frozenset({Level.DIFFERENT, Level.PROGRESSED})
"""Levels that make a difference. What a source declines to say is told with what is unstated."""
KIND_ORDER = {"conflict": 0, "quote_change": 0, "update": 0, "unstated": 1, "agreement": 2}
SEVERITIES = ("high", "medium", "low")
WEIGHT = {"high": 1.0, "medium": 0.8, "low": 0.6}
"""How much of a finding's confidence counts by its severity."""


@dataclass
class Group:
    """Comparisons gathered round one question while findings are being put together."""

    comparisons: list[Comparison] = field(default_factory=list)
    mentions: dict[Mention, None] = field(default_factory=dict)

    def add(self, comparison: Comparison) -> None:
        """Take in a comparison and both its sides."""
        self.comparisons.append(comparison)
        self.mentions.setdefault(comparison.left)
        self.mentions.setdefault(comparison.right)

    @property
    def best(self) -> Comparison:
        """The comparison one is surest of."""
        return max(self.comparisons, key=belief)

    @property
    def articles(self) -> list[str]:
        """Ids of the articles cited, in order."""
        return sorted({m.article for m in self.mentions}, key=_number)


def belief(comparison: Comparison) -> float:
    """How sure one is that the two answer one question and stand as the level says, 0..1."""
    return comparison.same_question


@dataclass(frozen=True)
class FindingMaker:
    """What is needed to put findings together, held in one place for the functions below."""

    evidence: Evidence
    articles: Sequence[Article]
    copies: Sequence[Copy]
    facets: Mapping[str, Facet]
    centrality: np.ndarray
    silence: Silence
    settings: FindingSettings
    calibration: Calibration = field(default_factory=Calibration)

    def centrality_of(self, mentions: Iterable[Mention]) -> float:
        """Highest centrality of the claims cited, 0..1."""
        return max(float(self.centrality[self.evidence.place[m.claim]]) for m in mentions)

    def make(
        self,
        kind: str,
        mentions: Sequence[Mention],
        *,
        confidence: float,
        explanation: str,
        question: str | None = None,
        silent: Sequence[str] = (),
    ) -> Finding:
        """Build an unranked finding; values stand in the order of articles and of the text."""
        ordered = sorted(mentions, key=lambda m: (_number(m.article), m.span))
        cited = sorted({m.article for m in ordered}, key=_number)
        across = len(cited) > 1 or kind == "unstated"
        return Finding(
            id=_identity(kind, ordered, self.articles),
            rank=0,
            kind=kind,
            scope="across" if across else "within",
            facet=ordered[0].facet,
            question=question or self.facets[ordered[0].facet].question(ordered),
            severity=severity_of(self.centrality_of(ordered), kind),
            confidence=round(self.calibration.confidence(kind, confidence), 3),
            explanation=explanation,
            values=tuple(self.evidence.value_of(m) for m in ordered),
            silent=tuple(silent),
            independent_reports=count_independent(cited, self.copies),
        )


def _identity(kind: str, mentions: Sequence[Mention], articles: Sequence[Article]) -> str:
    """A short digest of the evidence: the same passages of the same inputs give the same id."""
    path = _short_paths(articles)
    parts = [f"{kind}|{m.facet}|{path[m.article]}|{m.span.start}|{m.span.end}" for m in mentions]
    whole = "\n".join(sorted(parts)).encode("utf-8", "surrogatepass")  # file names may be odd
    return "f" + hashlib.sha256(whole).hexdigest()[:12]


def _short_paths(articles: Sequence[Article]) -> dict[str, str]:
    """Each article's file name; the whole path where two files share their name."""
    names = {a.id: a.path.replace("\\", "/").rsplit("/", 1)[-1] for a in articles}
    shared = Counter(names.values())
    return {a.id: names[a.id] if shared[names[a.id]] == 1 else a.path for a in articles}


def _number(article_id: str) -> int:
    return int(article_id[1:])


def severity_of(centrality: float, kind: str) -> str:
    """Say how much a question matters by how central its claims are. At or above each bound.

    Silence about a detail matters one step less than a difference about it.
    """
    step = 0 if centrality >= 0.66 else 1 if centrality >= 0.4 else 2
    return SEVERITIES[min(step + (kind == "unstated" and step == 0), 2)]


def make_findings(
    maker: FindingMaker, comparisons: Sequence[Comparison], mentions: Sequence[Mention]
) -> list[Finding]:
    """Rank findings made of comparisons: differences, then what is unstated, then agreements."""
    differing = [c for c in comparisons if c.judgement.level in DIFFERING]
    agreeing = [c for c in comparisons if c.judgement.level in AGREEING]
    difference_groups = group_differences(differing, agreeing, settings=maker.settings)
    differences = [_difference(maker, group) for group in difference_groups]
    used = {c for g in difference_groups for c in g.comparisons}
    agreements = _without_told(
        _agreements(maker, [c for c in agreeing if c not in used]), differences
    )
    unstated = [
        maker.make(
            "unstated",
            gap.mentions,
            confidence=gap.confidence,
            explanation=gap.explanation,
            question=gap.question,
            silent=gap.silent,
        )
        for gap in maker.silence.find(
            mentions, comparisons, [list(group.mentions) for group in difference_groups]
        )
    ]
    room = most_findings(maker.articles, maker.settings) - len(differences)
    return rank_findings([*differences, *_best(unstated, agreements, room)])


def most_findings(articles: Sequence[Article], settings: FindingSettings) -> int:
    """How many findings a reader of these articles is shown, differences included."""
    n_words = sum(len(a.text.split()) for a in articles)
    return max(settings.always_shown, int(settings.most_per_1000_words * n_words / 1000))


def _best(unstated: Sequence[Finding], agreements: Sequence[Finding], room: int) -> list[Finding]:
    """The surest of both kinds, each cut by the same share; what matters more is kept on less."""
    total = len(unstated) + len(agreements)
    kept: list[Finding] = []
    for findings in (unstated, agreements):
        share = min(1.0, max(room, 0) / total) if total else 1.0
        ordered = sorted(findings, key=lambda f: (-f.confidence * WEIGHT[f.severity], f.id))
        kept += ordered[: int(share * len(findings))]
    return kept


def group_differences(
    differing: Sequence[Comparison], agreeing: Sequence[Comparison], *, settings: FindingSettings
) -> list[Group]:
    """Gather differences that share a mention, surest first; add who agrees with either side."""
    partners = _agreeing_partners(agreeing, settings)
    groups: list[Group] = []
    home: dict[Mention, Group] = {}
    for c in sorted(differing, key=lambda c: (-belief(c), _sort_key(c))):
        across = c.left.article != c.right.article
        if belief(c) < (settings.difference if across else settings.difference_within):
            continue
        group = home.get(c.left) or home.get(c.right)
        if group is None:
            group = Group()
            groups.append(group)
        elif belief(c) < settings.joins * belief(group.best):
            continue  # one side is better held against another counterpart already
        group.add(c)
        for mention in (c.left, c.right):
            home.setdefault(mention, group)
            for sureness, other in partners.get(mention, ()):
                if sureness >= settings.sides * belief(c):
                    group.mentions.setdefault(other)
                    home.setdefault(other, group)
    return groups


def _sort_key(c: Comparison) -> tuple[int, int, int, int]:
    return _number(c.left.article), c.left.span.start, _number(c.right.article), c.right.span.start


def _agreeing_partners(
    agreeing: Sequence[Comparison], settings: FindingSettings
) -> dict[Mention, list[tuple[float, Mention]]]:
    """For each mention, those that agree with it and how surely."""
    partners: dict[Mention, list[tuple[float, Mention]]] = defaultdict(list)
    for c in agreeing:
        if belief(c) >= settings.agreement:
            partners[c.left].append((belief(c), c.right))
            partners[c.right].append((belief(c), c.left))
    return partners


def _difference(maker: FindingMaker, group: Group) -> Finding:
    best = group.best
    kind = _kind_of(best, {a.id: a for a in maker.articles})
    return maker.make(
        kind,
        list(group.mentions),
        confidence=belief(best),
        explanation=_explain(group),
    )


def _kind_of(best: Comparison, articles: Mapping[str, Article]) -> str:
    if time_explains(best, articles):
        return "update"
    return "quote_change" if best.left.facet == "quote" else "conflict"


def _explain(group: Group) -> str:
    n = len(group.articles)
    where = f"{n} sources" if n > 1 else "Two places in one article"
    return f"{where}: {group.best.judgement.reason}".rstrip(".") + "."


def _agreements(maker: FindingMaker, agreeing: Sequence[Comparison]) -> list[Finding]:
    """One finding a question: mentions linked by agreement share a question."""
    sure = [
        c
        for c in agreeing
        if c.left.article != c.right.article and belief(c) >= maker.settings.agreement
    ]
    groups = _linked(sure)
    found = []
    for group in groups:
        n = count_independent(group.articles, maker.copies)
        found.append(
            maker.make(
                "agreement",
                list(group.mentions),
                confidence=belief(group.best),
                explanation=f"{len(group.articles)} articles, {n} independent of one another: "
                f"{group.best.judgement.reason}",
            )
        )
    return _without_repeats(found)


def _linked(comparisons: Sequence[Comparison]) -> list[Group]:
    """Gather mentions that agree, surest pairs first, into groups that ask one question.

    Two groups join when their mentions agree; a group takes a second claim of an article only
    where both state the very same value, since a source seldom answers one question twice.
    """
    home: dict[Mention, Group] = {}
    for c in sorted(comparisons, key=lambda c: (-belief(c), _sort_key(c))):
        left, right = home.get(c.left), home.get(c.right)
        if left is not None and left is right:
            left.add(c)
            continue
        parts = [g for g in (left, right) if g is not None]
        mentions = {m for g in parts for m in g.mentions} | {c.left, c.right}
        if not _may_share_question(mentions):
            continue
        group = Group()
        for part in parts:
            for other in part.comparisons:
                group.add(other)
        group.add(c)
        home.update(dict.fromkeys(group.mentions, group))
    return list({id(g): g for g in home.values()}.values())


def _may_share_question(mentions: Iterable[Mention]) -> bool:
    """No article states two different values in two claims."""
    stated: dict[str, tuple[str, str]] = {}
    for m in sorted(mentions, key=lambda m: (m.article, m.span)):
        before = stated.setdefault(m.article, (m.claim, str(m.value)))
        if before != (m.claim, str(m.value)) and before[1] != str(m.value):
            return False
    return True


def _without_repeats(findings: Sequence[Finding]) -> list[Finding]:
    """Drop an agreement whose claims another one cites already: it would say the same twice."""
    kept: list[Finding] = []
    cited: list[set[str]] = []
    for finding in sorted(findings, key=lambda f: (-len(f.values), -f.confidence, f.id)):
        claims = {v.claim for v in finding.values}
        if any(claims <= other for other in cited):
            continue
        kept.append(finding)
        cited.append(claims)
    return kept


def _without_told(agreements: Sequence[Finding], differences: Sequence[Finding]) -> list[Finding]:
    """Drop agreements on what was said that a difference tells already, from the same claims."""
    told = [{v.claim for v in d.values} for d in differences if d.facet in {"quote", "certainty"}]
    return [
        a
        for a in agreements
        if a.facet not in {"quote", "certainty", "polarity"}
        or not any({v.claim for v in a.values} <= claims for claims in told)
    ]


def rank_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Order by kind, then by severity and confidence together; number from 1."""
    key: Callable[[Finding], tuple[float, float, str]] = lambda f: (  # noqa: E731
        KIND_ORDER[f.kind],
        -f.confidence * WEIGHT[f.severity],
        f.id,
    )
    return [replace(f, rank=n) for n, f in enumerate(sorted(findings, key=key), start=1)]
