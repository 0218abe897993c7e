"""Migrations that a running release could not live with are refused."""

from pathlib import Path

import pytest
from pytest_django import Settings

from devstack import schema_changes
from devstack.schema_changes import Finding
from devstack.schema_exceptions import EXCEPTIONS, Accepted
from tests import planted_migrations

DROPPED = Finding("studies.0009_planted", "DROP_COLUMN", "DROPPING columns")
ACCEPTED = {DROPPED.migration: Accepted(frozenset({"DROP_COLUMN"}), "Not read since 1.1.")}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("operation", "code"),
    [
        ('RemoveField("researcher", "name")', "DROP_COLUMN"),
        ('RunSQL("DROP TABLE accounts_researcher")', "DROP_TABLE"),
        ('RenameField("researcher", "name", "called")', "RENAME_COLUMN"),
        ('AlterModelTable("researcher", "somebody")', "RENAME_TABLE"),
        ('AddField("researcher", "desk", models.TextField(default=""))', "NOT_NULL"),
        ('RunSQL("ALTER TABLE accounts_researcher\\n DROP COLUMN name")', "DROP_COLUMN"),
        ('AddIndex("researcher", models.Index(fields=["name"], name="by_name"))', "CREATE_INDEX"),
    ],
)
def test_a_planted_migration_is_found(
    operation: str, code: str, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted_migrations.plant(operation, tmp_path, settings, monkeypatch)

    found = schema_changes.find({"accounts"})

    planted = f"accounts.{planted_migrations.NAME}"
    assert code in {one.code for one in found if one.migration == planted}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "operation",
    [
        'AddField("researcher", "desk", models.TextField(null=True))',
        'AddField("researcher", "desk", models.TextField(db_default=""))',
        'CreateModel("Desk", [("id", models.BigAutoField(primary_key=True))])',
    ],
)
def test_what_only_adds_is_no_finding(
    operation: str, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    planted_migrations.plant(operation, tmp_path, settings, monkeypatch)

    found = schema_changes.find({"accounts"})

    planted = f"accounts.{planted_migrations.NAME}"
    assert not [one for one in found if one.migration == planted]


def test_a_finding_nobody_accepted_is_told_with_its_migration() -> None:
    assert schema_changes.judge([DROPPED], {}) == [
        "studies.0009_planted: DROPPING columns (DROP_COLUMN)."
    ]


def test_an_accepted_finding_is_not_told() -> None:
    assert schema_changes.judge([DROPPED], ACCEPTED) == []


def test_an_exception_for_what_no_migration_does_is_told() -> None:
    assert schema_changes.judge([], ACCEPTED) == [
        "studies.0009_planted: DROP_COLUMN is in schema_exceptions.py, but no migration does it."
    ]


def test_every_exception_has_a_reason() -> None:
    assert all(one.codes and one.reason for one in EXCEPTIONS.values())
