"""The plain baseline: an entailment model over every pair of sentences that look alike.

    python -m tests.evaluation.baseline

Sentences of two articles with a cosine of 0.5 or above are read in both directions. Where either
direction says contradiction at 0.7 or above the pair is a conflict, where both say entailment at
0.7 or above an agreement. Scored as the product is, so that the two can stand side by side.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from statistics import fmean
from typing import Any

import numpy as np

from consistency.claims import parse_articles
from consistency.embeddings import SentenceEncoder
from consistency.entailment import EntailmentModel, load
from consistency.evaluation import PassageFinder, Result, score
from consistency.records import Claim
from consistency.settings import Settings
from tests.evaluation.collections import Collection, collections

ALIKE = 0.5
SURE = 0.7


def pairs_alike(claims: list[Claim], encoder: SentenceEncoder) -> list[tuple[Claim, Claim]]:
    """Sentences of two articles whose embeddings have a cosine of `ALIKE` or above."""
    rows = encoder.encode([claim.text for claim in claims])
    near = np.argwhere(np.triu(rows @ rows.T >= ALIKE, k=1))
    pairs = [(claims[i], claims[j]) for i, j in near.tolist()]
    return [(a, b) for a, b in pairs if a.article != b.article]


def findings_of(
    claims: list[Claim], encoder: SentenceEncoder, model: EntailmentModel
) -> Iterator[dict[str, Any]]:
    """What the baseline reports, in the shape of the findings file, surest first."""
    pairs = pairs_alike(claims, encoder)
    there = model.predict([(a.text, b.text) for a, b in pairs])
    back = model.predict([(b.text, a.text) for a, b in pairs])
    contradicted = np.maximum(there[:, 2], back[:, 2])
    entailed = np.minimum(there[:, 0], back[:, 0])
    for rank, n in enumerate(np.argsort(-np.maximum(contradicted, entailed)).tolist(), start=1):
        if contradicted[n] >= SURE or entailed[n] >= SURE:
            kind = "conflict" if contradicted[n] >= SURE else "agreement"
            yield _finding(kind, rank, pairs[n])


def _finding(kind: str, rank: int, pair: tuple[Claim, Claim]) -> dict[str, Any]:
    values = [_value(claim) for claim in pair]
    return {"id": f"b{rank}", "rank": rank, "kind": kind, "facet": "other", "values": values}


def _value(claim: Claim) -> dict[str, Any]:
    """A whole sentence as a value: the baseline knows no smaller part of it."""
    start, end = claim.span.start, claim.span.end
    return {
        "article": claim.article,
        "claim": claim.id,
        "claim_start": start,
        "claim_end": end,
        "start": start,
        "end": end,
        "text": claim.text,
        "value": claim.text,
        "speaker": claim.speaker,
    }


def baseline(collection: Collection, encoder: SentenceEncoder, model: EntailmentModel) -> Result:
    """Score the baseline on one collection."""
    parsed = parse_articles(collection.articles, settings=Settings())
    claims = [c.claim for article in parsed for c in article.claims]
    found = list(findings_of(claims, encoder, model))
    finder = PassageFinder(
        {"id": a.id, "path": a.path, "text": a.text} for a in collection.articles
    )
    return score(found, list(collection.gold), list(collection.traps), [], finder, 20)


def main() -> None:
    """Print a line a collection and one a group."""
    encoder, model = SentenceEncoder(Settings().models), load()
    rows: dict[str, list[tuple[float, ...]]] = defaultdict(list)
    for collection in collections():
        r = baseline(collection, encoder, model)
        agreement = r.recall_by_kind.get("agreement", (0.0, 0))[0] or 0.0
        counts = r.differences_reported, r.differences_in_gold_reported, r.traps_hit
        rows[collection.group].append((r.recall_differences or 0.0, agreement, *counts))
        write(collection.name, rows[collection.group][-1])
    for group, members in rows.items():
        recalls = [fmean(column) for column in list(zip(*members, strict=True))[:2]]
        write(f"= {group}", (*recalls, *(sum(c) for c in list(zip(*members, strict=True))[2:])))


def write(name: str, row: tuple[float, ...]) -> None:
    """Print one line."""
    sys.stdout.write(
        "{:15} differences {:.2f} agreement {:.2f} reported {} in gold {} traps {}\n".format(
            name, *row
        )
    )


if __name__ == "__main__":
    main()
