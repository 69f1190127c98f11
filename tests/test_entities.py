"""Entities of a few tokens: those that spaCy finds by walking the whole paragraph."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from consistency.entities import entities_of, entity_at

VOCAB = Vocab()
N_WORDS = 9


@st.composite
def docs(draw: st.DrawFn) -> Doc:
    """Words with entities of one token or several, next to one another or apart."""
    doc = Doc(VOCAB, words=[f"w{n}" for n in range(N_WORDS)])
    cuts = sorted(draw(st.sets(st.integers(0, N_WORDS), min_size=2)))
    labels = [draw(st.sampled_from(["PERSON", "ORG", ""])) for _ in cuts[1:]]
    pieces = zip(cuts, cuts[1:], labels, strict=False)
    doc.ents = [Span(doc, start, end, label=label) for start, end, label in pieces if label]
    return doc


@given(doc=docs(), start=st.integers(0, N_WORDS), end=st.integers(0, N_WORDS))
def test_entities_are_those_of_the_tokens(doc: Doc, start: int, end: int) -> None:
    tokens = doc[min(start, end) : max(start, end)]

    assert [(e.start, e.end, e.label_) for e in entities_of(tokens)] == [
        (e.start, e.end, e.label_) for e in tokens.ents
    ]


@given(doc=docs())
def test_a_token_is_part_of_the_entity_around_it(doc: Doc) -> None:
    for token in doc:
        around = [(e.start, e.end, e.label_) for e in doc.ents if e.start <= token.i < e.end]
        found = entity_at(token)
        assert ([(found.start, found.end, found.label_)] if found else []) == around


@pytest.mark.parametrize("words", [[], ["one"]])
def test_tokens_without_entities_have_none(words: list[str]) -> None:
    doc = Doc(VOCAB, words=words)

    assert list(entities_of(doc[:])) == []
    assert all(entity_at(token) is None for token in doc)
