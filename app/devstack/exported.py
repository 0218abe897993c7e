"""Takes a study's data out, as a researcher does, and finds one prompt's row in it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from devstack.errors import StackError
from devstack.layout import APP_DIR

Row = dict[str, str]
LIST_STUDIES = """
from esmpress.studies.models import Study
print(*Study.objects.order_by("-pk").values_list("slug", flat=True))
"""


def answered_row(environment: Mapping[str, str], answered_at: str) -> Row:
    """The exported row of the prompt answered at that instant; raises when there is none."""
    instant = datetime.fromisoformat(answered_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    for row in _exported_rows(environment):
        if row["end_utc"] == instant and row["status"] == "answered":
            return row
    raise StackError(f"The export has no row with an answer given at {instant}.")


def as_table(row: Row) -> str:
    """The row's filled cells, one a line."""
    width = max(map(len, row))
    return "\n".join(f"  {name:{width}}  {value}" for name, value in row.items() if value)


def _exported_rows(environment: Mapping[str, str]) -> Iterator[Row]:
    """The rows of all studies, the newest study first."""
    slugs = _manage(environment, "shell", "--no-imports", "-c", LIST_STUDIES).split()
    for slug in slugs:
        text = _manage(environment, "export_study", slug, "--format", "csv")
        yield from csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))


def _manage(environment: Mapping[str, str], *arguments: str) -> str:
    """Run a management command; what it prints."""
    result = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=APP_DIR,
        env=dict(environment),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if result.returncode:
        lines = result.stderr.strip().splitlines() or ["no message"]
        raise StackError(f"manage.py {arguments[0]} failed: {lines[-1]}")
    return result.stdout
