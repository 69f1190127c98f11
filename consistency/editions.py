"""Which articles are versions of one, from what each says of the version before it."""

from __future__ import annotations

from collections.abc import Mapping

from consistency.records import Article


def earlier_versions(article_id: str, articles: Mapping[str, Article]) -> list[str]:
    """Return the ids of the versions before an article, the nearest first; [] for the first one.

    Args:
        articles: By id. A version that is not among them ends the list, as a circle does.
    """
    found: list[str] = []
    before = articles[article_id].version_of
    while before in articles and before is not None and before not in (article_id, *found):
        found.append(before)
        before = articles[before].version_of
    return found


def first_version(article_id: str, articles: Mapping[str, Article]) -> str:
    """Return the id of the first version of an article: its own where there is none before it."""
    return [article_id, *earlier_versions(article_id, articles)][-1]


def are_versions(left: str, right: str, articles: Mapping[str, Article]) -> bool:
    """Say whether two articles, by id, are different versions of one."""
    return left != right and first_version(left, articles) == first_version(right, articles)
