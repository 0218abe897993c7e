"""How many messages to the address of each participant came back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from esmpress.participants.models import Participant

# Without the OFFSET, the planner reads all messages there are for those of a few participants.
_BOUNCES = """
SELECT prompt.participant_id, count(*)
  FROM prompts_prompt AS prompt
  LEFT JOIN participants_contact AS contact ON contact.participant_id = prompt.participant_id
 CROSS JOIN LATERAL (SELECT FROM delivery_notification AS row
                      WHERE row.prompt_id = prompt.id AND row.status = 'bounced'
                        AND (contact.changed_at IS NULL
                             OR coalesce(row.claimed_at, row.planned_at) >= contact.changed_at)
                     OFFSET 0) AS back
 WHERE prompt.participant_id = ANY(%(ids)s)
 GROUP BY 1
"""


def bounces_of(participants: Collection[Participant]) -> dict[int, int]:
    """The number for each participant who has any, by id; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_BOUNCES, {"ids": [one.pk for one in participants]})
        return dict(cursor.fetchall())
