"""Training on tiny data: the loss falls, checkpoints resume, workers agree, exports work."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from test_entailment_data import pair, write_set
from tiny_entailment import save_tiny_encoder

from consistency.entailment import checkpoints, evaluate, export, network, prepare, train
from consistency.entailment.backends import ONNX_FILE
from consistency.entailment.batches import TokenisedPairs
from consistency.entailment.data import TARGETS
from consistency.entailment.labels import LABELS
from consistency.entailment.model import EntailmentModel
from consistency.entailment.restore import restored_weights
from consistency.errors import InputError
from consistency.settings import EntailmentSettings

pytestmark = pytest.mark.slow

HYPOTHESES = {"entailment": "it was red", "neutral": "it sang", "contradiction": "it was not red"}


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> train.Plan:
    """A run of two epochs on 300 easy pairs, starting from a tiny encoder."""
    base = save_tiny_encoder(tmp_path / "base", max_position_embeddings=200)
    for module in (network, prepare, export):
        monkeypatch.setattr(module, "base_folder", lambda: base)
    words = ("dog", "cat", "man", "woman", "house")
    pairs = [
        pair(f"the {first} and the {second} {number % 4} was red", text, label, "mnli_tiny")
        for number in range(4)
        for first in words
        for second in words
        for label, text in HYPOTHESES.items()
    ]
    write_set(tmp_path / "data/train", "mnli_tiny", pairs)
    write_set(tmp_path / "data/dev", "mnli_dev", [pair("the dog", HYPOTHESES["neutral"])])
    return train.Plan(
        data=tmp_path / "data",
        out=tmp_path / "run",
        epochs=2,
        batch_size=10,
        learning_rate=1e-2,
        n_generated=0,
        workers=1,
        sync_steps=4,
        checkpoint_minutes=0.0,
    )


def curve(plan: train.Plan) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (plan.out / "curve.jsonl").read_text().splitlines()]


def test_the_loss_falls_and_the_curve_tells(plan: train.Plan) -> None:
    train.train(plan)
    lines = curve(plan)
    assert lines[-1]["loss"] < lines[0]["loss"]
    assert [line["step"] for line in lines] == sorted(line["step"] for line in lines)


def test_a_stopped_run_goes_on_where_it_was(
    plan: train.Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    synchronise = train._Run._synchronise

    def stop_after_a_while(run: train._Run) -> float:
        done = synchronise(run)
        if run.checkpoint.step >= 12:
            raise KeyboardInterrupt
        return done

    with monkeypatch.context() as patched:
        patched.setattr(train._Run, "_synchronise", stop_after_a_while)
        with pytest.raises(KeyboardInterrupt):
            train.train(plan)
    train.train(plan)
    steps = [line["step"] for line in curve(plan)]
    assert steps[:4] == [4, 8, 12, 16]
    assert steps[-1] >= 50


def test_a_checkpoint_brings_weights_and_place_back(plan: train.Plan) -> None:
    network_ = network.new_network()
    optimizer = torch.optim.AdamW(network_.parameters(), lr=1e-3)
    started = checkpoints.Checkpoint.start(_made(plan.out), network_, optimizer)
    started.step, started.minutes = 7, 3.5
    started.blend(network_)
    started.write(network_, optimizer)
    other = network.new_network()
    with torch.no_grad():
        for parameter in other.parameters():
            parameter.zero_()
    resumed = checkpoints.Checkpoint.start(plan.out, other, torch.optim.AdamW(other.parameters()))
    assert (resumed.step, resumed.minutes) == (7, 3.5)
    for (name, left), right in zip(network_.named_parameters(), other.parameters(), strict=True):
        assert not left.requires_grad or torch.equal(left, right), name


def test_time_running_out_ends_a_run_with_a_checkpoint(plan: train.Plan) -> None:
    train.train(train.Plan(**{**_fields(plan), "max_minutes": 1e-9}))
    assert (plan.out / "checkpoint.pt").exists()
    assert curve(plan)[-1]["step"] <= plan.sync_steps


def test_the_rate_rises_stays_and_falls_to_nothing(plan: train.Plan) -> None:
    rates = [train._rate(progress, plan) for progress in (0.0, 0.02, 0.04, 0.5, 0.85, 1.0, 1.2)]
    assert rates == pytest.approx([0.025, 0.5, 1.0, 1.0, 0.5, 0.0, 0.0])


def test_lower_layers_move_less_and_words_not_at_all(plan: train.Plan) -> None:
    assert plan.workers == 1
    network_ = network.new_network()
    groups = network.parameter_groups(network_, learning_rate=1.0, layer_decay=0.5)
    assert {group["peak"] for group in groups} == {1.0, 0.5, 0.25, 0.125}
    assert not network_.get_input_embeddings().weight.requires_grad
    n_grouped = sum(len(group["params"]) for group in groups)
    assert n_grouped == sum(parameter.requires_grad for parameter in network_.parameters())


def test_of_not_entailment_neutral_and_contradiction_are_equally_right() -> None:
    targets = torch.tensor([TARGETS.index("not entailment")])
    neutral, contradiction, entailment = (
        float(network.batch_loss(torch.tensor([row]), targets, torch.zeros(1, 3), smoothing=0.0))
        for row in ([0.0, 9.0, 0.0], [0.0, 0.0, 9.0], [9.0, 0.0, 0.0])
    )
    assert neutral == pytest.approx(contradiction)
    assert neutral < 0.01 < 5 < entailment


def loss(row: list[float], label: str, soft: list[float], trust: float) -> float:
    targets = torch.tensor([TARGETS.index(label)])
    return float(
        network.batch_loss(
            torch.tensor([row]), targets, torch.tensor([soft]), smoothing=0.0, trust=trust
        )
    )


def test_an_unlabelled_pair_is_learnt_from_the_teacher_alone() -> None:
    soft = [0.7, 0.2, 0.1]
    agreeing = [float(np.log(share)) for share in soft]
    best = loss(agreeing, "unlabelled", soft, trust=0.0)
    for other in ([9.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 9.0, 0.0]):
        assert loss(other, "unlabelled", soft, trust=0.0) > best
    assert best == pytest.approx(-sum(share * np.log(share) for share in soft), abs=1e-5)


@pytest.mark.parametrize("trust", [0.0, 0.4, 1.0])
def test_trust_weighs_the_teacher_against_people(trust: float) -> None:
    row, soft = [2.0, 0.5, -1.0], [0.0, 0.0, 1.0]
    people = loss(row, "entailment", [0.0, 0.0, 0.0], trust=trust)
    teacher = loss(row, "unlabelled", soft, trust=trust)
    assert loss(row, "entailment", soft, trust=trust) == pytest.approx(
        trust * teacher + (1 - trust) * people
    )


def test_frozen_layers_stay_and_what_stands_above_is_trained(plan: train.Plan) -> None:
    assert plan.workers == 1
    network_ = network.new_network(n_frozen=1)
    trained = {name for name, each in network_.named_parameters() if each.requires_grad}
    assert not any("embeddings" in name or "layer.0." in name for name in trained)
    assert {"classifier.weight", "bert.pooler.dense.weight"} <= trained
    assert any("layer.1." in name for name in trained)


def test_shipped_weights_come_back_but_for_their_rounding(plan: train.Plan, tmp_path: Path) -> None:
    assert plan.workers == 1
    network_ = network.new_network()
    with torch.no_grad():
        for parameter in network_.parameters():  # equal ones would be written once
            parameter.add_(torch.randn_like(parameter), alpha=0.1)
    export.write_onnx(network_, tmp_path / "model.onnx")
    restored = restored_weights(tmp_path / "model.onnx")
    whole = {name: each.detach() for name, each in network_.named_parameters()}
    assert set(restored) == set(whole)
    for name, weights in whole.items():
        step = float(weights.abs().max()) / 63  # seven bits, the sign among them
        assert torch.allclose(restored[name], weights, atol=step), name


def test_a_run_can_go_on_from_shipped_weights(plan: train.Plan, tmp_path: Path) -> None:
    train.train(train.Plan(**{**_fields(plan), "epochs": 6}))
    export.export([plan.out], tmp_path / "weights")
    changed = {"start": tmp_path / "weights", "out": tmp_path / "on", "max_minutes": 1e-9}
    train.train(train.Plan(**{**_fields(plan), **changed}))
    held_out = TokenisedPairs.load(plan.out / "held_out.npz")
    before, after = (
        train.accuracy_by_source(network.trained_network(folder), held_out)["all"]
        for folder in (plan.out, tmp_path / "on")
    )
    assert before > 0.9
    assert after >= before - 0.05


def test_a_run_cannot_go_on_from_weights_that_are_not_there(
    plan: train.Plan, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match="to go on from"):
        train.train(train.Plan(**{**_fields(plan), "start": tmp_path / "none"}))


def test_an_export_can_be_asked_and_evaluated(plan: train.Plan, tmp_path: Path) -> None:
    train.train(train.Plan(**{**_fields(plan), "epochs": 6}))
    weights = tmp_path / "weights"
    fitted = export.export([plan.out], weights)
    assert 0.2 <= fitted["temperature"] <= 5
    model = EntailmentModel(EntailmentSettings(model=str(weights)))
    pairs = [("the dog and the cat 1 was red", text) for text in HYPOTHESES.values()]
    assert [LABELS[row] for row in model.predict(pairs).argmax(axis=1)] == list(HYPOTHESES)
    scores = evaluate.evaluate(model, plan.data / "dev")
    assert [(score.name, score.n_pairs) for score in scores] == [("mnli_dev", 1)]
    assert "mnli_dev" in evaluate.table(scores)


def test_of_several_runs_the_mean_is_taken(plan: train.Plan, tmp_path: Path) -> None:
    runs = []
    for seed in (1, 2):
        runs.append(tmp_path / str(seed))
        train.train(train.Plan(**{**_fields(plan), "out": runs[-1], "seed": seed, "epochs": 1}))
    first, second = (dict(network.trained_network(run).named_parameters()) for run in runs)
    mean = dict(network.trained_network(*runs).named_parameters())
    assert any(not torch.equal(first[name], second[name]) for name in mean)
    for name, weights in mean.items():
        assert torch.allclose(weights, (first[name] + second[name]) / 2, atol=1e-6), name


def test_shipped_weights_are_averaged_with_a_run(plan: train.Plan, tmp_path: Path) -> None:
    train.train(plan)
    shipped = tmp_path / "shipped"
    export.export([plan.out], shipped)
    other = train.Plan(**{**_fields(plan), "out": tmp_path / "other", "seed": 2})
    train.train(other)
    restored = restored_weights(shipped / ONNX_FILE)
    run = dict(network.trained_network(other.out).named_parameters())
    mean = dict(network.trained_network(shipped, shipped, other.out).named_parameters())
    for name in (n for n, weights in run.items() if weights.requires_grad):
        expected = (2 * restored[name] + run[name]) / 3
        assert torch.allclose(mean[name], expected, atol=1e-5), name
    with pytest.raises(InputError, match="beside it"):
        network.trained_network(shipped)


def test_only_runs_of_one_network_are_averaged(plan: train.Plan, tmp_path: Path) -> None:
    other = tmp_path / "frozen"
    train.train(plan)
    train.train(train.Plan(**{**_fields(plan), "out": other, "n_frozen": 1}))
    with pytest.raises(InputError, match="other weights than"):
        network.trained_network(plan.out, other)
    with pytest.raises(InputError, match=r"No checkpoint\.pt"):
        network.trained_network(tmp_path / "none")


def test_the_export_loses_little_to_quantisation(plan: train.Plan, tmp_path: Path) -> None:
    train.train(plan)
    network_ = network.trained_network(plan.out)
    pairs = TokenisedPairs.load(plan.out / "train.npz")
    whole = network.all_logits(network_, pairs).argmax(axis=1)
    export.write_onnx(network_, tmp_path / "model.onnx")
    quantised = export.onnx_logits(tmp_path / "model.onnx", pairs).argmax(axis=1)
    assert float(np.mean(whole == quantised)) >= 0.95


def test_workers_end_with_the_mean_of_their_weights(tmp_path: Path, plan: train.Plan) -> None:
    from torch.multiprocessing.spawn import spawn

    assert plan.workers == 1
    network.new_network().save_pretrained(tmp_path / "tiny")
    spawn(_average, args=(tmp_path,), nprocs=2)
    first, second = (torch.load(tmp_path / f"{rank}.pt") for rank in range(2))
    assert torch.equal(first, second)
    assert torch.allclose(first, torch.full_like(first, 1.5))


def _average(rank: int, folder: Path) -> None:
    network_ = network.new_network(folder / "tiny")
    weights = next(p for p in network_.parameters() if p.requires_grad)
    weights.data.fill_(1.0 + rank)
    with checkpoints.Averager(rank, 2, folder / "rendezvous") as averager:
        averager.average(network_)
    torch.save(weights.data, folder / f"{rank}.pt")


def _fields(plan: train.Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in plan.__slots__}


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
