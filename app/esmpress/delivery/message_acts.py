"""What a researcher decides about messages: try one again, or do not send it.

Each is one statement with its condition, so that a worker and two researchers at once cannot make
one message go out twice; the same statement keeps who decided what and why, and what was known of
the message until then.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from esmpress.delivery.act_refusals import why_not_again, why_not_off
from esmpress.delivery.models import MessageAct, Notification
from esmpress.prompts import lifecycle

CALLED_OFF = "called_off"

# Id, kind and prompt of a row that was changed.
_Row = tuple[int, str, int]

# Row and prompt are held together: neither a worker nor the expiry sweep comes in between. The same
# in words: `act_refusals.why_not_again`.
_TRY_AGAIN = """
WITH picked AS MATERIALIZED (
    SELECT row.id, row.status, row.reason, row.attempts, row.handed_over_at, row.settled_at
      FROM delivery_notification AS row
      JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
      JOIN participants_participant AS participant ON participant.id = prompt.participant_id
      JOIN studies_study AS study ON study.id = participant.study_id
     WHERE row.id = ANY(%(ids)s) AND study.id = %(study)s
       AND (row.status IN ('failed', 'uncertain')
            OR row.status = 'not_sent' AND row.reason <> 'late')
       AND %(now)s <= row.open_until - %(share)s * (row.open_until - row.planned_at)
       AND CASE
             WHEN row.kind = 'invitation' THEN prompt.status = 'not_sent' AND prompt.sent_at IS NULL
               OR row.uncertain_at IS NOT NULL AND prompt.status = 'sent'
                  AND prompt.status_reason = 'uncertain'
             WHEN prompt.sent_at > row.planned_at THEN false
             WHEN prompt.status IN ('opened', 'started')
               THEN row.kind LIKE 'snooze%%' OR study.reminders_until = 'answered'
             ELSE prompt.status = 'sent' END
       AND participant.status = 'enrolled' AND participant.unsubscribed_at IS NULL
       AND participant.suppressed_at IS NULL
       AND study.launched_at IS NOT NULL AND study.ended_at IS NULL
     ORDER BY row.id
       FOR UPDATE OF row, prompt), changed AS (
    UPDATE delivery_notification AS row
       SET status = 'due', due_at = %(now)s, reason = '', settled_at = NULL, lease_until = NULL
      FROM picked WHERE row.id = picked.id
    RETURNING row.id, row.kind, row.prompt_id)
"""
# What may have gone out before is not said to be not sent.
_CALL_OFF = """
WITH picked AS MATERIALIZED (
    SELECT row.id, row.status, row.reason, row.attempts, row.handed_over_at, row.settled_at
      FROM delivery_notification AS row
      JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
      JOIN participants_participant AS participant ON participant.id = prompt.participant_id
     WHERE row.id = ANY(%(ids)s) AND participant.study_id = %(study)s
       AND row.status IN ('planned', 'due')
     ORDER BY row.id
       FOR UPDATE OF row), changed AS (
    UPDATE delivery_notification AS row
       SET status = CASE WHEN row.uncertain_at IS NULL THEN 'not_sent' ELSE 'uncertain' END,
           reason = 'called_off', settled_at = %(now)s, lease_until = NULL
      FROM picked WHERE row.id = picked.id
    RETURNING row.id, row.kind, row.prompt_id)
"""


# Follows either of them.
_KEEP = """, kept AS (
    INSERT INTO delivery_messageact
           (notification_id, act, at, researcher_id, why, status_before, reason_before,
            attempts_before, handed_over_before, settled_before)
    SELECT id, %(act)s, %(now)s, %(researcher)s, %(why)s, status, reason, attempts,
           handed_over_at, settled_at
      FROM picked)
SELECT id, kind, prompt_id FROM changed
"""


@dataclass(frozen=True)
class Decision:
    """Who decides, and why: at most 150 characters."""

    researcher_id: int
    why: str


@dataclass(frozen=True)
class Acted:
    """Which rows an act changed, and in a sentence why not, for each it left as it was."""

    changed: frozenset[int]
    refused: dict[int, str]


@transaction.atomic
def try_again(
    row_ids: Collection[int], decision: Decision, *, study_id: int, now: datetime
) -> Acted:
    """Make messages of a study due that failed, did not go out, or went who knows where.

    Never after their last moment, and only while prompt and participant still want them.
    """
    values = {"ids": list(row_ids), "study": study_id, "now": now}
    share = settings.DELIVERY_MIN_WINDOW_SHARE
    changed = _run(_TRY_AGAIN, MessageAct.Act.TRY_AGAIN, decision, **values, share=share)
    lifecycle.plan_again(_invited_by(changed))
    return _acted(row_ids, changed, study_id, partial(why_not_again, now=now))


@transaction.atomic
def call_off(
    row_ids: Collection[int], decision: Decision, *, study_id: int, now: datetime
) -> Acted:
    """End messages of a study that still wait; without its invitation a prompt is not sent."""
    values = {"ids": list(row_ids), "study": study_id, "now": now}
    changed = _run(_CALL_OFF, MessageAct.Act.CALL_OFF, decision, **values)
    lifecycle.mark_not_sent(_invited_by(changed), reason=CALLED_OFF, now=now)
    return _acted(row_ids, changed, study_id, why_not_off)


def _run(statement: str, act: str, decision: Decision, **values: Any) -> list[_Row]:
    noted = {"act": act, "researcher": decision.researcher_id, "why": decision.why}
    with connection.cursor() as cursor:
        cursor.execute(statement + _KEEP, values | noted)
        rows: list[_Row] = cursor.fetchall()
    return rows


def _invited_by(changed: list[_Row]) -> list[int]:
    return [prompt_id for _, kind, prompt_id in changed if kind == Notification.INVITATION]


def _acted(
    row_ids: Collection[int],
    changed: list[_Row],
    study_id: int,
    why_not: Callable[[Notification], str],
) -> Acted:
    done = frozenset(row_id for row_id, _, _ in changed)
    left = Notification.objects.filter(
        pk__in=set(row_ids) - done, prompt__participant__study=study_id
    ).select_related("prompt__participant__study")
    # What stood in the way may be gone by now.
    return Acted(done, {row.pk: why_not(row) or "It has just changed." for row in left})
