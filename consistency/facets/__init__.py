"""One file a facet: each finds its mentions, normalises them, and compares two of them."""

from __future__ import annotations

import importlib
import pkgutil
from inspect import isabstract
from types import ModuleType

from consistency.facets.base import Facet
from consistency.settings import Settings


def load_facets(settings: Settings) -> dict[str, Facet]:
    """Return every facet defined in this folder, by name, sorted: adding one is adding a file."""
    names = [f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)]
    classes = {c.name: c for name in names for c in _facets_of(importlib.import_module(name))}
    return {name: classes[name](settings) for name in sorted(classes)}


def _facets_of(module: ModuleType) -> list[type[Facet]]:
    return [
        thing
        for thing in vars(module).values()
        if isinstance(thing, type)
        and issubclass(thing, Facet)
        and thing.__module__ == module.__name__
        and not isabstract(thing)
    ]
