"""Enters the messages of prompts into the ledger shortly before they are due."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import DataError, IntegrityError, connection, transaction

ENTER_AHEAD = timedelta(minutes=1)
# Prompts entered in one go, so that those that close first can be sent before all are entered.
ENTER_BATCH = 20_000

log = structlog.get_logger(__name__)

_DUE = """
    SELECT prompt.id, prompt.schedule_version_id, prompt.scheduled_at, prompt.open_until
      FROM prompts_prompt AS prompt
     WHERE prompt.status = 'planned' AND prompt.sent_at IS NULL
       AND prompt.scheduled_at <= %(until)s AND prompt.open_until > %(now)s
       AND NOT EXISTS (SELECT FROM delivery_notification AS row WHERE row.prompt_id = prompt.id)
"""

_VERSIONS = f"SELECT DISTINCT schedule_version_id FROM ({_DUE}) AS due ORDER BY 1"  # noqa: S608

# The reminders of the version a prompt was drawn by, each so many minutes after the invitation.
# Two workers that enter at once insert the same rows; the second finds them there.
_ENTER = f"""
INSERT INTO delivery_notification
       (public_id, prompt_id, kind, channel, status, reason, attempts, planned_at, due_at,
        open_until, provider_id)
SELECT gen_random_uuid(), due.id, message.kind, %(channel)s, 'planned', '', 0,
       due.scheduled_at + message.minutes * interval '1 minute',
       due.scheduled_at + message.minutes * interval '1 minute',
       due.open_until, ''
  FROM ({_DUE}
           AND (%(version)s IS NULL OR prompt.schedule_version_id = %(version)s)
         ORDER BY prompt.open_until, prompt.id
         LIMIT %(limit)s) AS due
  JOIN studies_scheduleversion AS version ON version.id = due.schedule_version_id
 CROSS JOIN LATERAL (
       SELECT 'invitation' AS kind, 0 AS minutes
        UNION ALL
       SELECT 'reminder_' || place, minutes::int
         FROM jsonb_array_elements_text(coalesce(version.scheme->'reminders', '[]'))
              WITH ORDINALITY AS one (minutes, place)
        WHERE %(reminds)s) AS message
 ORDER BY due.open_until, due.id, message.minutes
ON CONFLICT DO NOTHING
"""  # noqa: S608


def enter_due(*, channel: str, now: datetime) -> int:
    """Enter the messages of prompts that come due within a minute; how many rows.

    What the scheme or the database refuses of one version must not hold up the others: it is
    entered without its reminders, or left out and logged.
    """
    return enter_between(now, now + ENTER_AHEAD, channel=channel)


def enter_between(since: datetime, until: datetime, *, channel: str) -> int:
    """Enter messages of prompts still open at `since` and due by `until`; a batch at most."""
    due: dict[str, Any] = {
        "now": since,
        "until": until,
        "limit": ENTER_BATCH,
        "channel": channel,
    }
    try:
        return _insert(due, version=None)
    except (IntegrityError, DataError):
        log.exception("messages_not_entered")
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, due)
        versions = [version for (version,) in cursor.fetchall()]
    return sum(_insert_alone(due, version) for version in versions)


def _insert_alone(due: dict[str, Any], version: int) -> int:
    for reminds in (True, False):
        try:
            return _insert(due, version=version, reminds=reminds)
        except (IntegrityError, DataError):
            log.exception("messages_not_entered", schedule_version=version)
    return 0


def _insert(due: dict[str, Any], *, version: int | None, reminds: bool = True) -> int:
    with _alone(), connection.cursor() as cursor:
        cursor.execute(_ENTER, {**due, "version": version, "reminds": reminds})
        return int(cursor.rowcount)


def _alone() -> AbstractContextManager[None]:
    """What fails must not end a transaction around it; a statement alone needs none."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
