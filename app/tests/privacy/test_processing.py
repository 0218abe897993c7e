from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
import sentry_sdk
from django.core.management import call_command
from django.db import connection
from pytest_django import Settings

from esmpress.privacy.document import processing_document
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import RetentionRule, Role
from tests.alerts.builders import make_rule
from tests.factories import BOTH, make_member, make_participant, make_questionnaire, make_study
from tests.joining.builders import make_joining

pytestmark = pytest.mark.django_db


def test_it_tells_who_is_asked_what_for_which_purposes(now: datetime) -> None:
    study = make_study(arms={"app": 1, "control": 1}, strata=["clinic"])
    make_joining(study)
    make_participant(study, stratum="clinic")
    make_member(study, Role.ANALYST)

    text = processing_document(study, now=now)

    assert "- Contact of the study: Dr Nowak, nowak@example.org" in text
    assert "People agree to version 1 of the consent" in text
    assert "- 1 participant\n" in text
    assert "(version 1): 4 items, of them free texts: 1, photos: 0" in text
    assert "analyst: 1" in text
    assert "The stratum, such as the clinic" in text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"SENDGRID_API_KEY": "k"}, "api.sendgrid.com, processed in the United States"),
        ({"SENDGRID_API_KEY": "k", "SENDGRID_EU": True}, "processed in the European Union"),
        ({"EMAIL_HOST": "mail.uni.example"}, "mail server: mail.uni.example, [place, contract]"),
        ({"SECURE_SSL_REDIRECT": False}, "WITHOUT TLS: pages"),
        ({"SECURE_SSL_REDIRECT": True}, "Pages are served by TLS alone"),
        ({"EMAIL_USE_TLS": False, "EMAIL_USE_SSL": False}, "Mail leaves WITHOUT TLS"),
        ({"REQUIRE_SECOND_FACTOR": "never"}, "A second factor is NOT asked for"),
        ({"REQUIRE_SECOND_FACTOR": "owners"}, "Owners of studies need a second factor"),
        ({"REQUIRE_SECOND_FACTOR": "all"}, "Everybody who works in the study needs"),
    ],
)
def test_it_tells_what_is_configured(
    changes: dict[str, Any], told: str, settings: Settings, now: datetime
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)

    assert told in processing_document(make_study(), now=now)


@pytest.mark.parametrize(
    ("host", "region"),
    [
        ("o1.ingest.de.sentry.io", "European Union"),
        ("o1.ingest.us.sentry.io", "United States"),
        ("o1.ingest.sentry.io", "United States"),
        ("sentry.uni.example", "[place, contract]"),
    ],
)
def test_it_tells_where_error_reports_go(host: str, region: str, now: datetime) -> None:
    with sentry_sdk.isolation_scope():
        sentry_sdk.get_isolation_scope().set_client(
            sentry_sdk.Client(dsn=f"https://of-nobody@{host}/1", default_integrations=False)
        )

        text = processing_document(make_study(), now=now)

    assert f"{host}, " in text
    assert region in next(line for line in text.splitlines() if host in line)
    assert "of-nobody" not in text


def test_it_tells_how_long_each_class_is_kept(now: datetime) -> None:
    study = make_study()
    RetentionRule.objects.create(study=study, data="contact", days=90, counted_from="participant")

    text = processing_document(study, now=now)

    assert "- Contact data: 90 days after each participant's own end" in text
    assert "- Answers and photos: no rule; [until when]" in text


def test_the_fact_sheet_names_the_signs_of_risk_that_are_there(now: datetime) -> None:
    asked = make_questionnaire(published=False)
    asked.add_item(name="meal", kind="photo", text=BOTH)
    publish(asked, now=now, researcher=None)
    study, plain = make_study(questionnaire=asked), make_study()
    make_rule(study, "risk")

    risky, harmless = (processing_document(one, now=now) for one in (study, plain))

    assert "on which people and places can be known: 1" in risky
    assert "watched for what needs a human, by so many rules: 1" in risky
    assert "can be known" not in harmless
    assert "watched" not in harmless


def test_it_tells_whether_the_application_could_change_the_trail(now: datetime) -> None:
    study = make_study()
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE of_the_test_reader")
        cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO of_the_test_reader")
        as_owner = processing_document(study, now=now)
        cursor.execute("SET LOCAL ROLE of_the_test_reader")
        as_app = processing_document(study, now=now)
        cursor.execute("RESET ROLE")

    assert "works as the OWNER" in as_owner
    assert "The database refuses the application changes" in as_app


def test_the_command_writes_it_in_polish() -> None:
    study, out = make_study(), StringIO()

    call_command("processing_record", study.slug, "--language", "pl", stdout=out)

    assert out.getvalue().startswith("# Rejestr czynności przetwarzania: ")


def test_tokens_that_are_over_are_not_counted(now: datetime) -> None:
    text = processing_document(make_study(), now=now + timedelta(days=1))

    assert "by tokens" not in text
