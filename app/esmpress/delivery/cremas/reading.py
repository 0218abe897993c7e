"""Reads the prompts of a study, as columns, with the invitation of each; one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
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
_S = Notification.Status
# What an invitation is that has not arrived as far as is known, the frequent ones first.
STATES = (
    _S.NOT_SENT,
    _S.ACCEPTED,
    _S.BOUNCED,
    _S.DEFERRED,
    _S.UNCERTAIN,
    _S.DROPPED,
    _S.FAILED,
    _S.PLANNED,
    _S.DUE,
    _S.CLAIMED,
    _S.HANDED_OVER,
)

# Several short numbers share one column of 32 bits: each column costs as much again.
_REASON_FROM, _STATE_FROM, _DAY_FROM = 8, 16, 16
_BYTE, _BEEP = 0xFF, 0xFFFF
_FACTS = f"""
  CASE WHEN sent_at IS NOT NULL THEN {SENT} ELSE 0 END
| CASE WHEN opened_at IS NOT NULL THEN {OPENED | DELIVERED}
       WHEN sent_at IS NOT NULL AND message.prompt_id IS NULL THEN {DELIVERED} ELSE 0 END
| CASE WHEN started_at IS NOT NULL THEN {STARTED} ELSE 0 END
| CASE prompt.status
       WHEN 'answered' THEN CASE status_reason
                                 WHEN 'uploaded_late' THEN {COMPLETED} ELSE {COMPLETED | VALID} END
       WHEN 'expired' THEN {MISSED} ELSE 0 END
| CASE WHEN trigger = 'event' THEN {REPORTED} ELSE 0 END
| CASE WHEN prompt.status = 'not_sent'
       THEN coalesce(array_position(%(reasons)s, status_reason::text), %(other)s) << {_REASON_FROM}
       ELSE 0 END
| CASE WHEN message.prompt_id IS NOT NULL
       THEN array_position(%(states)s, message.status::text) << {_STATE_FROM} ELSE 0 END
"""
_VALUES = {
    "number": "participant.number",
    "moment": f"(study_day::int << {_DAY_FROM}) | beep",
    "schedule": "schedule_id",
    "minute": "floor(date_part('epoch', scheduled_at) / 60)::int + utc_offset_minutes",
    "facts": _FACTS,
    "late": f"coalesce(ceil(date_part('epoch', sent_at - scheduled_at))::int, {UNKNOWN})",
    "latency": f"coalesce(floor(date_part('epoch', started_at - sent_at))::int, {UNKNOWN})",
}
# Each column comes as one value, not as a row for each prompt: there are many. All of them are
# aggregated from the same rows in the same order.
_COLUMNS = ",\n       ".join(
    f"string_agg(int4send(({value})::int), '')" for value in _VALUES.values()
)
# Most invitations arrived; only the others are joined. More than SMTP's word is never known of what
# went by it.
_NOT_ARRIVED = """
SELECT prompt_id, status FROM delivery_notification
 WHERE kind = 'invitation' AND planned_at > %(since)s
   AND status <> 'delivered' AND NOT (status = 'accepted' AND channel = 'smtp')
"""
_ASKED = f"""
SELECT {_COLUMNS}
  FROM participants_participant AS participant
  JOIN prompts_prompt AS prompt ON prompt.participant_id = participant.id
  LEFT JOIN ({_NOT_ARRIVED}) AS message ON message.prompt_id = prompt.id
 WHERE participant.study_id = %(study)s AND participant.withdrawal_level <> ALL(%(left_out)s)
   AND scheduled_at <= %(now)s AND prompt.status <> '{Prompt.Status.CANCELLED}'
"""  # noqa: S608


def read_asked(study: Study, stages: Stages, *, now: datetime) -> Asked:
    """Every prompt that has come due and was not called off; one statement.

    Whoever has their answers left out of exports is left out here.
    """
    values: dict[str, Any] = {
        "study": study.pk,
        "now": now,
        # No moment is before the launch; a day more costs nothing.
        "since": (study.launched_at or now) - timedelta(days=1),
        "reasons": list(REASONS),
        "other": len(REASONS),
        "states": list(STATES),
        "left_out": list(Participant.LEFT_OUT),
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, values)
        columns = dict(zip(_VALUES, map(_column, cursor.fetchone()), strict=True))
    return _unpacked(columns, stages)


def _column(sent: bytes | memoryview | None) -> Column:
    return np.frombuffer(bytes(sent or b""), dtype=">i4").astype(np.int32)


def _unpacked(columns: dict[str, Column], stages: Stages) -> Asked:
    facts, moment = columns["facts"], columns["moment"]
    day = moment >> _DAY_FROM
    arm = stages.arms(columns["number"], day)
    return Asked(
        number=columns["number"],
        day=day,
        beep=moment & _BEEP,
        schedule=columns["schedule"],
        minute=columns["minute"],
        facts=facts & _BYTE,
        reason=facts >> _REASON_FROM & _BYTE,
        message=facts >> _STATE_FROM,
        late=columns["late"],
        latency=columns["latency"],
        arm=arm,
        phase=stages.phases(columns["schedule"], day, arm),
    )
