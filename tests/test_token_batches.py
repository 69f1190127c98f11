"""Batches of tokens: each text once, none too large, next to nothing padded."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, pre_tokenizers, processors

from consistency import token_batches
from consistency.token_batches import MOST_PADDING, Text, in_batches

WORDS = "the pier is closed twelve cracks were found".split()
VOCABULARY = {w: n for n, w in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *WORDS])}
LONGEST = 12

TEXT = st.lists(st.sampled_from(WORDS), max_size=20).map(" ".join)
TEXTS = st.one_of(st.lists(TEXT), st.lists(st.tuples(TEXT, TEXT)))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    made = Tokenizer(models.WordLevel(VOCABULARY, unk_token="[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    made.enable_truncation(LONGEST)
    return made


@given(texts=TEXTS, most=st.integers(1, 60))
def test_every_text_comes_once_as_its_own_tokens(
    tokenizer: Tokenizer, texts: list[Text], most: int
) -> None:
    rows = {}
    for batch in in_batches(texts, tokenizer, most_tokens=most):
        for row, place in enumerate(batch.places):
            assert place not in rows
            n = int(batch.attention_mask[row].sum())
            assert not batch.input_ids[row, n:].any()
            rows[place] = (
                batch.input_ids[row, :n].tolist(),
                batch.token_type_ids[row, :n].tolist(),
            )

    alone = [tokenizer.encode(*([t] if isinstance(t, str) else t)) for t in texts]
    assert rows == {place: (e.ids, e.type_ids) for place, e in enumerate(alone)}


@given(texts=TEXTS, most=st.integers(1, 60))
def test_a_batch_of_several_texts_keeps_to_the_limit(
    tokenizer: Tokenizer, texts: list[Text], most: int
) -> None:
    for batch in in_batches(texts, tokenizer, most_tokens=most):
        assert len(batch.places) == 1 or batch.input_ids.size <= most


@given(texts=TEXTS)
def test_little_of_a_batch_is_padding(tokenizer: Tokenizer, texts: list[Text]) -> None:
    for batch in in_batches(texts, tokenizer, most_tokens=200):
        assert (batch.attention_mask == 0).sum() <= MOST_PADDING


def test_texts_of_other_lengths_share_a_batch_only_while_that_saves_time(
    tokenizer: Tokenizer,
) -> None:
    few = in_batches(["the pier", "the"] * 9, tokenizer, most_tokens=200)
    many = in_batches(["the pier"] * 9 + ["the"] * 20, tokenizer, most_tokens=200)

    assert [batch.input_ids.shape for batch in few] == [(18, 4)]
    assert [batch.input_ids.shape for batch in many] == [(20, 3), (9, 4)]


@given(texts=TEXTS)
def test_texts_come_in_order_of_length(tokenizer: Tokenizer, texts: list[Text]) -> None:
    lengths = [
        n
        for batch in in_batches(texts, tokenizer, most_tokens=40)
        for n in batch.attention_mask.sum(axis=1).tolist()
    ]

    assert lengths == sorted(lengths)


def test_tokens_are_held_of_some_texts_at_a_time(
    tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(token_batches, "TOKENISED_AT_ONCE", 2)

    batches = list(in_batches(["the pier", "the", "is", "found"], tokenizer, most_tokens=100))

    assert [len(batch.places) for batch in batches] == [2, 2]
    assert np.concatenate([b.places for b in batches]).tolist() == [2, 1, 3, 0]
