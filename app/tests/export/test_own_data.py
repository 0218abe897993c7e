from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.export.own_data import write_own_data
from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.prompts.lifecycle import expire_overdue_prompts, mark_opened
from esmpress.prompts.planning import plan_study
from esmpress.questionnaires.publishing import publish
from esmpress.responses import intake
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.photos import take_photo
from esmpress.responses.timings import Timings
from tests.delivery.builders import make_notification
from tests.export.reading import read_export
from tests.factories import (
    ANSWERS,
    BOTH,
    LAUNCHED_AT,
    make_participant,
    make_questionnaire,
    make_sent_prompt,
    make_study,
)
from tests.responses.pictures import picture

pytestmark = pytest.mark.django_db

OLA = "ola@example.org"


def answered(participant: Participant, now: datetime, note: str) -> None:
    prompt, _ = make_sent_prompt(participant)
    intake.submit(prompt, ANSWERS | {"note": note}, language="pl", now=now)


def files_of(participant: Participant, now: datetime) -> dict[str, bytes]:
    file = io.BytesIO()
    fresh = Participant.objects.select_related("study").get(pk=participant.pk)
    write_own_data(fresh, file, now=now)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table_in(files: dict[str, bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files["answers.csv"].decode(), newline="")))


def test_the_answers_are_those_of_the_export_and_of_nobody_else(now: datetime) -> None:
    participant = make_participant(email=OLA)
    other = make_participant(participant.study, email="jan@example.org")
    answered(participant, now, "mine")
    answered(other, now, "not mine")

    files = files_of(participant, now)

    [row] = table_in(files)
    [mine] = [one for one in read_export(participant.study) if one["id"] == participant.code]
    assert row == {name: mine[name] for name in row}
    assert row["note"] == "mine"
    everything = b"".join(files.values())
    for strange in (b"not mine", b"jan@example.org", other.code.encode()):
        assert strange not in everything


def test_nothing_tells_when_the_next_prompt_comes(now: datetime) -> None:
    participant = make_participant()
    plan_study(participant.study, now=now)

    rows = table_in(files_of(participant, now + timedelta(hours=1)))

    assert [row["scheduled_local"] for row in rows] == ["2027-01-11T10:00:00"]


def test_each_answer_stands_with_its_question_as_it_was_asked(now: datetime) -> None:
    participant = make_participant(language="pl")
    answered(participant, now, "mine")

    [response] = json.loads(files_of(participant, now)["answers.json"])

    assert (response["day"], response["questionnaire"]) == (1, "tekst")
    assert response["asked_at"] == "2027-01-11T10:00:00"
    by_name = {one["name"]: one for one in response["answers"]}
    assert by_name["company"] == {
        "name": "company",
        "question": "tekst",
        "answer": 2,
        "options": {"1": "tekst", "2": "tekst"},
    }


def test_what_was_answered_in_part_is_in_it_with_its_times(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    timings = Timings.model_validate({"items": {"stress": [0, 400, 900, 2]}, "device": "phone"})
    begun = now + timedelta(minutes=1)
    save_draft(prompt, [Change("stress", 10, 900)], version=1, timings=timings, now=begun)
    later = now + timedelta(hours=2)
    expire_overdue_prompts(now=later)

    [part] = json.loads(files_of(prompt.participant, later)["answers.json"])

    assert (part["completeness"], part["receipt"], part["device"]) == ("partial", None, "phone")
    assert [(one["name"], one["answer"]) for one in part["answers"]] == [("stress", 10)]
    assert part["timings_ms"]["items"]["stress"] == [0, 400, 900, 2]


def test_about_says_what_is_kept_beside_the_answers(now: datetime) -> None:
    participant = make_participant(email=OLA)
    prompt, _ = make_sent_prompt(participant)
    make_notification(prompt, handed_over_at=now, status="accepted")
    stopping.pause(participant, now=now)

    about: dict[str, Any] = json.loads(files_of(participant, now)["about.json"])

    assert (about["participant"], about["email"], about["status"]) == (
        participant.code,
        OLA,
        "paused",
    )
    assert about["pauses"] == [{"from": "2027-01-11T10:00:00", "to": None}]
    assert about["messages"] == [
        {"kind": "invitation", "sent_at": "2027-01-11T10:00:00", "status": "accepted"}
    ]


@pytest.mark.parametrize("has_ended", [False, True])
def test_the_arm_is_told_when_the_study_has_ended(has_ended: bool, now: datetime) -> None:
    participant = make_participant(make_study(arms={"app": 1, "control": 1}))
    answered(participant, now, "mine")
    if has_ended:
        stopping.end_study(participant.study, now=now)

    [row] = table_in(files_of(participant, now))

    assert ("arm" in row, "schedule" in row) == (has_ended, has_ended)


def test_photos_are_in_it_as_they_were_kept(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.add_item(name="view", kind="photo", text=BOTH, required=False)
    publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    prompt, _ = make_sent_prompt(make_participant(make_study(questionnaire=questionnaire)))
    photo = take_photo(prompt, picture(), item="view", now=now)
    intake.submit(prompt, ANSWERS | {"view": str(photo.pk)}, language="en", now=now)

    files = files_of(prompt.participant, now)

    assert files[f"photos/{photo.pk}.jpg"] == bytes(photo.content)


def test_somebody_without_a_prompt_gets_empty_tables(now: datetime) -> None:
    files = files_of(make_participant(), now)

    assert files["answers.csv"] == b"study,id\n"
    assert json.loads(files["answers.json"]) == []
