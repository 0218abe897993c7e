"""`python -m devstack.schema_changes`: refuses migrations a running release could not live with.

During a deploy, and after a rollback, the release before works on the new schema. What is accepted
all the same stands in schema_exceptions.py.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import django
from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import ProjectState
from django_migration_linter import MigrationLinter
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

from devstack.schema_exceptions import EXCEPTIONS, Accepted


@dataclass(frozen=True)
class Finding:
    """One thing a migration does to those who work with the tables meanwhile."""

    migration: str
    code: str
    what: str


def find(labels: Collection[str]) -> list[Finding]:
    """What the migrations of these apps do, one after the other."""
    linter = MigrationLinter(no_cache=True, no_output=True)
    found = []
    for migration, statements in _statements(labels):
        in_sql, _, locks = analyse_sql_statements(PostgresqlAnalyser, statements, [])
        in_code, _, _ = linter.analyse_data_migration(migration)
        issues = {issue.code: issue.message for issue in (*in_sql, *locks, *in_code)}
        name = f"{migration.app_label}.{migration.name}"
        found += [Finding(name, code, what) for code, what in issues.items()]
    return found


def judge(found: list[Finding], exceptions: Mapping[str, Accepted]) -> list[str]:
    """A sentence on each finding nobody has accepted, and on each exception without a finding."""
    accepted = {(name, code) for name, one in exceptions.items() for code in one.codes}
    refused = [one for one in found if (one.migration, one.code) not in accepted]
    needless = accepted - {(one.migration, one.code) for one in found}
    return [
        *(f"{one.migration}: {one.what} ({one.code})." for one in refused),
        *(
            f"{name}: {code} is in schema_exceptions.py, but no migration does it."
            for name, code in sorted(needless)
        ),
    ]


def _statements(labels: Collection[str]) -> Iterator[tuple[Migration, list[str]]]:
    """The migrations of these apps with the lines of their SQL, in the order they are run in."""
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] in labels]
    state = ProjectState(real_apps=executor.loader.unmigrated_apps)
    for migration, _ in executor.migration_plan(newest, clean_start=True):
        if migration.app_label not in labels:
            state = migration.mutate_state(state, preserve=False)
            continue
        with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
            state = migration.apply(state, editor, collect_sql=True)
        lines = "\n".join(editor.collected_sql).splitlines()
        yield migration, ["BEGIN;", *lines] if migration.atomic else lines


def main() -> int:
    """Print what is wrong; the exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    ours = {one.label for one in apps.get_app_configs() if one.name.startswith("esmpress")}
    wrong = judge(find(ours), EXCEPTIONS)
    for sentence in wrong:
        print(sentence)
    if wrong:
        print("What to do: docs/operations/migrations.md.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
