"""A PostgreSQL schema of its own for one simulation: nothing of the real tables can be reached.

The connection knows no other schema from its first moment on, and so does every connection that
would replace it: a table that is missing here is missing, and never the real one. Where the role
may make no schema, it is the one of the connection's temporary tables.
"""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from django.db import DEFAULT_DB_ALIAS, ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.errors import InsufficientPrivilege

from esmpress.simulation.tables import TEMPORARY, UNLOGGED, create_tables

PREFIX = "simulation_"
# PostgreSQL's name for the temporary tables of whichever connection asks.
_TEMPORARY = "pg_temp"
_COMMENT = "Scratch tables of manage.py simulate_study; dropped when it ends."
_LEFT_OVER = """
SELECT nspname FROM pg_namespace
 WHERE nspname ~ '^simulation_[0-9a-f]{16}$' AND obj_description(oid, 'pg_namespace') = %s
   AND pg_has_role(nspowner, 'USAGE')
"""
_LOCK = "hashtextextended(%s, 0)"


class NotIsolated(Exception):
    """There is no schema that the connection keeps to; nothing was simulated."""


def new_schema() -> str:
    """A name no schema has."""
    return PREFIX + secrets.token_hex(8)


@contextmanager
def isolated(schema: str) -> Iterator[None]:
    """Work on empty copies of the real tables in a new schema, which is dropped at the end.

    Only this thread's default connection is another one meanwhile. Raises NotIsolated.
    """
    real = connections[DEFAULT_DB_ALIAS]
    with real.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        home = cursor.fetchone()[0]
    apart = type(real)(_settings_apart(real, schema), DEFAULT_DB_ALIAS)
    try:
        if _make(apart, schema):
            create_tables(apart, home, kind=UNLOGGED)
        else:
            apart.close()
            apart = type(real)(_settings_apart(real, _TEMPORARY), DEFAULT_DB_ALIAS)
            _create_temporary(apart, home)
        connections[DEFAULT_DB_ALIAS] = apart
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = real
        apart.close()
        # By itself: whoever simulates in a transaction may undo it.
        with closing(type(real)(_settings_apart(real, schema), DEFAULT_DB_ALIAS)) as last:
            _drop(last, schema)


def drop(schema: str) -> None:
    """Drop a simulation's schema, if it is there."""
    _drop(connections[DEFAULT_DB_ALIAS], schema)


def _drop(connection: BaseDatabaseWrapper, schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP SCHEMA IF EXISTS "{schema}" CASCADE')


def drop_left_over() -> int:
    """Drop the schemas of simulations that were killed, and of no running one; how many."""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(_LEFT_OVER, [_COMMENT])
        dropped = 0
        for (schema,) in cursor.fetchall():
            cursor.execute(f"SELECT pg_try_advisory_lock({_LOCK})", [schema])
            if cursor.fetchone()[0]:
                drop(schema)
                cursor.execute(f"SELECT pg_advisory_unlock({_LOCK})", [schema])
                dropped += 1
    return dropped


def _settings_apart(real: BaseDatabaseWrapper, schema: str) -> dict[str, Any]:
    """The settings of a connection that looks into one schema only, from its first moment on."""
    settings = copy.deepcopy(real.settings_dict)
    options = settings["OPTIONS"]
    # A pooled connection would go back to the pool with the wrong schema.
    options.pop("pool", None)
    given = options.get("options", "")
    options["options"] = f"{given} -c search_path={schema} -c synchronous_commit=off".strip()
    return settings


def _create(cursor: Any, schema: str) -> bool:
    """Create the schema; whether the role may."""
    try:
        cursor.execute(f'CREATE SCHEMA "{schema}"')
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        return False
    return True


def _create_temporary(apart: BaseDatabaseWrapper, home: str) -> None:
    try:
        create_tables(apart, home, kind=TEMPORARY)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, InsufficientPrivilege):
            raise
        raise NotIsolated(
            "The database role may make neither a schema nor temporary tables for the simulation; "
            "grant it CREATE or TEMPORARY on the database."
        ) from error


def _make(apart: BaseDatabaseWrapper, schema: str) -> bool:
    """Make the schema the connection keeps to; whether its role may."""
    with apart.cursor() as cursor:
        # As long as the connection lives, nobody takes the schema for a left-over.
        cursor.execute(f"SELECT pg_advisory_lock({_LOCK})", [schema])
        if not _create(cursor, schema):
            return False
        cursor.execute(f"COMMENT ON SCHEMA \"{schema}\" IS '{_COMMENT}'")
        cursor.execute("SELECT current_schemas(false)")
        if cursor.fetchone()[0] != [schema]:
            raise NotIsolated("The database connection does not keep to one schema.")
    return True
