"""Whoever takes data or texts home is told of: who, which study, what, and how many rows."""

from __future__ import annotations

from io import StringIO
from itertools import islice
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.console.export_ends import told_at_the_end
from tests.factories import make_participant, make_prompt, make_questionnaire, make_study

pytestmark = pytest.mark.django_db


def told() -> list[tuple[Any, ...]]:
    done = AuditEntry.objects.filter(act="do").order_by("number")
    return list(done.values_list("researcher", "study", "words"))


def test_an_export_tells_its_rows_when_it_has_ended(admin: Client, researcher: Researcher) -> None:
    participant = make_participant()
    make_prompt(participant)
    make_prompt(participant)
    page = reverse("admin:studies_study_export_csv", args=[participant.study_id])

    lines = admin.get(page)
    begun = told()
    b"".join(lines)

    of = (researcher.pk, participant.study_id)
    assert begun == [(*of, "Exported the data as CSV.")]
    assert told()[1:] == [(*of, "The export of the data ended; rows: 2.")]


def test_timings_are_told_apart(admin: Client, researcher: Researcher) -> None:
    study = make_study()

    b"".join(admin.get(reverse("admin:studies_study_export_timings", args=[study.pk])))

    of = (researcher.pk, study.pk)
    assert told() == [
        (*of, "Exported the timings as CSV."),
        (*of, "The export of the timings ended; rows: 0."),
    ]


def test_one_that_breaks_off_says_how_far_it_came(researcher: Researcher) -> None:
    study = make_study()
    lines = told_at_the_end(iter([b"header\n", b"1\n", b"2\n", b"3\n"]), study, "data", researcher)

    list(islice(lines, 3))
    lines.close()

    assert told()[-1][2] == "The export of the data was broken off; rows: 1."


def test_a_command_that_exports_is_told(researcher: Researcher) -> None:
    del researcher
    prompt = make_prompt()
    study = prompt.participant.study

    call_command("export_study", study.slug, stdout=StringIO())

    assert told() == [
        (None, study.pk, "Exported the data as CSV, by a command."),
        (None, study.pk, "The export of the data by a command ended; rows: 1."),
    ]


@pytest.mark.parametrize(
    ("page", "args", "words"),
    [
        ("codebook", ["1", "csv"], "Downloaded the codebook of 1, csv."),
        ("translation_file", ["csv", "en"], "Downloaded the texts for translators, csv."),
    ],
)
def test_files_of_a_questionnaire_are_told(
    page: str, args: list[str], words: str, admin: Client, researcher: Researcher
) -> None:
    questionnaire = make_questionnaire()
    address = f"admin:questionnaires_questionnaire_{page}"

    answer = admin.get(reverse(address, args=[questionnaire.pk, *args]))

    assert answer.status_code == 200
    assert told() == [(researcher.pk, None, words)]


def test_a_study_file_is_told(admin: Client, researcher: Researcher) -> None:
    study = make_study()

    admin.post(reverse("admin:studies_study_export_file", args=[study.pk]))

    assert told() == [(researcher.pk, study.pk, "Exported the study as a file.")]
