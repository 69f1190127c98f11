"""Metadata that lie beside an article: NAME.meta.json for NAME.txt, NAME.html and so on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from consistency.articles.drafts import Unreadable, metadata_of

SUFFIX = ".meta.json"


def is_sidecar(path: Path) -> bool:
    """Say whether a file is named as a sidecar."""
    return path.name.lower().endswith(SUFFIX)


def sidecar_of(path: Path) -> Path:
    """Return where an article's sidecar would lie."""
    return path.with_name(path.stem + SUFFIX)


def read_sidecar(path: Path) -> dict[str, str]:
    """Read the metadata beside an article, {} when nothing lies there.

    The sidecar is one JSON object with any of title, source, author, published, url, under the
    names that are known for articles too.

    Raises:
        Unreadable: If it is there and is no JSON object.
    """
    sidecar = sidecar_of(path)
    try:
        if not sidecar.is_file():
            return {}
    except OSError:  # the article's own name is so long that a sidecar's would be too long
        return {}
    try:
        data = sidecar.read_bytes()
    except OSError as error:
        raise Unreadable(
            f"the sidecar cannot be read ({error}), so the article was read without it; "
            "mend or remove it"
        ) from error
    return sidecar_metadata(data)


def sidecar_metadata(data: bytes) -> dict[str, str]:
    """Return what a sidecar's bytes tell. Raises Unreadable when they are no JSON object."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(
            f"the sidecar cannot be read ({error}), so the article was read without it; "
            "mend or remove it"
        ) from error
    if not isinstance(value, Mapping):
        raise Unreadable(
            "the sidecar is no JSON object, so the article was read without it; "
            'write {"source": …, "published": …} in it'
        )
    return metadata_of(value)


def lies_alone(sidecar: Path) -> bool:
    """Say whether no article's file lies beside a sidecar."""
    stem = sidecar.name[: -len(SUFFIX)]
    return not any(path.stem == stem and not is_sidecar(path) for path in sidecar.parent.iterdir())
