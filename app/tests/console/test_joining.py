"""Setting up how people join a study by themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.joining.confirming import Settings, confirm
from esmpress.studies.consents import latest_document
from esmpress.studies.joining import state_of
from esmpress.studies.models import Joining, Study
from tests.console.browsers import browser_of, browser_of_other
from tests.console.forms import inline, texts
from tests.delivery.builders import withdraw
from tests.factories import make_participant, make_study
from tests.joining.builders import make_draft, make_joining, make_questions, make_request

pytestmark = pytest.mark.django_db

PURPOSE = {
    "name": "taking_part",
    "is_required": "on",
    **texts("text", "I want to *take part*.", "Chcę wziąć udział."),
}


def url_of(study: Study) -> str:
    return reverse("admin:studies_study_joining", args=[study.pk])


def typed(**fields: Any) -> dict[str, Any]:
    """All that is needed, as a browser posts it."""
    return {
        "is_open": "on",
        "quota": "",
        "eligibility": "",
        "eligible_if": "",
        **texts("information", "A study of **feelings**.", "Badanie uczuć."),
        **texts("consent_title", "Consent", "Zgoda"),
        **texts("consent_text", "What we ask for.", "O co prosimy."),
        **inline("purposes", PURPOSE, {"name": "", **texts("text", "", "")}),
        **fields,
    }


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_saving_and_publishing_opens_the_page(admin: Client, study: Study) -> None:
    answer = admin.post(url_of(study), typed(publish="1"), follow=True)

    joining, document = Joining.objects.get(), latest_document(study)
    assert document is not None
    assert state_of(joining) == "open"
    assert document.purposes == [
        {
            "name": "taking_part",
            "text": {"en": "I want to *take part*.", "pl": "Chcę wziąć udział."},
            "required": True,
        }
    ]
    assert f"https://esm.example.org/join/{study.slug}" in said(answer)
    assert "Open: people can join." in said(answer)
    assert LogEntry.objects.filter(change_message__contains="Version 1").exists()


def test_what_is_missing_is_listed_and_nobody_can_join(admin: Client, study: Study) -> None:
    half = typed(**texts("information", "Only English", ""))

    answer = admin.post(url_of(study), half, follow=True)

    assert state_of(Joining.objects.get()) == "closed"
    assert "Information: the text in pl is missing." in said(answer)
    assert "Nothing is published yet that people could agree to." in said(answer)


def test_a_consent_nobody_has_to_give_is_not_published(admin: Client, study: Study) -> None:
    optional = inline("purposes", {**PURPOSE, "is_required": ""})

    answer = admin.post(url_of(study), typed(**optional, publish="1"), follow=True)

    assert latest_document(study) is None
    assert "Not published. Purposes: one has to be needed" in said(answer)


def test_the_draft_changes_nothing_that_was_published(admin: Client, study: Study) -> None:
    admin.post(url_of(study), typed(publish="1"))
    row = {"purposes-0-id": Joining.objects.get().purposes.get().pk, "purposes-INITIAL_FORMS": 1}
    other = typed(**texts("consent_text", "Something else.", "Coś innego."), **row)

    page = said(admin.post(url_of(study), other, follow=True))
    again = said(admin.post(url_of(study), other | {"publish": "1"}, follow=True))
    twice = said(admin.post(url_of(study), other | {"publish": "1"}, follow=True))

    assert "differs from the latest version" in page
    assert "As it stands here, it is the latest version." in again
    assert "Nothing has changed since the latest version." in twice
    assert [one.number for one in study.consent_documents.all()] == [1, 2]
    assert study.consent_documents.get(number=1).text["en"] == "What we ask for."


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("", "Write which answers let somebody join."),
        ("agee >= 18", "did you mean age?"),
        ("age", "must come to true or false"),
        ("age >=", "The condition:"),
        ("previous(age) > 3", "there are no earlier answers here"),
    ],
)
def test_a_condition_that_cannot_be_met_is_refused(
    admin: Client, study: Study, condition: str, fault: str
) -> None:
    fields = {"eligibility": make_questions().pk, "eligible_if": condition}

    answer = admin.post(url_of(study), typed(**fields))

    assert answer.status_code == 422
    assert fault in said(answer)
    assert not Joining.objects.exists()


def test_markup_that_cannot_be_read_is_refused(admin: Client, study: Study) -> None:
    answer = admin.post(url_of(study), typed(**texts("consent_text", "a {day} b", "ok")))

    assert answer.status_code == 422
    assert "what stands in braces has no value here" in said(answer)


def test_the_page_counts_who_joined_and_who_can_still_confirm(
    admin: Client, study: Study, now: datetime
) -> None:
    joining = make_joining(study, quota=3)
    make_draft(joining)
    withdraw(make_participant(study), now=now)
    make_participant(study)

    page = said(admin.get(url_of(study)))

    assert "<dt>Joined by themselves</dt><dd>0</dd>" in page
    assert "<dt>Places left</dt><dd>2</dd>" in page
    assert "Version 1" in page


def test_a_version_is_shown_as_people_read_it(admin: Client, study: Study) -> None:
    make_joining(study)

    page = said(admin.get(reverse("admin:studies_study_consent", args=[study.pk, 1])))

    assert "I want to take part." in page
    assert "Chcę wziąć udział." in page
    assert admin.get(reverse("admin:studies_study_consent", args=[study.pk, 2])).status_code == 404


def test_who_may_only_look_cannot_save(study: Study) -> None:
    client = browser_of("observer", study)

    page = client.get(url_of(study))

    assert (page.status_code, client.post(url_of(study), typed()).status_code) == (200, 403)
    assert "Save, and publish" not in said(page)
    assert not Joining.objects.exists()


def test_who_may_not_see_studies_sees_nothing(study: Study) -> None:
    client = browser_of_other()

    assert client.get(url_of(study)).status_code == 404


def test_strata_are_offered_where_there_are_some(admin: Client) -> None:
    study = make_study(arms={"a": 1}, strata=["clinic", "community"])

    admin.post(url_of(study), typed(publish="1", stratum="community"))

    assert state_of(Joining.objects.get()) == "open"


def test_the_page_of_a_participant_says_what_they_agreed_to(
    admin: Client, study: Study, now: datetime
) -> None:
    request = make_request(make_joining(study).study, "ola@example.org", now=now)
    participant, _ = confirm(request, Settings("en", "Europe/Warsaw"), now=now)

    page = admin.get(reverse("admin:participants_participant_change", args=[participant.pk]))

    assert "Version 1, Mon 11 Jan 2027, 10:00: taking_part yes, interview no" in said(page)
