from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from datetime import date, datetime
from threading import Barrier
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.design import NoVersion, Protocol
from esmpress.studies.launching import (
    AlreadyLaunched,
    NotReady,
    launch,
    warnings_for_launch,
)
from esmpress.studies.models import Schedule, ScheduleVersion, Study
from tests.factories import EVERY_DAY, FIXED, RANDOM, make_questionnaire, make_study

pytestmark = pytest.mark.django_db


def make_draft(**fields: Any) -> Study:
    return make_study(launched_at=None, **fields)


def reasons(study: Study, now: datetime) -> list[str]:
    with pytest.raises(NotReady) as refused:
        launch(study, now=now)
    study.refresh_from_db()
    assert study.launched_at is None
    return refused.value.reasons


def test_a_ready_study_runs_from_its_launch_on(now: datetime) -> None:
    study = make_draft()

    launch(study, now=now)

    assert study.launched_at == now
    assert study.is_running
    assert list(Study.objects.running()) == [study]


def test_a_study_is_launched_once(now: datetime) -> None:
    study = make_draft()
    launch(study, now=now)

    with pytest.raises(AlreadyLaunched, match="“Affect week” was launched before"):
        launch(study, now=now.replace(year=2028))

    study.refresh_from_db()
    assert study.launched_at == now


@pytest.mark.django_db(transaction=True)
def test_two_who_launch_at_once_launch_once(now: datetime) -> None:
    study = make_draft()
    start = Barrier(2)

    def launch_with_the_other(_: int) -> str:
        mine = Study.objects.get(pk=study.pk)
        start.wait()
        try:
            launch(mine, now=now)
        except AlreadyLaunched:
            return "refused"
        finally:
            connection.close()
        return "launched"

    with ThreadPoolExecutor(2) as both:
        outcomes = list(both.map(launch_with_the_other, range(2)))

    assert sorted(outcomes) == ["launched", "refused"]


def test_a_study_without_a_schedule_is_not_launched(now: datetime) -> None:
    study = make_draft()
    study.schedules.all().delete()

    assert reasons(study, now) == ["The study has no schedule yet."]


def test_a_study_without_a_published_questionnaire_is_not_launched(now: datetime) -> None:
    study = make_draft(questionnaire=make_questionnaire(published=False))

    assert reasons(study, now) == [
        "Schedule “moments”: the questionnaire “Affect” has no published version. Publish it first."
    ]


def test_a_study_in_a_language_its_questionnaire_lacks_is_not_launched(now: datetime) -> None:
    english = make_questionnaire(published=False, title={"en": "text"})
    english.draft_items.exclude(name="sleep").delete()
    english.draft_items.update(text={"en": "text"})
    publish(english, now=now, researcher=None)
    study = make_draft(questionnaire=english)

    assert reasons(study, now) == [
        "Schedule “moments”: the published questionnaire “Affect” has no texts in pl."
    ]


def test_the_newest_version_of_a_questionnaire_counts(now: datetime) -> None:
    asked = make_questionnaire()
    asked.draft_items.exclude(name="sleep").delete()
    asked.draft_items.update(text={"en": "text"})
    Questionnaire.objects.filter(pk=asked.pk).update(title={"en": "text"})
    publish(Questionnaire.objects.get(pk=asked.pk), now=now, researcher=None)
    study = make_draft(questionnaire=asked)

    assert reasons(study, now) == [
        "Schedule “moments”: the published questionnaire “Affect” has no texts in pl."
    ]


def test_a_study_without_a_title_in_each_language_is_not_launched(now: datetime) -> None:
    study = make_draft(title={"en": "A week of feelings", "pl": ""})

    assert reasons(study, now) == ["The study's title in pl is missing."]


def test_an_infeasible_schedule_is_refused_with_its_block_and_its_gap(now: datetime) -> None:
    study = make_draft(scheme=RANDOM | {"blocks": 9, "min_gap_minutes": 90})

    (reason,) = reasons(study, now)

    assert reason.startswith("Schedule “moments”: Block 9 (19:40-21:00) cannot hold a prompt")
    assert "with prompts at least 90 minutes apart (min_gap_minutes)" in reason


@pytest.mark.parametrize(
    ("scheme", "said"),
    [
        (FIXED | {"times": []}, "times: list at least 1"),
        (FIXED | {"times": ["25:00"]}, "times, entry 1"),
        ({"kind": "sometimes"}, "kind: write fixed, random, random_in_blocks"),
        ({}, "kind: this field is missing"),
    ],
)
def test_a_malformed_schedule_is_refused_with_its_field(
    scheme: dict[str, Any], said: str, now: datetime
) -> None:
    study = make_draft(scheme=scheme)

    (reason,) = reasons(study, now)

    assert reason.startswith(f"Schedule “moments”: {said}")


def test_all_reasons_are_given_at_once(now: datetime) -> None:
    study = make_draft(title={}, scheme={}, questionnaire=make_questionnaire(published=False))

    assert len(reasons(study, now)) == 3


def test_a_day_the_clock_change_makes_impossible_is_announced_before_launch() -> None:
    window = {"weekdays": EVERY_DAY, "from": "00:00", "to": "03:00"}
    study = make_draft(scheme=RANDOM | {"windows": [window], "blocks": 3, "min_gap_minutes": 80})

    warnings = warnings_for_launch(study, today=date(2027, 1, 1))

    assert len(warnings) == 1
    assert warnings[0].startswith("On the clock change of 2027-03-28 prompts will be missing: ")


def test_an_ordinary_design_is_launched_without_a_warning() -> None:
    study = make_draft(scheme=RANDOM)

    warnings = warnings_for_launch(study, today=date(2027, 1, 1))

    assert warnings == []


def add_evening(study: Study) -> Schedule:
    questionnaire = study.schedules.get(name="moments").questionnaire
    return Schedule.objects.create(
        study=study, name="evening", questionnaire=questionnaire, scheme=FIXED
    )


def test_the_database_refuses_to_change_the_schedules_of_a_launched_study(now: datetime) -> None:
    study = make_draft()
    launch(study, now=now)

    for change in (
        lambda: add_evening(study),
        lambda: study.schedules.update(name="other"),
        lambda: study.schedules.update(questionnaire=make_questionnaire()),
        lambda: ScheduleVersion.objects.all().delete() and study.schedules.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="launched study"), transaction.atomic():
            change()
    study.schedules.update(scheme=RANDOM)

    assert [(one.name, one.scheme) for one in study.schedules.all()] == [("moments", RANDOM)]


@pytest.mark.django_db(transaction=True)
def test_a_schedule_saved_at_the_moment_of_the_launch_is_refused(now: datetime) -> None:
    study = make_draft()

    def save_in_another_browser() -> None:
        try:
            add_evening(study)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            launch(study, now=now)
            saving = other.submit(save_in_another_browser)
            with pytest.raises(FutureTimeout):
                saving.result(timeout=0.3)
        with pytest.raises(IntegrityError, match="launched study"):
            saving.result(timeout=10)

    assert study.schedules.get().versions.count() == 1


def test_a_launched_schedule_without_a_version_is_an_error_and_not_left_out(now: datetime) -> None:
    study = make_draft()
    launch(study, now=now)
    ScheduleVersion.objects.all().delete()

    with pytest.raises(NoVersion, match="no version of the schedule applies on 2027-01-12"):
        Protocol(study).versions_on(date(2027, 1, 12))
