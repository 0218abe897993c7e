"""A study to simulate, and a look at everything that must stay as it is."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from esmpress.simulation.tables import product_tables
from esmpress.studies.models import Study
from tests.factories import FIXED, make_study

Look = Callable[[], dict[str, str]]


@pytest.fixture
def study() -> Study:
    """A draft that asks twice a day for two days."""
    return make_study(slug="affect", scheme=FIXED | {"days": 2}, launched_at=None)


@pytest.fixture
def look() -> Look:
    """What stands in each real table, and the schemas there are."""

    def read() -> dict[str, str]:
        with connection.cursor() as cursor:
            seen = {}
            for table in product_tables():
                cursor.execute(f"SELECT string_agg(t::text, ';' ORDER BY t::text) FROM {table} t")
                seen[table] = cursor.fetchone()[0]
            # PostgreSQL makes schemas of its own for each connection's temporary tables.
            cursor.execute(
                "SELECT string_agg(nspname, ';' ORDER BY nspname) FROM pg_namespace "
                "WHERE nspname !~ '^pg_'"
            )
            return seen | {"schemas": cursor.fetchone()[0]}

    return read


def simulate(output: Path, *, slug: str = "affect", **options: Any) -> str:
    """What the command prints."""
    printed = StringIO()
    asked = {"participants": 3, "start": "2027-01-10", "processes": 1} | options
    words = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    call_command("simulate_study", slug, *words, f"--output={output}", stdout=printed)
    return printed.getvalue()
