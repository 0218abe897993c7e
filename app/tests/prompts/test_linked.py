"""What the one statement of a link reads, compared with what the models read themselves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db.models import Model

from esmpress.prompts import lifecycle, links
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import NothingPublished, version_shown, version_to_show
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.responses.drafts import Change, draft_of, save_draft
from esmpress.responses.models import Draft
from tests.factories import (
    FIXED,
    make_participant,
    make_questionnaire,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db


def values(row: Model | None, *, like: Model | None) -> dict[str, Any]:
    """The columns of a row that were read of another, by name."""
    assert row is not None
    assert like is not None
    names = {field.attname for field in row._meta.concrete_fields} - like.get_deferred_fields()
    return {name: getattr(row, name) for name in names}


def publish_again(*, now: datetime) -> None:
    questionnaire = Questionnaire.objects.get()
    questionnaire.draft_items.filter(name="note").delete()
    publish(questionnaire, now=now, researcher=None)


def test_a_link_reads_the_rows_as_they_are_in_one_statement(
    now: datetime, django_assert_num_queries: Any
) -> None:
    prompt, token = make_sent_prompt(make_participant(make_study()))
    lifecycle.mark_opened(prompt, now=now)
    save_draft(prompt, [Change("stress", 63, 20)], version=1, page="page_1", now=now)

    with django_assert_num_queries(1):
        found = links.find_prompt(token)
        rows = [found, found.participant, found.participant.study, found.schedule, draft_of(found)]
        read = [values(row, like=row) for row in rows]

    fresh = Prompt.objects.get()
    of_fresh = [fresh.participant, fresh.participant.study, fresh.schedule, Draft.objects.get()]
    pairs = zip([fresh, *of_fresh], rows, strict=True)
    assert read == [values(row, like=one) for row, one in pairs]
    assert found.schedule.study is found.participant.study


def test_a_prompt_without_a_draft_is_not_asked_about_it_again(
    django_assert_num_queries: Any,
) -> None:
    _, token = make_sent_prompt()

    with django_assert_num_queries(1):
        assert draft_of(links.find_prompt(token)) is None


def test_a_link_comes_with_the_newest_version_until_it_is_opened(
    now: datetime, django_assert_num_queries: Any
) -> None:
    _, token = make_sent_prompt()
    publish_again(now=now)

    with django_assert_num_queries(1):
        newest = version_to_show(links.find_prompt(token))

    assert newest.number == 2
    assert newest == Questionnaire.objects.get().latest_version()


def test_a_link_comes_with_the_version_it_was_opened_with(
    now: datetime, django_assert_num_queries: Any
) -> None:
    prompt, token = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now)
    publish_again(now=now)

    with django_assert_num_queries(1):
        found = links.find_prompt(token)
        assert version_shown(found, 1).number == 1

    assert found.questionnaire_version == version_to_show(prompt)


def test_the_version_is_that_of_the_prompt_even_where_another_device_opened_it_meanwhile(
    now: datetime,
) -> None:
    prompt, token = make_sent_prompt()
    found = links.find_prompt(token)
    lifecycle.mark_opened(prompt, now=now)
    publish_again(now=now)

    found.refresh_from_db(fields=lifecycle.STEPS)

    assert version_to_show(found).number == 1


def test_what_a_version_defines_is_read_once_in_a_process(django_assert_num_queries: Any) -> None:
    _, token = make_sent_prompt()
    first = version_to_show(links.find_prompt(token)).parsed()

    with django_assert_num_queries(1):
        again = version_to_show(links.find_prompt(token)).parsed()

    assert again is first


def test_a_link_to_a_questionnaire_that_was_never_published_has_nothing_to_show() -> None:
    study = make_study(questionnaire=make_questionnaire(published=False))
    _, token = make_sent_prompt(make_participant(study))

    with pytest.raises(NothingPublished):
        version_to_show(links.find_prompt(token))


@pytest.mark.parametrize("kind", ["follow_up", "fixed"])
def test_a_link_tells_whether_answers_may_lead_on(kind: str) -> None:
    follow_up = {
        "kind": "follow_up",
        "after": "moments",
        "delay_minutes": {"from": 15, "to": 30},
        "response_window_minutes": 20,
    }
    second = follow_up if kind == "follow_up" else FIXED
    make_sent_prompt(
        make_participant(make_study(schedules={"moments": FIXED, "second": follow_up}))
    )
    study = make_study(schedules={"moments": FIXED, "second": second})
    _, token = make_sent_prompt(make_participant(study))

    assert links.find_prompt(token).leads_on is (kind == "follow_up")
