"""What rows tell the audit trail of themselves."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from esmpress.accounts.audited_tables import AUDITED, NOT_AUDITED
from esmpress.accounts.auditing import acting
from esmpress.accounts.models import AuditEntry, Researcher
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
ANNA = 7


def told(**having: Any) -> list[AuditEntry]:
    """Entries in the order they were made."""
    return list(AuditEntry.objects.filter(**having).order_by("number"))


def test_every_table_of_ours_is_audited_or_says_why_not() -> None:
    ours = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("esmpress.")
    }

    listed = {table.name for table in AUDITED} | set(NOT_AUDITED)

    assert ours - listed == set()
    assert {name for name in listed - ours if not name.startswith("auth_")} == set()


def test_every_audited_table_has_its_trigger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'audit_row'")
        attached = sorted(row[0] for row in cursor.fetchall())

    assert attached == sorted(table.name for table in AUDITED)


def test_every_column_that_is_named_is_there() -> None:
    columns = {
        model._meta.db_table: {field.column for field in model._meta.concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }

    unknown = [
        (table.name, column)
        for table in AUDITED
        for column in (*filter(None, [table.study]), *table.hidden, *table.untold)
        if column not in columns[table.name]
    ]

    assert unknown == []


def test_a_change_tells_the_values_before_and_after() -> None:
    study = make_study(name="Before")

    with acting(ANNA):
        type(study).objects.filter(pk=study.pk).update(name="After", snooze_minutes=25)

    entry = told(act="update", subject_type="studies_study")[-1]
    assert entry.changes == {"name": ["Before", "After"], "snooze_minutes": [0, 25]}
    assert (entry.researcher, entry.study, entry.subject) == (ANNA, study.pk, str(study.pk))


def test_a_new_row_and_a_deleted_one_tell_all_they_hold() -> None:
    researcher = Researcher.objects.create_user("eve@example.org", name="Eve")
    pk = str(researcher.pk)
    researcher.delete()

    added, deleted = told(subject_type="accounts_researcher", subject=pk)

    assert (added.act, deleted.act) == ("insert", "delete")
    assert added.changes["email"] == [None, "eve@example.org"]
    assert deleted.changes["email"] == ["eve@example.org", None]
    assert added.researcher is None


def test_of_a_password_only_the_change_is_told_and_of_a_log_in_nothing() -> None:
    researcher = Researcher.objects.create_user("eve@example.org", "first")
    researcher.set_password("second")
    researcher.save()
    Researcher.objects.update(last_login="2027-01-11T09:00Z")

    added, changed = told(subject_type="accounts_researcher")

    assert changed.changes == {"password": []}
    assert added.changes["password"] == []


def test_of_a_participant_only_what_a_researcher_changes_is_told() -> None:
    participant = make_participant()
    rows = type(participant).objects.filter(pk=participant.pk)

    rows.update(language="pl")
    with acting(ANNA):
        rows.update(time_zone="Asia/Tokyo", planned_through="2027-02-01")
        rows.update(planned_through="2027-02-02")
        rows.update(stratum="secret")

    first, second = told(subject_type="participants_participant")
    assert first.changes == {"time_zone": ["Europe/Warsaw", "Asia/Tokyo"]}
    assert first.study == participant.study_id
    assert second.changes == {"stratum": []}


def test_nobody_acts_after_the_block_even_when_it_failed() -> None:
    study = make_study()
    with pytest.raises(ValueError, match="broke"), acting(ANNA):
        raise ValueError("broke")

    type(study).objects.update(name="After")

    assert told(act="update")[-1].researcher is None
