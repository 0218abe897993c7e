"""Answers that few people gave, and texts that people wrote, counted by the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Study

_CHOICES = ("single_choice", "multiple_choice", "yes_no", "image_choice", "likert")
# Many values are rare in them; they tell of a person where they are asked for once, like an age.
_MEASURED = ("number", "date")

# What was answered by whomever exports hold, in part too; each value of several alone, and nothing
# of who preferred not to say.
_GIVEN = """
WITH answered AS (
  SELECT prompt.id AS prompt, prompt.participant_id AS participant,
         coalesce(response.answers, draft.answers) -> %(item)s AS answer
    FROM prompts_prompt AS prompt
    JOIN participants_participant AS participant ON participant.id = prompt.participant_id
    LEFT JOIN responses_response AS response ON response.prompt_id = prompt.id
    LEFT JOIN responses_draft AS draft ON draft.prompt_id = prompt.id
    JOIN questionnaires_questionnaireversion AS version
      ON version.id = coalesce(response.questionnaire_version_id, prompt.questionnaire_version_id)
   WHERE participant.study_id = %(study)s
     AND participant.withdrawal_level NOT IN ('exclude', 'erase')
     AND version.questionnaire_id = %(questionnaire)s),
given AS (
  SELECT prompt, participant, part.value AS answer
    FROM answered
   CROSS JOIN LATERAL jsonb_array_elements_text(
     CASE jsonb_typeof(answer) WHEN 'array' THEN answer WHEN 'object' THEN '[]'
          ELSE jsonb_build_array(answer) END) AS part(value)
   WHERE coalesce(part.value, '') <> '')
"""
_RARE = """
, by_value AS (
  SELECT answer, array_agg(DISTINCT participant) AS people FROM given GROUP BY answer
  HAVING count(DISTINCT participant) < %(smallest)s)
SELECT (SELECT count(*) FROM by_value),
       (SELECT count(DISTINCT one) FROM by_value, unnest(people) AS one),
       (SELECT coalesce(max(times), 0) FROM (
          SELECT count(DISTINCT prompt) AS times FROM given GROUP BY participant) AS each)
"""
_TEXTS = "SELECT count(*), count(DISTINCT participant) FROM given"


@dataclass(frozen=True)
class Rare:
    """An item with values that fewer people than wanted have given."""

    column: str
    values: int
    people: int
    # How often anybody answered the item at most.
    most_answers: int


@dataclass(frozen=True)
class Texts:
    """An item that was answered in free words."""

    column: str
    answers: int
    people: int


@dataclass(frozen=True)
class _Item:
    questionnaire: int
    slug: str
    name: str
    kind: str

    @property
    def column(self) -> str:
        return f"{self.slug}.{self.name}"


def rare_values(study: Study, *, smallest: int) -> Iterator[Rare]:
    """The answers that fewer than `smallest` people have ever given."""
    for item in _items(study, (*_CHOICES, *_MEASURED)):
        values, people, most = _ask(_GIVEN + _RARE, study, item, smallest=smallest)
        if values and (item.kind in _CHOICES or most == 1):
            yield Rare(item.column, values, people, most)


def free_text_counts(study: Study) -> Iterator[Texts]:
    """The free texts that there are."""
    for item in _items(study, ("text",)):
        answers, people = _ask(_GIVEN + _TEXTS, study, item)
        if answers:
            yield Texts(item.column, answers, people)


def _items(study: Study, kinds: tuple[str, ...]) -> list[_Item]:
    """The items of these kinds in any version, each once."""
    versions = (
        QuestionnaireVersion.objects.filter(questionnaire__schedules__study=study)
        .select_related("questionnaire")
        .order_by("questionnaire__slug", "-number")
        .distinct()
    )
    found = {
        _Item(version.questionnaire_id, version.questionnaire.slug, item.name, item.kind): None
        for version in versions
        for item in version.parsed().items
        if item.kind in kinds
    }
    return list(found)


def _ask(statement: str, study: Study, item: _Item, **values: int) -> tuple[int, ...]:
    named: dict[str, int | str] = {
        **{"study": study.pk, "questionnaire": item.questionnaire, "item": item.name},
        **values,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, named)
        row = cursor.fetchone()
    assert row is not None
    return tuple(int(value) for value in row)
