"""Notes what happened for whoever wants to be told, in the transaction it happens in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from esmpress.prepared import prepared_cursor
from esmpress.webhooks.models import Delivery, Kind

# Who deletes an endpoint waits for this transaction, and this one for who is deleting it: none of
# them fails for the other.
_NOTE = """
INSERT INTO webhooks_delivery
       (endpoint_id, public_id, kind, participant, prompt, created_at, state, due_at, attempts,
        failure)
SELECT id, gen_random_uuid(), %(kind)s::text, %(participant)s::text, %(prompt)s::bigint,
       %(now)s::timestamptz, 'waiting', %(now)s::timestamptz, 0, ''
  FROM webhooks_endpoint
 WHERE study_id = %(study)s AND off_at IS NULL AND %(kind)s::text = ANY(kinds)
   FOR KEY SHARE
"""


@dataclass(frozen=True)
class About:
    """Whom an event is about, by the code, and which prompt, by the number the API tells."""

    participant: str
    prompt: int | None = None


def note(study_id: int, kind: Kind, about: About, *, now: datetime) -> None:
    """Note an event for each endpoint of the study that wants its kind: one statement."""
    with prepared_cursor() as cursor:
        cursor.execute(
            _NOTE,
            {
                "study": study_id,
                "kind": kind.value,
                "participant": about.participant,
                "prompt": about.prompt,
                "now": now,
            },
        )


def forget_prompts(study_id: int, participant: str) -> None:
    """Leave of a participant nothing but the code, in what was told and in what still waits."""
    Delivery.objects.filter(endpoint__study=study_id, participant=participant).update(prompt=None)
