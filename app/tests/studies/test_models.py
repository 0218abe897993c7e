from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from esmpress.studies.models import Schedule, Study, check_time_zone
from tests.factories import LAUNCHED_AT, RANDOM, make_study

pytestmark = pytest.mark.django_db


def test_each_study_gets_a_seed_of_its_own() -> None:
    first, second = (Study.objects.create(slug=slug, languages=["en"]) for slug in "ab")

    assert len(first.seed_bytes) == 16
    assert first.seed != second.seed


@pytest.mark.parametrize("name", ["Europe/Warsaw", "America/New_York", "UTC"])
def test_a_known_time_zone_is_accepted(name: str) -> None:
    check_time_zone(name)


@pytest.mark.parametrize("name", ["", "Warsaw", "europe/warsaw", "../etc/passwd", "+01:00"])
def test_an_unknown_time_zone_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="is not a time zone; write one like Europe/Warsaw"):
        check_time_zone(name)


def test_the_database_refuses_a_study_without_languages() -> None:
    with pytest.raises(IntegrityError, match="study_has_a_language"):
        make_study(languages=[])


def test_the_database_refuses_a_study_that_ends_before_its_launch(now: datetime) -> None:
    with pytest.raises(IntegrityError, match="study_ends_after_launch"):
        make_study(ended_at=LAUNCHED_AT - timedelta(seconds=1))


def test_a_draft_and_an_ended_study_do_not_run(now: datetime) -> None:
    make_study(launched_at=None)
    make_study(ended_at=now)

    assert not Study.objects.running().exists()


def test_a_schedule_that_can_never_be_satisfied_is_not_clean() -> None:
    schedule = Schedule(scheme=RANDOM | {"min_gap_minutes": 500})

    with pytest.raises(ValidationError, match=r"min_gap_minutes"):
        schedule.clean()
