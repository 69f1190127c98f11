"""A claim’s quotations against those of the sources: altered, given to another, or not there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consistency.draft.ground import Ground
from consistency.draft.records import AGREES, DIFFERS, Mark
from consistency.draft.verdicts import Verdict, names_of, of_mention
from consistency.draft.words import Twin
from consistency.facets.alignment import align, edge_changes, fold_words, is_content
from consistency.facets.quote import QUOTATION
from consistency.records import Claim, Comparison, Level, Mention
from consistency.same_question import AGREEING

Compared = tuple[Mention, Comparison]
UNFOUND = 0.85
"""How sure it is, 0..1, that a quotation no source has anywhere is not in the sources."""
LEAST_CONTENT = 2
"""Content words below which words between marks may be anybody's."""


def judge_quotes(ground: Ground, claim: Claim, twins: Sequence[Twin]) -> Iterator[Verdict]:
    """Mark the quotations of a claim, supported ones too.

    Where the claim repeats a sentence of a source its quotation is held against that one.
    """
    for mention in ground.mentions.get(claim.id, ()):
        if mention.facet == "quote":
            verdict = _judge(ground, mention, _held_against(ground, mention, twins))
            if verdict is not None:
                yield verdict


def _held_against(ground: Ground, mention: Mention, twins: Sequence[Twin]) -> Sequence[Compared]:
    """What a quotation was compared with: in the sentence that is repeated, else anywhere."""
    found = ground.compared.get(mention, ())
    repeated = [
        (other, c)
        for other, c in found
        for twin in twins[:1]
        if other.article == twin.claim.article and other.span.overlaps(twin.claim.span)
    ]
    return repeated or found


def _judge(ground: Ground, mention: Mention, found: Sequence[Compared]) -> Verdict | None:
    same = {o.article: o for o, c in found if c.judgement.level in AGREEING}
    other = [(o, c) for o, c in found if c.judgement.level is Level.DIFFERENT]
    if same or (not other and ground.has(_words(mention))):
        articles = tuple(dict.fromkeys([*same, *ground.has(_words(mention))]))
        return Verdict(
            Mark.SUPPORTED,
            0.95,
            mention.span,
            f"{names_of(ground, articles)} {'has' if len(articles) == 1 else 'have'} these words",
            "quote",
            None,
            tuple(of_mention(ground, AGREES, o) for o in same.values()),
            articles,
        )
    if other:
        return _changed(ground, mention, *other[0])
    n_content = sum(is_content(w) for w in mention.value.words)
    if mention.slot.role != QUOTATION or n_content < LEAST_CONTENT:
        return None
    by = f" by {mention.speaker}" if mention.speaker else ""
    told = f"no source has this quotation{by}"
    return Verdict(Mark.NOT_IN_SOURCES, UNFOUND, mention.span, told, "quote", str(mention.value))


def _words(mention: Mention) -> tuple[str, ...]:
    return tuple(w.strip("[") for w in fold_words(mention.value.shown))


def _changed(ground: Ground, mention: Mention, other: Mention, c: Comparison) -> Verdict:
    alignment = align(mention.value.words, other.value.words)
    altered = (
        bool(alignment.changes or edge_changes(alignment)) or "given to" not in c.judgement.reason
    )
    return Verdict(
        Mark.QUOTE_ALTERED if altered else Mark.SPEAKER_CHANGED,
        ground.calibration.confidence("quote_change", c.same_question),
        mention.span,
        f"{c.judgement.reason} ({ground.articles[other.article].source})",
        "quote",
        str(mention.value),
        (of_mention(ground, DIFFERS, other),),
    )
