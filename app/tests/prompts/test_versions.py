from __future__ import annotations

from datetime import datetime

import pytest

from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import NothingPublished, OtherVersion, version_shown, version_to_show
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from tests.factories import (
    make_participant,
    make_prompt,
    make_questionnaire,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db


def publish_version_2(*, now: datetime) -> None:
    """Another version of the only questionnaire there is."""
    questionnaire = Questionnaire.objects.get()
    questionnaire.draft_items.filter(name="note").delete()
    publish(questionnaire, now=now, researcher=None)


def test_a_prompt_that_waits_shows_the_newest_version(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    publish_version_2(now=now)

    assert version_to_show(prompt).number == 2


def test_a_prompt_opened_before_keeps_its_version_when_a_new_one_is_published(
    now: datetime,
) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now)
    publish_version_2(now=now)

    version = version_to_show(prompt)

    assert version.number == 1


def test_opening_freezes_the_version_the_page_shows(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    publish_version_2(now=now)

    lifecycle.mark_opened(prompt, version=version_shown(prompt, 1), now=now)

    assert version_to_show(Prompt.objects.get()).number == 1


def test_opening_again_with_another_version_keeps_the_first(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    publish_version_2(now=now)
    lifecycle.mark_opened(prompt, version=version_shown(prompt, 1), now=now)

    lifecycle.mark_opened(prompt, version=version_shown(prompt, 2), now=now)

    assert version_to_show(prompt).number == 1


def test_a_version_of_another_questionnaire_is_none_of_the_prompts(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    publish_version_2(now=now)
    other = make_sent_prompt(make_participant(make_study()))[0]

    with pytest.raises(OtherVersion):
        version_shown(other, 2)
    assert version_shown(prompt, 2).number == 2


def test_a_questionnaire_without_a_version_has_nothing_to_show() -> None:
    study = make_study(questionnaire=make_questionnaire(published=False))
    prompt = make_prompt(make_participant(study))

    with pytest.raises(NothingPublished):
        version_to_show(prompt)
