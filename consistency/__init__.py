"""Claim consistency across sources: where articles on one event agree, differ or are silent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consistency.errors import (
    ConsistencyError,
    FindingsFileError,
    InputError,
    JobError,
    ModelError,
    OutputError,
    SettingsError,
    StateError,
)
from consistency.records import Article, Claim, Copy, Finding, FindingValue, Report, Skipped, Span
from consistency.settings import Settings

if TYPE_CHECKING:
    from consistency.pipeline import check, check_articles

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "ConsistencyError",
    "Copy",
    "Finding",
    "FindingValue",
    "FindingsFileError",
    "InputError",
    "JobError",
    "ModelError",
    "OutputError",
    "Report",
    "Settings",
    "SettingsError",
    "Skipped",
    "Span",
    "StateError",
    "check",
    "check_articles",
]


def __getattr__(name: str) -> Any:
    """Load the pipeline, and with it the libraries behind it, only when it is asked for."""
    if name in {"check", "check_articles"}:
        from consistency import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
