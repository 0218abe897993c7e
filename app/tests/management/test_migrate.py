"""manage.py migrate holds nobody up for long."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from tests import planted_migrations

ADDS_A_COLUMN = 'AddField("researcher", "desk", models.TextField(null=True))'


@contextmanager
def table_in_use() -> Iterator[None]:
    """As by somebody whose transaction has read it."""
    at = connection.settings_dict
    with psycopg.connect(
        host=at["HOST"],
        port=at["PORT"],
        user=at["USER"],
        password=at["PASSWORD"],
        dbname=at["NAME"],
    ) as other:
        # A migration that waits without end fails the test all the same.
        other.execute("SET idle_in_transaction_session_timeout = '20s'")
        other.execute("SELECT count(*) FROM accounts_researcher")
        yield


def columns() -> set[str]:
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "accounts_researcher")
    return {column.name for column in described}


def shown_limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_migration_gives_up_on_a_table_that_is_in_use(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted_migrations.plant(ADDS_A_COLUMN, tmp_path, settings, monkeypatch)

    with table_in_use(), pytest.raises(CommandError, match="in use for more than 3 seconds"):
        call_command("migrate", "accounts", verbosity=0)

    assert "desk" not in columns()


@pytest.mark.django_db
def test_the_limit_ends_with_the_migrations() -> None:
    call_command("migrate", "accounts", verbosity=0)

    assert shown_limit() == "0"
