"""Studies to be watched: what became of each prompt differs, as in a study that runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from benchmarks.rows import make_study
from benchmarks.statements import PARTICIPANTS
from esmpress.studies.launching import launch
from esmpress.studies.models import Study

# Of a hundred prompts 72 are answered, 21 missed, 4 not sent and 3 cancelled.
PROMPTS = """
INSERT INTO prompts_prompt (participant_id, schedule_id, schedule_version_id, trigger, study_day,
    beep, scheduled_at, time_zone, utc_offset_minutes, dst, open_until, finish_within_minutes,
    algorithm, status, status_reason, sent_at, opened_at, started_at, answered_at, ended_at,
    finish_until)
SELECT participant.id, schedule.id, version.id, 'schedule', day, beep, at,
       participant.time_zone, 60, '', at + interval '30 minutes', 15, 1,
       CASE WHEN fate < 72 THEN 'answered' WHEN fate < 93 THEN 'expired'
            WHEN fate < 97 THEN 'not_sent' ELSE 'cancelled' END,
       CASE WHEN fate BETWEEN 93 AND 96 THEN 'late' WHEN fate >= 97 THEN 'paused' ELSE '' END,
       CASE WHEN fate < 93 THEN at + (1 + fate %% 8) * interval '1 second' END,
       CASE WHEN fate < 80 THEN at + fate * interval '20 seconds' END,
       CASE WHEN fate < 76 THEN at + fate * interval '21 seconds' END,
       CASE WHEN fate < 72 THEN at + fate * interval '21 seconds' + interval '90 seconds' END,
       at + interval '30 minutes',
       CASE WHEN fate < 80 THEN at + interval '30 minutes' END
  FROM participants_participant AS participant
  JOIN studies_schedule AS schedule ON schedule.study_id = participant.study_id
  JOIN studies_scheduleversion AS version ON version.schedule_id = schedule.id
 CROSS JOIN generate_series(1, %(days)s) AS day
 CROSS JOIN generate_series(1, %(beeps)s) AS beep
 CROSS JOIN LATERAL (
       SELECT participant.start_date + (day - 1) * interval '1 day'
              + (6 + 2 * beep) * interval '1 hour'
              + mod(participant.number * 37 + day * 11, 110) * interval '1 minute' AS at,
              mod(participant.number * 7919 + day * 104729 + beep * 1299709
                  + mod(participant.number, 9) * day, 100) AS fate) AS one
 WHERE participant.study_id = %(study)s
"""
# Who was invited, and one of two once more.
MESSAGES = """
INSERT INTO delivery_notification (public_id, prompt_id, kind, channel, status, reason, attempts,
    planned_at, due_at, open_until, provider_id, claimed_at, handed_over_at, accepted_at,
    delivered_at, settled_at)
SELECT gen_random_uuid(), prompt.id, kind, 'sendgrid',
       CASE WHEN prompt.sent_at IS NULL THEN 'not_sent' ELSE 'delivered' END, '', 1,
       prompt.scheduled_at, prompt.scheduled_at, prompt.open_until, 'x', prompt.sent_at,
       prompt.sent_at, prompt.sent_at, prompt.sent_at, prompt.sent_at
  FROM prompts_prompt AS prompt
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
 CROSS JOIN unnest(ARRAY['invitation', 'reminder_1']) AS kind
 WHERE participant.study_id = %(study)s AND (kind = 'invitation' OR prompt.id %% 2 = 0)
"""


def make_watched_study(
    slug: str, *, participants: int, days: int, beeps: int, now: datetime
) -> Study:
    """A running study whose participants were all asked on the days before `now`."""
    study = make_study(slug, prompts_per_day=beeps)
    launch(study, now=now - timedelta(days=days + 1))
    _execute(
        PARTICIPANTS,
        study=study.pk,
        count=participants,
        time_zone=study.time_zone,
        now=now,
        start_date=now.date() - timedelta(days=days),
        planned_through=now.date() + timedelta(days=365),
    )
    _execute(PROMPTS, study=study.pk, days=days, beeps=beeps)
    _execute(MESSAGES, study=study.pk)
    # As autovacuum leaves a study that has run for days: counted in indexes, without the rows.
    _execute("VACUUM (ANALYZE)")
    return study


def _execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
