"""Reading labelled pairs, taking duplicates out, mixing sets, and cutting batches."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from consistency.entailment.batches import TokenisedPairs, batched_indices, masked, padded
from consistency.entailment.data import (
    NOT_ENTAILMENT,
    UNLABELLED,
    Pair,
    distinct,
    epoch_indices,
    is_held_out,
    read_pairs,
    read_sets,
    training_pairs,
)
from consistency.errors import InputError


def pair(premise: str, hypothesis: str, label: str = "neutral", source: str = "mnli") -> Pair:
    return Pair(premise, hypothesis, label, source)


def write_set(folder: Path, name: str, pairs: list[Pair]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with gzip.open(folder / f"{name}.jsonl.gz", "wt", encoding="utf-8") as lines:
        for each in pairs:
            row = {key: getattr(each, key) for key in ("premise", "hypothesis", "label", "source")}
            lines.write(json.dumps(row) + "\n")


def tokenised(lengths: list[int]) -> TokenisedPairs:
    n = len(lengths)
    return TokenisedPairs(
        tokens=np.arange(1, sum(lengths) + 1, dtype=np.int32),
        starts=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        hypothesis_at=np.array([length // 2 for length in lengths], dtype=np.int32),
        targets=np.zeros(n, dtype=np.int8),
        sources=np.array(["mnli"] * n, dtype=np.str_),
        soft=np.zeros((n, 3), dtype=np.float32),
    )


def test_a_line_without_a_label_says_where_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"premise": "A dog ran.", "hypothesis": "It ran."}\n'))
    with pytest.raises(InputError, match=r"odd\.jsonl\.gz, line 1"):
        list(read_pairs(path))


def test_an_unknown_label_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path, "odd", [pair("A dog ran.", "It ran.", label="maybe")])
    with pytest.raises(InputError, match="maybe"):
        list(read_pairs(tmp_path / "odd.jsonl.gz"))


def test_a_set_must_be_labelled(tmp_path: Path) -> None:
    write_set(tmp_path, "odd", [pair("A dog ran.", "It ran.", label=UNLABELLED)])
    with pytest.raises(InputError, match=UNLABELLED):
        list(read_pairs(tmp_path / "odd.jsonl.gz"))


def test_a_folder_without_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No"):
        read_sets(tmp_path)


def test_equal_pairs_are_kept_once_whatever_case_and_punctuation() -> None:
    twice = [pair("A dog ran.", "It ran."), pair("a dog ran", "It ran!", source="snli")]
    assert distinct(twice) == twice[:1]


def test_pairs_given_two_labels_are_dropped() -> None:
    assert distinct([pair("A", "B", "neutral"), pair("A", "B", "entailment")]) == []


def test_swapped_sides_are_another_pair() -> None:
    assert len(distinct([pair("A", "B"), pair("B", "A")])) == 2


def test_what_is_measured_is_not_learnt(tmp_path: Path) -> None:
    measured, other = pair("A dog ran.", "It ran."), pair("A cat sat.", "It sat.")
    write_set(tmp_path / "dev", "mnli_dev", [measured])
    write_set(tmp_path / "train", "mnli_train", [measured, other])
    assert training_pairs(tmp_path) == [other]


def test_sets_with_two_labels_teach_only_what_does_not_follow(tmp_path: Path) -> None:
    write_set(tmp_path / "dev", "mnli_dev", [pair("X", "Y")])
    labels = ("entailment", "neutral")
    pairs = [pair("A dog ran.", f"B {label}", label, source="mrpc") for label in labels]
    write_set(tmp_path / "train", "mrpc", pairs)
    assert [each.label for each in training_pairs(tmp_path)] == ["entailment", NOT_ENTAILMENT]


def test_hypotheses_of_one_premise_are_held_out_together() -> None:
    premises = [f"Premise {number}." for number in range(500)]
    sides = [{is_held_out(pair(each, other)) for other in ("B", "C")} for each in premises]
    assert all(len(side) == 1 for side in sides)
    assert 0 < sum(True in side for side in sides) < 40


def test_an_epoch_sees_each_set_by_its_share() -> None:
    sources = ["whole"] * 40 + ["half"] * 40 + ["twice"] * 40
    shares = {"half": 0.5, "twice": 2.0}
    chosen = epoch_indices(sources, epoch=0, seed=1, shares=shares)
    counted = Counter(sources[index] for index in chosen)
    assert counted == {"whole": 40, "half": 20, "twice": 80}


def test_successive_epochs_see_other_parts_of_a_set() -> None:
    first, second = (
        set(epoch_indices(["half"] * 40, epoch=epoch, seed=1, shares={"half": 0.5}))
        for epoch in (0, 1)
    )
    assert first.isdisjoint(second)
    assert len(first | second) == 40


def test_an_epoch_is_the_same_for_the_same_seed_only() -> None:
    sources = ["mnli"] * 50
    assert epoch_indices(sources, epoch=3, seed=1) == epoch_indices(sources, epoch=3, seed=1)
    assert epoch_indices(sources, epoch=3, seed=1) != epoch_indices(sources, epoch=3, seed=2)


@given(lengths=st.lists(st.integers(2, 60), min_size=1, max_size=80), size=st.integers(1, 9))
def test_batches_hold_every_pair_once(lengths: list[int], size: int) -> None:
    order = list(range(len(lengths)))
    batches = batched_indices(order, np.array(lengths), batch_size=size, seed="1")
    assert sorted(index for batch in batches for index in batch) == order
    assert max(map(len, batches)) <= size


def test_pairs_of_a_batch_have_like_lengths() -> None:
    lengths = np.array([5, 60] * 32)
    batches = batched_indices(list(range(64)), lengths, batch_size=8, seed="1")
    assert all(len({int(lengths[index]) for index in batch}) == 1 for batch in batches)


def test_padding_marks_the_hypothesis_and_hides_what_is_empty() -> None:
    batch = padded(tokenised([4, 6]), [0, 1])
    assert batch.input_ids.shape == (2, 8)
    assert batch.input_ids[0].tolist() == [1, 2, 3, 4, 0, 0, 0, 0]
    assert batch.attention_mask.sum(axis=1).tolist() == [4, 6]
    assert batch.token_type_ids[0].tolist() == [0, 0, 1, 1, 0, 0, 0, 0]


@given(lengths=st.lists(st.integers(2, 9), min_size=1, max_size=20), data=st.data())
def test_chosen_rows_keep_their_tokens(lengths: list[int], data: st.DataObject) -> None:
    pairs = tokenised(lengths)
    rows = data.draw(st.lists(st.integers(0, len(lengths) - 1), max_size=8))
    chosen = pairs.rows(rows)
    assert chosen.lengths.tolist() == [lengths[row] for row in rows]
    for place, row in enumerate(rows):
        taken, whole = chosen.starts[place], pairs.starts[row]
        assert chosen.tokens[taken] == pairs.tokens[whole]
        assert chosen.hypothesis_at[place] == pairs.hypothesis_at[row]


def test_hiding_words_leaves_specials_and_padding() -> None:
    batch = padded(tokenised([40, 60]), [0, 1])
    hidden = masked(batch, 0.5, np.random.default_rng(1), mask_id=4, special_ids=range(5))
    is_word = batch.input_ids > 4
    assert (hidden.input_ids[~is_word] == batch.input_ids[~is_word]).all()
    assert 0 < (hidden.input_ids[is_word] == 4).mean() < 1


def test_specials_are_not_hidden_wherever_an_encoder_numbers_them() -> None:
    batch = padded(tokenised([60]), [0])
    hidden = masked(batch, 0.99, np.random.default_rng(1), mask_id=90, special_ids=[1, 30, 60])
    assert hidden.input_ids[0, [0, 29, 59]].tolist() == [1, 30, 60]
    assert (hidden.input_ids == 90).sum() > 40


def test_hiding_no_words_changes_nothing() -> None:
    batch = padded(tokenised([4, 6]), [0, 1])
    same = masked(batch, 0.0, np.random.default_rng(1), mask_id=4, special_ids=range(5))
    assert same.input_ids.tolist() == batch.input_ids.tolist()


def test_the_first_pairs_stand_by_themselves() -> None:
    head = tokenised([4, 6, 5]).head(2)
    assert head.lengths.tolist() == [4, 6]
    assert len(head.tokens) == 10
    assert len(tokenised([4]).head(9)) == 1


def test_tokenised_pairs_come_back_from_disk_as_they_were(tmp_path: Path) -> None:
    pairs = tokenised([4, 6])
    pairs.save(tmp_path / "pairs.npz")
    loaded = TokenisedPairs.load(tmp_path / "pairs.npz")
    assert loaded.tokens.tolist() == pairs.tokens.tolist()
    assert loaded.sources.tolist() == pairs.sources.tolist()
