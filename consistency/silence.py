"""What some sources state and others, covering the same matter, leave out or decline to say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from consistency.datelines import datelines_of
from consistency.editions import first_version
from consistency.evidence import Evidence
from consistency.facets.base import Facet
from consistency.facets.numbers.outcomes import NAMED_BY
from consistency.records import Article, Comparison, Level, Mention, Section
from consistency.same_question import AGREEING
from consistency.settings import FindingSettings
from consistency.stated_alike import Told
from consistency.withholding import Withholding, by_question
from consistency.worth import worth_of

DURATION = "duration"
FATES = frozenset(NAMED_BY.values())
"""What befell those counted, by the verbs that all sources' words for it come to."""
"""Role of how long something lasts."""


@dataclass(frozen=True)
class Gap:
    """A detail that some articles give and others, covering its matter, do not."""

    mentions: tuple[Mention, ...]
    silent: tuple[str, ...]
    confidence: float
    explanation: str
    question: str


@dataclass(frozen=True)
class _Beside:
    """What stands beside a mention: who states the same, who another thing, who anything at all."""

    agreeing: Sequence[Mention]
    differing: Sequence[Mention]
    answered: Set[str]
    """Ids of the articles that answer the mention's question."""


@dataclass(frozen=True)
class Silence:
    """Finds gaps: what articles say was withheld, and details that no other article matches."""

    evidence: Evidence
    articles: Sequence[Article]
    facets: Mapping[str, Facet]
    centrality: np.ndarray
    settings: FindingSettings
    refusals: Sequence[Mention] = ()

    def find(
        self,
        mentions: Sequence[Mention],
        comparisons: Sequence[Comparison],
        differing: Sequence[Collection[Mention]] = (),
    ) -> list[Gap]:
        """Return gaps, withheld details first, then surest first: at most one a claim.

        Args:
            differing: The mentions of each difference found. Whoever answers its question is heard
                with the others, so that a gap beside it tells of all that is stated, once.
        """
        if len(self.articles) < 2:
            return []
        withheld = [self._withheld(some, mentions) for some in by_question(self.refusals)]
        spoken_for = {m.claim for gap in withheld for m in gap.mentions}
        omitted = [
            gap
            for gap in self._omitted(mentions, comparisons, differing)
            if gap.mentions[0].claim not in spoken_for
        ]
        most = int(self.settings.gaps_per_claim * len(self.evidence.claims))
        return withheld + omitted[:most]

    def _withheld(self, refusals: Sequence[Mention], mentions: Sequence[Mention]) -> Gap:
        """Refusals to answer one question beside the passages of other articles that answer it."""
        rows = [self.evidence.place[refusal.claim] for refusal in refusals]
        answers = self._withholding.answers(refusals, mentions)
        refusing = {refusal.article for refusal in refusals}
        heard = {self._story[m.article] for m in (*refusals, *answers)}
        silent = [a.id for a in self.articles if a.id in refusing or self._story[a.id] not in heard]
        who = "others state it" if answers else "no other source states it"
        n = len({self._story[article] for article in refusing})
        return Gap(
            (*refusals, *answers),
            tuple(silent),
            0.8 + 0.2 * max(float(self.centrality[row]) for row in rows),
            f"{_sources(n).capitalize()} {'say' if n > 1 else 'says'} this was not given "
            f"(“{refusals[0].text}”); {who}",
            max((r.value.question for r in refusals), key=len),
        )

    def _omitted(
        self,
        mentions: Sequence[Mention],
        comparisons: Sequence[Comparison],
        differing: Sequence[Collection[Mention]],
    ) -> Iterator[Gap]:
        """Details that some articles state and others miss, surest first, each claim once."""
        beside = _beside(comparisons, differing, self.settings)
        stated: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in mentions:
            stated[mention.facet, mention.article].append(mention)
        gaps = [
            gap
            for mention in mentions
            if (gap := self._gap(mention, beside(mention), stated)) is not None
        ]
        used: set[object] = set()
        for gap in sorted(
            gaps, key=lambda g: (-g.confidence, -len(g.mentions), g.mentions[0].claim)
        ):
            spent = {m.claim for m in gap.mentions} | _days(gap.mentions)
            if not spent & used:
                used |= spent
                yield gap

    def _gap(
        self,
        mention: Mention,
        beside: _Beside,
        stated: Mapping[tuple[str, str], Sequence[Mention]],
    ) -> Gap | None:
        row = self.evidence.place[mention.claim]
        if self.evidence.claims[row].section is Section.HEADLINE:
            return None  # what a headline has room for is no measure of what others leave out
        stating = tuple(dict.fromkeys((mention, *beside.agreeing, *beside.differing)))
        confidence = worth_of(mention) * (0.4 + 0.6 * float(self.centrality[row]))
        if confidence < self.settings.gap:
            return None
        answering = {self._story[a] for a in (*beside.answered, *(m.article for m in stating))}
        silent = [
            article
            for article in self._covering(row)
            if self._story[article] not in answering
            and not any(map(self._told[article].states, (mention, *beside.differing)))
            and not self._answers(mention, stated.get((mention.facet, article), ()))
        ]
        if not silent:
            return None
        return Gap(
            stating,
            tuple(silent),
            confidence,
            self._explain(stating, silent, differ=bool(beside.differing)),
            self.facets[mention.facet].question(stating),
        )

    def _explain(self, stating: Sequence[Mention], silent: Sequence[str], *, differ: bool) -> str:
        n_stating = len({self._story[m.article] for m in stating})
        n_silent = len({self._story[article] for article in silent})
        which = ", which differ" if differ and n_stating > 1 else ""
        return (
            f"Stated by {_sources(n_stating)}{which}; "
            f"{_sources(n_silent)} covering the matter "
            f"{'do' if n_silent > 1 else 'does'} not state it"
        )

    def _covering(self, row: int) -> list[str]:
        """Articles with a claim near enough to be on the matter, none so near as to restate it."""
        covers, restates = self.settings.covers, self.settings.restates
        return [a for a, nearest in self._coverage[row].items() if covers <= nearest < restates]

    def _answers(self, mention: Mention, stated: Sequence[Mention]) -> bool:
        """Say whether one of an article's mentions answers in other words, in a claim near enough.

        Nearer still, whatever it states in the same role is its answer: that is a difference, if
        anything, and no silence.
        """
        rows, place = self.evidence.rows, self.evidence.place
        facet = self.facets[mention.facet]
        for other in stated:
            if _is_one_toll(mention, other) and facet.compare(mention, other).level is Level.EQUAL:
                return True
            nearness = float(rows[place[mention.claim]] @ rows[place[other.claim]])
            if nearness < self.settings.answers_likely:
                continue
            level = facet.compare(mention, other).level
            if level is Level.EQUAL and _is_peculiar(mention):
                return True
            if level in AGREEING and mention.slot.role == DURATION:
                return True  # "at least 18 months", "a year and a half"
            if nearness < self.settings.answers_alike:
                continue
            if level in AGREEING and mention.facet != "date":
                return True
            if level is not Level.NULL and nearness >= self.settings.answers_otherwise:
                return True
        return False

    @cached_property
    def _withholding(self) -> Withholding:
        return Withholding(self.evidence, self.facets, self.settings, self._story, texts=self._told)

    @cached_property
    def _story(self) -> dict[str, str]:
        """The first version of each article: all versions of one are one source."""
        articles = {a.id: a for a in self.articles}
        return {article_id: first_version(article_id, articles) for article_id in articles}

    @cached_property
    def _told(self) -> dict[str, Told]:
        """Datelines and claims of each article in lower case: boilerplate states nothing."""
        texts = {a.id: [line.lower() for line in datelines_of(a)] for a in self.articles}
        for claim in self.evidence.claims:
            texts[claim.article].append(claim.text.lower())
        return {
            article: Told(" ".join(" ".join(parts).split())) for article, parts in texts.items()
        }

    @cached_property
    def _coverage(self) -> list[dict[str, float]]:
        """For each claim, how near the nearest claim of each other article comes."""
        rows_of: dict[str, list[int]] = defaultdict(list)
        for i, claim in enumerate(self.evidence.claims):
            rows_of[claim.article].append(i)
        nearest = {
            article: (self.evidence.rows @ self.evidence.rows[rows].T).max(axis=1)
            for article, rows in rows_of.items()
        }
        return [
            {
                article: float(column[i])
                for article, column in nearest.items()
                if article != claim.article
            }
            for i, claim in enumerate(self.evidence.claims)
        ]


def _day_of(mention: Mention) -> date | None:
    """The day that a date mention names, where it names one."""
    bounds = getattr(mention.value, "bounds", None)
    return bounds[0] if bounds and (bounds[1] - bounds[0]).days <= 1 else None


def _is_one_toll(mention: Mention, other: Mention) -> bool:
    """Whether one outcome is counted in both: as many hurt are hardly others, wherever told."""
    predicates = {m.slot.predicate for m in (mention, other)}
    return len(predicates) == 1 and predicates <= FATES


def _is_peculiar(mention: Mention) -> bool:
    """Whether the same value is hardly another thing's: a day, a span of time."""
    return mention.slot.role == DURATION or _day_of(mention) is not None


def _days(mentions: Sequence[Mention]) -> set[object]:
    """Each article's dates: that others leave out the day of the event is told once."""
    return {(m.article, str(m.value)) for m in mentions if m.facet == "date"}


def _sources(n: int) -> str:
    return "one source" if n == 1 else f"{n} sources"


def _beside(
    comparisons: Sequence[Comparison],
    differing: Sequence[Collection[Mention]],
    settings: FindingSettings,
) -> Callable[[Mention], _Beside]:
    """Look up what stands beside a mention."""
    answered, agreeing = _answered(comparisons, settings), _agreeing(comparisons, settings)
    told_with = {mention: mentions for mentions in differing for mention in mentions}

    def beside(mention: Mention) -> _Beside:
        others = [m for m in told_with.get(mention, ()) if m != mention]
        return _Beside(agreeing[mention], others, answered[mention])

    return beside


def _answered(
    comparisons: Sequence[Comparison], settings: FindingSettings
) -> dict[Mention, set[str]]:
    """Articles that answer each mention's question, alike or otherwise."""
    answered: dict[Mention, set[str]] = defaultdict(set)
    for c in comparisons:
        enough = settings.agreement / 2 if c.judgement.level in AGREEING else settings.difference
        if c.same_question >= enough:
            answered[c.left].add(c.right.article)
            answered[c.right].add(c.left.article)
    return answered


def _agreeing(
    comparisons: Sequence[Comparison], settings: FindingSettings
) -> dict[Mention, list[Mention]]:
    """For each mention, the surest mention of each other article that states the same."""
    best: dict[Mention, dict[str, Comparison]] = defaultdict(dict)
    for c in sorted(comparisons, key=lambda c: -c.same_question):
        if c.judgement.level in AGREEING and c.same_question >= settings.agreement:
            best[c.left].setdefault(c.right.article, c)
            best[c.right].setdefault(c.left.article, c)
    found: dict[Mention, list[Mention]] = defaultdict(list)
    for mention, by_article in best.items():
        found[mention] = [
            c.right if c.left == mention else c.left
            for article, c in sorted(by_article.items())
            if article != mention.article
        ]
    return found
