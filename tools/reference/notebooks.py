"""Notebooks: run where they stand, so that what the documentation shows is what they give today."""

from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbconvert import MarkdownExporter


def run(notebook: Path, folder: Path) -> Any:
    """The notebook with its outputs.

    Args:
        notebook: an ``.ipynb`` file.
        folder: in which its cells run.

    Raises:
        nbclient.exceptions.CellExecutionError: where a cell fails.
    """
    cells = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    return NotebookClient(cells, timeout=600, resources={"metadata": {"path": str(folder)}}).execute()


def page(notebook: Any) -> tuple[str, dict[str, bytes]]:
    """A notebook as Markdown, and the pictures that it shows, by file name."""
    text, found = MarkdownExporter().from_notebook_node(notebook)  # type: ignore[no-untyped-call]
    return text, found["outputs"]
