"""A tiny teacher labels pairs, and a tinier network learns from what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_entailment_data import pair, write_set
from tiny_entailment import save_tiny_encoder

from consistency.entailment import network, prepare, teach, train
from consistency.entailment.batches import TokenisedPairs
from consistency.entailment.data import TARGETS, UNLABELLED, is_held_out, training_pairs
from consistency.entailment.soft_labels import SoftLabels
from consistency.errors import InputError

pytestmark = pytest.mark.slow

WORDS = ("dog", "cat", "man", "woman", "house", "garden", "street")
LABELLED = {"entailment": "it was red", "neutral": "it sang", "contradiction": "it was not red"}


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> teach.Lesson:
    """A teacher trained on easy pairs, and what it is to be asked."""
    base = save_tiny_encoder(tmp_path / "base", max_position_embeddings=200)
    for module in (network, prepare, teach):
        monkeypatch.setattr(module, "base_folder", lambda: base)
    pairs = [
        pair(f"the {first} and the {second} was red", text, label, source)
        for first in WORDS
        for second in WORDS
        for label, text in LABELLED.items()
        for source in ("mnli_tiny", "med")
    ]
    for source in ("mnli_tiny", "med"):
        own = [each for each in pairs if each.source == source]
        write_set(tmp_path / "data/train", source, own if source == "mnli_tiny" else own[:20])
    write_set(tmp_path / "data/dev", "mnli_dev", [pair("the dog", "it sang")])
    large = save_tiny_encoder(
        tmp_path / "large", max_position_embeddings=200, hidden_size=32, intermediate_size=64
    )
    plan = train.Plan(
        data=tmp_path / "data",
        out=tmp_path / "teacher",
        base=large,
        epochs=8,
        batch_size=10,
        learning_rate=1e-2,
        masking=0.0,
        n_generated=0,
        workers=1,
    )
    train.train(plan)
    return teach.Lesson(
        data=plan.data, teacher=plan.out, base=large, out=tmp_path / "asked", workers=1
    )


def student_plan(lesson: teach.Lesson) -> train.Plan:
    return train.Plan(
        data=lesson.data,
        out=lesson.out.with_name("student"),
        soft_labels=lesson.out / "soft_labels.npz",
        epochs=20,
        batch_size=10,
        learning_rate=1e-2,
        masking=0.0,
        trust=1.0,
        seed=7,  # of the run alone: the new pairs are those that were asked
        n_generated=12,
        workers=1,
    )


def learnt(plan: train.Plan) -> TokenisedPairs:
    prepare.prepare(plan)
    return TokenisedPairs.load(plan.out / "train.npz")


def test_a_teacher_labels_what_people_labelled_and_what_nobody_did(lesson: teach.Lesson) -> None:
    teach.teach(lesson)
    pairs = learnt(student_plan(lesson))
    is_soft = pairs.soft.sum(axis=1) > 0
    assert pairs.soft[is_soft].sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert {str(source) for source in pairs.sources[~is_soft]} <= {"med"} | {
        f"generated_{kind}" for kind in ("slot", "brief", "aside", "stance")
    }
    unlabelled = pairs.targets == TARGETS.index(UNLABELLED)
    assert unlabelled.any()
    assert is_soft[unlabelled].all()
    sources = [str(source) for source in pairs.sources[unlabelled]]
    assert {source.partition("_")[0] for source in sources} <= {"recombined", "varied"}


def test_each_soft_label_stands_beside_the_pair_that_was_asked(lesson: teach.Lesson) -> None:
    teach.teach(lesson)
    pairs = learnt(student_plan(lesson))
    teacher = network.trained_network(lesson.teacher, base=lesson.base)
    is_soft = pairs.soft.sum(axis=1) > 0
    logits = network.all_logits(teacher, pairs)[is_soft]  # both tokenise alike here
    soft = pairs.soft[is_soft]
    assert (logits.argmax(axis=1) == soft.argmax(axis=1)).mean() > 0.95
    assert len(set(soft.argmax(axis=1).tolist())) > 1


def test_held_out_pairs_are_not_asked(lesson: teach.Lesson) -> None:
    soft_labels = teach.teach(lesson)
    held_out = [each for each in training_pairs(lesson.data) if is_held_out(each)]
    assert held_out
    assert not soft_labels.about(held_out).any()
    kept = (
        learnt(student_plan(lesson)),
        TokenisedPairs.load(student_plan(lesson).out / "held_out.npz"),
    )
    assert [pairs.soft.any() for pairs in kept] == [True, False]


def test_parts_that_are_written_are_not_asked_again(
    lesson: teach.Lesson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(teach, "_PART", 64)
    teach.teach(lesson)
    first, *others = sorted(lesson.out.glob("answers-*.npy"))
    assert others
    others[0].unlink()
    given = np.load(first)
    np.save(first, np.roll(given, 1, axis=1))
    teach.teach(lesson)
    assert others[0].exists()
    assert np.array_equal(np.load(first), np.roll(given, 1, axis=1))


def test_new_pairs_without_a_soft_label_are_left_out(lesson: teach.Lesson) -> None:
    said = teach.teach(lesson)
    every = learnt(student_plan(lesson))
    SoftLabels(said.fingerprints[::2], said.shares[::2]).save(lesson.out / "soft_labels.npz")
    half = learnt(replace(student_plan(lesson), out=lesson.out.with_name("half")))
    n_every, n_half = (
        int((pairs.targets == TARGETS.index(UNLABELLED)).sum()) for pairs in (every, half)
    )
    assert 0 < n_half < n_every
    assert len(every) - len(half) == n_every - n_half


def test_soft_labels_of_other_pairs_are_refused(lesson: teach.Lesson) -> None:
    lesson.out.mkdir()
    SoftLabels.of([pair("A", "B")], np.array([[1.0, 0.0, 0.0]])).save(
        lesson.out / "soft_labels.npz"
    )
    with pytest.raises(InputError, match="none of the pairs"):
        learnt(student_plan(lesson))


def test_a_run_begun_without_soft_labels_does_not_go_on_with_them(lesson: teach.Lesson) -> None:
    teach.teach(lesson)
    plan = student_plan(lesson)
    learnt(replace(plan, soft_labels=None))
    with pytest.raises(InputError, match="without a teacher"):
        learnt(plan)


def test_a_student_learns_what_its_teacher_says(lesson: teach.Lesson) -> None:
    """Told other labels than people gave, it follows whom it trusts."""
    said = teach.teach(lesson)
    SoftLabels(said.fingerprints, said.shares[:, [1, 2, 0]]).save(lesson.out / "soft_labels.npz")
    plan = student_plan(lesson)
    train.train(plan)
    student = network.trained_network(plan.out)
    pairs = learnt(plan)
    told = pairs.soft.argmax(axis=1)
    is_told = (pairs.sources == "mnli_tiny") & (told != pairs.targets)
    answered = network.all_logits(student, pairs).argmax(axis=1)
    assert (answered == told)[is_told].mean() > 0.8


WORDED = st.lists(
    st.tuples(st.text("abc XY.,", max_size=6), st.text("abc XY.,", max_size=6)), max_size=12
)


@given(asked=WORDED, others=WORDED, data=st.data())
def test_soft_labels_are_told_of_the_pairs_they_are_about(
    asked: list[tuple[str, str]], others: list[tuple[str, str]], data: st.DataObject
) -> None:
    pairs = list({each.key: each for each in (pair(*sides) for sides in asked)}.values())
    given_ = np.array([data.draw(st.permutations([0.0, 0.2, 0.8])) for _ in pairs])
    soft_labels = SoftLabels.of(pairs, given_.reshape(-1, 3))
    assert np.allclose(soft_labels.about(pairs), given_.reshape(-1, 3), atol=0.01)
    known = {each.key for each in pairs}
    unknown = [each for each in (pair(*sides) for sides in others) if each.key not in known]
    assert not soft_labels.about(unknown).any()


def test_soft_labels_come_back_from_their_file(tmp_path: Path) -> None:
    pairs = [pair("A dog ran.", f"Hypothesis {row}") for row in range(9)]
    soft_labels = SoftLabels.of(pairs, np.tile([0.6, 0.4, 0.0], (9, 1)))
    soft_labels.save(tmp_path / "soft_labels.npz")
    loaded = SoftLabels.load(tmp_path / "soft_labels.npz")
    assert np.array_equal(loaded.about(pairs), soft_labels.about(pairs))
    (tmp_path / "odd.npz").write_text("odd")
    with pytest.raises(InputError, match=r"odd\.npz"):
        SoftLabels.load(tmp_path / "odd.npz")
