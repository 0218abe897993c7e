"""Settles messages of which nobody knows whether they went out, when events have not told."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from esmpress.prompts.lifecycle import UNCERTAIN
from esmpress.prompts.models import Prompt

# Whoever opened the questionnaire got the message `row`, if it was the only one about its `prompt`.
ARRIVED = """(
    prompt.opened_at IS NOT NULL AND NOT EXISTS (
        SELECT FROM delivery_notification AS other
         WHERE other.prompt_id = row.prompt_id AND other.id <> row.id
           AND other.status IN ('handed_over', 'accepted', 'deferred', 'delivered', 'uncertain')))
"""
_ARRIVED = f"""
UPDATE delivery_notification AS row
   SET status = 'delivered', reason = 'the participant opened the questionnaire',
       delivered_at = prompt.opened_at, settled_at = %(now)s
  FROM prompts_prompt AS prompt
 WHERE row.status = 'uncertain' AND row.settled_at IS NULL AND row.uncertain_at <= %(before)s
   AND prompt.id = row.prompt_id AND {ARRIVED}
"""  # noqa: S608

# By the study's wish, once, and as long as it is of use: not to somebody who has the link by a
# later message, or has asked to be reminded. The sweep that sends asks all the rest.
_SEND_AGAIN = """
UPDATE delivery_notification AS row
   SET status = 'due', due_at = %(now)s, reason = ''
  FROM prompts_prompt AS prompt
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  JOIN studies_study AS study ON study.id = participant.study_id
 WHERE row.status = 'uncertain' AND row.settled_at IS NULL AND row.uncertain_at <= %(before)s
   AND prompt.id = row.prompt_id AND prompt.status = 'sent' AND study.resend_uncertain
   AND %(now)s <= row.open_until - %(share)s * (row.open_until - row.planned_at)
   AND NOT EXISTS (
       SELECT FROM delivery_notification AS other
        WHERE other.prompt_id = row.prompt_id AND other.id <> row.id
          AND (other.kind LIKE 'snooze%%'
               OR other.handed_over_at > row.handed_over_at
                  AND other.status IN ('accepted', 'deferred', 'delivered')))
"""

# Whoever presses the button of a message has it.
_PRESSED = """
UPDATE delivery_notification AS row
   SET status = 'delivered', reason = 'the participant asked to be reminded later',
       delivered_at = %(now)s, settled_at = %(now)s, lease_until = NULL
 WHERE row.prompt_id = %(prompt)s AND row.uncertain_at IS NOT NULL
   AND row.status IN ('uncertain', 'due')
   AND NOT EXISTS (
       SELECT FROM delivery_notification AS other
        WHERE other.prompt_id = row.prompt_id AND other.id <> row.id
          AND other.status IN ('handed_over', 'accepted', 'deferred', 'delivered', 'uncertain'))
"""

_LEAVE = """
UPDATE delivery_notification SET settled_at = %(now)s
 WHERE status = 'uncertain' AND settled_at IS NULL AND uncertain_at <= %(before)s
"""


def settle_uncertain(*, now: datetime) -> int:
    """Settle what has been `uncertain` for longer than the grace; how many rows.

    What surely arrived is `delivered`; what a study wants sent again is due, once; the others stay
    as they are for good, unless an event comes after all.
    """
    values = {
        "now": now,
        "before": now - timedelta(seconds=settings.DELIVERY_UNCERTAIN_GRACE_SECONDS),
        "share": settings.DELIVERY_MIN_WINDOW_SHARE,
    }
    settled = 0
    with connection.cursor() as cursor:
        for statement in (_ARRIVED, _SEND_AGAIN, _LEAVE):
            cursor.execute(statement, values)
            settled += cursor.rowcount
    return settled


def note_arrival(prompt: Prompt, *, now: datetime) -> None:
    """Settle the doubt about the one message of a prompt, of which the participant made use."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESSED, {"prompt": prompt.pk, "now": now})
        if cursor.rowcount:
            Prompt.objects.filter(pk=prompt.pk, status_reason=UNCERTAIN).update(status_reason="")
