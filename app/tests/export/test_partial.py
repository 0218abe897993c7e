"""Partial responses and timings in the tables."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.export.timings_table import COLUMNS, stream_timings
from esmpress.prompts.lifecycle import expire_overdue_prompts, mark_opened
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import Sent, submit
from esmpress.responses.timings import Timings
from esmpress.studies.models import Study
from tests.export.reading import read_export
from tests.factories import ANSWERS, make_participant, make_sent_prompt
from tests.responses.builders import make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
TOLD = Timings.model_validate(
    {
        "items": {"note": [900, None, None, 0], "stress": [10, 20, 30, 2]},
        "pages": {"page_1": [0, 5000]},
        "hidden": [[100, 200]],
        "device": "phone",
    }
)


def begun(prompt: Prompt, *changes: tuple[str, object], **more: Any) -> None:
    """The prompt opened at its moment, with changes a minute later."""
    mark_opened(prompt, now=prompt.scheduled_at)
    listed = [Change(name, answer, 0) for name, answer in changes]
    save_draft(prompt, listed, version=1, now=prompt.scheduled_at + MINUTE, **more)


def read_timings(study: Study) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(stream_timings(study)).decode(), newline="")))


def test_answers_given_before_the_time_was_over_stand_in_the_row(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    begun(prompt, ("stress", 40), language="pl", timings=TOLD)
    (before,) = read_export(prompt.participant.study)
    expire_overdue_prompts(now=now + HOUR)

    (row,) = read_export(prompt.participant.study)

    told = ("status", "completeness", "stress", "company", "language", "device", "end_utc")
    assert [row[name] for name in told] == ["expired", "partial", "40", "", "pl", "phone", ""]
    assert (before["completeness"], before["stress"]) == ("", "")


def test_of_a_partial_response_only_answers_to_items_shown_count(now: datetime) -> None:
    form = make_form(
        {"name": "mood"},
        {"name": "why", "show_if": "mood > 2"},
        {"name": "twice", "kind": "computed", "settings": {"formula": "mood * 2"}},
    )
    prompt = prompt_at(participant_with(form), 1, 1)
    begun(prompt, ("why", 3), ("mood", 1))
    expire_overdue_prompts(now=now + HOUR)

    (row,) = read_export(prompt.participant.study)

    assert (row["mood"], row["why"], row["twice"]) == ("1", "", "")


def test_a_prompt_begun_without_an_answer_is_not_partial(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    begun(prompt, ("stress", None))
    expire_overdue_prompts(now=now + HOUR)

    (row,) = read_export(prompt.participant.study)

    assert (row["completeness"], row["start_utc"]) == ("", "2027-01-11T09:00:00Z")


def test_a_response_that_came_late_tells_both_instants(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    submit(prompt, ANSWERS, language="en", sent=Sent(60_000), now=now + 26 * HOUR)

    (row,) = read_export(prompt.participant.study)

    assert (row["end_utc"], row["received_utc"]) == ("2027-01-11T09:01:00Z", "2027-01-12T11:00:00Z")
    assert (row["status"], row["status_reason"]) == ("answered", "uploaded_late")


def test_timings_have_a_row_for_each_item_page_and_absence(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    submit(prompt, ANSWERS, language="en", sent=Sent(60_000, TOLD), now=now + MINUTE)

    rows = read_timings(prompt.participant.study)

    own = COLUMNS[COLUMNS.index("what") :]
    assert [[row[name] for name in own] for row in rows] == [
        ["item", "stress", "10", "20", "30", "2", "", "", ""],
        ["item", "note", "900", "", "", "0", "", "", ""],
        ["page", "page_1", "0", "", "", "", "5000", "", ""],
        ["hidden", "", "", "", "", "", "", "100", "200"],
    ]
    assert {(row["id"], row["completeness"], row["device"]) for row in rows} == {
        ("P0001", "complete", "phone")
    }


def test_timings_of_a_partial_response_are_there_and_of_one_in_progress_are_not(
    now: datetime,
) -> None:
    prompt, _ = make_sent_prompt()
    begun(prompt, ("stress", 40), timings=TOLD)
    study = prompt.participant.study
    before = read_timings(study)
    expire_overdue_prompts(now=now + HOUR)

    rows = read_timings(study)

    assert before == []
    assert [row["name"] for row in rows] == ["stress", "note", "page_1", ""]
    assert {row["completeness"] for row in rows} == {"partial"}


def test_the_statements_of_the_timings_do_not_grow_with_the_rows(now: datetime) -> None:
    participant = make_participant()

    def add() -> int:
        prompt, _ = make_sent_prompt(participant)
        mark_opened(prompt, now=now)
        submit(prompt, ANSWERS, language="en", sent=Sent(6000, TOLD), now=now + MINUTE)
        with CaptureQueriesContext(connection) as statements:
            read_timings(participant.study)
        return len(statements)

    assert add() == add() == add()


def test_the_command_writes_the_timings(tmp_path: Path) -> None:
    study = make_sent_prompt()[0].participant.study

    call_command("export_study", study.slug, timings=True, output=tmp_path / "timings.csv")

    written = (tmp_path / "timings.csv").read_bytes()
    assert written == b"".join(stream_timings(study))
