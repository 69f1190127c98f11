"""From inputs to a report: the only room that knows all the others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from consistency.articles import read
from consistency.centrality import find_centrality
from consistency.claims import parse_articles
from consistency.clusters import find_topics, pair_claims, pair_mentions, term_rows
from consistency.comparisons import Evidence, SameQuestionModel, compare_mentions, settle_rivals
from consistency.embeddings import Encoder, SentenceEncoder
from consistency.errors import InputError
from consistency.facets import load_facets
from consistency.findings import FindingMaker, make_findings
from consistency.records import Article, Claim, Comparison, Copy, Mention, Report, Skipped
from consistency.refusals import find_refusals
from consistency.settings import Settings
from consistency.silence import Silence
from consistency.sources import find_copies

Progress = Callable[[str], None]


def check(
    inputs: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Report:
    """Compare the articles in `inputs` claim by claim.

    Args:
        inputs: Files, folders, globs, or "-" for standard input.
        settings: Defaults to `Settings()`.
        encoder: Embeds the claims; defaults to the model that the settings name.
        progress: Called with a line of text as each stage begins.
    Raises:
        InputError: If an input does not exist, or nothing at all could be read.
        ModelError: If a model cannot be loaded.
    """
    settings = settings or Settings()
    say = progress or (lambda line: None)
    say("reading articles")
    articles, skipped = read(inputs, settings=settings.reading)
    if not articles:
        raise InputError(_nothing_read(skipped))
    return check_articles(
        articles, skipped=skipped, settings=settings, encoder=encoder, progress=progress
    )


def check_articles(
    articles: Sequence[Article],
    *,
    skipped: Sequence[Skipped] = (),
    settings: Settings | None = None,
    encoder: Encoder | None = None,
    progress: Progress | None = None,
) -> Report:
    """Compare articles that are already in memory. Otherwise as `check`."""
    settings = settings or Settings()
    say = progress or (lambda line: None)

    say(f"finding claims in {len(articles)} articles")
    facets = load_facets(settings)
    claims: list[Claim] = []
    found: dict[str, list[Mention]] = {name: [] for name in facets}
    refusals: list[Mention] = []
    for parsed in parse_articles(articles, settings=settings):
        claims.extend(c.claim for c in parsed.claims)
        refusals.extend(find_refusals(parsed))
        for name, facet in facets.items():
            found[name].extend(facet.find(parsed))

    say(f"embedding {len(claims)} claims")
    encoder = encoder or SentenceEncoder(settings.models)
    rows = encoder.encode([c.text for c in claims])
    evidence = Evidence(claims, rows, term_rows(claims), encoder)

    say("finding topics, copies and candidate pairs")
    topics = find_topics(rows, settings=settings.clusters)
    copies = find_copies(articles, claims, rows, settings=settings.sources)
    claim_pairs = pair_claims(claims, rows, evidence.terms, settings=settings.clusters)

    say(f"comparing {sum(map(len, found.values()))} mentions")
    model = SameQuestionModel.shipped()
    comparisons: list[Comparison] = []
    for name, facet in facets.items():
        mentions = found[name] = facet.link(found[name])
        pairs = pair_mentions(mentions, evidence.place, claim_pairs, settings=settings.clusters)
        judged = compare_mentions(
            facet, mentions, pairs, evidence, model=model, settings=settings.comparisons
        )
        comparisons.extend(settle_rivals(judged, settings=settings.comparisons))

    say(f"weighing {len(comparisons)} comparisons")
    centrality = find_centrality(claims, rows)
    silence = Silence(evidence, articles, facets, centrality, settings.findings, refusals)
    maker = FindingMaker(evidence, articles, copies, facets, centrality, silence, settings.findings)
    findings = make_findings(maker, comparisons, [m for ms in found.values() for m in ms])
    return Report(
        articles=_with_origins(articles, copies),
        skipped=tuple(skipped),
        claim_records=tuple(claims),
        finding_records=tuple(findings),
        copies=tuple(copies),
        settings=settings.as_dict(),
        counts={
            "articles": len(articles),
            "skipped": len(skipped),
            "claims": len(claims),
            "topics": len(topics.members()),
            "candidate_pairs": len(claim_pairs),
            "mentions": sum(map(len, found.values())),
            "comparisons": len(comparisons),
            "findings": len(findings),
        },
        versions=_versions(),
        generated_at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _with_origins(articles: Sequence[Article], copies: Sequence[Copy]) -> tuple[Article, ...]:
    origins = {a.id: tuple(sorted(c.origin for c in copies if c.article == a.id)) for a in articles}
    return tuple(replace(a, derived_from=origins[a.id]) for a in articles)


def _versions() -> dict[str, str]:
    names = ("claim-consistency", "sentence-transformers", "scikit-learn", "spacy", "onnxruntime")
    return {"python": sys.version.split()[0]} | {name: _version(name) for name in names}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed as a package"


def _nothing_read(skipped: Sequence[Skipped]) -> str:
    reasons = "; ".join(f"{s.path}: {s.reason}" for s in skipped[:5])
    return f"no article could be read ({reasons or 'the inputs are empty'}). Name files with article text."
