"""A tiny teacher labels pairs, and a tinier network learns from what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from test_entailment_data import pair, write_set
from tiny_entailment import save_tiny_encoder

from consistency.entailment import network, teach, train
from consistency.entailment.batches import TokenisedPairs
from consistency.entailment.checkpoints import averaged_weights
from consistency.entailment.data import TARGETS, UNLABELLED

pytestmark = pytest.mark.slow

WORDS = ("dog", "cat", "man", "woman", "house", "garden", "street")
LABELLED = {"entailment": "it was red", "neutral": "it sang", "contradiction": "it was not red"}


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> teach.Lesson:
    """A teacher trained on easy pairs, and what it is to be asked."""
    base = save_tiny_encoder(tmp_path / "base", max_position_embeddings=200)
    for module in (network, train, teach):
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
        data=plan.data,
        teacher=plan.out,
        base=large,
        out=tmp_path / "pupil",
        n_generated=12,
        workers=1,
    )


def test_a_teacher_labels_what_people_labelled_and_what_nobody_did(lesson: teach.Lesson) -> None:
    teach.teach(lesson)
    pairs = TokenisedPairs.load(lesson.out / "train.npz")
    is_taught = pairs.taught.sum(axis=1) > 0
    assert pairs.taught[is_taught].sum(axis=1) == pytest.approx(1.0, abs=1e-5)
    assert {str(source) for source in pairs.sources[~is_taught]} <= {"med"} | {
        f"generated_{kind}" for kind in ("slot", "brief", "aside", "stance")
    }
    unlabelled = pairs.targets == TARGETS.index(UNLABELLED)
    assert unlabelled.any()
    assert is_taught[unlabelled].all()
    assert all(str(source).startswith("recombined_") for source in pairs.sources[unlabelled])


def test_each_answer_stands_beside_the_pair_that_was_asked(lesson: teach.Lesson) -> None:
    teach.teach(lesson)
    pairs = TokenisedPairs.load(lesson.out / "train.npz")
    teacher = network.new_network(lesson.base)
    teacher.load_state_dict(averaged_weights(lesson.teacher), strict=False)
    logits = network.all_logits(teacher, pairs)  # both tokenise alike here
    is_taught = pairs.taught.sum(axis=1) > 0
    assert (logits.argmax(axis=1) == pairs.taught.argmax(axis=1))[is_taught].mean() > 0.98
    assert not np.isclose(pairs.taught[is_taught].std(axis=0), 0).any()


def test_held_out_pairs_are_not_asked_nor_recombined(lesson: teach.Lesson) -> None:
    teach.teach(lesson)
    held_out = TokenisedPairs.load(lesson.out / "held_out.npz")
    assert not held_out.taught.any()
    assert not (held_out.targets == TARGETS.index(UNLABELLED)).any()


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


def test_a_pupil_learns_what_its_teacher_says(lesson: teach.Lesson) -> None:
    """Told other labels than people gave, it follows whom it trusts."""
    teach.teach(lesson)
    path = lesson.out / "train.npz"
    pairs = TokenisedPairs.load(path)
    replace(pairs, taught=pairs.taught[:, [1, 2, 0]]).save(path)
    train.train(
        train.Plan(
            data=lesson.data,
            out=lesson.out,
            epochs=20,
            batch_size=10,
            learning_rate=1e-2,
            masking=0.0,
            trust=1.0,
            workers=1,
        )
    )
    pupil = network.new_network()
    pupil.load_state_dict(averaged_weights(lesson.out), strict=False)
    told = pairs.taught[:, [1, 2, 0]].argmax(axis=1)
    is_told = (pairs.sources == "mnli_tiny") & (told != pairs.targets)
    answered = network.all_logits(pupil, pairs).argmax(axis=1)
    assert (answered == told)[is_told].mean() > 0.8
