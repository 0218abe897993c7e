from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.participants.models import Consent, Participant
from esmpress.participants.portal_links import revoke_links
from esmpress.prompts import stopping
from esmpress.prompts.planning import plan_study
from esmpress.responses import intake
from esmpress.studies.models import ConsentDocument, FeedbackChart, Study
from esmpress.withdrawal import Level, withdraw
from tests.api.conftest import At
from tests.api.portal import act, look, token_of
from tests.factories import (
    ANSWERS,
    FIXED,
    make_participant,
    make_prompt,
    make_schedule,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db

EVENT = {"kind": "on_event", "days": 7, "response_window_minutes": 30}
DAY = timedelta(days=1)


@pytest.fixture
def participant(at: At, now: datetime) -> Participant:
    """Somebody on their first day, at 10:00 where they are."""
    at(now)
    participant = make_participant(language="pl")
    plan_study(participant.study, now=now)
    return participant


def page_of(participant: Participant, now: datetime) -> Any:
    answer = look(token_of(participant, now=now))
    assert answer.status_code == 200
    return answer.json()


def test_the_page_says_where_a_participant_stands(participant: Participant, now: datetime) -> None:
    make_prompt(participant, status="expired")

    page = page_of(participant, now)

    assert page["study"]["name"]["pl"] == "Tydzień z emocjami"
    assert (page["status"], page["language"], page["languages"]) == ("enrolled", "pl", ["en", "pl"])
    assert (page["day"], page["days"], page["gets_mail"]) == (1, 7, True)
    assert page["compliance"] == {"answered": 0, "missed": 1, "share": 0.0}
    assert page["per_day"] == [{"day": 1, "date": "2027-01-11", "answered": 0, "missed": 1}]
    assert page["may_withdraw"] == ["stop", "forget", "exclude", "erase"]


@pytest.mark.parametrize(("days", "words"), [(0, "today"), (1, "tomorrow"), (2, "2027-01-13")])
def test_the_next_mail_is_a_day_and_never_a_time(
    days: int, words: str, at: At, now: datetime
) -> None:
    at(now)
    participant = make_participant()
    make_prompt(participant, scheduled_at=now + days * DAY + timedelta(hours=2))

    assert page_of(participant, now)["next_mail"] == words


def test_the_page_is_kept_nowhere(participant: Participant, now: datetime) -> None:
    answer = look(token_of(participant, now=now))

    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("token", ["", "x" * 56, "../../etc/passwd"])
def test_a_link_nobody_made_is_unknown(token: str, at: At, now: datetime, db: None) -> None:
    at(now)

    answer = look(token)

    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-link")


def test_an_old_link_says_so_and_a_revoked_one_nothing(
    participant: Participant, at: At, now: datetime
) -> None:
    token = token_of(participant, now=now)
    at(now + 14 * DAY)
    old = look(token)
    revoke_links(participant)

    assert (old.status_code, old.json()["type"]) == (410, "/problems/link-expired")
    assert look(token).status_code == 404


@pytest.mark.parametrize(("level", "status"), [("stop", 200), ("forget", 404), ("erase", 404)])
def test_who_has_withdrawn_has_a_page_only_as_long_as_they_are_known(
    level: str, status: int, participant: Participant, now: datetime
) -> None:
    token = token_of(participant, now=now)
    withdraw(participant, Level(level), now=now)

    answer = look(token)

    assert answer.status_code == status
    if status == 200:
        page = answer.json()
        assert (page["status"], page["day"], page["next_mail"]) == ("withdrawn", None, None)
        assert page["may_withdraw"] == ["forget", "exclude", "erase"]


def test_events_lead_to_their_pages_while_they_can_be_reported(
    participant: Participant, at: At, now: datetime
) -> None:
    make_schedule(participant.study, name="alarm", scheme=EVENT)
    [event] = page_of(participant, now)["events"]
    at(now + 7 * DAY)

    assert event["path"].startswith("/e/")
    assert event["title"] == {"en": "text", "pl": "tekst"}
    assert page_of(participant, now + 7 * DAY)["events"] == []


def test_consents_are_listed_with_their_choices(participant: Participant, now: datetime) -> None:
    document = ConsentDocument.objects.create(
        study=participant.study,
        number=2,
        title={"en": "Consent"},
        text={"en": "I agree."},
        purposes=[{"name": "data", "text": {"en": "Data"}, "required": True}],
        published_at=now,
    )
    Consent.objects.create(
        participant=participant,
        document=document,
        choices={"data": True},
        language="en",
        given_at=now,
    )

    assert page_of(participant, now)["consents"] == [
        {
            "version": 2,
            "title": {"en": "Consent"},
            "given_at": "2027-01-11T09:00:00Z",
            "purposes": {"data": True},
        }
    ]


def test_a_page_with_everything_on_it_takes_at_most_twelve_statements(
    participant: Participant, now: datetime
) -> None:
    study = participant.study
    make_schedule(study, name="alarm", scheme=EVENT)
    make_schedule(study, name="evening", scheme=FIXED | {"times": ["20:00"]})
    prompt, _ = make_sent_prompt(participant)
    intake.submit(prompt, ANSWERS, language="en", now=now)
    Study.objects.update(feedback_rule="after_answers", feedback_after=1)
    for column in ("stress", "sleep"):
        FeedbackChart.objects.create(
            study=study, questionnaire=prompt.schedule.questionnaire, column=column
        )
    token = token_of(participant, now=now)

    with CaptureQueriesContext(connection) as statements:
        page = look(token).json()

    assert len(page["feedback"]) == 2
    assert len(page["events"]) == 1
    assert len(statements) <= 12


def test_a_study_that_was_not_launched_waits(at: At, now: datetime, db: None) -> None:
    at(now)
    participant = make_participant(make_study(launched_at=None), start_date=None)

    page = page_of(participant, now)

    assert (page["status"], page["day"], page["days"]) == ("waiting", None, None)


def test_it_is_over_with_the_study(participant: Participant, now: datetime) -> None:
    stopping.end_study(participant.study, now=now)

    assert page_of(participant, now)["status"] == "over"


def test_a_pause_shows_its_end(participant: Participant, now: datetime) -> None:
    page = act(token_of(participant, now=now), "pause", {"until": "2027-01-15"}).json()

    assert (page["status"], page["paused_until"]) == ("paused", date(2027, 1, 15).isoformat())
