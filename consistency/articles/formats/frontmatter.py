"""The block of metadata that text and Markdown files may open with."""

from __future__ import annotations

import re
import tomllib
from typing import Any

BLOCK = re.compile(
    r"\s*(?P<fence>---|\+\+\+)[ \t]*\n(?P<lines>(?:.*\n){0,200}?)(?P=fence)[ \t]*(?:\n|$)"
)
PAIR = re.compile(r"(?P<name>[A-Za-z][\w .-]{0,40}?)\s*:(?:\s+(?P<value>.*))?$")
LISTED = re.compile(r"\s*-\s+(?P<value>.+)$")


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Split off front matter: "---" around `name: value` lines, or "+++" around TOML.

    Of YAML only what front matter uses is read: one value a line, quoted or not, and lists in
    brackets or on lines with dashes. A block that holds no pair at all is text (a rule, not front
    matter), and an unreadable TOML block is left in the text.

    Returns:
        Fields by name, and the text after the block.
    """
    text = text.replace("\r\n", "\n").lstrip("\ufeff")
    block = BLOCK.match(text)
    if not block:
        return {}, text
    fields = read_toml(block["lines"]) if block["fence"] == "+++" else read_pairs(block["lines"])
    return (fields, text[block.end() :]) if fields else ({}, text)


def read_toml(lines: str) -> dict[str, Any]:
    """Read a TOML block, dates as text; {} when it is not TOML."""
    try:
        values = tomllib.loads(lines)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {
        name: value if isinstance(value, str | list | dict) else str(value)
        for name, value in values.items()
    }


def read_pairs(lines: str) -> dict[str, Any]:
    """Read `name: value` lines; {} when a line is neither a pair, a list item nor a comment."""
    fields: dict[str, Any] = {}
    name = ""
    for line in filter(str.strip, lines.split("\n")):
        pair, listed = PAIR.match(line), LISTED.match(line)
        if pair:
            name = pair["name"]
            fields[name] = scalar(pair["value"] or "")
        elif listed and name:
            before = fields[name]
            fields[name] = [*(before if isinstance(before, list) else []), scalar(listed["value"])]
        elif not line.startswith(("#", " ", "\t")):
            return {}
    return fields


def scalar(value: str) -> Any:
    """Take quotes and brackets off a value."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return [scalar(part) for part in value[1:-1].split(",") if part.strip()]
    return value
