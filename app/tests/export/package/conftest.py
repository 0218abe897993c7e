"""The package of a simulated study, written once for all tests that read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from esmpress.export.package.to_disk import package_to_disk
from esmpress.export.snapshot import snapshot
from esmpress.export.tables import Table
from esmpress.export.tables_of import sources_of
from tests.export.package.simulated import END, raw_rows, simulated_study

Rows = list[list[str]]


@dataclass(frozen=True)
class Written:
    """A package, and what the database had for it: the cells of each table's rows."""

    folder: Path
    tables: dict[str, Table]
    rows: dict[str, Rows]

    def path(self, table: str, ending: str = "csv") -> Path:
        """The data file of a table."""
        (found,) = (self.folder / "data").glob(f"*_description-{table}_data.{ending}")
        return found


@pytest.fixture(scope="session")
def written(
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[Written]:
    """Nothing of it stays in the database."""
    folder = tmp_path_factory.mktemp("simulated") / "package"
    with django_db_blocker.unblock(), transaction.atomic():
        study = simulated_study()
        package_to_disk(study, folder, now=END)
        with snapshot():
            sources = sources_of(study)
            rows = {source.table.name: raw_rows(study, source) for source in sources}
        transaction.set_rollback(True)
    yield Written(folder, {one.table.name: one.table for one in sources}, rows)
