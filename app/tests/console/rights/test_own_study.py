"""Somebody who may add studies, and nothing else, sets one up and runs it as its owner."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.exchange.study_writing import study_text
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Membership, Study
from tests.console import forms
from tests.console.browsers import browser_of_nobody
from tests.console.test_exchange_studies import IMPORT, confirmed, look_at
from tests.exchange.studies import rich_study
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker() -> Client:
    return browser_of_nobody("studies.add_study")


def test_a_study_is_set_up_launched_and_exported_by_its_maker(maker: Client) -> None:
    questionnaire = forms.add_questionnaire(maker, forms.SLIDER)
    maker.post(reverse("admin:questionnaires_questionnaire_publish", args=[questionnaire.pk]))
    added = maker.post(
        reverse("admin:studies_study_add"), forms.study(forms.schedule(questionnaire.pk))
    )
    study = Study.objects.get()
    maker.post(
        reverse("admin:studies_study_add_participants", args=[study.pk]),
        {"lines": "ola@example.org"},
    )

    maker.post(reverse("admin:studies_study_launch", args=[study.pk]), {"although": "on"})

    assert added.status_code == 302
    assert list(study.memberships.values_list("role", "researcher__email")) == [
        ("owner", "stranger@example.org")
    ]
    export = maker.get(reverse("admin:studies_study_export_csv", args=[study.pk]))
    assert export.status_code == 200


def test_after_saving_a_new_study_its_maker_comes_to_its_page(maker: Client) -> None:
    questionnaire = forms.add_questionnaire(maker, forms.SLIDER)

    fields = forms.study(forms.schedule(questionnaire.pk)) | {"_continue": "1"}
    added = maker.post(reverse("admin:studies_study_add"), fields, follow=True)

    assert added.status_code == 200
    assert added.redirect_chain[0][0].endswith(f"/{Study.objects.get().pk}/change/")
    # Only said to who may change what was just added.
    assert "You may edit it again below" in added.content.decode()


def test_whoever_imports_a_study_owns_it_with_its_questionnaires(maker: Client) -> None:
    text = study_text(rich_study())

    answer = maker.post(reverse(IMPORT), confirmed(look_at(maker, text), slug="mine"), follow=True)

    assert answer.status_code == 200
    member = Membership.objects.get(study__slug="mine")
    assert (member.role, member.researcher.email) == ("owner", "stranger@example.org")
    made = Questionnaire.objects.filter(schedules__study__slug="mine")
    assert {one.made_by_id for one in made} == {member.researcher_id}


def test_who_may_add_a_study_has_an_empty_list_at_first(maker: Client) -> None:
    make_study(name="Of others")

    page = maker.get(reverse("admin:studies_study_changelist"))

    assert page.status_code == 200
    assert "Of others" not in page.content.decode()
