"""Tables of a TOML file to frozen records, strictly: what is unknown or out of range is refused."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from consistency.errors import JobError
from consistency.ranges import Range

Record = TypeVar("Record")
MISSES = "is missing"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in which file a table stands, for messages; and what its paths are relative to."""

    file: Path
    table: str = ""

    def __str__(self) -> str:
        """Return the place as messages name it: "job.toml: [event]"."""
        return f"{self.file}: [{self.table}]" if self.table else str(self.file)

    def complaint(self, what: str) -> JobError:
        """Return an error about something here."""
        return JobError(f"{self}: {what}")

    def inside(self, table: str) -> Place:
        """Return the place of a table inside this one."""
        return Place(self.file, table)


def record_from(record: type[Record], table: Any, place: Place) -> Record:
    """Build a record from a table whose keys are the record's fields.

    Paths are taken relative to the file; texts have at least one letter.

    Raises:
        JobError: For a key that is unknown or missing, and a value of another type or range; it
            names file, table, key and what is allowed.
    """
    if not isinstance(table, Mapping):
        raise place.complaint(f"found {table!r}, expected a table")
    hints = get_type_hints(record, include_extras=True)
    known = {f.name: f for f in fields(record) if f.init}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            allowed = ", ".join(sorted(known))
            raise place.complaint(f"found the key {name!r}, expected one of {allowed}")
    for name, known_field in known.items():
        needed = known_field.default is known_field.default_factory is MISSING
        if needed and name not in table:
            raise place.complaint(f"{name} {MISSES}; expected {expected(hints[name])}")
    values = {name: value_of(table[name], hints[name], name, place) for name in table}
    return record(**values)


def value_of(value: Any, hint: Any, name: str, place: Place) -> Any:
    """Return a value as a field's type has it. Raises JobError where it cannot be."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
        return value_of(value, hint, name, place)
    if origin is tuple:
        return listed(value, hint, name, place)
    base, allowed = (get_args(hint)[:2]) if hasattr(hint, "__metadata__") else (hint, None)
    if not fits(value, base) or (isinstance(allowed, Range) and value not in allowed):
        raise place.complaint(f"{name} = {value!r}, expected {expected(hint)}")
    if base is Path:
        return place.file.parent / Path(value).expanduser()
    return float(value) if base is float else value


def listed(value: Any, hint: Any, name: str, place: Place) -> tuple[Any, ...]:
    """Return a list as a tuple, each item checked."""
    if not isinstance(value, list) or not value:
        raise place.complaint(f"{name} = {value!r}, expected {expected(hint)}")
    return tuple(value_of(item, get_args(hint)[0], name, place) for item in value)


def fits(value: Any, base: Any) -> bool:
    """Say whether a value of TOML has a type; no truth value is a number."""
    if get_origin(base) is Literal:
        return value in get_args(base)
    if base in (str, Path):
        return isinstance(value, str) and bool(value.strip()) and value.isprintable()
    if base is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, base) and isinstance(value, bool) == (base is bool)


WORDS: Mapping[Any, str] = {
    str: "text on one line",
    Path: "a path",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def expected(hint: Any) -> str:
    """Say in words what a field's type allows."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return expected(next(part for part in get_args(hint) if part is not type(None)))
    if origin is tuple:
        return f"a list of at least one, each {expected(get_args(hint)[0])}"
    if origin is Literal:
        return " or ".join(map(repr, get_args(hint)))
    if hasattr(hint, "__metadata__"):
        base, *extras = get_args(hint)
        return " ".join([expected(base), *(str(e) for e in extras if isinstance(e, Range))])
    return WORDS[hint]


def one_of(kinds: Mapping[str, Callable[[Any, Place], Record]], table: Any, place: Place) -> Record:
    """Build the record that a table's `kind` asks for. Raises JobError where it names none."""
    if not isinstance(table, Mapping):
        raise place.complaint(f"found {table!r}, expected a table")
    rest = {name: value for name, value in table.items() if name != "kind"}
    build = kinds.get(table.get("kind", ""))
    if build is None:
        found = f"kind = {table['kind']!r}" if "kind" in table else "no kind"
        raise place.complaint(f"found {found}, expected kind = {' or '.join(map(repr, kinds))}")
    return build(rest, place)
