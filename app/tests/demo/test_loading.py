from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from esmpress.accounts.models import Researcher
from esmpress.demo.loading import load_affect_study, load_now_study, load_researcher
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Study

pytestmark = pytest.mark.django_db
EVENING = datetime(2027, 1, 11, 22, 58, 31, tzinfo=UTC)  # 23:58:31 in Warsaw


def test_the_affect_study_runs_in_two_languages_with_prompts_ahead(now: datetime) -> None:
    study = load_affect_study(now=now)

    languages = {frozenset(v.parsed().languages) for v in QuestionnaireVersion.objects.all()}
    planned = Prompt.objects.filter(participant__study=study)
    assert study.is_running
    assert languages == {frozenset({"en", "pl"})}
    assert study.participants.count() == 4
    assert set(planned.values_list("schedule__name", flat=True)) == {"moments", "evening"}


def test_loading_the_affect_study_twice_changes_nothing(now: datetime) -> None:
    load_affect_study(now=now)
    counts = [model.objects.count() for model in (Study, Participant, Prompt)]

    load_affect_study(now=now.replace(hour=15))

    assert [model.objects.count() for model in (Study, Participant, Prompt)] == counts


@pytest.mark.parametrize("moment", [datetime(2027, 1, 11, 9, 0, 59, tzinfo=UTC), EVENING])
def test_the_now_study_asks_in_the_very_minute_it_is_loaded(moment: datetime) -> None:
    study = load_now_study(now=moment)

    due = Prompt.objects.filter(participant__study=study, scheduled_at__lte=moment)
    assert {prompt.scheduled_at for prompt in due} == {moment.replace(second=0)}
    assert due.count() == study.participants.count() == 2


def test_each_now_study_is_a_new_one(now: datetime) -> None:
    first = load_now_study(now=now)
    second = load_now_study(now=now.replace(second=1))

    assert first.slug != second.slug
    assert QuestionnaireVersion.objects.count() == 1


def test_the_researcher_can_log_in_with_the_newest_password() -> None:
    load_researcher("anna@example.org", "first password")
    load_researcher("Anna@example.org", "second password")

    client = Client()
    assert Researcher.objects.count() == 1
    assert not client.login(username="anna@example.org", password="first password")
    assert client.login(username="anna@example.org", password="second password")


def test_the_command_says_which_variable_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_EMAIL", "anna@example.org")
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    with pytest.raises(CommandError, match=r"^DEMO_PASSWORD is not set\.$"):
        call_command("load_demo")

    assert not Researcher.objects.exists()


def test_the_command_loads_both_studies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEMO_EMAIL", "anna@example.org")
    monkeypatch.setenv("DEMO_PASSWORD", "a long password")

    call_command("load_demo", "--now-study")

    assert Study.objects.running().count() == 2
