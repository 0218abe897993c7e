from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.export.table import stream_csv
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import expire_overdue_prompts, mark_opened, mark_started
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.responses.intake import submit
from esmpress.studies.models import Schedule, Study
from tests.export.reading import export_of, read_export
from tests.factories import (
    ANSWERS,
    FIXED,
    LAUNCHED_AT,
    make_participant,
    make_prompt,
    make_questionnaire,
    make_schedule,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db

# One answered prompt, column by column, in the order of the file.
ANSWERED = {
    "study": "affect",
    "id": "P0001",
    "dyad": "",
    "role": "",
    "arm": "",
    "stratum": "",
    "phase": "",
    "burst": "",
    "schedule": "moments",
    "day": "1",
    "beep": "1",
    "event_no": "",
    "obsno": "1",
    "questionnaire": "moment",
    "trigger": "schedule",
    "scheduled_utc": "2027-01-11T09:00:00Z",
    "scheduled_local": "2027-01-11T10:00:00",
    "sent_utc": "2027-01-11T09:00:00Z",
    "sent_local": "2027-01-11T10:00:00",
    "delivered_utc": "",
    "delivered_local": "",
    "opened_utc": "2027-01-11T09:05:00Z",
    "opened_local": "2027-01-11T10:05:00",
    "start_utc": "2027-01-11T09:06:00Z",
    "start_local": "2027-01-11T10:06:00",
    "end_utc": "2027-01-11T09:07:30Z",
    "end_local": "2027-01-11T10:07:30",
    "received_utc": "2027-01-11T09:07:30Z",
    "received_local": "2027-01-11T10:07:30",
    "open_until_utc": "2027-01-11T09:30:00Z",
    "open_until_local": "2027-01-11T10:30:00",
    "finish_until_utc": "2027-01-11T09:30:00Z",
    "finish_until_local": "2027-01-11T10:30:00",
    "status": "answered",
    "status_reason": "",
    "completeness": "complete",
    "valid": "1",
    "n_reminders": "0",
    "channel": "",
    "tz": "Europe/Warsaw",
    "utc_offset_min": "60",
    "dst_flag": "",
    "duration_s": "90",
    "latency_s": "360",
    "language": "pl",
    "device": "",
    "schedule_version": "1",
    "questionnaire_version": "1",
    "algorithm_version": "1",
    "arrangement": "",
    "missing": "",
    "stress": "63",
    "company": "2",
    "sleep": "7",
    "note": "fine",
}


def answer(participant: Participant, now: datetime, answers: dict[str, Any] = ANSWERS) -> Prompt:
    prompt, _ = make_sent_prompt(participant, scheduled_at=now, beep=1)
    mark_opened(prompt, now=now + timedelta(minutes=5))
    mark_started(prompt, at=now + timedelta(minutes=6), now=now + timedelta(minutes=6))
    submit(prompt, answers, language="pl", now=now + timedelta(minutes=7, seconds=30))
    return prompt


def with_text(note: str, now: datetime) -> str:
    participant = make_participant()
    answer(participant, now, ANSWERS | {"note": note})
    return read_export(participant.study)[0]["note"]


def test_an_answered_prompt_fills_every_column(now: datetime) -> None:
    questionnaire = make_questionnaire(slug="moment")
    participant = make_participant(make_study(slug="affect", questionnaire=questionnaire))
    answer(participant, now)

    rows = read_export(participant.study)

    assert rows == [ANSWERED]
    assert list(rows[0]) == list(ANSWERED)


def test_missed_not_sent_and_planned_prompts_are_told_apart(now: datetime) -> None:
    participant = make_participant()
    make_sent_prompt(participant, beep=1)
    make_prompt(participant, beep=2, scheduled_at=now + timedelta(minutes=1))
    make_prompt(participant, beep=3, scheduled_at=now + timedelta(hours=9))
    make_prompt(participant, beep=4, scheduled_at=now + timedelta(hours=10))
    Prompt.objects.filter(beep=4).update(status="cancelled", status_reason="withdrawn")
    expire_overdue_prompts(now=now + timedelta(hours=8))

    rows = read_export(participant.study)

    told = ("beep", "obsno", "status", "status_reason", "sent_utc", "end_utc", "stress")
    assert [tuple(row[name] for name in told) for row in rows] == [
        ("1", "1", "expired", "", "2027-01-11T09:00:00Z", "", ""),
        ("2", "2", "not_sent", "late", "", "", ""),
        ("3", "3", "planned", "", "", "", ""),
        ("4", "4", "cancelled", "withdrawn", "", "", ""),
    ]
    assert {row["language"] for row in rows} == {"en"}
    assert {row["questionnaire_version"] for row in rows} == {""}


def test_local_columns_follow_the_zone_the_prompt_was_planned_in(now: datetime) -> None:
    participant = make_participant(time_zone="America/New_York")
    make_prompt(participant, utc_offset_minutes=-300)
    Participant.objects.update(time_zone="Asia/Tokyo")

    (row,) = read_export(participant.study)

    assert row["scheduled_local"] == "2027-01-11T04:00:00"
    assert (row["tz"], row["utc_offset_min"]) == ("America/New_York", "-300")


def test_obsno_counts_each_participants_prompts_in_time(now: datetime) -> None:
    study = make_study()
    first, second = make_participant(study), make_participant(study)
    for participant in (second, first):
        for hours in (30, 0):
            make_prompt(participant, scheduled_at=now + timedelta(hours=hours))

    rows = read_export(study)

    assert [(row["id"], row["obsno"]) for row in rows] == [
        ("P0001", "1"),
        ("P0001", "2"),
        ("P0002", "1"),
        ("P0002", "2"),
    ]
    assert rows[0]["scheduled_utc"] < rows[1]["scheduled_utc"]


def test_another_studys_prompts_stay_out() -> None:
    make_prompt()
    study = make_study()

    assert read_export(study) == []


def test_an_item_that_a_later_version_dropped_keeps_its_column(now: datetime) -> None:
    participant = make_participant()
    answer(participant, now)
    questionnaire = participant.study.schedules.get().questionnaire
    questionnaire.draft_items.filter(name="stress").delete()
    publish(questionnaire, now=now, researcher=None)

    (row,) = read_export(participant.study)

    assert list(row)[-4:] == ["company", "sleep", "note", "stress"]
    assert (row["stress"], row["questionnaire_version"]) == ("63", "1")


def add_schedule(study: Study, questionnaire: Questionnaire) -> Schedule:
    return make_schedule(study, name=questionnaire.slug, questionnaire=questionnaire)


def test_items_with_one_name_in_two_questionnaires_have_columns_of_their_own(
    now: datetime,
) -> None:
    study = make_study(questionnaire=make_questionnaire(slug="moment"))
    moments = study.schedules.get()
    evenings = add_schedule(study, make_questionnaire(slug="evening"))
    participant = make_participant(study)
    for schedule, stress in ((moments, 1), (evenings, 2)):
        prompt = make_prompt(participant, schedule=schedule)
        submit(prompt, ANSWERS | {"stress": stress}, language="en", now=now)

    rows = {row["questionnaire"]: row for row in read_export(study)}

    assert rows["moment"]["moment.stress"] == "1"
    assert rows["moment"]["evening.stress"] == ""
    assert rows["evening"]["evening.stress"] == "2"
    assert "stress" not in rows["evening"]


def test_an_item_named_like_a_column_of_the_table_is_prefixed() -> None:
    questionnaire = make_questionnaire(slug="moment", published=False)
    questionnaire.draft_items.filter(name="note").update(name="status")
    publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    participant = make_participant(make_study(questionnaire=questionnaire))
    make_prompt(participant)

    (row,) = read_export(participant.study)

    assert (row["status"], row["moment.status"]) == ("planned", "")


def test_prefixed_columns_never_meet() -> None:
    shared = {("a", "b_note"), ("a_b", "note"), ("c", "b_note"), ("d", "note")}
    study = make_study(questionnaire=make_questionnaire(slug="unused"))
    for slug, name in shared:
        questionnaire = make_questionnaire(slug=slug, published=False)
        questionnaire.draft_items.filter(name="note").update(name=name)
        publish(questionnaire, now=LAUNCHED_AT, researcher=None)
        add_schedule(study, questionnaire)

    header = next(stream_csv(study)).decode().strip().split(",")

    assert {"a.b_note", "a_b.note"} <= set(header)
    assert len(header) == len(set(header))


@pytest.mark.parametrize(
    "note",
    ["line\nbreak", 'say "no"', "a,b;c", "zażółć 🙂", "two\r\nlines", "  spaces  ", "1.5", "NA"],
)
def test_text_is_read_back_as_it_was_typed(note: str, now: datetime) -> None:
    assert with_text(note, now) == note


@pytest.mark.parametrize(
    "note", ["=1+1", "+48", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "'x"]
)
def test_text_that_begins_like_a_formula_gets_an_apostrophe(note: str, now: datetime) -> None:
    assert with_text(note, now) == f"'{note}"


def test_a_negative_number_stays_a_number(now: datetime) -> None:
    participant = make_participant()
    questionnaire = participant.study.schedules.get().questionnaire
    questionnaire.draft_items.filter(name="sleep").update(settings={"min": -5})
    publish(questionnaire, now=now, researcher=None)
    answer(participant, now, ANSWERS | {"sleep": -3})

    assert read_export(participant.study)[0]["sleep"] == "-3"


def test_a_schedules_name_cannot_be_a_formula_either() -> None:
    participant = make_participant(make_study(schedules={"=cmd": FIXED}))
    make_prompt(participant)

    assert read_export(participant.study)[0]["schedule"] == "'=cmd"


def test_the_number_of_queries_does_not_grow_with_the_rows(now: datetime) -> None:
    study = make_study()
    answer(make_participant(study), now)
    with CaptureQueriesContext(connection) as few:
        list(stream_csv(study))
    for _ in range(5):
        participant = make_participant(study)
        answer(participant, now)
        make_prompt(participant)

    with CaptureQueriesContext(connection) as many:
        rows = read_export(study)

    assert len(rows) == 11
    assert len(many) == len(few)


def test_no_address_is_exported(now: datetime) -> None:
    participant = make_participant(email="ola.nowak@example.org")
    answer(participant, now)

    assert b"ola.nowak" not in export_of(participant.study)


def test_the_order_a_response_saw_stands_beside_its_answers(now: datetime) -> None:
    questionnaire = make_questionnaire()
    questionnaire.draft_pages.update(shuffle=True)
    publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    participant = make_participant(make_study(questionnaire=questionnaire))
    answer(participant, now)

    [row] = read_export(participant.study)

    shown = json.loads(row["arrangement"])["items"]["page_1"]
    assert sorted(shown) == ["company", "note", "sleep", "stress"]
    assert (row["stress"], row["company"]) == ("63", "2")
