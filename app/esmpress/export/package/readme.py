"""`README.md`: what is what, how to open it, and what is not there."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from string import Template

from esmpress.export.package.facts import PackageFacts, PackageFile
from esmpress.export.package.missing_codes import REASONS, USUAL, missing_codes
from esmpress.export.tables import Table
from esmpress.questionnaires.codebook.markdown import plain


def readme(facts: PackageFacts) -> str:
    """The document, in English."""
    words = files("esmpress.export.package").joinpath("readme_template.md").read_text("utf-8")
    shape = facts.shape
    return Template(words).substitute(
        name=plain(facts.name),
        slug=facts.slug,
        version=facts.dataset_version,
        made_at=f"{facts.made_at:%Y-%m-%d %H:%M}",
        year=facts.made_at.year,
        software=facts.software,
        participants=f"{shape.participants:,}",
        prompts=f"{shape.prompts_of_one:,}",
        days=f"{shape.days:,}",
        beeps=f"{shape.beeps:,}",
        languages=", ".join(facts.languages) or "none",
        time_zones=", ".join(facts.time_zones) or "none",
        tables="\n".join(_row(table, facts) for table in facts.tables),
        references="\n".join(_references(facts)),
        reasons="\n".join(
            f"| `{reason}` | {words} | {USUAL[reason]} |" for reason, words in REASONS.items()
        ),
        moved=_moved(facts),
        left_out="\n".join(_left_out(facts)),
    )


def _row(table: Table, facts: PackageFacts) -> str:
    held = "<br>".join(_file(one) for one in facts.files if one.table == table.name)
    return f"| {table.name} | {plain(table.description)} | {_names(table.key)} | {held} |"


def _file(file: PackageFile) -> str:
    rows = "" if file.rows is None else f"rows: {file.rows:,}, "
    return f"`{file.path}` ({rows}bytes: {file.bytes:,})"


def _references(facts: PackageFacts) -> Iterator[str]:
    for table in facts.tables:
        for one in table.references:
            here, there = _names(one.columns), _names(one.there)
            yield f"- {here} of {table.name}: a row of {one.table}, by its {there}"


def _names(columns: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _moved(facts: PackageFacts) -> str:
    """Which columns have other codes, as their values use the usual ones."""
    columns = (column for table in facts.tables for column in table.columns)
    moved = tuple(one.name for one in columns if missing_codes(one) not in ({}, USUAL))
    return f"Other codes, which the codebook tells, are those of {_names(moved)}." if moved else ""


def _left_out(facts: PackageFacts) -> Iterator[str]:
    if facts.left_out:
        yield (
            f"- Participants who wanted their answers left out: {facts.left_out:,}. They are in no "
            "row and in no figure."
        )
    else:
        yield "- Nobody wanted their answers left out."
    for note in facts.notes:
        yield f"- {note}"
