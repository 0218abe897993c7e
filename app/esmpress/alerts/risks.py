"""The sweep that reads answers: raises those that need a human, once each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from esmpress.alerts.conditions import holds
from esmpress.alerts.models import Alert, AlertRule, Turn
from esmpress.alerts.scopes import IN_SCOPE, SCOPE, scopes_of
from esmpress.alerts.turns import take_turn
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.responses.models import Response

SWEEP = "answers"
PAGE = 5_000
# A response gets its number before it is in the table, and another may overtake it there: so long
# after it came, whatever has a lower number is there too. Until then all are read again.
SETTLED_AFTER = timedelta(minutes=5)
# As many can be on their way at most while nobody watches answers.
_ON_THEIR_WAY = 1_000

_PAGE = """
SELECT max(id), max(id) FILTER (WHERE received_at <= %(settled)s)
  FROM (SELECT id, received_at FROM responses_response
         WHERE id > %(after)s ORDER BY id LIMIT %(limit)s) AS page
"""
_READ = f"""
WITH {SCOPE}
SELECT rule.id, participant.id, response.id, response.questionnaire_version_id, response.answers
  FROM responses_response AS response
  JOIN questionnaires_questionnaireversion AS version
    ON version.id = response.questionnaire_version_id
  JOIN prompts_prompt AS prompt ON prompt.id = response.prompt_id
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  JOIN alerts_alertrule AS rule
    ON rule.study_id = participant.study_id AND rule.questionnaire_id = version.questionnaire_id
  JOIN scope ON scope.rule_id = rule.id AND {IN_SCOPE}
   AND prompt.study_day BETWEEN scope.first_day AND scope.last_day
 WHERE response.id > %(after)s AND response.id <= %(last)s AND response.received_at >= rule.since
   AND NOT EXISTS (SELECT FROM alerts_alert AS alert
                    WHERE alert.rule_id = rule.id AND alert.response_id = response.id)
 ORDER BY response.id
"""  # noqa: S608


@transaction.atomic
def raise_risks(*, now: datetime) -> int:
    """Raise the answers that need a human among those that came since the last time; how many."""
    turn = take_turn(SWEEP)
    if turn is None:
        return 0
    rules = {rule.pk: rule for rule in AlertRule.objects.filter(kind="risk", is_on=True)}
    if not rules:
        newest = Response.objects.aggregate(newest=Max("pk"))["newest"] or 0
        _move(turn, newest - _ON_THEIR_WAY)
        return 0
    raised = 0
    scopes = scopes_of(rules.values())
    for after, last in _pages(turn, now=now):
        raised += _raise(rules, scopes | {"after": after, "last": last}, now=now)
    return raised


def _pages(turn: Turn, *, now: datetime) -> Iterator[tuple[int, int]]:
    """The numbers of responses not read yet, or not settled; the turn goes on to what is."""
    after = turn.response_id
    while True:
        values: dict[str, Any] = {"after": after, "limit": PAGE, "settled": now - SETTLED_AFTER}
        with connection.cursor() as cursor:
            cursor.execute(_PAGE, values)
            last, settled = cursor.fetchone()
        if last is None:
            return
        yield after, last
        if settled is not None:
            _move(turn, settled)
        after = last


def _move(turn: Turn, response_id: int) -> None:
    if response_id > turn.response_id:
        turn.response_id = response_id
        turn.save(update_fields=["response_id"])


def _raise(rules: dict[int, AlertRule], values: dict[str, Any], *, now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_READ, values)
        rows = cursor.fetchall()
    versions = QuestionnaireVersion.objects.in_bulk({row[3] for row in rows})
    found = [
        Alert(
            study_id=rules[rule].study_id,
            rule_id=rule,
            participant_id=participant,
            response_id=response,
            raised_at=now,
        )
        for rule, participant, response, version, answers in rows
        if holds(rules[rule], versions[version].parsed(), _parsed(answers))
    ]
    Alert.objects.bulk_create(found, ignore_conflicts=True)
    return len(found)


def _parsed(answers: Any) -> dict[str, object]:
    """Django's cursors give JSON as text."""
    return dict(json.loads(answers) if isinstance(answers, str) else answers)
