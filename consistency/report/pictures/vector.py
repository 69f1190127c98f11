"""A canvas's SVG, taken apart: only plain shapes, texts and known attributes go into the page.

The page's policy forbids styles on elements, so they become attributes; colours become the page's
own, so that a picture follows light, dark and paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from markupsafe import Markup

COLOURS = {
    "#010101": "var(--ink)",
    "#020202": "var(--soft)",
    "#030303": "var(--rule)",
    "#040404": "var(--sheet)",
    "#050505": "var(--differs)",
    "#060606": "var(--changed)",
    "#070707": "var(--agrees)",
    "#080808": "var(--unstated)",
}
"""Stand-ins that the canvas draws with, and the page's colours that take their place."""
SHAPES = frozenset({"path", "text"})
KEPT = frozenset(
    "d x y fill stroke stroke-width stroke-dasharray stroke-linecap text-anchor font-size"
    " font-weight".split()
)
DEFAULTS = {("text-anchor", "start"), ("stroke-linecap", "butt"), ("stroke-dashoffset", "0")}
PLAIN = re.compile(r"[\w\s.,()-]*")
"""Numbers, path letters, names of colours and anchors; nothing that could refer elsewhere."""
NUMBER = re.compile(r"-?\d+\.\d+")
BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture ready for the page: its size in CSS pixels, and what stands inside the element."""

    width: int
    height: int
    body: Markup


def drawing(svg: str, width: int, height: int) -> Drawing:
    """Keep of an SVG document what may stand in the page.

    Raises:
        ValueError: If an attribute holds what no drawing of ours should.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own canvas wrote it a moment ago
    body = Element("g")
    for found in root.iter():
        name = _local(found.tag)
        if name in SHAPES:
            shape = SubElement(body, name, dict(_attributes(found)))
            shape.text = found.text if name == "text" else None
    inside = (ElementTree.tostring(shape, encoding="unicode") for shape in body)
    return Drawing(width, height, Markup("\n".join(inside)))  # noqa: S704 - rebuilt shape by shape


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _attributes(element: Element) -> Iterator[tuple[str, str]]:
    for name, value in (dict(element.attrib) | _style(element.attrib)).items():
        if name in KEPT and (name, value) not in DEFAULTS:
            yield name, _value(value)


def _style(attributes: Mapping[str, str]) -> dict[str, str]:
    pairs = (part.partition(":") for part in attributes.get("style", "").split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs if value}


def _value(value: str) -> str:
    if value in COLOURS:
        return COLOURS[value]
    if not PLAIN.fullmatch(value):
        raise ValueError(f"a drawing holds {value!r}, expected numbers, letters or a known colour")
    return BLANKS.sub(" ", NUMBER.sub(_rounded, value)).strip()


def _rounded(number: re.Match[str]) -> str:
    """A tenth of a pixel is finer than anyone sees."""
    return f"{float(number[0]):.1f}".removesuffix(".0")
