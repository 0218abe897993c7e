"""A study to export: prompts of the past with what became of each, answers to thirty items."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from benchmarks.rows import PUBLISHED_AT, SCHEME, TEXTS
from benchmarks.statements import PARTICIPANTS
from benchmarks.watched import MESSAGES, PROMPTS
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.launching import launch
from esmpress.studies.models import Schedule, Study

NOW = datetime(2027, 3, 1, tzinfo=UTC)
DAYS, BEEPS = 25, 8
PROMPTS_EACH = DAYS * BEEPS
_ENDS = {"min_label": TEXTS, "max_label": TEXTS}
_OPTIONS = [{"value": value, "label": TEXTS} for value in (1, 2, 3, 4)]
# 24 sliders, 3 choices, 2 numbers and a text.
_ITEMS: list[dict[str, Any]] = [
    *({"name": f"item_{place}", "kind": "slider", "settings": _ENDS} for place in range(24)),
    *(
        {"name": f"choice_{place}", "kind": "single_choice", "settings": {"options": _OPTIONS}}
        for place in range(3)
    ),
    *({"name": f"number_{place}", "kind": "number", "settings": {}} for place in range(2)),
    {"name": "note", "kind": "text", "required": False, "settings": {}},
]
_RESPONSES = """
INSERT INTO responses_response (prompt_id, questionnaire_version_id, language, answers, receipt,
    submitted_at, received_at, device)
SELECT prompt.id, %(version)s, 'en',
       (SELECT jsonb_object_agg('item_' || place, mod(prompt.id * (place + 3), 101))
          FROM generate_series(0, 23) AS place)
       || jsonb_build_object('choice_0', 1 + mod(prompt.id, 4), 'choice_1', 2, 'choice_2', 3,
                             'number_0', mod(prompt.id, 13), 'number_1', 7,
                             'note', 'A walk by the river, then coffee with ' || prompt.id),
       'ABCDEFGH', prompt.answered_at, prompt.answered_at, 'phone'
  FROM prompts_prompt AS prompt
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
 WHERE participant.study_id = %(study)s AND prompt.status = 'answered'
"""
_OPENED = """
UPDATE prompts_prompt SET questionnaire_version_id = %(version)s
  FROM participants_participant AS participant
 WHERE participant.id = participant_id AND study_id = %(study)s AND opened_at IS NOT NULL
"""


def make_exported_study(slug: str, *, prompts: int) -> Study:
    """A running study with so many prompts, of which 72 of a hundred are answered."""
    questionnaire = _questionnaire(slug)
    study = _study(slug, questionnaire)
    launch(study, now=NOW - timedelta(days=DAYS + 1))
    _execute(
        PARTICIPANTS,
        study=study.pk,
        count=prompts // PROMPTS_EACH,
        time_zone=study.time_zone,
        now=NOW,
        start_date=NOW.date() - timedelta(days=DAYS),
        planned_through=NOW.date() + timedelta(days=365),
    )
    _execute(PROMPTS, study=study.pk, days=DAYS, beeps=BEEPS)
    version = questionnaire.versions.get().pk
    _execute(_OPENED, study=study.pk, version=version)
    _execute(_RESPONSES, study=study.pk, version=version)
    _execute(MESSAGES, study=study.pk)
    return study


def vacuum() -> None:
    """As it is after a while: nothing is to be tidied while somebody measures."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _study(slug: str, questionnaire: Questionnaire) -> Study:
    study = Study.objects.create(
        name=slug,
        slug=slug,
        title=TEXTS,
        languages=["en"],
        contact_name="Dr Nowak",
        contact_email="nowak@example.org",
        seed="00" * 16,
    )
    scheme = SCHEME | {"days": DAYS, "blocks": BEEPS, "reminders": [15]}
    Schedule.objects.create(study=study, name="moments", questionnaire=questionnaire, scheme=scheme)
    return study


def _questionnaire(slug: str) -> Questionnaire:
    questionnaire = Questionnaire.objects.create(name=slug, slug=slug, title=TEXTS)
    for item in _ITEMS:
        questionnaire.add_item(text=TEXTS, **item)
    publish(questionnaire, now=PUBLISHED_AT, researcher=None)
    return questionnaire


def _execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
