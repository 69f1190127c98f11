"""One file a facet: each finds its mentions, normalises them, and compares two of them."""

from __future__ import annotations

import importlib
import pkgutil
from inspect import isabstract

from consistency.facets.base import Facet
from consistency.settings import Settings

HELPERS = frozenset({"base"})


def load_facets(settings: Settings) -> dict[str, Facet]:
    """Return every facet defined in this folder by name, sorted. Adding a facet is adding a file."""
    for module in pkgutil.iter_modules(__path__):
        if module.name not in HELPERS:
            importlib.import_module(f"{__name__}.{module.name}")
    classes = {c.name: c for c in _leaves(Facet)}
    return {name: classes[name](settings) for name in sorted(classes)}


def _leaves(base: type[Facet]) -> list[type[Facet]]:
    below = base.__subclasses__()
    return (
        [leaf for c in below for leaf in _leaves(c)] if below else [base] * (not isabstract(base))
    )
