from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from esmpress.console.preview.assuming import assume, seconds_by_schedule
from esmpress.questionnaires.models import DraftItem, Questionnaire
from tests.factories import make_questionnaire, make_study

pytestmark = pytest.mark.django_db
CLEANED = {
    "participants": 10,
    "time_zones": (ZoneInfo("Europe/Warsaw"),),
    "first_joining": date(2027, 3, 20),
    "last_joining": date(2027, 3, 22),
    "wake": None,
    "arm": "",
    "hourly_limit": 0,
}


def test_the_seed_is_not_the_study_s_so_that_nobody_s_plan_is_shown() -> None:
    study, other = make_study(seed="00" * 16), make_study(seed="11" * 16)

    seeds = {assume(one, CLEANED).seed for one in (study, study, other)}

    assert len(seeds) == 2
    assert study.seed_bytes not in seeds


def test_a_questionnaire_takes_the_time_of_its_published_version() -> None:
    questionnaire = make_questionnaire()
    study = make_study(questionnaire=questionnaire)
    before = seconds_by_schedule(study)

    DraftItem.objects.filter(questionnaire=questionnaire).delete()

    assert before[study.schedules.get().pk] > 10
    assert seconds_by_schedule(study) == before


def test_a_draft_counts_until_it_is_published() -> None:
    study = make_study(questionnaire=make_questionnaire(published=False))

    assert seconds_by_schedule(study)[study.schedules.get().pk] > 10


def test_a_questionnaire_without_items_takes_an_unknown_time() -> None:
    empty = Questionnaire.objects.create(name="Empty", slug="empty", title={"en": "x"})

    assert seconds_by_schedule(make_study(questionnaire=empty)) == {}
