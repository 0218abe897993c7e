"""What only the questionnaires' logic can tell of answers, worked out in Python and joined in SQL.

That are partial responses, of which answers to what is not shown do not count, and responses of
which conditions have to say why an answer is missing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from django.db import connection
from psycopg.sql import SQL, Composable, Literal

from esmpress.export.answered import Answers, answers_to
from esmpress.export.given import timings_given
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import draft_of

CHUNK = 1000
_ANEW = """
DROP TABLE IF EXISTS pg_temp.export_told;
CREATE TEMPORARY TABLE export_told (prompt_id bigint PRIMARY KEY, answers jsonb, language text,
       device text, missing text, timings jsonb) ON COMMIT DROP
"""
_NEEDED = SQL("""
SELECT prompt.id FROM prompts_prompt AS prompt
  LEFT JOIN responses_response AS response ON response.prompt_id = prompt.id
  LEFT JOIN responses_draft AS draft ON draft.prompt_id = prompt.id
 WHERE prompt.participant_id = ANY({people})
   AND (response.id IS NULL AND prompt.status = 'expired' AND draft.answers <> '{{}}'
        OR response.id IS NOT NULL AND {needs_logic})
 ORDER BY prompt.participant_id, prompt.id
""")
_COPY = "COPY export_told (prompt_id, answers, language, device, missing, timings) FROM STDIN"
_ROW = tuple[int, str | None, str | None, str | None, str, str | None]


def make_room() -> None:
    """In a transaction, whose end takes the table away: nothing is told yet."""
    with connection.cursor() as cursor:
        cursor.execute(_ANEW)


def tell(people: Sequence[int], *, needs_logic: Composable) -> None:
    """Forget what was told before; tell of the prompts of these participants."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE export_told")
        cursor.execute(_NEEDED.format(people=Literal(list(people)), needs_logic=needs_logic))
        needed = [pk for (pk,) in cursor.fetchall()]
    for begin in range(0, len(needed), CHUNK):
        rows = list(_rows(needed[begin : begin + CHUNK]))
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for row in rows:
                copy.write_row(row)


def _rows(keys: Sequence[int]) -> Iterator[_ROW]:
    prompts = Prompt.objects.filter(pk__in=keys).select_related(
        "participant__study", "schedule", "questionnaire_version", "response", "draft"
    )
    for answers in answers_to(list(prompts)):
        missing = json.dumps(answers.outcomes.missing, separators=(",", ":"))
        if answers.completeness == "complete":
            yield answers.prompt.pk, None, None, None, missing, None
        elif counted := _counted(answers):
            given = json.dumps(counted, ensure_ascii=False)
            timings = _timings(answers.prompt)
            yield answers.prompt.pk, given, answers.language, answers.device, missing, timings


def _timings(prompt: Prompt) -> str | None:
    """Four numbers of each item that was seen; of a response they stand in its own row."""
    timings = timings_given(prompt)
    return json.dumps(timings.items) if timings is not None else None


def _counted(answers: Answers) -> dict[str, object]:
    """The kept answers to what was shown, as they were given."""
    draft, outcomes = draft_of(answers.prompt), answers.outcomes
    assert draft is not None
    return {
        name: given
        for name, given in draft.answers.items()
        if name in outcomes.answers or outcomes.missing.get(name) == "declined"
    }
