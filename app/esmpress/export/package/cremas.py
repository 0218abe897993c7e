"""The CREMAS table: how many prompts reached each step, by participant and for all together."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from esmpress.export.package.facts import Steps
from esmpress.export.tables import Column, Table

EVERYBODY = "all"
_STEPS = (
    ("planned", "prompts that came due and were not called off"),
    ("sent", "their invitation went out"),
    ("delivered", "the invitation is known to have arrived"),
    ("opened", "the questionnaire was opened"),
    ("started", "an answer was touched"),
    ("completed", "all was answered and sent in time"),
    ("valid", "completed, and the server itself saw it come in time"),
    ("missed", "the time ended before the answers were sent"),
)


def _number(name: str, title: str) -> Column:
    words = f"How many prompts: {title}."
    return Column(name, "whole_number", title, words, minimum=0, always_there=True)


CREMAS = Table(
    "cremas",
    "Compliance",
    "The figures CREMAS asks to report, a row for each participant and one for all together.",
    columns=(
        Column("id", "text", "participant", "The participant, or all of them.", always_there=True),
        *(_number(name, title) for name, title in _STEPS),
        Column(
            "compliance",
            "number",
            "completed of completed and missed",
            "completed / (completed + missed); empty before the first of either.",
            minimum=0,
            maximum=1,
        ),
        _number("events", "events that were reported without being asked; in no other figure"),
        _number("events_completed", "events whose questionnaire was completed"),
    ),
    key=("id",),
)


def cremas_csv(steps: Iterable[Steps]) -> str:
    """The table as CSV."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in CREMAS.columns])
    for one in steps:
        counts = one.counts
        share = "" if counts.compliance is None else f"{counts.compliance:.4f}"
        figures = [getattr(counts, name) for name, _ in _STEPS]
        writer.writerow([one.of, *figures, share, one.reported, one.reported_completed])
    return file.getvalue()
