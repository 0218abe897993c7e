"""Statements that make many rows at once, for whoever is connected to the database."""

PARTICIPANTS = """
INSERT INTO participants_participant (study_id, number, status, language, time_zone, enrolled_at,
    start_date, stratum, planned_through, suppressed_reason, withdrawal_level, portal_epoch)
SELECT %(study)s, number, 'enrolled', 'en', %(time_zone)s, %(now)s, %(start_date)s, '',
       %(planned_through)s, '', '', 0
  FROM generate_series(1, %(count)s) AS number
"""
# One prompt for each of the first participants of a study, all at one instant.
PROMPTS = """
INSERT INTO prompts_prompt (participant_id, schedule_id, schedule_version_id, trigger, study_day,
    beep, scheduled_at, time_zone, utc_offset_minutes, dst, open_until, finish_within_minutes,
    algorithm, status, status_reason)
SELECT participant.id, schedule.id, version.id, 'schedule', %(study_day)s, 1, %(scheduled_at)s,
       participant.time_zone, 60, '', %(open_until)s, 15, 1, 'planned', ''
  FROM participants_participant AS participant
  JOIN studies_schedule AS schedule ON schedule.study_id = participant.study_id
  JOIN studies_scheduleversion AS version ON version.schedule_id = schedule.id
 WHERE participant.study_id = %(study)s AND participant.number <= %(count)s
 ORDER BY participant.number
"""
INVITATIONS = """
INSERT INTO delivery_notification (public_id, prompt_id, kind, channel, status, reason, attempts,
    planned_at, due_at, open_until, provider_id)
SELECT gen_random_uuid(), id, 'invitation', %(channel)s, 'planned', '', 0, scheduled_at,
       scheduled_at, open_until, ''
  FROM prompts_prompt WHERE status = 'planned'
 ORDER BY id
"""
# Prompts of the past, one an hour for each participant of a study, all answered.
PAST_PROMPTS = """
INSERT INTO prompts_prompt (participant_id, schedule_id, schedule_version_id, trigger, study_day,
    beep, scheduled_at, time_zone, utc_offset_minutes, dst, open_until, finish_within_minutes,
    algorithm, status, status_reason, sent_at, opened_at, started_at, answered_at, ended_at,
    finish_until)
SELECT participant.id, schedule.id, version.id, 'schedule', 1 + hours / 24, 1 + hours %% 24,
       at, participant.time_zone, 60, '', at + interval '30 minutes', 15, 1, 'answered', '',
       at, at, at, at, at, at + interval '30 minutes'
  FROM participants_participant AS participant
  JOIN studies_schedule AS schedule ON schedule.study_id = participant.study_id
  JOIN studies_scheduleversion AS version ON version.schedule_id = schedule.id
 CROSS JOIN generate_series(1, %(per_participant)s) AS hours
 CROSS JOIN LATERAL (SELECT %(last)s - hours * interval '1 hour' AS at) AS moment
 WHERE participant.study_id = %(study)s
"""
PAST_INVITATIONS = """
INSERT INTO delivery_notification (public_id, prompt_id, kind, channel, status, reason, attempts,
    planned_at, due_at, open_until, provider_id, claimed_at, handed_over_at, accepted_at,
    delivered_at, settled_at)
SELECT gen_random_uuid(), id, 'invitation', 'sendgrid', 'delivered', '', 1, scheduled_at,
       scheduled_at, open_until, 'x', scheduled_at, scheduled_at, scheduled_at, scheduled_at,
       scheduled_at
  FROM prompts_prompt WHERE status = 'answered'
"""
