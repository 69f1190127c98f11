"""Bring shipped int8 weights back as a network's weights, so that training can go on from them.

What the rounding took is gone, but a step or two of training makes good for it: a run that starts
here need not learn again what the shipped weights know.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from consistency.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from consistency.entailment.checkpoints import State

SCALE = "smooth_scale"
"""Name of a layer's divisors, shape (inputs,), in the network and in the exported file."""
_QUANTISED = "_quantized"


def restored_weights(path: Path) -> State:
    """Read the weights of a quantised ONNX file that `export.write_onnx` wrote.

    All are named as long as no two are equal, as those of an untrained network may be.

    Args:
        path: The file.
    Returns:
        Weights by their names in the torch network, float32. Matrices that the export multiplies
        from the right are turned back.
    Raises:
        InputError: If there is no such file.
    """
    import onnx

    if not path.is_file():
        raise InputError(f"No {path} to go on from. Name a folder that `export` wrote.")
    graph = onnx.load(path).graph
    arrays = {tensor.name: onnx.numpy_helper.to_array(tensor) for tensor in graph.initializer}
    found = {name: array for name, array in arrays.items() if name.endswith((".weight", ".bias"))}
    found |= {
        name.removesuffix(_QUANTISED): _dequantised(name, arrays)
        for name in arrays
        if name.endswith(".weight" + _QUANTISED)
    }
    found |= dict(_matrices(graph, arrays))
    return {
        name: torch.from_numpy(np.array(array, dtype=np.float32)) for name, array in found.items()
    }


def _matrices(graph: Any, arrays: dict[str, NDArray[Any]]) -> Iterator[tuple[str, NDArray[Any]]]:
    """Yield the matrices of linear layers: only the multiplying node says whose they are."""
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            module = node.name.strip("/").rpartition("/")[0].replace("/", ".")
            matrix = _dequantised(node.input[1], arrays).T
            yield f"{module}.weight", matrix / arrays.get(f"{module}.{SCALE}", np.float32(1))


def _dequantised(name: str, arrays: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    stem = name.removesuffix(_QUANTISED)
    zero, scale = arrays[f"{stem}_zero_point"], arrays[f"{stem}_scale"]
    whole: NDArray[np.float32] = (arrays[name].astype(np.float32) - zero) * scale
    return whole
