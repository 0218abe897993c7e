"""The statements that find whom a rule is true of, now: by index, of the days that count alone."""

from __future__ import annotations

from esmpress.alerts.models import AlertRule
from esmpress.alerts.scopes import IN_SCOPE, SCOPE

Kind = AlertRule.Kind

# So far back the prompts are looked for that somebody missed in a row.
LOOK_BACK_DAYS = 60

# A rule with the participants it is about, who take part now, and the schedules they are asked by:
# with these and the days, prompts are found by their unique constraint.
_ASKED_BY = """
 CROSS JOIN LATERAL (SELECT ARRAY(SELECT id FROM studies_schedule AS schedule
                                   WHERE schedule.study_id = rule.study_id) AS ids) AS schedules
"""
_WATCHED = f"""
  FROM scope
  JOIN alerts_alertrule AS rule ON rule.id = scope.rule_id
{_ASKED_BY}
  JOIN participants_participant AS participant
    ON participant.study_id = rule.study_id AND participant.status = 'enrolled' AND {IN_SCOPE}
"""
# Study days are counted in the participant's own zone: a day more at either side.
_DAY = "(%(today)s::date - participant.start_date + 1)"
# What compliance is a share of: docs/compliance.md.
_ENDED = """
       prompt.status IN ('answered', 'expired') AND prompt.trigger <> 'event'
   AND prompt.scheduled_at <= %(now)s
"""

_COMPLIANCE = f"""
SELECT rule.id, rule.study_id, participant.id, counted.part, counted.whole
{_WATCHED}
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE prompt.status = 'answered') AS part, count(*) AS whole
         FROM prompts_prompt AS prompt
        WHERE prompt.participant_id = participant.id AND prompt.schedule_id = ANY(schedules.ids)
          AND prompt.study_day BETWEEN greatest(scope.first_day, {_DAY} - rule.days - 1)
                                   AND least(scope.last_day, {_DAY} + 1)
          AND {_ENDED} AND prompt.scheduled_at > %(now)s - rule.days * interval '1 day'
       ) AS counted
 WHERE counted.whole >= rule.least AND 100 * counted.part < rule.percent * counted.whole
"""  # noqa: S608

# Of each schedule the latest, and of these the latest of all.
_MISSED = f"""
SELECT rule.id, rule.study_id, participant.id, rule.missed::bigint, NULL::bigint
{_WATCHED}
 CROSS JOIN LATERAL (
       SELECT count(*) FILTER (WHERE status = 'expired') AS missed
         FROM (SELECT of_one.status
                 FROM unnest(schedules.ids) AS schedule (id)
                CROSS JOIN LATERAL (
                      SELECT prompt.status, prompt.scheduled_at
                        FROM prompts_prompt AS prompt
                       WHERE prompt.participant_id = participant.id
                         AND prompt.schedule_id = schedule.id
                         AND prompt.study_day
                             BETWEEN greatest(scope.first_day, {_DAY} - {LOOK_BACK_DAYS})
                                 AND least(scope.last_day, {_DAY} + 1)
                         AND {_ENDED}
                       ORDER BY prompt.study_day DESC, prompt.beep DESC LIMIT rule.missed) AS of_one
                ORDER BY of_one.scheduled_at DESC LIMIT rule.missed) AS latest
       ) AS row
 WHERE row.missed = rule.missed
"""  # noqa: S608

_BOUNCED = f"""
SELECT rule.id, rule.study_id, participant.id, NULL::bigint, NULL::bigint
{_WATCHED.replace("= 'enrolled'", "IN ('enrolled', 'paused')")}
 WHERE participant.suppressed_at IS NOT NULL
"""

# What nobody was to be sent anyway says nothing about delivery.
_NOT_ASKED = "('unsubscribed', 'suppressed', 'paused', 'withdrawn', 'called_off', 'no_room')"
_LATELY = f"""
  FROM participants_participant AS participant
 CROSS JOIN LATERAL (
       SELECT prompt.open_until, prompt.opened_at, prompt.status_reason
         FROM prompts_prompt AS prompt
        WHERE prompt.participant_id = participant.id AND prompt.schedule_id = ANY(schedules.ids)
          AND prompt.study_day BETWEEN {_DAY} - rule.hours / 24 - 3 AND {_DAY} + 1
          AND prompt.status <> 'cancelled' AND prompt.trigger <> 'event' OFFSET 0) AS prompt
 WHERE participant.study_id = rule.study_id
"""  # noqa: S608
# Nearly always somebody has opened something: the first that is found is enough.
_SILENCE = f"""
SELECT rule.id, rule.study_id, NULL::bigint, asked.count, NULL::bigint
  FROM scope
  JOIN alerts_alertrule AS rule ON rule.id = scope.rule_id
{_ASKED_BY}
 CROSS JOIN LATERAL (SELECT %(now)s - rule.hours * interval '1 hour' AS since) AS stretch
 CROSS JOIN LATERAL (
       SELECT CASE WHEN EXISTS (SELECT {_LATELY} AND prompt.opened_at > stretch.since) THEN 0
              ELSE (SELECT count(*) {_LATELY}
                       AND prompt.open_until BETWEEN stretch.since AND %(now)s
                       AND prompt.status_reason NOT IN {_NOT_ASKED}) END AS count) AS asked
 WHERE asked.count >= rule.least
"""  # noqa: S608

# Rule, study, participant, and the two numbers of an alert.
FINDINGS = {
    Kind.COMPLIANCE: _COMPLIANCE,
    Kind.MISSED: _MISSED,
    Kind.BOUNCED: _BOUNCED,
    Kind.SILENCE: _SILENCE,
}

_RAISE_AND_END = """
WITH {scope}, found (rule_id, study_id, participant_id, part, whole) AS MATERIALIZED ({finding}),
ended AS (
    UPDATE alerts_alert AS alert
       SET ended_at = %(now)s,
           end_reason = CASE WHEN study.ended_at IS NOT NULL THEN 'study_over'
                             WHEN NOT rule.is_on THEN 'rule_off'
                             WHEN participant.status = 'withdrawn' THEN 'withdrawn'
                             WHEN participant.status = 'paused' AND rule.kind <> 'bounced'
                             THEN 'paused' ELSE 'over' END
      FROM alerts_alert AS standing
      JOIN alerts_alertrule AS rule ON rule.id = standing.rule_id AND rule.kind = %(kind)s
      JOIN studies_study AS study ON study.id = standing.study_id
      LEFT JOIN participants_participant AS participant ON participant.id = standing.participant_id
     WHERE alert.id = standing.id AND alert.ended_at IS NULL
       AND NOT EXISTS (SELECT FROM found
                        WHERE found.rule_id = standing.rule_id
                          AND found.participant_id IS NOT DISTINCT FROM standing.participant_id)
    RETURNING 1),
raised AS (
    INSERT INTO alerts_alert (study_id, rule_id, participant_id, part, whole, raised_at,
                              end_reason, note)
    SELECT study_id, rule_id, participant_id, part, whole, %(now)s, '', '' FROM found
     WHERE NOT EXISTS (SELECT FROM alerts_alert AS alert
                        WHERE alert.rule_id = found.rule_id AND alert.ended_at IS NULL
                          AND alert.participant_id IS NOT DISTINCT FROM found.participant_id)
        ON CONFLICT DO NOTHING
    RETURNING 1)
SELECT (SELECT count(*) FROM raised) + (SELECT count(*) FROM ended)
"""


def settling(kind: str) -> str:
    """The statement that raises what is found and ends what is not so any more."""
    return _RAISE_AND_END.format(scope=SCOPE, finding=FINDINGS[Kind(kind)])
