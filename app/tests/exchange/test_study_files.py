from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis.extra.django import TestCase
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from esmpress.exchange.study_file import schema
from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import read_study_file
from esmpress.exchange.study_writing import NotExportable, study_text, unpublished_changes
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.making import make_questionnaire as make_of
from esmpress.questionnaires.models import Questionnaire, QuestionnaireVersion
from esmpress.studies.design import design_of
from esmpress.studies.models import Schedule, Study
from tests.exchange.studies import file_of, rich_study
from tests.factories import make_participant, make_questionnaire, make_study
from tests.questionnaires.worded import worded_definitions

pytestmark = pytest.mark.django_db


def again(study: Study, **options: bool) -> Study:
    """The study that comes of importing its export."""
    text = study_text(study, **options)
    return import_study(read_study_file(text.encode()), researcher=None)


def without_slugs(text: str) -> str:
    return text.replace('"affect-week-2"', '"affect-week"').replace('"moment-2"', '"moment"')


def test_an_export_that_was_imported_is_exported_the_same_but_for_its_slugs() -> None:
    study = rich_study()
    text = study_text(study)

    imported = again(study)

    assert (imported.slug, imported.launched_at) == ("affect-week-2", None)
    assert without_slugs(study_text(imported)) == text
    assert design_of(imported).model_dump(exclude={"schedules"}) == design_of(study).model_dump(
        exclude={"schedules"}
    )


def test_a_study_comes_back_under_its_own_slug_where_that_is_free() -> None:
    text = study_text(rich_study())
    for table in (Schedule, Study, Questionnaire):
        table.objects.all().delete()

    imported = import_study(read_study_file(text.encode()), researcher=None)

    assert study_text(imported) == text


def test_a_file_is_readable_line_by_line_and_ends_with_a_line_break() -> None:
    text = study_text(rich_study())

    assert text.endswith("}\n")
    assert '  "format": "esmpress-study",\n  "format_version": 1,\n' in text
    assert '"pl": "Tydzień z emocjami"' in text
    assert max(len(line) for line in text.splitlines()) < 100


def test_a_file_fits_the_published_schema() -> None:
    validator = Draft202012Validator(schema())

    assert not list(validator.iter_errors(file_of(rich_study())))


def test_participants_keys_and_seed_stay_at_home() -> None:
    study = make_participant(make_study(seed="ab" * 16)).study

    text = study_text(study)

    assert "participant1" not in text
    assert "example.org" in text
    assert "seed" not in text


def test_the_seed_travels_when_asked_for() -> None:
    study = make_study(seed="ab" * 16)

    imported = again(study, with_seed=True)

    assert imported.seed == "ab" * 16
    assert again(study).seed != "ab" * 16


def test_conditions_are_written_as_typed_and_versions_before_drafts() -> None:
    study = make_study()
    questionnaire = study.schedules.get().questionnaire
    questionnaire.add_item(name="late", kind="text", text={"en": "a"}, show_if="stress > 50")

    published = file_of(study)

    assert "late" not in str(published)
    assert unpublished_changes(study) == ["Affect"]
    with pytest.raises(NotExportable, match="item late: the text in pl is missing"):
        file_of(study, drafts=True)


def test_a_draft_is_exported_where_nothing_was_published() -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.draft_items.filter(name="note").update(show_if="stress > 50")

    fields = file_of(make_study(questionnaire=questionnaire, launched_at=None))

    [item] = [
        one
        for one in fields["questionnaires"][0]["definition"]["pages"][0]["items"]
        if one["name"] == "note"
    ]
    assert item["show_if"] == "stress > 50"


def test_a_questionnaire_that_several_schedules_use_comes_once() -> None:
    study = rich_study()

    imported = again(study)

    assert len(file_of(study)["questionnaires"]) == 1
    assert imported.schedules.values("questionnaire").distinct().count() == 1
    assert not QuestionnaireVersion.objects.filter(
        questionnaire__schedules__study=imported
    ).exists()


def test_an_unfinished_study_says_what_is_missing() -> None:
    study = make_study(launched_at=None, title={})
    Study.objects.filter(pk=study.pk).update(contact_name="")
    study.refresh_from_db()

    with pytest.raises(NotExportable) as refused:
        study_text(study)

    assert refused.value.faults == ['study, contact_name: write a text that is not empty (not "").']


def test_a_study_without_schedules_travels_too() -> None:
    study = make_study(launched_at=None)
    study.schedules.all().delete()

    assert file_of(again(study))["schedules"] == []


class TestAnyQuestionnaire(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(made=worded_definitions((("en",), ("en", "pl"))))
    def test_any_questionnaire_comes_back_with_its_study(self, made: Definition) -> None:
        questionnaire = make_of(made, name="Any", slug="moment")
        study = make_study(launched_at=None, slug="affect-week", questionnaire=questionnaire)
        text = study_text(study)

        imported = again(study)

        assert without_slugs(study_text(imported)) == text
        assert not list(Draft202012Validator(schema()).iter_errors(json.loads(text)))
