"""A draft held against its sources: which claims they bear out, and which they do not.

Importing `consistency.draft.records` loads nothing else; the rest is loaded when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consistency.draft.marking import check_draft
    from consistency.draft.notes import Notes

__all__ = ["Notes", "check_draft"]


def __getattr__(name: str) -> Any:
    if name == "check_draft":
        from consistency.draft.marking import check_draft

        return check_draft
    if name == "Notes":
        from consistency.draft.notes import Notes

        return Notes
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
