"""A prompt as whoever follows its link needs it, read by one statement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

from esmpress.participants.models import Participant
from esmpress.prepared import prepared_cursor
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Schedule, Study

# Written out and planned once: it is done for every look, every saved answer and every response,
# and Django takes longer to find the words of such a join than for all else of a request.
# `shown` is the version the prompt was opened with, else the latest. With LIMIT instead of EXISTS,
# follow-ups of this study are looked for; for EXISTS, PostgreSQL collects those of all studies.
_STATEMENT = """
SELECT {columns},
       (SELECT true
          FROM studies_schedule AS other
          JOIN studies_scheduleversion AS rule ON rule.schedule_id = other.id
         WHERE other.study_id = study.id AND rule.scheme ->> 'kind' = 'follow_up'
         LIMIT 1) IS NOT NULL
  FROM prompts_prompt AS prompt
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  JOIN studies_study AS study ON study.id = participant.study_id
  JOIN studies_schedule AS schedule ON schedule.id = prompt.schedule_id
  LEFT JOIN responses_draft AS draft ON draft.prompt_id = prompt.id
  LEFT JOIN questionnaires_questionnaireversion AS shown
    ON shown.id = coalesce(prompt.questionnaire_version_id, (
         SELECT id
           FROM questionnaires_questionnaireversion
          WHERE questionnaire_id = schedule.questionnaire_id
          ORDER BY number DESC
          LIMIT 1))
 WHERE prompt.token_hash = %s
"""


# What a page or a response needs of those; Django reads any other column when it is asked for. What
# a version defines is large, and known in the process after the first time.
_OF_PARTICIPANT = {"id", "study", "number", "status", "language", "time_zone", "unsubscribed_at"}
_OF_STUDY = {"id", "title", "languages", "contact_name", "contact_email", "seed"}
_OF_STUDY |= {"time_zone", "launched_at", "ended_at"}
_OF_SCHEDULE = {"id", "study", "name", "questionnaire"}
_OF_VERSION = {"id", "questionnaire", "number", "content_hash"}


class _Part:
    """The columns of one table in the row of a join, and the model they make."""

    def __init__(self, alias: str, model: type[Model], only: Collection[str] | None = None) -> None:
        fields = [
            field for field in model._meta.concrete_fields if only is None or field.name in only
        ]
        self.columns = [f"{alias}.{field.column}" for field in fields]
        self._model = model
        self._names = [field.attname for field in fields]
        self._key = fields.index(model._meta.pk)
        self._converters = [
            (place, field.from_db_value)
            for place, field in enumerate(fields)
            if hasattr(field, "from_db_value")
        ]

    def made_of(self, values: Sequence[Any]) -> Model | None:
        """The model with these values; None where an outer join found no row."""
        if values[self._key] is None:
            return None
        converted = list(values)
        for place, convert in self._converters:
            converted[place] = convert(converted[place], None, connection)
        return self._model.from_db(connection.alias, self._names, converted)


class _Linked:
    """The statement, and the prompt made of its row."""

    def __init__(self) -> None:
        self._draft = Prompt._meta.get_field("draft")
        self._parts = [
            _Part("prompt", Prompt),
            _Part("participant", Participant, _OF_PARTICIPANT),
            _Part("study", Study, _OF_STUDY),
            _Part("schedule", Schedule, _OF_SCHEDULE),
            # Its model belongs to a package above; the relation knows it.
            _Part("draft", self._draft.related_model),
            _Part("shown", QuestionnaireVersion, _OF_VERSION),
        ]
        columns = [column for part in self._parts for column in part.columns]
        self.statement = _STATEMENT.format(columns=", ".join(columns))

    def prompt_of(self, row: Sequence[Any]) -> Prompt:
        """The prompt, with what belongs to it in its place."""
        prompt, participant, study, schedule, draft, shown = self._models(row)
        participant.study = schedule.study = study
        prompt.participant, prompt.schedule = participant, schedule
        self._draft.set_cached_value(prompt, draft)
        if prompt.questionnaire_version_id is None:
            prompt.newest_version = shown
        else:
            prompt.questionnaire_version = shown
        prompt.leads_on = row[-1]
        found: Prompt = prompt
        return found

    def _models(self, row: Sequence[Any]) -> Iterator[Any]:
        begin = 0
        for part in self._parts:
            end = begin + len(part.columns)
            yield part.made_of(row[begin:end])
            begin = end


# Models know each other only once all are there.
_linked = cache(_Linked)


def read_linked(token_hash: bytes) -> Prompt | None:
    """The prompt whose link's token has this hash: with its participant, study, schedule and draft.

    And with the version it shows, and whether its answers may lead to other prompts.
    """
    with prepared_cursor() as cursor:
        cursor.execute(_linked().statement, [token_hash])
        row = cursor.fetchone()
    return None if row is None else _linked().prompt_of(row)
