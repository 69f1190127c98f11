"""The notebook: it runs from top to bottom, shows tables and a plot, and is kept without output."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbformat import NotebookNode

NOTEBOOK = Path(__file__).resolve().parent.parent / "notebooks" / "explore.ipynb"


def read_notebook() -> NotebookNode:
    """The notebook as it is kept."""
    notebook: NotebookNode = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    return notebook


@pytest.fixture(scope="module")
def executed() -> NotebookNode:
    """The notebook after a run in a kernel of its own."""
    notebook = read_notebook()
    resources = {"metadata": {"path": str(NOTEBOOK.parent)}}
    NotebookClient(notebook, timeout=600, kernel_name="python3", resources=resources).execute()
    return notebook


def outputs(notebook: NotebookNode, mime: str) -> list[str]:
    """What the cells show, of one media type."""
    shown = (output for cell in notebook.cells for output in cell.get("outputs", ()))
    return [output["data"][mime] for output in shown if mime in output.get("data", {})]


@pytest.mark.slow
def test_the_notebook_shows_claims_and_findings(executed: NotebookNode) -> None:
    tables = outputs(executed, "text/html")
    assert any("speaker" in table for table in tables)
    assert any("conflict" in table for table in tables)


@pytest.mark.slow
def test_the_notebook_shows_one_plot(executed: NotebookNode) -> None:
    assert len(outputs(executed, "image/png")) == 1


def test_the_notebook_is_kept_without_output() -> None:
    notebook = read_notebook()
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells)
