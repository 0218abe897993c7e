from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.making import free_slug, make_questionnaire
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import draft_definition
from tests.factories import make_questionnaire as a_questionnaire
from tests.questionnaires.worded import worded_definitions


class TestDrafts(TestCase):
    @settings(max_examples=25, deadline=None)
    @given(made=worded_definitions())
    def test_the_draft_is_the_definition_it_was_made_of(self, made: Definition) -> None:
        questionnaire = make_questionnaire(made, name="Affect", slug="affect")

        assert draft_definition(questionnaire) == made


@pytest.mark.django_db
def test_a_taken_slug_gets_the_next_number() -> None:
    a_questionnaire(slug="affect")
    a_questionnaire(slug="affect-2")

    assert free_slug("affect", among=Questionnaire) == "affect-3"
    assert free_slug("sleep", among=Questionnaire) == "sleep"


@pytest.mark.django_db
def test_a_long_slug_is_shortened_to_make_room_for_the_number() -> None:
    a_questionnaire(slug="a" * 50)

    assert free_slug("a" * 50, among=Questionnaire) == "a" * 48 + "-2"
