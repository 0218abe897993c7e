from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection

from esmpress.questionnaires.models import (
    DraftItem,
    DraftRotation,
    Questionnaire,
    QuestionnaireVersion,
)
from esmpress.questionnaires.publishing import (
    IncompleteDraft,
    NothingToPublish,
    draft_fields,
    publish,
)
from tests.factories import BOTH, make_questionnaire

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


def test_pages_items_and_rotations_are_published_as_they_stand(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    mood = questionnaire.draft_pages.get()
    evening = questionnaire.add_page(
        name="evening", title=BOTH, show_if="stress > 50", end_if="company == 1", shuffle=True
    )
    DraftRotation.objects.create(questionnaire=questionnaire, name="some", method="in_turn")
    for name in ("tea", "coffee"):
        questionnaire.add_item(page=evening, name=name, kind="number", text=BOTH, rotation="some")
    questionnaire.add_item(
        page=mood,
        name="twice",
        kind="computed",
        text=BOTH,
        settings={"formula": "stress * 2"},
    )

    published = publish(questionnaire, now=now, researcher=None).parsed()

    assert [[item.name for item in page.items] for page in published.pages] == [
        ["stress", "company", "sleep", "note", "twice"],
        ["tea", "coffee"],
    ]
    assert (published.pages[0].name, published.pages[1].title) == ("page_1", BOTH)
    assert str(published.pages[1].show_if) == "stress > 50"
    assert published.rotations[0].method == "in_turn"
    assert published.items[-1].rotation == "some"


def test_pages_and_items_are_published_in_the_order_of_their_positions(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.add_page(name="first", position=0)
    questionnaire.draft_pages.filter(name="page_1").update(position=1)
    first = questionnaire.draft_pages.get(name="first")
    questionnaire.draft_items.filter(name="note").update(page=first, position=5)
    questionnaire.draft_items.filter(name="sleep").update(page=first, position=2)

    published = publish(questionnaire, now=now, researcher=None).parsed()

    assert [item.name for item in published.items] == ["sleep", "note", "stress", "company"]


def test_an_item_moved_to_another_page_makes_another_version(now: datetime) -> None:
    questionnaire = make_questionnaire()
    page = questionnaire.add_page()
    questionnaire.draft_items.filter(name="note").update(page=page)

    version = publish(questionnaire, now=now, researcher=None)

    assert (version.number, page.name) == (2, "page_2")


def test_a_page_without_items_is_refused(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.add_page(name="empty")

    with pytest.raises(IncompleteDraft) as refused:
        publish(questionnaire, now=now, researcher=None)

    assert refused.value.faults == ["page empty, items: there are none."]


@pytest.mark.parametrize(
    ("where", "fields", "sentence"),
    [
        (
            "item",
            {"show_if": "strss > 1"},
            "item note, show if: there is no item strss; did you mean stress?",
        ),
        ("item", {"show_if": "stress >"}, "item note, show_if: "),
        ("item", {"settings": {"max_length": 0}}, "item note, max_length: "),
        ("item", {"rotation": "some"}, "item note: there is no rotation some."),
        (
            "item",
            {"ask_again": True, "required": True},
            "item note: what is required is not asked again when skipped.",
        ),
        (
            "page",
            {"show_if": "stress > 1"},
            "page page_1, show if: item stress is on the page itself.",
        ),
        ("page", {"end_if": "stress >"}, "page page_1, end_if: "),
        ("page", {"title": {"en": "Mood"}}, "page page_1: the text in pl is missing."),
    ],
)
def test_a_fault_of_a_draft_is_told_once_with_its_place(
    where: str, fields: dict[str, Any], sentence: str, now: datetime
) -> None:
    questionnaire = make_questionnaire(published=False)
    rows = questionnaire.draft_items.filter(name="note")
    (rows if where == "item" else questionnaire.draft_pages).update(**fields)

    with pytest.raises(IncompleteDraft) as refused:
        publish(questionnaire, now=now, researcher=None)

    (fault,) = refused.value.faults
    assert fault == sentence or (sentence.endswith(": ") and fault.startswith(sentence))
    assert fault.endswith((".", "?"))


def test_a_version_of_before_there_were_pages_counts_as_the_same_draft(now: datetime) -> None:
    questionnaire = make_questionnaire(published=False)
    fields = draft_fields(questionnaire)
    old = {"title": fields["title"], "introduction": None, "items": fields["pages"][0]["items"]}
    questionnaire.versions.create(
        number=1, definition=old, content_hash="of another day", published_at=now
    )

    with pytest.raises(NothingToPublish):
        publish(questionnaire, now=now, researcher=None)


def test_a_new_page_gets_the_first_name_that_is_free() -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.add_page(name="page_2")

    names = [questionnaire.add_page().name, questionnaire.add_page().name]

    assert names == ["page_3", "page_4"]


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


def test_a_version_is_parsed_once_however_often_it_is_read() -> None:
    version = make_questionnaire().versions.get()

    first = QuestionnaireVersion.objects.get(pk=version.pk).parsed()

    assert QuestionnaireVersion.objects.get(pk=version.pk).parsed() is first


def test_a_version_with_the_key_of_another_is_read_for_itself() -> None:
    version = make_questionnaire().versions.get()
    other = QuestionnaireVersion(
        pk=version.pk,
        definition=version.definition | {"title": {"en": "Other", "pl": "Inny"}},
        content_hash="of the other",
    )

    assert other.parsed().title == {"en": "Other", "pl": "Inny"}
    assert version.parsed().title == BOTH
