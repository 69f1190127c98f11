"""Text that was once decoded wrongly ("donâ€™t") is read as it was written ("don’t")."""

from __future__ import annotations

from consistency.articles.fixing import fix


def repaired(text: str) -> str:
    """Return the fixed text with garbled lines restored; lines that read rightly stay as they are.

    A line is restored where its characters are those of another encoding's bytes and nothing else
    (ftfy: Speer, 2019). Every line is judged by itself: a page may quote garbled text. Idempotent,
    as `fix` is.
    """
    # Before it is fixed: what garbles a quotation mark may hold a character that fixing removes.
    before, text = "", with_lines_restored(text)
    while text != before:
        before, text = text, with_lines_restored(text)
    return text


def with_lines_restored(text: str) -> str:
    """Restore every line once, and fix the whole."""
    return fix("\n".join(map(restored, text.split("\n"))))


def restored(line: str) -> str:
    """Restore one line."""
    if line.isascii():
        return line
    # Imported here: most articles have no line that needs it, and many none beyond ASCII.
    import ftfy

    return ftfy.fix_encoding(line) if ftfy.badness.is_bad(line) else line
