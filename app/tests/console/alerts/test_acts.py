"""What is done about alerts: once, by whom, and told to nobody it is not for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.alerts.models import Alert
from esmpress.studies.models import Study
from tests.alerts.builders import make_alert, make_rule
from tests.console.browsers import browser_for
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora(study: Study) -> Researcher:
    """A coordinator."""
    return make_member(study, "coordinator", name="Cora")


@pytest.fixture
def client(cora: Researcher) -> Client:
    return browser_for(cora)


@pytest.fixture
def alert(study: Study) -> Alert:
    return make_alert(make_rule(study, "missed"))


def act(alert: Alert, name: str) -> str:
    return reverse(f"admin:alerts_alert_{name}", args=[alert.pk])


def test_acknowledging_keeps_who_when_and_the_note(
    client: Client, cora: Researcher, alert: Alert
) -> None:
    answer = client.post(act(alert, "acknowledge"), {"note": "I call them today."})

    alert.refresh_from_db()
    assert (alert.acknowledged_by, alert.note) == (cora, "I call them today.")
    assert alert.acknowledged_at is not None
    assert "today" not in str(answer.cookies)
    shown = client.get(answer["Location"]).content.decode()
    assert "acknowledged by Cora" in shown
    assert "I call them today." in shown


def test_a_look_changes_nothing(client: Client, alert: Alert) -> None:
    for name in ("acknowledge", "assign", "done"):
        assert client.get(act(alert, name)).status_code == 200

    alert.refresh_from_db()
    assert alert.is_open
    assert alert.acknowledged_at is None


def test_the_second_who_acknowledges_is_told_and_changes_nothing(
    client: Client, study: Study, alert: Alert
) -> None:
    client.post(act(alert, "acknowledge"), {"note": "first"})
    other = browser_for(make_member(study, "owner"))

    answer = other.post(act(alert, "acknowledge"), {"note": "second"}, follow=True)

    alert.refresh_from_db()
    assert alert.note == "first"
    assert "somebody else was first" in answer.content.decode()


def test_what_is_done_goes_to_the_history_once(
    client: Client, cora: Researcher, alert: Alert
) -> None:
    client.post(act(alert, "done"))
    alert.refresh_from_db()
    at = alert.done_at

    again = client.post(act(alert, "done"), follow=True)

    alert.refresh_from_db()
    assert (alert.done_by, alert.done_at) == (cora, at)
    assert not Alert.objects.open().exists()
    assert "somebody else was first" in again.content.decode()
    assert "done by Cora" in again.content.decode()


def test_an_alert_is_given_to_who_may_act_on_people(
    client: Client, study: Study, alert: Alert
) -> None:
    owner = make_member(study, "owner", name="Olga")
    analyst = make_member(study, "analyst", name="Ada")
    shown = client.get(act(alert, "assign")).content.decode()

    refused = client.post(act(alert, "assign"), {"who": analyst.pk})
    client.post(act(alert, "assign"), {"who": owner.pk})

    assert "Olga" in shown
    assert "Ada" not in shown
    assert refused.status_code == 422
    alert.refresh_from_db()
    assert alert.assigned_to == owner
    client.post(act(alert, "assign"), {"who": ""})
    alert.refresh_from_db()
    assert alert.assigned_to is None


def test_a_note_that_is_too_long_is_refused_whole(client: Client, alert: Alert) -> None:
    answer = client.post(act(alert, "acknowledge"), {"note": "x" * 501})

    assert answer.status_code == 422
    alert.refresh_from_db()
    assert alert.acknowledged_at is None


def test_the_trail_tells_who_acknowledged_and_not_whom_it_was_about(
    client: Client, cora: Researcher, alert: Alert
) -> None:
    client.post(act(alert, "acknowledge"), {"note": "I call P0001."})

    entry = AuditEntry.objects.get(act="update", subject_type="alerts_alert")
    assert (entry.researcher, entry.study) == (cora.pk, alert.study_id)
    assert entry.changes["acknowledged_by_id"] == [None, cora.pk]
    assert entry.changes["note"] == []
    assert "P0001" not in str(list(AuditEntry.objects.values_list("changes", "words")))


def test_the_history_tells_what_was_done(client: Client, alert: Alert) -> None:
    client.post(act(alert, "acknowledge"), {"note": "secret"})

    shown = client.get(reverse("admin:alerts_alert_history", args=[alert.pk])).content.decode()

    assert "Acknowledged." in shown
    assert "secret" not in shown
