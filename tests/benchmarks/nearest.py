"""Finding each claim's nearest ones: exactly, as the tool does, or by an index that approximates.

`python -m tests.benchmarks.nearest` prints a table for events of growing size, up to the most
claims that are compared with one another. An index is measured where its library is installed
(`pip install usearch faiss-cpu`); the tool needs neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import numpy as np
from threadpoolctl import threadpool_limits

from consistency.embeddings import SentenceEncoder
from consistency.learning import NearestNeighbors
from consistency.settings import Settings
from tests.benchmarks.corpus import make_corpus

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIZES = (300, 1_000, 3_000, 10_000)
Way = Callable[["NDArray[np.float32]", int], "NDArray[np.int64]"]


def exactly(rows: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """Compare every two rows, a part of them at a time."""
    finder = NearestNeighbors(n_neighbors=k, metric="cosine", algorithm="brute").fit(rows)
    return np.asarray(finder.kneighbors(rows, return_distance=False))


def by_usearch(rows: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """A graph of neighbours (Malkov and Yashunin, 2018), with the library's own settings."""
    index: Any = import_module("usearch.index").Index(ndim=rows.shape[1], metric="cos")
    index.add(np.arange(len(rows)), rows, threads=1)
    return np.asarray(index.search(rows, k, threads=1).keys, dtype=np.int64)


def by_faiss(rows: NDArray[np.float32], k: int) -> NDArray[np.int64]:
    """The same kind of graph, with 32 links a row as is usual."""
    faiss: Any = import_module("faiss")
    faiss.omp_set_num_threads(1)
    index = faiss.IndexHNSWFlat(rows.shape[1], 32, faiss.METRIC_INNER_PRODUCT)
    index.add(rows)
    return np.asarray(index.search(rows, k)[1])


WAYS: dict[str, tuple[str, Way]] = {
    "exact": ("sklearn", exactly),
    "usearch": ("usearch", by_usearch),
    "faiss": ("faiss", by_faiss),
}


def sentences(n: int) -> list[str]:
    """So many different sentences of made-up news."""
    told: dict[str, None] = {}
    for article in make_corpus(n // 8).articles:
        for paragraph in article.paragraphs:
            told.update(dict.fromkeys(paragraph.split(". ")))
    return list(told)[:n]


def found(near: NDArray[np.int64], exact: NDArray[np.int64]) -> float:
    """Share of the nearest rows that are among those found, 0..1."""
    shared = [len(set(a.tolist()) & set(b.tolist())) for a, b in zip(near, exact, strict=True)]
    return sum(shared) / exact.size


def main() -> None:
    """Measure each way on each size and print the table."""
    settings = Settings()
    texts = sentences(max(SIZES))
    rows = SentenceEncoder(settings.models).encode(texts)
    print("| claims | way | seconds | of the nearest |")
    print("| --- | --- | --- | --- |")
    with threadpool_limits(1):
        for n in (size for size in SIZES if size <= len(rows)):
            exact = exactly(rows[:n], settings.clusters.neighbours + 1)
            for name, (library, way) in WAYS.items():
                if find_spec(library) is None:
                    continue
                start = time.perf_counter()
                near = way(rows[:n], settings.clusters.neighbours + 1)
                seconds = time.perf_counter() - start
                print(f"| {n:,} | {name} | {seconds:.2f} | {found(near, exact):.3f} |")


if __name__ == "__main__":
    main()
