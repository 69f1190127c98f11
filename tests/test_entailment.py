"""Asking whether a sentence follows from another: labels by name, order, calibration, errors."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tiny_entailment import save_tiny_encoder

from consistency.entailment import LABELS, EntailmentModel, load, model
from consistency.entailment.backends import CALIBRATION_FILE, ONNX_FILE
from consistency.entailment.calibration import (
    expected_calibration_error,
    fitted_temperature,
    probabilities,
)
from consistency.entailment.labels import columns_by_name
from consistency.errors import ModelError
from consistency.settings import EntailmentSettings

PAIRS = [
    ("a dog ran in the garden .", "a dog ran ."),
    ("a cat slept .", "the man sang in the street and the woman sat on the red house ."),
    ("two people were hurt .", "no people were hurt ."),
    ("a dog ran in the garden .", "a dog ran ."),
    ("it was red .", "it was blue ."),
]


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_encoder(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def exported_folder(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny network as int8 ONNX, in a weights folder as the package ships one."""
    from consistency.entailment.export import write_onnx
    from consistency.entailment.network import new_network

    folder = tmp_path_factory.mktemp("exported")
    (folder / ONNX_FILE).parent.mkdir()
    write_onnx(new_network(tiny_folder), folder / ONNX_FILE)
    for name in ("config.json", "tokenizer.json"):
        shutil.copyfile(tiny_folder / name, folder / name)
    (folder / CALIBRATION_FILE).write_text(json.dumps({"temperature": 2.0}))
    return folder


def model_at(folder: Path, *, batch_tokens: int = 32) -> EntailmentModel:
    return load(EntailmentSettings(model=str(folder), batch_size=2, batch_tokens=batch_tokens))


# Labels


def test_labels_are_read_by_name_whatever_their_order_and_spelling() -> None:
    names = {0: "CONTRADICTION", 1: "Entails", 2: "neutral"}
    assert columns_by_name(names) == [1, 2, 0]


@pytest.mark.parametrize(
    "names",
    [
        {0: "LABEL_0", 1: "LABEL_1", 2: "LABEL_2"},
        {0: "entailment", 1: "not_entailment"},
        {0: "entailment", 1: "neutral", 2: "contradiction", 3: "entailment"},
        {},
    ],
)
def test_outputs_that_are_not_the_three_labels_are_refused(names: dict[int, str]) -> None:
    with pytest.raises(ModelError, match="id2label"):
        columns_by_name(names)


# Calibration


@given(
    logits=arrays(np.float64, (4, 3), elements=st.floats(-50, 50)),
    temperature=st.floats(0.2, 5),
)
def test_probabilities_sum_to_one_and_keep_the_order(
    logits: np.ndarray, temperature: float
) -> None:
    given_ = probabilities(logits, temperature=temperature)
    assert np.allclose(given_.sum(axis=1), 1, atol=1e-5)
    rows = np.arange(4)
    assert np.allclose(given_[rows, logits.argmax(axis=1)], given_.max(axis=1))


def test_a_model_too_sure_of_itself_gets_a_temperature_above_one() -> None:
    dice = np.random.default_rng(0)
    targets = dice.integers(0, 3, 600)
    guesses = np.where(dice.random(600) < 0.7, targets, (targets + 1) % 3)
    logits = np.eye(3)[guesses] * 6
    temperature = fitted_temperature(logits, targets)
    assert temperature > 1
    before = expected_calibration_error(probabilities(logits, temperature=1), targets)
    after = expected_calibration_error(probabilities(logits, temperature=temperature), targets)
    assert after < 0.05 < before


def test_being_as_sure_as_one_is_right_is_no_error() -> None:
    sure = np.tile([1.0, 0.0, 0.0], (4, 1))
    assert expected_calibration_error(sure, np.zeros(4, dtype=int)) == 0
    assert expected_calibration_error(sure, np.array([0, 0, 1, 1])) == pytest.approx(0.5)
    assert expected_calibration_error(np.zeros((0, 3)), np.zeros(0, dtype=int)) == 0


# Loading and asking


def test_importing_and_naming_the_labels_loads_no_heavy_library() -> None:
    heavy = "{'torch', 'transformers', 'onnxruntime', 'sentence_transformers', 'numpy'}"
    code = f"import sys, consistency.entailment; print(*({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_missing_weights_say_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(model, "SHIPPED", tmp_path)
    with pytest.raises(ModelError, match=r"missing.*README\.md"):
        load()


@pytest.mark.slow
def test_a_model_that_is_not_there_is_named_in_the_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no-such-folder"):
        model_at(tmp_path / "no-such-folder")


@pytest.mark.slow
def test_a_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    names = {0: "negative", 1: "neutral", 2: "positive"}
    folder = save_tiny_encoder(
        tmp_path, id2label=names, label2id={name: index for index, name in names.items()}
    )
    with pytest.raises(ModelError, match="positive"):
        model_at(folder)


@pytest.mark.slow
def test_any_crossencoder_folder_can_be_used(tiny_folder: Path) -> None:
    given_ = model_at(tiny_folder).predict(PAIRS)
    assert given_.shape == (len(PAIRS), len(LABELS))
    assert given_.dtype == np.float32
    assert np.allclose(given_.sum(axis=1), 1, atol=1e-5)


@pytest.mark.slow
def test_columns_follow_the_names_not_the_positions(tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder, tmp_path, dirs_exist_ok=True)
    config = json.loads((tmp_path / "config.json").read_text())
    names = {0: "contradiction", 1: "entailment", 2: "neutral"}
    config["id2label"] = {str(index): name for index, name in names.items()}
    config["label2id"] = {name: index for index, name in names.items()}
    (tmp_path / "config.json").write_text(json.dumps(config))
    straight, renamed = model_at(tiny_folder).predict(PAIRS), model_at(tmp_path).predict(PAIRS)
    assert np.allclose(renamed[:, [2, 0, 1]], straight, atol=1e-5)


@pytest.mark.slow
@pytest.mark.parametrize("batch_tokens", [1, 32, 512])
def test_rows_come_in_the_order_of_the_pairs(exported_folder: Path, batch_tokens: int) -> None:
    asked = model_at(exported_folder, batch_tokens=batch_tokens)
    together = asked.predict(PAIRS)
    alone = np.concatenate([asked.predict([pair]) for pair in PAIRS])
    assert np.allclose(together, alone, atol=0.05)
    assert np.array_equal(together[0], together[3])


@pytest.mark.slow
def test_the_order_of_asking_changes_nothing(exported_folder: Path) -> None:
    asked = model_at(exported_folder)
    assert np.array_equal(asked.predict(PAIRS[::-1])[::-1], asked.predict(PAIRS))


@pytest.mark.slow
def test_nothing_asked_gives_no_rows(exported_folder: Path) -> None:
    assert model_at(exported_folder).predict([]).shape == (0, 3)


@pytest.mark.slow
def test_quantised_weights_say_nearly_what_the_whole_ones_say(
    exported_folder: Path, tiny_folder: Path
) -> None:
    whole = model_at(tiny_folder)
    quantised = model_at(exported_folder)
    logits = np.log(whole.predict(PAIRS)) / 2  # the exported folder's temperature
    assert np.allclose(quantised.predict(PAIRS), probabilities(logits, temperature=1), atol=0.08)


@pytest.mark.slow
def test_a_damaged_network_is_a_model_error(exported_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(exported_folder, tmp_path, dirs_exist_ok=True)
    (tmp_path / ONNX_FILE).write_bytes(b"not a network")
    with pytest.raises(ModelError, match="cannot be loaded"):
        model_at(tmp_path)


@pytest.mark.slow
def test_a_text_far_too_long_is_cut_not_refused(exported_folder: Path) -> None:
    settings = replace(EntailmentSettings(), model=str(exported_folder))
    assert load(settings).predict([("a dog ran " * 400, "a dog sat .")]).shape == (1, 3)
