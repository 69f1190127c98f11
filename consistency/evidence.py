"""What is known of the claims of a run: rows by meaning and by terms, and which lie nearest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from consistency.embeddings import Encoder
from consistency.records import Claim, FindingValue, Mention
from consistency.sparse import cosines_of

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix


class Reader(Protocol):
    """What reads a premise and a hypothesis together: an entailment model."""

    def predict(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float32]:
        """Probabilities, shape (len(pairs), 3): entailment, neutral, contradiction."""


@dataclass(frozen=True)
class Evidence:
    """What is known of the claims of a run: rows by meaning and by terms, in their order.

    `load_reader` is called when a pair of statements is to be read, and not before; without it
    none is.
    """

    claims: Sequence[Claim]
    rows: NDArray[np.float32]
    terms: csr_matrix
    encoder: Encoder
    load_reader: Callable[[], Reader] | None = None

    @cached_property
    def reader(self) -> Reader | None:
        """The entailment model, loaded once."""
        return self.load_reader() if self.load_reader else None

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Row of each claim, by id."""
        return {claim.id: row for row, claim in enumerate(self.claims)}

    @cached_property
    def nearest(self) -> Mapping[str, NDArray[np.int64]]:
        """For each article, the row of its claim closest to every claim, by meaning and terms."""
        rows_of: dict[str, list[int]] = defaultdict(list)
        for row, claim in enumerate(self.claims):
            rows_of[claim.article].append(row)
        closest = {}
        for article, rows in rows_of.items():
            likeness = self.rows @ self.rows[rows].T + (self.terms @ self.terms[rows].T).toarray()
            closest[article] = np.array(rows)[likeness.argmax(axis=1)]
        return closest

    def nearness_to(self, row: int) -> NDArray[np.float64]:
        """Cosine by meaning plus cosine by terms of every claim and the one in `row`, -1..2."""
        by_terms = (self.terms @ self.terms[row].T).toarray().ravel()
        return np.asarray(self.rows @ self.rows[row] + by_terms, dtype=np.float64)

    def term_cosines(self, pairs: Sequence[tuple[int, int]]) -> NDArray[np.float64]:
        """Cosine by terms of each pair of rows, shape (len(pairs),)."""
        return cosines_of(self.terms, np.array(pairs, dtype=np.int64).reshape(-1, 2))

    def mutually_nearest(self, i: int, j: int) -> float:
        """1 where each claim is the closest to the other in its article, 0.5 where one is."""
        there = self.nearest[self.claims[j].article][i] == j
        back = self.nearest[self.claims[i].article][j] == i
        return (float(there) + float(back)) / 2

    def claim_of(self, mention: Mention) -> Claim:
        """Return the claim a mention stands in."""
        return self.claims[self.place[mention.claim]]

    def value_of(self, mention: Mention) -> FindingValue:
        """Return a mention as a passage behind a finding, with the claim that it stands in."""
        claim = self.claim_of(mention)
        return FindingValue(
            article=mention.article,
            claim=claim.id,
            claim_span=claim.span,
            span=mention.span,
            text=mention.text,
            value=str(mention.value),
            speaker=mention.speaker or claim.speaker,
        )
