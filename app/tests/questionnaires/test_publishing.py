from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from esmpress.questionnaires.models import DraftItem, Questionnaire, QuestionnaireVersion
from esmpress.questionnaires.publishing import IncompleteDraft, NothingToPublish, publish
from tests.factories import make_questionnaire

pytestmark = pytest.mark.django_db


def test_publishing_freezes_the_draft_as_the_next_version(now: datetime) -> None:
    questionnaire = make_questionnaire()
    DraftItem.objects.filter(questionnaire=questionnaire, name="note").delete()

    version = publish(questionnaire, now=now, researcher=None)

    assert version.number == 2
    assert [item.name for item in version.parsed().items] == ["stress", "company", "sleep"]
    assert questionnaire.latest_version() == version


def test_a_change_of_the_draft_leaves_the_published_version_as_it_is() -> None:
    questionnaire = make_questionnaire()
    before = QuestionnaireVersion.objects.get().definition

    questionnaire.draft_items.update(text={"en": "changed", "pl": "zmiana"})

    assert QuestionnaireVersion.objects.get().definition == before


def test_the_database_refuses_to_change_a_published_version() -> None:
    version = make_questionnaire().versions.get()

    with pytest.raises(IntegrityError, match="cannot be changed"):
        QuestionnaireVersion.objects.filter(pk=version.pk).update(definition={})


def test_an_unchanged_draft_is_not_published_again(now: datetime) -> None:
    questionnaire = make_questionnaire()

    with pytest.raises(NothingToPublish, match=r"Nothing has changed since version 1\."):
        publish(questionnaire, now=now, researcher=None)

    assert questionnaire.versions.count() == 1


def test_a_draft_without_items_is_refused(now: datetime) -> None:
    questionnaire = Questionnaire.objects.create(name="Empty", slug="empty", title={"en": "Empty"})

    with pytest.raises(IncompleteDraft, match="has no items yet"):
        publish(questionnaire, now=now, researcher=None)


def test_each_fault_of_a_draft_is_a_sentence_with_its_item(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.draft_items.filter(name="stress").update(settings={"min": 0})
    questionnaire.draft_items.filter(name="company").update(settings={"options": []})

    with pytest.raises(IncompleteDraft) as refused:
        publish(questionnaire, now=now, researcher=None)

    assert refused.value.faults == [
        "item stress, min_label: Field required.",
        "item stress, max_label: Field required.",
        "item company, options: Tuple should have at least 2 items after validation, not 0.",
    ]


def test_each_missing_translation_is_a_sentence_with_its_item(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.draft_items.filter(name__in=["sleep", "note"]).update(text={"en": "text"})

    with pytest.raises(IncompleteDraft) as refused:
        publish(questionnaire, now=now, researcher=None)

    assert refused.value.faults == [
        "item sleep: the text in pl is missing.",
        "item note: the text in pl is missing.",
    ]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_publish_at_once_one_makes_a_version_and_the_others_are_refused(
    now: datetime,
) -> None:
    questionnaire = make_questionnaire(published=False)
    start = Barrier(6)

    def publish_with_the_others(_: int) -> object:
        connection.ensure_connection()
        start.wait()
        try:
            return publish(questionnaire, now=now, researcher=None).number
        except NothingToPublish:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:
        outcomes = list(crowd.map(publish_with_the_others, range(6)))

    assert sorted(map(str, outcomes)) == ["1", *["refused"] * 5]
    assert questionnaire.versions.count() == 1
