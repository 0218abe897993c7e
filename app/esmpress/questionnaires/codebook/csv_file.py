"""Writes a codebook as CSV: lines of comments that say of what, then one row for each column."""

from __future__ import annotations

import csv
import io
from dataclasses import astuple

from esmpress.questionnaires.codebook.columns import FIELDS, Codebook
from esmpress.questionnaires.safe_cells import safe_cell


def as_csv(codebook: Codebook) -> str:
    """The codebook as CSV (RFC 4180); its first lines begin with #."""
    file = io.StringIO(newline="")
    for name, words in codebook.head:
        file.write(f"# {name}: {' '.join(words.split())}\r\n")
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    for column in codebook.columns:
        writer.writerow([safe_cell(cell) for cell in astuple(column)])
    return file.getvalue()
