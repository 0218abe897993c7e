"""A migration of the accounts that only a test knows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from esmpress.accounts import migrations

NAME = "9999_planted"
_PACKAGE = "planted_migrations_of_accounts"
_TEXT = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("accounts", "{before}")]
    operations = [migrations.{operation}]
"""


def plant(
    operation: str, folder: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Give the accounts one more migration, in a package of its own below `folder`."""
    package = folder / _PACKAGE
    package.mkdir()
    known = sorted(Path(str(migrations.__file__)).parent.glob("0*.py"))
    (package / "__init__.py").touch()
    for migration in known:
        (package / migration.name).write_text(migration.read_text())
    text = _TEXT.format(operation=operation, before=known[-1].stem)
    (package / f"{NAME}.py").write_text(text)
    monkeypatch.syspath_prepend(folder)
    for module in [name for name in sys.modules if name.startswith(_PACKAGE)]:
        monkeypatch.delitem(sys.modules, module)
    settings.MIGRATION_MODULES = {"accounts": _PACKAGE}
