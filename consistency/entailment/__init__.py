"""The entailment cross-encoder: its use (`load`, `EntailmentModel`), weights and training.

Importing this is cheap: models and the libraries under them are loaded when one is made.
"""

from consistency.entailment.labels import LABELS
from consistency.entailment.model import EntailmentModel, load

__all__ = ["LABELS", "EntailmentModel", "load"]
