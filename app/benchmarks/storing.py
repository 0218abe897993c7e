"""Bytes that responses take: rows, timings and indexes, as PostgreSQL counts them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import connection

from benchmarks.measuring import Figure
from benchmarks.rows import ITEMS, PUBLISHED_AT, add_participants, make_study
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.models import Prompt
from esmpress.responses.intake import Sent, submit
from esmpress.responses.timings import Timings
from esmpress.studies.models import Study
from esmpress.studies.versions import confirm_first

RESPONSES = 2_000
GOAL = 800
SCHEDULED_AT = datetime.fromisoformat("2027-01-11T09:00:00+00:00")
MINUTE = timedelta(minutes=1)


def stored() -> Iterator[Figure]:
    """Bytes of a response with the timings of each of its items."""
    prompts = _prompts()
    before = _size()
    for number, prompt in enumerate(prompts):
        mark_opened(prompt, now=SCHEDULED_AT)
        answers = {f"item_{place}": (number * 7 + place * 13) % 101 for place in range(ITEMS)}
        sent = Sent(90_000 + number, _timings(number))
        submit(prompt, answers, language="en", sent=sent, now=SCHEDULED_AT + 3 * MINUTE)
    a_response = (_size() - before) / RESPONSES
    yield Figure(
        name="bytes",
        what=f"a response to {ITEMS} items with timings and indexes, mean of {RESPONSES:,}",
        value=a_response,
        unit="B",
        goal=f"<= {GOAL} B",
        is_met=a_response <= GOAL,
    )


def _prompts() -> list[Prompt]:
    study = make_study("stored", prompts_per_day=1)
    add_participants(study, RESPONSES, now=PUBLISHED_AT)
    confirm_first(study, now=PUBLISHED_AT)
    Study.objects.filter(pk=study.pk).update(launched_at=PUBLISHED_AT)
    schedule = study.schedules.get()
    made = [
        Prompt(
            participant=participant,
            schedule=schedule,
            schedule_version=schedule.versions.get(),
            study_day=1,
            beep=1,
            scheduled_at=SCHEDULED_AT,
            time_zone=participant.time_zone,
            utc_offset_minutes=60,
            open_until=SCHEDULED_AT + 30 * MINUTE,
            finish_within_minutes=15,
            algorithm=1,
        )
        for participant in study.participants.select_related("study")
    ]
    return Prompt.objects.bulk_create(made)


def _timings(number: int) -> Timings:
    """A page of twelve items, answered one after the other, put away twice."""
    at = range(1000 + number, 90_000 + number, 7000)
    return Timings.model_validate(
        {
            "items": {
                f"item_{place}": [at[place] - 900, at[place], at[place] + 1500, 2]
                for place in range(ITEMS)
            },
            "pages": {"page_1": [0, 88_000 + number]},
            "hidden": [[20_000, 24_000], [50_000, 51_000 + number]],
            "device": "phone",
        }
    )


def _size() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('responses_response')")
        return int(cursor.fetchone()[0])
