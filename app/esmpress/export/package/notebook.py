"""`code/load.ipynb`: reads the tables into pandas, with types, labels and reasons."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

from esmpress.questionnaires.codebook.markdown import plain

_MARK = "# %%"


def notebook(title: str) -> dict[str, Any]:
    """The notebook (nbformat 4); all it knows of the columns stands in `datapackage.json`."""
    source = files("esmpress.export.package").joinpath("load.py.txt").read_text("utf-8")
    first, *cells = source.split(f"{_MARK}\n")
    words = first.replace("# ", "").replace("TITLE", plain(title))
    return {
        "cells": [
            {"cell_type": "markdown", "id": "about", "metadata": {}, "source": _lines(words)},
            *(_code(number, cell) for number, cell in enumerate(cells, start=1)),
        ],
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def _code(number: int, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": f"code-{number}",
        "metadata": {},
        "outputs": [],
        "source": _lines(source),
    }


def _lines(source: str) -> list[str]:
    return source.strip().splitlines(keepends=True)
