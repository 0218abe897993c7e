"""Enters the messages of prompts into the ledger shortly before they are due."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

import structlog
from django.db import DataError, IntegrityError, connection, transaction

from esmpress.delivery.models import Notification
from esmpress.sampling.schemes import MalformedScheme, parse_scheme

ENTER_AHEAD = timedelta(minutes=1)
# Prompts entered in one go, so that those that close first can be sent before all are entered.
ENTER_BATCH = 20_000

log = structlog.get_logger(__name__)

Moments = tuple[tuple[str, int], ...]
"""The messages of a prompt: each kind with its minutes after the planned moment."""

_DUE = """
    SELECT prompt.id, prompt.schedule_version_id, prompt.scheduled_at, prompt.open_until
      FROM prompts_prompt AS prompt
     WHERE prompt.status = 'planned' AND prompt.sent_at IS NULL
       AND prompt.scheduled_at <= %(until)s AND prompt.open_until > %(now)s
       AND NOT EXISTS (SELECT FROM delivery_notification AS row WHERE row.prompt_id = prompt.id)
     ORDER BY prompt.open_until, prompt.id
     LIMIT %(limit)s
"""

_VERSIONS_OF_THE_DUE = f"""
SELECT id, scheme::text FROM studies_scheduleversion
 WHERE id IN (SELECT schedule_version_id FROM ({_DUE}) AS due)
 ORDER BY id
"""  # noqa: S608

# Two workers that enter at once insert the same rows; the second finds them there.
_ENTER = f"""
INSERT INTO delivery_notification
       (public_id, prompt_id, kind, channel, status, reason, attempts, planned_at, due_at,
        open_until, provider_id)
SELECT gen_random_uuid(), due.id, message.kind, %(channel)s, 'planned', '', 0,
       due.scheduled_at + message.minutes * interval '1 minute',
       due.scheduled_at + message.minutes * interval '1 minute',
       due.open_until, ''
  FROM ({_DUE}) AS due
  JOIN unnest(%(versions)s::bigint[], %(kinds)s::text[], %(minutes)s::int[])
       AS message (version, kind, minutes) ON message.version = due.schedule_version_id
ON CONFLICT DO NOTHING
"""  # noqa: S608


def enter_due(*, channel: str, now: datetime) -> int:
    """Enter the messages of prompts that come due within a minute; how many rows.

    What the scheme or the database refuses of one version must not hold up the others: it is
    entered without its reminders, or left out and logged.
    """
    values: dict[str, Any] = {
        "now": now,
        "until": now + ENTER_AHEAD,
        "limit": ENTER_BATCH,
        "channel": channel,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS_OF_THE_DUE, values)
        moments = {version: _moments_of(version, text) for version, text in cursor.fetchall()}
    if not moments:
        return 0
    try:
        return _insert(values, moments)
    except (IntegrityError, DataError):
        log.exception("messages_not_entered", schedule_versions=sorted(moments))
    return sum(_insert_alone(values, version, alike) for version, alike in moments.items())


def _insert_alone(values: Mapping[str, Any], version: int, moments: Moments) -> int:
    for some in (moments, moments[:1]):
        try:
            return _insert(values, {version: some})
        except (IntegrityError, DataError):
            log.exception("messages_not_entered", schedule_version=version)
    return 0


@transaction.atomic
def _insert(values: Mapping[str, Any], moments: Mapping[int, Moments]) -> int:
    messages = [(version, *one) for version, alike in moments.items() for one in alike]
    versions, kinds, minutes = (list(column) for column in zip(*messages, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, {**values, "versions": versions, "kinds": kinds, "minutes": minutes})
        return int(cursor.rowcount)


def _moments_of(version: int, scheme: str) -> Moments:
    try:
        return _moments(_reminders_in(scheme))
    except MalformedScheme:
        log.exception("messages_not_entered", schedule_version=version)
        return _moments(())


@lru_cache(maxsize=1024)
def _reminders_in(scheme: str) -> tuple[int, ...]:
    return parse_scheme(json.loads(scheme)).reminders


def _moments(reminders: Iterable[int]) -> Moments:
    numbered = ((f"reminder_{n}", minutes) for n, minutes in enumerate(reminders, start=1))
    return ((Notification.INVITATION, 0), *numbered)
