"""Differences as ClaimReview, the vocabulary with which fact-checks are exchanged (schema.org)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from consistency.records import Report
from consistency.report.digests import sentence, top_differences
from consistency.report.findings_file import in_rank_order, tool_version
from consistency.report.sources import index
from consistency.report.views import FindingView, Passage, finding_view
from consistency.report.writing import write_bytes

RATING = "Sources differ"
"""A review has a rating in words only: the tool compares and does not judge what is true."""

Json = dict[str, Any]


def write(report: Report, path: Path) -> None:
    """Write one ClaimReview a passage of every difference, as a JSON-LD graph."""
    text = json.dumps(as_dict(report), ensure_ascii=False, indent=1)
    write_bytes(path, (text.encode("utf-8", "backslashreplace")) + b"\n")


def as_dict(report: Report) -> Json:
    """Return the graph as plain dictionaries."""
    known = index(report)
    views = [finding_view(finding, known) for finding in in_rank_order(report)]
    differences = top_differences(views, len(views))
    reviews = [_review(report, view, p) for view in differences for p in view.passages]
    return {"@context": "https://schema.org", "@graph": reviews}


def _review(report: Report, view: FindingView, passage: Passage) -> Json:
    name = f"claim-consistency {tool_version(report)}"
    return {
        "@type": "ClaimReview",
        "identifier": f"{view.id}:{passage.anchor}",
        "datePublished": report.generated_at[:10] or None,
        "author": {"@type": "SoftwareApplication", "name": name},
        "name": view.question,
        "claimReviewed": passage.excerpt.plain,
        "itemReviewed": _claim(passage),
        "reviewBody": f"{sentence(view)} {view.explanation}",
        "reviewRating": {"@type": "Rating", "alternateName": RATING},
    }


def _claim(passage: Passage) -> Json:
    source = passage.source
    return {
        "@type": "Claim",
        "author": {"@type": "Person", "name": passage.speaker} if passage.speaker else None,
        "appearance": {
            "@type": "NewsArticle",
            "headline": source.headline,
            "datePublished": source.iso,
            "url": source.url,
            "publisher": {"@type": "Organization", "name": source.name},
        },
    }
