from __future__ import annotations

from django.test import Client
from django.urls import reverse
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.making import make_questionnaire
from esmpress.questionnaires.publishing import draft_definition
from tests.console.pages import form_with
from tests.questionnaires.worded import worded_definitions


class TestImportedItems(TestCase):
    @settings(max_examples=10, deadline=None)
    @given(made=worded_definitions((("en", "pl"),)))
    def test_forms_that_are_saved_as_they_stand_change_nothing(self, made: Definition) -> None:
        questionnaire = make_questionnaire(made, name="Any", slug="any")
        admin = Client()
        admin.force_login(Researcher.objects.create_superuser("anna@example.org"))

        for item in questionnaire.draft_items.all():
            ids = [questionnaire.pk, item.pk]
            address = reverse("admin:questionnaires_questionnaire_item", args=ids)
            saved = admin.post(address, form_with(admin.get(address), "name"))
            assert saved.status_code == 302

        assert draft_definition(questionnaire) == made
