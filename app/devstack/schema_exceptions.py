"""What schema_changes.py accepts of a migration, with the reason."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Accepted:
    """What one migration may do, by the codes of django-migration-linter."""

    codes: frozenset[str]
    reason: str


def _unreleased(*codes: str) -> Accepted:
    return Accepted(frozenset(codes), "Made before the first release: nothing ran beside it.")


EXCEPTIONS = {
    "alerts.0001_rules_alerts_and_mails": Accepted(
        frozenset({"CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"}),
        "On a table that the migration itself makes: nobody reads it yet.",
    ),
    "delivery.0002_mailed_once": _unreleased("ADD_UNIQUE", "CREATE_INDEX"),
    "delivery.0003_events_alerts_and_templates": _unreleased(
        "CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"
    ),
    "delivery.0004_message_html": _unreleased("ALTER_COLUMN", "NOT_NULL"),
    "delivery.0005_alerts_once_and_tried": _unreleased("ADD_UNIQUE"),
    "delivery.0006_ledger_by_moment": _unreleased("CREATE_INDEX", "DROP_INDEX"),
    "delivery.0012_contacts_written_messages": _unreleased(
        "ADD_UNIQUE", "CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"
    ),
    "jobs.0001_jobs": Accepted(
        frozenset({"CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"}),
        "On tables that the migration has just made.",
    ),
    "participants.0003_allocation_pauses_and_moves": _unreleased("DROP_COLUMN", "NOT_NULL"),
    "participants.0005_suppressed": _unreleased("NOT_NULL"),
    "participants.0009_portal": _unreleased("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"),
    "participants.0012_people_import": Accepted(
        frozenset({"CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"}),
        "On tables that the migration has just made.",
    ),
    "prompts.0002_schedule_version_and_trigger": _unreleased(
        "ADD_UNIQUE", "CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE", "NOT_NULL"
    ),
    "questionnaires.0004_presentation": _unreleased("NOT_NULL"),
    "questionnaires.0005_made_by": _unreleased("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"),
    "responses.0004_drafts_and_paradata": _unreleased("NOT_NULL"),
    "studies.0002_protocol": _unreleased("NOT_NULL"),
    "studies.0005_messages": _unreleased("NOT_NULL"),
    "studies.0008_feedback": _unreleased("NOT_NULL"),
    "studies.0009_members": _unreleased("CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"),
}
