"""What some sources state and others, covering the same matter, leave out or decline to say."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from consistency.editions import first_version
from consistency.evidence import Evidence
from consistency.facets.base import Facet
from consistency.personal_names import is_personal, split_titles, surname
from consistency.records import Article, Comparison, Level, Mention, Section
from consistency.same_question import AGREEING
from consistency.settings import FindingSettings
from consistency.worth import worth_of

ANSWERS = 3
"""Most values of one article that are shown beside a refusal."""


@dataclass(frozen=True)
class Gap:
    """A detail that some articles give and others, covering its matter, do not."""

    mentions: tuple[Mention, ...]
    silent: tuple[str, ...]
    confidence: float
    explanation: str
    question: str


@dataclass(frozen=True)
class Silence:
    """Finds gaps: what articles say was withheld, and details that no other article matches."""

    evidence: Evidence
    articles: Sequence[Article]
    facets: Mapping[str, Facet]
    centrality: np.ndarray
    settings: FindingSettings
    refusals: Sequence[Mention] = ()

    def find(self, mentions: Sequence[Mention], comparisons: Sequence[Comparison]) -> list[Gap]:
        """Return gaps, withheld details first, then surest first: at most one a claim."""
        if len(self.articles) < 2:
            return []
        withheld = [self._withheld(some, mentions) for some in _by_question(self.refusals)]
        spoken_for = {m.claim for gap in withheld for m in gap.mentions}
        omitted = [
            gap
            for gap in self._omitted(mentions, comparisons)
            if gap.mentions[0].claim not in spoken_for
        ]
        most = int(self.settings.gaps_per_claim * len(self.evidence.claims))
        return withheld + omitted[:most]

    def _withheld(self, refusals: Sequence[Mention], mentions: Sequence[Mention]) -> Gap:
        """Refusals to answer one question beside the passages of other articles that answer it."""
        rows = [self.evidence.place[refusal.claim] for refusal in refusals]
        found = (self._answers_to(r, row, mentions) for r, row in zip(refusals, rows, strict=True))
        answers = tuple(dict.fromkeys(m for some in found for m in some))
        refusing = {refusal.article for refusal in refusals}
        heard = {self._story[m.article] for m in (*refusals, *answers)}
        silent = [a.id for a in self.articles if a.id in refusing or self._story[a.id] not in heard]
        who = "others state it" if answers else "no other source states it"
        n = len({self._story[article] for article in refusing})
        return Gap(
            (*refusals, *answers),
            tuple(silent),
            0.7 + 0.3 * max(float(self.centrality[row]) for row in rows),
            f"{_sources(n).capitalize()} {'say' if n > 1 else 'says'} this was not given "
            f"(“{refusals[0].text}”); {who}",
            max((r.value.question for r in refusals), key=len),
        )

    def _answers_to(
        self, refusal: Mention, row: int, mentions: Sequence[Mention]
    ) -> tuple[Mention, ...]:
        """What other articles state that answers a refusal: per article the likeliest few values.

        An article answers when one of its mentions comes near enough; what else it says nearly as
        near is taken along. Nothing is an answer that differs from what the refusal itself grants
        ("did not say where in Norvale" is not answered by a place elsewhere).
        """
        granted = [m for m in mentions if m.facet == refusal.facet and m.claim == refusal.claim]
        found: dict[str, list[tuple[float, Mention]]] = defaultdict(list)
        for m in mentions:
            nearness = self._nearness(self.evidence.place[m.claim], row)
            if nearness >= self.settings.answers_along and self._may_answer(m, refusal, granted):
                found[m.article].append((nearness, m))
        return tuple(
            m
            for scored in found.values()
            if max(nearness for nearness, _ in scored) >= self.settings.answers
            for m in _likeliest(scored)
        )

    def _may_answer(self, m: Mention, refusal: Mention, granted: Sequence[Mention]) -> bool:
        if m.facet != refusal.facet or self._story[m.article] == self._story[refusal.article]:
            return False
        if str(m.value).startswith(("not ", "did not")) or m.slot.role == refusal.slot.role:
            return False
        if refusal.facet == "name" and not self._may_name(m, refusal):
            return False
        if refusal.facet == "quantity" and m.slot.head not in refusal.slot.modifiers:
            return False
        verbs = refusal.slot.predicate, m.slot.predicate
        if all(verbs) and self._likeness(*verbs) < self.settings.answers_verb:
            return False
        facet = self.facets[m.facet]
        return all(facet.compare(m, g).level is not Level.DIFFERENT for g in granted)

    def _may_name(self, m: Mention, refusal: Mention) -> bool:
        """Say whether a name can be the one withheld: a person's full name, told of what was asked.

        Whom the refusing article names is not who it says has no name.
        """
        name = str(m.value)
        if " " not in name or not is_personal(split_titles(name)[0]):
            return False
        asked = self.evidence.claims[self.evidence.place[m.claim]].terms
        return refusal.slot.head in asked and not _has(self._folded[refusal.article], name)

    def _likeness(self, left: str, right: str) -> float:
        """Cosine of two words, -1..1."""
        if left == right:
            return 1.0
        first, second = self.evidence.encoder.encode([left, right])
        return float(first @ second)

    def _nearness(self, i: int, j: int) -> float:
        """Cosine by meaning plus cosine by terms, -1..2."""
        shared = self.evidence.terms[i].multiply(self.evidence.terms[j]).sum()
        return float(self.evidence.rows[i] @ self.evidence.rows[j]) + float(shared)

    def _omitted(
        self, mentions: Sequence[Mention], comparisons: Sequence[Comparison]
    ) -> Iterator[Gap]:
        """Details that some articles state and others miss, surest first, each claim once."""
        answered = _answered(comparisons, self.settings)
        agreeing = _agreeing(comparisons, self.settings)
        stated: dict[tuple[str, str], list[Mention]] = defaultdict(list)
        for mention in mentions:
            stated[mention.facet, mention.article].append(mention)
        gaps = [
            gap
            for mention in mentions
            if (gap := self._gap(mention, answered[mention], agreeing[mention], stated)) is not None
        ]
        used: set[str] = set()
        for gap in sorted(
            gaps, key=lambda g: (-g.confidence, -len(g.mentions), g.mentions[0].claim)
        ):
            claims = {m.claim for m in gap.mentions}
            if not claims & used:
                used |= claims
                yield gap

    def _gap(
        self,
        mention: Mention,
        answered: Set[str],
        agreeing: Sequence[Mention],
        stated: Mapping[tuple[str, str], Sequence[Mention]],
    ) -> Gap | None:
        row = self.evidence.place[mention.claim]
        if self.evidence.claims[row].section is Section.HEADLINE:
            return None  # what a headline has room for is no measure of what others leave out
        stating = (mention, *agreeing)
        answering = {self._story[a] for a in (*answered, *(m.article for m in stating))}
        silent = [
            article
            for article, nearest in self._coverage[row].items()
            if self._story[article] not in answering
            and self.settings.covers <= nearest < self.settings.restates
            and not self._appears(mention, article)
            and not self._answers(mention, stated.get((mention.facet, article), ()))
        ]
        confidence = worth_of(mention) * (0.4 + 0.6 * float(self.centrality[row]))
        if not silent or confidence < self.settings.gap:
            return None
        n_stating = len({self._story[m.article] for m in stating})
        n_silent = len({self._story[article] for article in silent})
        return Gap(
            stating,
            tuple(silent),
            confidence,
            f"Stated by {_sources(n_stating)}; {_sources(n_silent)} covering the matter "
            f"{'do' if n_silent > 1 else 'does'} not state it",
            self.facets[mention.facet].question(stating),
        )

    def _appears(self, mention: Mention, article: str) -> bool:
        """Say whether an article has the mention's own words anywhere at all.

        Of a person the surname is enough, of a place its name without what it lies in.
        """
        text = self._folded[article]
        if _has(text, mention.text) or (mention.facet == "place" and _has(text, mention.value)):
            return True
        return mention.facet == "name" and (
            surname(str(mention.value).replace("’s", "")) in self._words[article]
        )

    def _answers(self, mention: Mention, stated: Sequence[Mention]) -> bool:
        """Say whether one of an article's mentions answers in other words, in a claim near enough.

        Nearer still, whatever it states in the same role is its answer: that is a difference, if
        anything, and no silence.
        """
        rows, place = self.evidence.rows, self.evidence.place
        facet = self.facets[mention.facet]
        for other in stated:
            nearness = float(rows[place[mention.claim]] @ rows[place[other.claim]])
            if nearness < self.settings.answers_alike:
                continue
            level = facet.compare(mention, other).level
            if level in AGREEING and mention.facet != "date":
                return True
            if level is not Level.NULL and nearness >= self.settings.answers_otherwise:
                return True
        return False

    @cached_property
    def _story(self) -> dict[str, str]:
        """The first version of each article: all versions of one are one source."""
        articles = {a.id: a for a in self.articles}
        return {article_id: first_version(article_id, articles) for article_id in articles}

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        return {a: set(re.findall(r"\w+", text)) for a, text in self._folded.items()}

    @cached_property
    def _folded(self) -> dict[str, str]:
        """The claims of each article as one lower-case text: boilerplate states nothing."""
        texts: dict[str, list[str]] = {a.id: [] for a in self.articles}
        for claim in self.evidence.claims:
            texts[claim.article].append(claim.text.lower())
        return {article: " ".join(" ".join(parts).split()) for article, parts in texts.items()}

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


def _by_question(refusals: Sequence[Mention]) -> list[list[Mention]]:
    """Gather refusals of one question: the same is asked, of the same terms or of fewer."""
    groups: list[list[Mention]] = []
    for refusal in refusals:
        group = next((g for g in groups if _ask_the_same(g[0], refusal)), None)
        if group is None:
            groups.append([refusal])
        else:
            group.append(refusal)
    return groups


def _ask_the_same(left: Mention, right: Mention) -> bool:
    if (left.facet, left.slot.head) != (right.facet, right.slot.head):
        return False
    fewer, more = sorted((left.slot.modifiers, right.slot.modifiers), key=len)
    return bool(fewer) and fewer <= more


def _has(text: str, words: object) -> bool:
    """Say whether a folded text has these words, no letter or digit beside them."""
    folded = " ".join(str(words).lower().split())
    return bool(re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", text))


def _likeliest(scored: Sequence[tuple[float, Mention]]) -> list[Mention]:
    """The nearest mentions of one article, each value once, at most `ANSWERS` of them.

    Of two values of which one words the other more narrowly ("county jails", "state-run county
    jails") the narrower answers, since it tells more.
    """
    kept: list[Mention] = []
    for _, mention in sorted(scored, key=lambda s: (-s[0], s[1].span)):
        words = _value_words(mention)
        wider = next((m for m in kept if _value_words(m) < words), None)
        if wider is not None:
            kept[kept.index(wider)] = mention
        elif not any(words <= _value_words(m) for m in kept):
            kept.append(mention)
    return kept[:ANSWERS]


def _value_words(mention: Mention) -> frozenset[str]:
    return frozenset(str(mention.value).lower().split())


def _sources(n: int) -> str:
    return "one source" if n == 1 else f"{n} sources"


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
