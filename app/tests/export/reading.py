"""Reads an export back as any analyst would."""

from __future__ import annotations

import csv
import io

from esmpress.export.table import stream_csv
from esmpress.studies.models import Study


def export_of(study: Study) -> bytes:
    """The study's table as a file."""
    return b"".join(stream_csv(study))


def read_export(study: Study) -> list[dict[str, str]]:
    """The rows of a study's table by column name."""
    return list(csv.DictReader(io.StringIO(export_of(study).decode(), newline="")))
