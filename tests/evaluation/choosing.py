"""Sweep when an article belongs to an event: python -m tests.evaluation.choosing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from consistency.embeddings import SentenceEncoder
from consistency.jobs.selection import opening
from consistency.settings import Settings
from tests.evaluation.collections import collections

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEPS = np.arange(0.30, 0.71, 0.05)


def main() -> None:
    """Print how many articles an example and a query find, and how many of those belong."""
    known = list(collections())
    articles = [article for collection in known for article in collection.articles]
    event = np.repeat(np.arange(len(known)), [len(c.articles) for c in known])
    encoder = SentenceEncoder(Settings().models)
    rows = encoder.encode([opening(article) for article in articles])
    titles = encoder.encode([article.title or opening(article)[:80] for article in articles])
    others = ~np.eye(len(articles), dtype=bool)
    same = event[:, None] == event[None, :]
    print(f"{len(articles)} articles on {len(known)} events\n")
    print("| likeness | found, like an article | belong | found, like its title | belong |")
    print("| --- | --- | --- | --- | --- |")
    for line in swept([rows @ rows.T, titles @ rows.T], same, others):
        print(line)


def swept(
    likeness: Iterable[NDArray[np.float32]], same: NDArray[np.bool_], others: NDArray[np.bool_]
) -> Iterable[str]:
    """Yield a row of the table for each step: recall and precision by each kind of likeness."""
    kinds = list(likeness)
    for least in STEPS:
        cells = []
        for one in kinds:
            found = (one >= least) & others
            right = int((found & same).sum())
            cells += [right / int((same & others).sum()), right / max(1, int(found.sum()))]
        yield f"| {least:.2f} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |"


if __name__ == "__main__":
    main()
