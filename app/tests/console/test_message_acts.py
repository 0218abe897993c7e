from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import Notification
from tests.console import forms
from tests.console.test_rights import browser_with
from tests.delivery.builders import invitation_of, make_notification
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
RIGHTS = {
    "studies.view_study",
    "participants.change_participant",
    "delivery.view_notification",
}
WHY = {"reason": "the key was wrong"}


def url_of(act: str, *rows: Notification, **query: str) -> str:
    study = rows[0].prompt.participant.study_id
    asked = urlencode({"act": act, "row": [row.pk for row in rows], **query}, doseq=True)
    return f"{reverse('admin:studies_study_message_acts', args=[study])}?{asked}"


def failed(*, status: str = "failed") -> Notification:
    """An invitation of a running window that can be tried again."""
    now = timezone.now()
    ended = {"status": "not_sent", "status_reason": "delivery_failed"}
    in_doubt = {"status": "sent", "status_reason": "uncertain", "sent_at": now}
    prompt = make_prompt(
        scheduled_at=now - timedelta(minutes=1), **ended if status == "failed" else in_doubt
    )
    return make_notification(prompt, status=status, uncertain_at=now)


def test_looking_says_what_will_happen_and_changes_nothing(admin: Client) -> None:
    row = failed()

    page = admin.get(url_of("try_again", row)).content.decode()

    assert "P0001, invitation" in page
    assert invitation_of(row.prompt).status == "failed"
    assert not LogEntry.objects.exists()


def test_trying_an_uncertain_message_again_warns_that_two_may_arrive(admin: Client) -> None:
    page = admin.get(url_of("try_again", failed(status="uncertain"))).content.decode()

    assert "it may arrive twice" in page


def test_trying_again_makes_it_due_and_notes_who_what_and_why(
    admin: Client, researcher: Researcher
) -> None:
    row = failed()

    said = forms.said(admin, url_of("try_again", row), WHY)

    assert said == "1 message tried again (P0001): the key was wrong"
    assert invitation_of(row.prompt).status == "due"
    study, people = LogEntry.objects.order_by("object_repr")
    assert study.change_message == said
    assert people.object_id == str(row.prompt.participant_id)
    assert people.change_message.startswith("Message tried again (invitation of ")
    assert people.change_message.endswith("): the key was wrong")
    assert {people.user_id, study.user_id} == {researcher.pk}


def test_nothing_happens_without_a_reason(admin: Client) -> None:
    row = failed()

    answer = admin.post(url_of("try_again", row), {"reason": " "})

    assert answer.status_code == 422
    assert invitation_of(row.prompt).status == "failed"


def test_calling_off_ends_what_waits_and_refuses_what_is_on_its_way(admin: Client) -> None:
    study = make_study()
    rows = [make_notification(make_prompt(make_participant(study))) for _ in range(3)]
    Notification.objects.filter(pk=rows[2].pk).update(
        status="handed_over", lease_until=timezone.now()
    )

    answer = admin.post(url_of("call_off", *rows), WHY)

    said = [str(message) for message in get_messages(answer.wsgi_request)]
    assert said == [
        "2 messages called off (P0001, P0002): the key was wrong",
        "P0003, invitation: A worker is sending it at this moment.",
    ]
    states = [invitation_of(row.prompt).status for row in rows]
    assert states == ["not_sent", "not_sent", "handed_over"]
    assert LogEntry.objects.count() == 3


def test_what_cannot_be_done_is_said_before(admin: Client) -> None:
    row = make_notification(status="delivered")

    page = admin.get(url_of("call_off", row)).content.decode()

    assert "Stays as it is: It has gone out." in page


def test_from_a_timeline_one_comes_back_to_it(admin: Client) -> None:
    row = make_notification()
    timeline = reverse("admin:participants_participant_timeline", args=[row.prompt.participant_id])

    answer = admin.post(url_of("call_off", row, **{"from": "timeline"}), WHY)

    assert answer["Location"] == timeline


@pytest.mark.parametrize("lacking", sorted(RIGHTS))
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_lacks_one_right_is_refused(method: str, lacking: str) -> None:
    row = make_notification()
    client = browser_with(RIGHTS - {lacking})

    answer = getattr(client, method)(url_of("call_off", row), WHY)

    assert answer.status_code == 403
    assert invitation_of(row.prompt).status == "planned"


def test_whoever_has_the_rights_may_act() -> None:
    row = make_notification()

    browser_with(RIGHTS).post(url_of("call_off", row), WHY)

    assert invitation_of(row.prompt).reason == "called_off"


@pytest.mark.parametrize("act", ["", "delete"])
def test_an_act_nobody_knows_is_refused(act: str, admin: Client) -> None:
    assert admin.get(url_of(act, make_notification())).status_code == 403


def test_rows_of_another_study_are_not_even_shown(admin: Client) -> None:
    mine, other = make_notification(), make_notification()
    query = urlencode({"act": "call_off", "row": [other.pk, "x", "-1"]}, doseq=True)
    url = reverse("admin:studies_study_message_acts", args=[mine.prompt.participant.study_id])

    answer = admin.post(f"{url}?{query}", WHY)

    assert "No message was chosen." in answer.content.decode()
    assert invitation_of(other.prompt).status == "planned"
