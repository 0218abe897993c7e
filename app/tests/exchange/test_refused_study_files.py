from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import read_study_file
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Study
from tests.exchange.studies import encoded, file_of, rich_study

pytestmark = pytest.mark.django_db

Change = Callable[[dict[str, Any]], Any]


def faults(content: bytes) -> list[str]:
    with pytest.raises(RefusedStudyFile) as refused:
        read_study_file(content)
    return refused.value.faults


def items_of(fields: dict[str, Any]) -> Any:
    return fields["questionnaires"][0]["definition"]["pages"][0]["items"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe", "The file is no text in UTF-8."),
        (b"{", "The file is not JSON that can be read: "),
        (b"[" * 100_000, "The file is nested too deep."),
        (b"[" * 70 + b"]" * 70, "it is nested more than 60 deep."),
        (b"[" + b"0," * 500_000 + b"0]", "it holds more than 500000 values."),
        (b'{"a": 1, "a": 2}', "the field a stands twice in one object"),
        (b'{"a": "\\u0000"}', "the character U+0000 stands in a text"),
        (b'{"a": "\\ud800"}', "The file is not JSON that can be read"),
        (b" " * 20_000_001, "The file has 20.0 MB; at most 20 MB are read."),
        (b"[]", "This is no study file: its format is not “esmpress-study”."),
        (b'{"format": "esmpress-data"}', "This is no study file"),
    ],
)
def test_what_is_no_study_file_is_refused(content: bytes, sentence: str) -> None:
    [fault] = faults(content)

    assert sentence in fault


@pytest.mark.parametrize("version", [2, 0, "1", None, True, 1.5])
def test_a_version_this_server_does_not_know_is_refused(version: object) -> None:
    [fault] = faults(encoded({"format": "esmpress-study", "format_version": version}))

    assert fault.startswith("format_version: this server reads version 1 of study files, not ")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda f: f.pop("arms"), "arms: this field is missing."),
        (lambda f: f.update(extra=1), "extra: there is no such field."),
        (lambda f: f["study"].update(slug="a b"), "study, slug: "),
        (lambda f: f["study"].update(contact_email="x"), "study, contact_email: "),
        (lambda f: f["study"].update(time_zone="Mars/Base"), "study, time_zone: "),
        (lambda f: f["study"].update(languages=["fr"]), "study, languages: "),
        (lambda f: f["study"].update(start_date="2027-13-01"), "study, start_date: "),
        (lambda f: f["study"].update(start_date="2027-01-01"), "study, start_date: "),
        (lambda f: f["study"].update(mail_color="red"), "study, mail_color: "),
        (lambda f: f["study"].update(snooze_minutes=True), "study, snooze_minutes: "),
        (lambda f: f["study"]["title"].update(fr="x"), "study, title: this server has no texts "),
        (lambda f: f["arms"][0].update(weight=21), "arm “coached”, weight: "),
        (lambda f: f["arms"].append(f["arms"][0]), "arms: two have the name “coached”."),
        (lambda f: f["phases"][0].update(arm="none"), "phase “base”, arm: there is no arm “none”."),
        (lambda f: f["schedules"][0].update(phase="no"), "schedule “moments”, phase: there is no"),
        (lambda f: f["schedules"][0].update(id=3), "schedule “moments”, id: leave it out"),
        (lambda f: f["schedules"][0].update(blocks="x"), "schedule “moments”, blocks: "),
        (lambda f: f["schedules"][0].update(min_gap_minutes=600), "schedule “moments”: "),
        (lambda f: f["schedules"][0].pop("questionnaire"), "schedule “moments”, questionnaire: "),
        (lambda f: f["questionnaires"].clear(), "schedule “moments”, questionnaire: “moment” is"),
        (lambda f: f["messages"][0].update(body="Hello"), "invitation in en, body: There is no"),
        (lambda f: f["messages"][0].update(language="fr"), "invitation in fr: this server has no"),
        (lambda f: items_of(f)[0].update(min=200), "questionnaire “moment”, item stress: whole"),
        (lambda f: items_of(f)[0].update(min=float("nan")), "questionnaire “moment”, item stress"),
        (lambda f: items_of(f)[0].update(max=float("inf")), "questionnaire “moment”, item stress"),
        (lambda f: f["schedules"][0].update(blocks=float("nan")), "schedule “moments”, blocks: "),
        (lambda f: items_of(f)[0].update(kind="x"), "questionnaire “moment”, item stress: "),
        (lambda f: items_of(f)[0].update(show_if="a >"), "questionnaire “moment”, item stress, "),
        (
            lambda f: items_of(f)[0]["text"].update(en="<script>"),
            "questionnaire “moment”, item stress, text in en: HTML is not allowed",
        ),
    ],
)
def test_a_fault_is_named_with_its_place(change: Change, fault: str) -> None:
    fields = file_of(rich_study())
    change(fields)

    assert [one for one in faults(encoded(fields)) if one.startswith(fault)]


def test_all_faults_are_named_at_once() -> None:
    fields = file_of(rich_study())
    fields["study"]["contact_email"] = "nobody"
    fields["schedules"][0]["min_gap_minutes"] = 600
    fields["messages"][0]["subject"] = ""

    places = [fault.split(":")[0] for fault in faults(encoded(fields))]

    assert places == [
        "study, contact_email",
        "schedule “moments”",
        "invitation in en, subject",
    ]


def test_a_fault_of_an_item_hides_none_of_the_study() -> None:
    fields = file_of(rich_study())
    fields["study"]["contact_email"] = "nobody"
    items_of(fields)[0]["show_if"] = "gone > 3"

    assert faults(encoded(fields)) == [
        "questionnaire “moment”, item stress, show if: there is no item gone.",
        "study, contact_email: Enter a valid email address.",
    ]


def test_a_very_long_list_of_faults_is_cut() -> None:
    fields = file_of(rich_study())
    fields["arms"] = [{"name": 1} for _ in range(99)]
    fields["phases"] = [{"name": 1} for _ in range(99)]

    found = faults(encoded(fields))

    assert len(found) == 101
    assert found[-1] == "And 197 more."


def test_script_is_taken_out_of_messages_and_that_is_said() -> None:
    fields = file_of(rich_study())
    fields["messages"][0]["html"] = "<p onclick='x'>{{link}}</p>"

    read = read_study_file(encoded(fields))
    study = import_study(read, researcher=None)

    assert read.remarks == ("invitation in en, html: removed is onclick (line 1).",)
    assert study.message_templates.get().html == "<p>{{link}}</p>"


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [("affect-week", "there is a study"), ("a b", "slug: Enter"), ("a" * 51, "at most 50")],
)
def test_a_slug_that_cannot_be_given_keeps_nothing(slug: str, sentence: str) -> None:
    read = read_study_file(json.dumps(file_of(rich_study())).encode())

    with pytest.raises(RefusedStudyFile, match=sentence):
        import_study(read, slug=slug, researcher=None)

    assert Study.objects.count() == 1
    assert Questionnaire.objects.count() == 1
