"""Where a source says that a detail was not given: which refusals are one, what answers them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consistency.evidence import Evidence
from consistency.facets.base import Facet
from consistency.personal_names import is_personal, split_titles
from consistency.records import Level, Mention
from consistency.settings import FindingSettings
from consistency.stated_alike import Told, has_words

ANSWERS = 3
"""Most values of one article that are shown beside a refusal."""


@dataclass(frozen=True)
class Withholding:
    """Finds the passages that answer a refusal.

    Args:
        story: The first version of each article, by id: all versions of one are one source.
        texts: The claims of each article as one folded text, by id.
    """

    evidence: Evidence
    facets: Mapping[str, Facet]
    settings: FindingSettings
    story: Mapping[str, str]
    texts: Mapping[str, Told]

    def answers(
        self, refusals: Sequence[Mention], mentions: Sequence[Mention]
    ) -> tuple[Mention, ...]:
        """What other articles state that answers refusals of one question, each mention once."""
        found = (self._answers_to(r, self.evidence.place[r.claim], mentions) for r in refusals)
        return tuple(dict.fromkeys(m for some in found for m in some))

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
        near = self.evidence.nearness_to(row)
        for m in mentions:
            nearness = float(near[self.evidence.place[m.claim]])
            if nearness >= self.settings.answers_along and self._may_answer(m, refusal, granted):
                found[m.article].append((nearness, m))
        return tuple(
            m
            for scored in found.values()
            if max(nearness for nearness, _ in scored) >= self.settings.answers
            for m in _likeliest(scored)
        )

    def _may_answer(self, m: Mention, refusal: Mention, granted: Sequence[Mention]) -> bool:
        if m.facet != refusal.facet or self.story[m.article] == self.story[refusal.article]:
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
        return refusal.slot.head in asked and not has_words(self.texts[refusal.article].text, name)

    def _likeness(self, left: str, right: str) -> float:
        """Cosine of two words, -1..1."""
        if left == right:
            return 1.0
        first, second = self.evidence.encoder.encode([left, right])
        return float(first @ second)


def by_question(refusals: Sequence[Mention]) -> list[list[Mention]]:
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
