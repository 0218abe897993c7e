"""Keeps received events, each once, in one statement for a whole body of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from esmpress.delivery.events.reading import ReceivedEvent

# The provider repeats itself: what is there already stays as it is.
_STORE = """
INSERT INTO delivery_providerevent
       (event_id, notification_id, kind, reason, provider_id, occurred_at, received_at, outcome)
SELECT event.*, %(now)s, ''
  FROM unnest(%(event_ids)s::text[], %(notification_ids)s::uuid[], %(kinds)s::text[],
              %(reasons)s::text[], %(provider_ids)s::text[], %(instants)s::timestamptz[]) AS event
    ON CONFLICT (event_id) DO NOTHING
"""


def store(events: Sequence[ReceivedEvent], *, now: datetime) -> int:
    """Keep the events that are not kept yet, to be applied by the sweep; how many were new."""
    # Sorted, so that two bodies with the same events do not wait for each other in a circle.
    events = sorted(events, key=lambda event: event.event_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _STORE,
            {
                "event_ids": [event.event_id for event in events],
                "notification_ids": [event.notification_id for event in events],
                "kinds": [event.kind for event in events],
                "reasons": [event.reason for event in events],
                "provider_ids": [event.provider_id for event in events],
                "instants": [event.occurred_at for event in events],
                "now": now,
            },
        )
        return int(cursor.rowcount)
