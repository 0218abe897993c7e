from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.console import message_acts
from esmpress.delivery.models import MessageAct, Notification
from esmpress.studies.models import Study
from tests.console import forms
from tests.console.browsers import browser_of
from tests.delivery.builders import invitation_of, make_notification
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
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
    assert study.change_message == "1 message tried again."
    assert people.object_id == str(row.prompt.participant_id)
    assert people.change_message.startswith("Message tried again (invitation of ")
    assert people.change_message.endswith("): the key was wrong")
    assert {people.user_id, study.user_id} == {researcher.pk}


def test_the_act_is_kept_with_the_message(admin: Client, researcher: Researcher) -> None:
    row = failed()

    admin.post(url_of("try_again", row), WHY)

    act = MessageAct.objects.get()
    assert (act.notification_id, act.researcher_id, act.why) == (
        row.pk,
        researcher.pk,
        *WHY.values(),
    )


def test_who_may_only_see_the_study_reads_of_nobody_in_its_history(admin: Client) -> None:
    row = failed()
    admin.post(url_of("try_again", row), {"reason": "P0001 rang, her mother is ill"})

    url = reverse("admin:studies_study_history", args=[row.prompt.participant.study_id])
    history = browser_of("observer").get(url).content.decode()

    assert "1 message tried again." in history
    assert "P0001" not in history
    assert "mother" not in history


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


def test_an_act_that_cannot_happen_is_not_offered(admin: Client) -> None:
    gone, waits = make_notification(status="delivered"), make_notification()
    sentence = "They stay unsent."

    cannot = admin.get(url_of("call_off", gone)).content.decode()
    can = admin.get(url_of("call_off", waits)).content.decode()

    assert "Nothing of this can be called off." in cannot
    assert "Nothing of this can be called off." not in can
    for part in ('name="reason"', '<form method="post" novalidate', sentence):
        assert part not in cannot
        assert part in can


def add_waiting(study: Study, count: int, **fields: Any) -> list[Notification]:
    return [make_notification(make_prompt(make_participant(study)), **fields) for _ in range(count)]


def url_of_all(act: str, study: Study, **query: str) -> str:
    asked = urlencode({"act": act, "all": "1", **query})
    return f"{reverse('admin:studies_study_message_acts', args=[study.pk])}?{asked}"


def test_all_of_a_study_are_called_off_at_a_press(admin: Client) -> None:
    study, other = make_study(), make_notification()
    rows = add_waiting(study, 105)
    gone = add_waiting(study, 1, status="delivered")[0]

    page = admin.get(url_of_all("call_off", study)).content.decode()
    said = forms.said(admin, url_of_all("call_off", study), WHY)

    assert "105 messages; the first 100 of them:" in page
    assert said.startswith("105 messages called off (P0001, P0002")
    assert {invitation_of(row.prompt).status for row in rows} == {"not_sent"}
    assert [invitation_of(row.prompt).status for row in (gone, other)] == ["delivered", "planned"]
    assert MessageAct.objects.count() == 105


def test_those_that_ended_alike_are_tried_again_at_a_press(admin: Client) -> None:
    one = failed()
    study = one.prompt.participant.study
    Notification.objects.update(reason="535 bad key")
    ended = {"status": "not_sent", "status_reason": "delivery_failed"}
    now = timezone.now()
    alike, unlike = (
        make_notification(
            make_prompt(make_participant(study), scheduled_at=now, **ended),
            status="failed",
            reason=reason,
        )
        for reason in ("535 bad key", "550 no such user")
    )

    admin.post(url_of_all("try_again", study, status="failed", reason="535 bad key"), WHY)

    states = [invitation_of(row.prompt).status for row in (one, alike, unlike)]
    assert states == ["due", "due", "failed"]


def test_what_a_press_leaves_out_is_told(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message_acts, "MOST_AT_ONCE", 2)
    study = make_study()
    rows = add_waiting(study, 3)
    chosen = url_of("call_off", *rows)

    for url in (url_of_all("call_off", study), chosen):
        assert "1 more stay as they are" in admin.get(url).content.decode()
    admin.post(url_of_all("call_off", study), WHY)

    assert Notification.objects.filter(status="planned").count() == 1
    assert "stay as they are" not in admin.get(url_of_all("call_off", study)).content.decode()


def test_from_a_timeline_one_comes_back_to_it(admin: Client) -> None:
    row = make_notification()
    timeline = reverse("admin:participants_participant_timeline", args=[row.prompt.participant_id])

    answer = admin.post(url_of("call_off", row, **{"from": "timeline"}), WHY)

    assert answer["Location"] == timeline


@pytest.mark.parametrize("role", ["editor", "analyst", "observer", "api"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_not_message_people_is_refused(method: str, role: str) -> None:
    row = make_notification()
    client = browser_of(role)

    answer = getattr(client, method)(url_of("call_off", row), WHY)

    assert answer.status_code == 403
    assert invitation_of(row.prompt).status == "planned"


def test_whoever_may_message_people_may_act() -> None:
    row = make_notification()

    browser_of("coordinator").post(url_of("call_off", row), WHY)

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
