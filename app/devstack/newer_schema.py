"""A plugin for the pytest of an older release that runs on a newer schema.

Loaded without the rest of this tree, whose packages would hide the release's own.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management.commands import flush

_FIXTURES = {"db", "transactional_db"}


class CascadingFlush(flush.Command):
    """Django's would refuse to empty a table while one it does not know refers to it."""

    def handle(self, **options: Any) -> None:
        """Empty the tables, and those that refer to them."""
        super().handle(**{**options, "allow_cascade": True})


def pytest_configure() -> None:
    """Have tests that commit clean up with it."""
    vars(flush)["Command"] = CascadingFlush


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what does not use the database."""
    left_out = [item for item in items if not _uses_database(item)]
    items[:] = [item for item in items if _uses_database(item)]
    config.hook.pytest_deselected(items=left_out)


def _uses_database(item: pytest.Item) -> bool:
    named = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(named & _FIXTURES)
