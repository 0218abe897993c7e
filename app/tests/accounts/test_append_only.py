"""What the application's role may do to the tables that are only added to, on a real server."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from esmpress.accounts.append_only import APPEND_ONLY, close
from esmpress.accounts.auditing import acting, record
from esmpress.accounts.models import AuditEntry
from esmpress.participants.leavings import number_leavings
from esmpress.participants.models import Leaving
from esmpress.studies.models import Study
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
ROLES = Path(__file__).parents[3] / "ops" / "postgres" / "roles.sql"
APP = "of_the_test_app"


@pytest.fixture(autouse=True)
def _roles() -> None:
    """A role with the grants that production gives, before the tables are closed."""
    # As the default privileges of the owner have it, which hold for tables made later alone.
    granted = re.findall(r"(GRANT [A-Z, ]+ ON (?:TABLES|SEQUENCES)) TO", ROLES.read_text())
    assert len(granted) == 2
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {APP}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        for one in granted:
            everything = re.sub(r"ON (\w+)", r"ON ALL \1 IN SCHEMA public", one)
            cursor.execute(f"{everything} TO {APP}")


@contextmanager
def as_app() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APP}")
        yield
        cursor.execute("RESET ROLE")


def refused(statement: str) -> bool:
    """Whether the application's role is not permitted to do it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {APP}")
            cursor.execute(statement)
    except DatabaseError as error:
        return isinstance(error.__cause__, InsufficientPrivilege)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
    return False


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditentry SET words = ''",
        "DELETE FROM accounts_auditentry",
        "TRUNCATE accounts_auditentry",
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER USER",
        "DROP TRIGGER audit_keeps ON accounts_auditentry",
        "CREATE OR REPLACE FUNCTION audit_keeps() RETURNS trigger LANGUAGE sql AS ''",
        "DROP TABLE accounts_auditentry",
        "SET session_replication_role = replica",
        "ALTER TABLE studies_study DISABLE TRIGGER audit_row",
        "DELETE FROM participants_leaving",
        "TRUNCATE participants_leaving",
        "UPDATE participants_withdrawalstep SET gone = '{}'",
    ],
)
def test_the_application_s_role_is_not_permitted_to_change_the_record(
    statement: str, now: datetime
) -> None:
    record(AuditEntry.Act.LOG_IN, now=now, researcher_id=7)
    close(connection)

    assert refused(statement)


def test_it_can_still_add_and_its_changes_are_told(now: datetime) -> None:
    study = make_study()
    close(connection)

    with as_app(), acting(7):
        record(AuditEntry.Act.LOG_IN, now=now, researcher_id=7)
        Study.objects.filter(pk=study.pk).update(name="Other")

    call_command("verify_audit")
    assert AuditEntry.objects.latest("number").changes == {"name": ["Affect week", "Other"]}


def test_leavings_are_still_numbered(now: datetime) -> None:
    participant = make_participant()
    close(connection)

    with as_app():
        Leaving.objects.create(
            participant=participant.pk, enrolled_at=participant.enrolled_at, act="stop", at=now
        )
        numbered = number_leavings(now=now)

    assert numbered == 1


def test_migrating_closes_the_tables() -> None:
    before = privileges()

    call_command("migrate", verbosity=0)

    assert any(before.values())
    assert not any(privileges().values())


def privileges() -> dict[str, bool]:
    found = {}
    with connection.cursor() as cursor:
        for table, taken in APPEND_ONLY.items():
            cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [APP, table, ", ".join(taken)])
            found[table] = cursor.fetchone()[0]
    return found


def test_who_does_not_own_the_tables_closes_none() -> None:
    with as_app():
        assert close(connection) == []
