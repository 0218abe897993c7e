"""Reads the prompts of a study, as columns, with the invitation of each; one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
from django.db import connection

from esmpress.delivery.cremas.asked import (
    COMPLETED,
    DELIVERED,
    MISSED,
    OPENED,
    REPORTED,
    SENT,
    STARTED,
    UNKNOWN,
    VALID,
    Asked,
    Column,
)
from esmpress.delivery.cremas.stages import Stages
from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study

OTHER = "other"
# Why a prompt was not sent; what is not named here is OTHER.
REASONS = (
    "late",
    "no_room",
    "suppressed",
    "unsubscribed",
    "paused",
    "withdrawn",
    "study_not_running",
    "called_off",
    "delivery_failed",
    "bounced",
    "dropped",
    OTHER,
)
STATES = tuple(Notification.Status.values)

# An invitation that only SMTP took is all that is ever known of it; who opened it has got it.
_FACTS = f"""
  CASE WHEN prompt.sent_at IS NOT NULL THEN {SENT} ELSE 0 END
| CASE WHEN message.status = 'delivered' OR prompt.opened_at IS NOT NULL
         OR message.status = 'accepted' AND message.channel = 'smtp' THEN {DELIVERED} ELSE 0 END
| CASE WHEN prompt.opened_at IS NOT NULL THEN {OPENED} ELSE 0 END
| CASE WHEN prompt.started_at IS NOT NULL THEN {STARTED} ELSE 0 END
| CASE prompt.status
       WHEN 'answered' THEN CASE prompt.status_reason
                                 WHEN 'uploaded_late' THEN {COMPLETED} ELSE {COMPLETED | VALID} END
       WHEN 'expired' THEN {MISSED} ELSE 0 END
| CASE WHEN prompt.trigger = 'event' THEN {REPORTED} ELSE 0 END
"""
_REASON = """
CASE WHEN prompt.status = 'not_sent'
     THEN coalesce(array_position(%(reasons)s, prompt.status_reason::text), %(other)s) ELSE 0 END
"""
_VALUES = {
    "number": "participant.number",
    "day": "prompt.study_day",
    "beep": "prompt.beep",
    "schedule": "prompt.schedule_id",
    "minute": "floor(extract(epoch FROM prompt.scheduled_at) / 60)::int + utc_offset_minutes",
    "facts": _FACTS,
    "reason": _REASON,
    "message": "coalesce(array_position(%(states)s, message.status::text), 0)",
    "late": f"coalesce(ceil(extract(epoch FROM sent_at - scheduled_at))::int, {UNKNOWN})",
    "latency": f"coalesce(floor(extract(epoch FROM started_at - sent_at))::int, {UNKNOWN})",
}
# Each column comes as one value, not as a row for each prompt: there are many. All of them are
# aggregated from the same rows in the same order.
_COLUMNS = ",\n       ".join(
    f"string_agg(int4send(({value})::int), '')" for value in _VALUES.values()
)
_ASKED = f"""
SELECT {_COLUMNS}
  FROM participants_participant AS participant
  JOIN prompts_prompt AS prompt ON prompt.participant_id = participant.id
  LEFT JOIN delivery_notification AS message
    ON message.prompt_id = prompt.id AND message.kind = 'invitation'
 WHERE participant.study_id = %(study)s AND participant.withdrawal_level <> ALL(%(left_out)s)
   AND prompt.scheduled_at <= %(now)s AND prompt.status <> '{Prompt.Status.CANCELLED}'
"""  # noqa: S608


def read_asked(study: Study, stages: Stages, *, now: datetime) -> Asked:
    """Every prompt that has come due and was not called off; one statement.

    Whoever has their answers left out of exports is left out here.
    """
    values: dict[str, Any] = {
        "study": study.pk,
        "now": now,
        "reasons": list(REASONS),
        "other": len(REASONS),
        "states": list(STATES),
        "left_out": list(Participant.LEFT_OUT),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, values)
        columns = dict(zip(_VALUES, map(_column, cursor.fetchone()), strict=True))
    arm = stages.arms(columns["number"], columns["day"])
    phase = stages.phases(columns["schedule"], columns["day"], arm)
    return Asked(**columns, arm=arm, phase=phase)


def _column(sent: bytes | memoryview | None) -> Column:
    return np.frombuffer(bytes(sent or b""), dtype=">i4").astype(np.int32)
