"""Whether a study's data are still those of a while ago: cheap to say, and never wrong about it."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from esmpress.studies.models import Study

# Each row says which transaction wrote it; numbers grow. Whatever is added, changed or deleted
# changes the number of rows, the greatest or the sum.
_LOOK = SQL("""SELECT count(*), max(row.xmin::text::bigint), sum(row.xmin::text::bigint)
  FROM {table} AS row {joined} WHERE {of_study}""")
_PEOPLE = SQL("JOIN participants_participant AS person ON person.id = row.participant_id")
_PROMPTS = SQL(
    "JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id "
    "JOIN participants_participant AS person ON person.id = prompt.participant_id"
)
_SCHEDULES = SQL("JOIN studies_schedule AS schedule ON schedule.id = row.schedule_id")
_VERSIONS = SQL(
    "JOIN studies_schedule AS schedule ON schedule.questionnaire_id = row.questionnaire_id"
)
_OF_PERSON, _OF_SCHEDULE = SQL("person.study_id = {}"), SQL("schedule.study_id = {}")
_TABLES: dict[str, tuple[Composable, SQL]] = {
    "studies_study": (SQL(""), SQL("row.id = {}")),
    "studies_arm": (SQL(""), SQL("row.study_id = {}")),
    "studies_phase": (SQL(""), SQL("row.study_id = {}")),
    "studies_schedule": (SQL(""), SQL("row.study_id = {}")),
    "studies_scheduleversion": (_SCHEDULES, _OF_SCHEDULE),
    "questionnaires_questionnaireversion": (_VERSIONS, _OF_SCHEDULE),
    "participants_participant": (SQL(""), SQL("row.study_id = {}")),
    "participants_allocation": (_PEOPLE, _OF_PERSON),
    "prompts_prompt": (_PEOPLE, _OF_PERSON),
    "responses_response": (_PROMPTS, _OF_PERSON),
    "responses_draft": (_PROMPTS, _OF_PERSON),
    "delivery_notification": (_PROMPTS, _OF_PERSON),
}


def fingerprint_of(study: Study) -> str:
    """Differs as soon as a row of the study's data differs, or the release that writes them."""
    seen = [settings.RELEASE, str(study.pk)]
    with connection.cursor() as cursor:
        for table, (joined, of_study) in _TABLES.items():
            cursor.execute(
                _LOOK.format(
                    table=SQL(table),
                    joined=joined,
                    of_study=of_study.format(Literal(study.pk)),
                )
            )
            seen.append(repr(cursor.fetchone()))
    return hashlib.sha256("|".join(seen).encode()).hexdigest()
