"""The encoder: unit rows from any model, exported once, and errors that say what to do."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from builders import WordEncoder

from consistency import embeddings
from consistency.embeddings import Encoder, SentenceEncoder, cache_folder
from consistency.errors import ModelError
from consistency.settings import ModelSettings

TEXTS = ["The pier is closed.", "Twelve cracks were found.", "", "The pier is closed.", "Rain — ☂"]
WORDS = "[PAD] [UNK] [CLS] [SEP] [MASK] the pier is closed twelve cracks were found . rain".split()


@pytest.fixture(scope="module")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sentence-transformers model with a few thousand weights, drawn at random."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    folder = tmp_path_factory.mktemp("tiny")
    (folder / "vocab.txt").write_text("\n".join(WORDS), encoding="utf-8")
    tokenizer = BertTokenizerFast(vocab_file=str(folder / "vocab.txt"), model_max_length=32)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    torch.manual_seed(0)
    bert = BertModel(config)
    bert.save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    model = SentenceTransformer(
        modules=[Transformer(str(folder / "bert")), Pooling(32)], device="cpu"
    )
    model.save(str(folder / "model"))
    return folder / "model"


@pytest.fixture(scope="module")
def tiny(tiny_model: Path) -> SentenceEncoder:
    return SentenceEncoder(ModelSettings(encoder=str(tiny_model)))


@pytest.fixture(
    params=[
        "words",
        pytest.param("tiny", marks=pytest.mark.slow),
        pytest.param("encoder", marks=pytest.mark.slow),
    ]
)
def any_encoder(request: pytest.FixtureRequest) -> Encoder:
    """Every encoder there is, the stand-in of the other tests among them."""
    if request.param == "words":
        return WordEncoder()
    found: SentenceEncoder = request.getfixturevalue(request.param)
    return found


def test_rows_have_unit_length(any_encoder: Encoder) -> None:
    rows = any_encoder.encode(TEXTS)

    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)


def test_equal_texts_have_equal_rows(any_encoder: Encoder) -> None:
    rows = any_encoder.encode(TEXTS)

    assert (rows[0] == rows[3]).all()


def test_rows_stand_in_the_order_of_the_texts(any_encoder: Encoder) -> None:
    rows = any_encoder.encode(TEXTS)

    assert (any_encoder.encode(TEXTS[::-1]) == rows[::-1]).all()


def test_no_texts_give_no_rows_of_the_same_width(any_encoder: Encoder) -> None:
    assert any_encoder.encode([]).shape == (0, any_encoder.encode(["rain"]).shape[1])


@pytest.mark.slow
def test_the_shipped_model_sees_what_is_alike(encoder: SentenceEncoder) -> None:
    rows = encoder.encode(["The pier was closed.", "They shut the pier.", "Her aunt bakes bread."])

    assert rows[0] @ rows[1] > 0.6 > 0.3 > rows[0] @ rows[2]


@pytest.mark.parametrize("name", ["no/such/folder", "no-such-model"])
@pytest.mark.slow
def test_an_unknown_model_is_named_with_its_setting(name: str) -> None:
    with pytest.raises(ModelError, match=rf"'{name}'.*models\.encoder"):
        SentenceEncoder(ModelSettings(encoder=name))


@pytest.mark.slow
def test_a_folder_without_a_model_is_named_with_its_setting(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")

    with pytest.raises(ModelError, match=r"models\.encoder"):
        SentenceEncoder(ModelSettings(encoder=str(tmp_path)))


def test_a_packaged_model_that_is_not_installed_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(embeddings.PACKAGED_MODELS, "tiny", "no_such_package")

    with pytest.raises(ModelError, match="pip install tiny"):
        SentenceEncoder(ModelSettings(encoder="tiny"))


@pytest.fixture
def packaged(tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny model as an installed package called "tiny"; the cache folder it is exported to."""
    package = tmp_path / "site" / "tiny_package"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model").symlink_to(tiny_model)
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.setitem(embeddings.PACKAGED_MODELS, "tiny", "tiny_package")
    monkeypatch.setattr(embeddings, "_version", lambda name: f"{name}-1.0")
    monkeypatch.setenv("CONSISTENCY_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def files_in(folder: Path) -> dict[Path, int]:
    return {p: p.stat().st_mtime_ns for p in folder.rglob("*") if p.is_file()}


@pytest.mark.slow
def test_a_packaged_model_is_exported_once_and_then_reused(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = SentenceEncoder(ModelSettings(encoder="tiny")).encode(TEXTS)
    made = files_in(packaged)
    monkeypatch.setattr(embeddings, "_export", lambda *_: pytest.fail("exported again"))

    second = SentenceEncoder(ModelSettings(encoder="tiny")).encode(TEXTS)

    assert [p for p in made if p.match("onnx/model_qint8_*.onnx")]
    assert not [p for p in made if p.name == "model.onnx"]
    assert files_in(packaged) == made
    assert (first == second).all()


@pytest.mark.slow
def test_a_damaged_export_is_named_and_made_anew_once_deleted(packaged: Path) -> None:
    SentenceEncoder(ModelSettings(encoder="tiny"))
    (weights,) = packaged.rglob("*.onnx")
    weights.write_bytes(weights.read_bytes()[:100])

    with pytest.raises(ModelError, match=f"{weights.parent.parent}.*Delete that folder"):
        SentenceEncoder(ModelSettings(encoder="tiny"))


@pytest.mark.slow
def test_a_run_that_finishes_its_export_second_leaves_the_first_in_place(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = embeddings._export
    theirs: list[dict[Path, int]] = []

    def export_twice(source: Path, target: Path, instructions: str) -> None:
        monkeypatch.setattr(embeddings, "_export", export)
        SentenceEncoder(ModelSettings(encoder="tiny"))
        theirs.append({p: t for p, t in files_in(packaged).items() if target not in p.parents})
        export(source, target, instructions)

    monkeypatch.setattr(embeddings, "_export", export_twice)

    SentenceEncoder(ModelSettings(encoder="tiny"))

    assert [files_in(packaged)] == theirs


@pytest.mark.slow
def test_an_interrupted_export_leaves_nothing_behind(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(source: Path, target: Path, instructions: str) -> None:
        del source, instructions
        target.mkdir()
        raise KeyboardInterrupt

    monkeypatch.setattr(embeddings, "_export", stop)

    with pytest.raises(KeyboardInterrupt):
        SentenceEncoder(ModelSettings(encoder="tiny"))
    assert list(packaged.iterdir()) == []


@pytest.mark.slow
def test_a_cache_that_cannot_be_written_says_how_to_name_another(
    packaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packaged.write_text("a file, no folder", encoding="utf-8")
    monkeypatch.setattr(embeddings, "_export", lambda *_: None)

    with pytest.raises(ModelError, match=r"CONSISTENCY_CACHE"):
        SentenceEncoder(ModelSettings(encoder="tiny"))


@pytest.mark.parametrize(
    ("variables", "folder"),
    [
        ({"CONSISTENCY_CACHE": "/here", "XDG_CACHE_HOME": "/there"}, "/here"),
        ({"XDG_CACHE_HOME": "/there"}, "/there/claim-consistency"),
        ({"HOME": "/home/vara"}, "/home/vara/.cache/claim-consistency"),
    ],
)
def test_the_cache_folder_is_the_named_one_or_the_users(
    variables: dict[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONSISTENCY_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert cache_folder() == Path(folder)
