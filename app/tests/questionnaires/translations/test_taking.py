from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis.extra.django import TestCase

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.making import make_questionnaire as make_of
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition, draft_fields
from esmpress.questionnaires.translating import draft_texts, take_translations
from esmpress.questionnaires.translations import (
    RefusedTranslations,
    Translated,
    TranslationFile,
    read_csv,
    read_xliff,
    written_as_csv,
    written_as_xliff,
)
from tests.factories import BOTH, make_questionnaire
from tests.questionnaires.worded import worded_definitions

LANGUAGES = ("de", "en", "pl")


class TestAnyQuestionnaire(TestCase):
    @settings(max_examples=20, deadline=None)
    @given(made=worded_definitions((("en", "pl"),)))
    def test_a_whole_translation_makes_the_draft_complete(self, made: Definition) -> None:
        questionnaire = make_of(made, name="Any", slug="any")
        texts = draft_texts(questionnaire)
        german = tuple(
            Translated(one.key, "de", one.texts["en"], "here", one.texts["en"]) for one in texts
        )

        taken = take_translations(questionnaire, TranslationFile("en", german), languages=LANGUAGES)

        questionnaire.refresh_from_db()
        assert (taken.added, taken.changed, taken.outdated) == (len(texts), 0, ())
        assert draft_definition(questionnaire).languages == {"de", "en", "pl"}
        again = draft_texts(questionnaire)
        assert all(one.texts["de"] == one.texts["en"] for one in again)


def draft() -> Questionnaire:
    """A draft whose last item has no Polish text yet."""
    questionnaire = make_questionnaire(published=False)
    questionnaire.add_item(
        name="late",
        kind="single_choice",
        text={"en": "Late {day}?"},
        settings={"options": [{"value": -1, "label": BOTH}, {"value": 2, "label": {"en": "No"}}]},
    )
    return questionnaire


@pytest.mark.django_db
@pytest.mark.parametrize("form", ["csv", "xliff"])
def test_a_gap_is_filled_from_a_file_of_either_form(form: str) -> None:
    questionnaire = draft()
    texts = draft_texts(questionnaire)
    if form == "csv":
        written = written_as_csv(texts, source="en", targets=["pl"])
        file = read_csv(written.replace("Late {day}?,", "Late {day}?,Późno {day}?").encode())
    else:
        written = written_as_xliff(texts, source="en", target="pl", questionnaire="a")
        filled = "<source>Late {day}?</source><target>Późno {day}?</target>"
        file = read_xliff(written.replace("<source>Late {day}?</source>", filled).encode())

    taken = take_translations(questionnaire, file, languages=LANGUAGES)

    assert (taken.added, taken.changed) == (1, 0)
    assert questionnaire.draft_items.get(name="late").text["pl"] == "Późno {day}?"
    with pytest.raises(IncompleteDraft) as lacking:
        draft_definition(questionnaire)
    assert lacking.value.faults == ["item late, option 2: the text in pl is missing."]


@pytest.mark.django_db
def test_nothing_is_written_unless_all_is_good() -> None:
    questionnaire = draft()
    before = draft_fields(questionnaire)
    content = "key,source:en,pl\nitems.late.options.2,No,Nie\nitems.late.text,,Późno\n"

    with pytest.raises(RefusedTranslations, match=r"\{day\} is missing"):
        take_translations(questionnaire, read_csv(content.encode()), languages=LANGUAGES)

    assert draft_fields(questionnaire) == before


@pytest.mark.django_db
def test_a_text_that_changed_since_the_file_was_written_is_named() -> None:
    questionnaire = draft()
    content = "key,source:en,pl\nitems.late.options.2,Nope,Nie\nitems.stress.text,text,Stres\n"

    taken = take_translations(questionnaire, read_csv(content.encode()), languages=LANGUAGES)

    assert (taken.added, taken.changed) == (1, 1)
    assert taken.outdated == ("item late, option 2",)


@pytest.mark.django_db
def test_a_draft_that_cannot_be_read_says_what_to_mend() -> None:
    questionnaire = draft()
    questionnaire.draft_items.filter(name="late").update(settings={})

    with pytest.raises(RefusedTranslations, match="item late, options: Field required"):
        draft_texts(questionnaire)
