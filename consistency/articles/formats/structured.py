"""JSON, JSON Lines and tables: one article an object or a row, fields under any common name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from consistency.articles.decoding import decode
from consistency.articles.drafts import (
    TEXT_NAMES,
    Damaged,
    Draft,
    Unreadable,
    fold_name,
    metadata_of,
)
from consistency.articles.fixing import unwrap
from consistency.articles.formats.html import without_markup

LISTS = ("articles", "items", "results", "entries", "documents", "data", "stories")
"""Names under which an object wraps a list of articles."""
EXPECTED = "one of text, body, content"
DELIMITERS = ",;\t|"


def read_json(data: bytes) -> list[Draft | Damaged]:
    """Read an object, a list of objects, or an object that wraps such a list.

    Raises:
        Unreadable: If it is not JSON, or not of that shape.
    """
    value = parse(decode(data))
    if isinstance(value, Mapping) and value.keys() >= {"schema_version", "findings"}:
        raise Unreadable("it is a findings file, the result of a run; name the articles alone")
    if isinstance(value, Mapping) and not has_text(value):
        value = next((value[name] for name in LISTS if isinstance(value.get(name), list)), value)
    if isinstance(value, Mapping):
        draft = draft_of(value)
        if isinstance(draft, Damaged):
            raise Unreadable(draft.reason)
        return [draft]
    if not isinstance(value, list):
        raise Unreadable(
            f"the JSON holds {described(value)}; expected an object with a text field, "
            "or a list of such objects"
        )
    if not value:
        raise Unreadable("the JSON list is empty; put at least one article object in it")
    return [draft_of(record) for record in value]


def read_jsonl(data: bytes) -> list[Draft | Damaged]:
    """Read one object a line. A damaged line damages that article alone.

    Raises:
        Unreadable: If no line holds anything.
    """
    lines = [line for line in decode(data).split("\n") if line.strip()]
    if not lines:
        raise Unreadable("the file is empty; put one JSON object a line in it")
    return [draft_of_line(line) for line in lines]


def draft_of_line(line: str) -> Draft | Damaged:
    """Read one line of JSON Lines."""
    try:
        return draft_of(parse(line))
    except Unreadable as damage:
        return Damaged(str(damage))


def parse(text: str) -> Any:
    """Parse JSON. Raises Unreadable, with line and column, when it is none."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"not JSON: {error.msg} at line {error.lineno}, column {error.colno}; "
            "mend that place, or name the file .txt if it holds plain text"
        ) from error
    except RecursionError as error:
        raise Unreadable("the JSON is nested too deeply; expected a flat object") from error
    except ValueError as error:
        raise Unreadable(
            f"the JSON holds a value that cannot be read ({error}); mend it, or leave it out"
        ) from error


def draft_of(record: Any) -> Draft | Damaged:
    """Turn one record into a draft, or say what it lacks."""
    if not isinstance(record, Mapping):
        return Damaged(f"found {described(record)}; expected an object with a text field")
    folded = {fold_name(str(name)): value for name, value in reversed(list(record.items()))}
    values = [folded[name] for name in TEXT_NAMES if folded.get(name)]
    if not values:
        named = [name for name in TEXT_NAMES if name in folded]
        found = ", ".join(map(str, list(record)[:8])) or "no fields at all"
        what = f"the field {named[0]} is empty" if named else f"no text field among {found}"
        return Damaged(f"{what}; expected the article's words in {EXPECTED}")
    text = words_in(values[0])
    if text is None:
        return Damaged(
            f"the text field holds {described(values[0])}; "
            "expected a string or a list of paragraphs"
        )
    return Draft(unwrap(without_markup(text)), **metadata_of(record))


def has_text(record: Mapping[Any, Any]) -> bool:
    """Say whether an object has a text field that holds words."""
    return any(
        fold_name(str(name)) in TEXT_NAMES and words_in(value) is not None
        for name, value in record.items()
    )


def words_in(value: Any) -> str | None:
    """Return a text field's words: a string, or a list of paragraphs; None for anything else."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    return None


def described(value: Any) -> str:
    """Name a JSON value's type in words."""
    names = {str: "a string", bool: "true or false", int: "a number", float: "a number"}
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return names.get(type(value), "an object")


def read_csv(data: bytes) -> list[Draft | Damaged]:
    """Read a table with a header row, an article a row; commas, semicolons, tabs or bars.

    Raises:
        Unreadable: If the header names no text column, or no row follows it.
    """
    text = decode(data)
    header = text.lstrip().split("\n", 1)[0]
    return rows_of(text, delimiter=max(DELIMITERS, key=header.count))


def read_tsv(data: bytes) -> list[Draft | Damaged]:
    """Read a table with tabs between its columns, as `read_csv` does."""
    return rows_of(decode(data), delimiter="\t")


def rows_of(text: str, *, delimiter: str) -> list[Draft | Damaged]:
    """Return a draft for each row below the header."""
    # The csv module refuses fields over 131,072 characters; a long article is longer. The limit is
    # the process's, and the file has been held to its own limit before.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    table = csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=delimiter)
    try:
        names = [name for name in table.fieldnames or [] if name]
        rows = [{name: value for name, value in row.items() if name} for row in table]
    except csv.Error as error:
        raise Unreadable(
            f"line {table.line_num} of the table is not readable ({error}); "
            "check its quotation marks"
        ) from error
    if not any(fold_name(name) in TEXT_NAMES for name in names):
        raise Unreadable(
            f"no text column among {', '.join(names[:8]) or 'no columns'}; "
            f"name the column that holds the articles' words {EXPECTED} in the first row"
        )
    if not rows:
        raise Unreadable("the table has a header and no rows; put an article in each row")
    return [draft_of(row) for row in rows]
