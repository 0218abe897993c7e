"""Empty copies of the product's tables in the schema of a connection."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

PRODUCT = "esmpress"
# Neither is written ahead to the log: a crash of the server empties them, which harms nobody.
UNLOGGED, TEMPORARY = "UNLOGGED", "TEMPORARY"

# The names count: statements name the constraint they expect. Foreign keys and triggers stay
# behind, for they would lead to the real tables.
_CONSTRAINTS = """
SELECT format('ALTER TABLE %%I ADD CONSTRAINT %%I %%s', relname, conname, definition)
  FROM pg_constraint AS con
  JOIN pg_class AS rel ON rel.oid = conrelid, pg_get_constraintdef(con.oid) AS definition
 WHERE conrelid = ANY(%(tables)s::regclass[]) AND contype IN ('p', 'u', 'x')
"""
_INDEXES = """
SELECT replace(pg_get_indexdef(indexrelid), format(' ON %%I.', %(home)s::text), ' ON ')
  FROM pg_index
 WHERE indrelid = ANY(%(tables)s::regclass[])
   AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
"""


def product_tables() -> list[str]:
    """The names of all tables of the product's own models."""
    models = (
        model
        for app in apps.get_app_configs()
        if app.name.partition(".")[0] == PRODUCT
        for model in app.get_models(include_auto_created=True)
    )
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def create_tables(connection: BaseDatabaseWrapper, home: str, *, kind: str) -> None:
    """Create the tables of the schema `home` anew, empty, with all rules that look at one table."""
    tables = product_tables()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                f'CREATE {kind} TABLE "{table}" '
                f'(LIKE "{home}"."{table}" INCLUDING ALL EXCLUDING INDEXES)'
            )
        named: dict[str, Any] = {
            "home": home,
            "tables": [f'"{home}"."{table}"' for table in tables],
        }
        for catalogue in (_CONSTRAINTS, _INDEXES):
            cursor.execute(catalogue, named)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
