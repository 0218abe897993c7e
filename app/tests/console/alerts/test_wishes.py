"""What a member says about their mail, and whom mail does not reach."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.alerts.models import MailWishes
from esmpress.delivery import letters
from esmpress.delivery.models import Letter, ProviderEvent
from esmpress.studies.models import Study
from tests.console.browsers import browser_for, browser_of
from tests.console.pages import form_with
from tests.factories import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(study: Study) -> Client:
    return browser_for(make_member(study, "coordinator", name="Cora"))


def page(study: Study) -> str:
    return reverse("admin:studies_study_alert_mail", args=[study.pk])


def test_the_form_begins_with_risk_at_once_and_nothing_else(client: Client, study: Study) -> None:
    form = form_with(client.get(page(study)), "risk")

    ways = {kind: form[kind] for kind in ("risk", "missed", "compliance", "bounced", "silence")}
    assert ways == {
        "risk": ["at_once"],
        "missed": ["none"],
        "compliance": ["none"],
        "bounced": ["none"],
        "silence": ["none"],
    }
    assert (form["digest_hour"], form["time_zone"]) == (["8"], ["Europe/Warsaw"])


def test_wishes_are_kept_for_who_typed_them_in_this_study(client: Client, study: Study) -> None:
    form = form_with(client.get(page(study)), "risk")
    typed = form | {"missed": ["digest"], "quiet_from": ["22"], "quiet_until": ["7"]}

    assert client.post(page(study), typed).status_code == 302
    assert client.post(page(study), typed).status_code == 302

    wishes = MailWishes.objects.get()
    assert wishes.membership == study.memberships.get()
    assert (wishes.missed, wishes.quiet_from, wishes.quiet_until) == ("digest", 22, 7)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"quiet_from": "22"}, "Quiet hours need both ends"),
        ({"time_zone": "Mars"}, "is not a time zone"),
        ({"risk": "sometimes"}, "Select a valid choice"),
        ({"digest_hour": "24"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    client: Client, study: Study, typed: dict[str, Any], says: str
) -> None:
    form = form_with(client.get(page(study)), "risk")

    answer = client.post(page(study), form | typed)

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not MailWishes.objects.exists()


def test_a_superuser_without_a_role_is_told_that_nobody_mails_them(
    admin: Client, study: Study
) -> None:
    shown = admin.get(page(study)).content.decode()

    assert "you are none of them" in shown


@pytest.mark.parametrize("way", ["failed", "came back", "arrived", "mended"])
def test_a_member_whom_mail_does_not_reach_is_shown(
    client: Client, study: Study, now: datetime, way: str
) -> None:
    researcher = study.memberships.get().researcher
    letter = letters.write("alerts", study=study, researcher=researcher, now=now)
    status = {"status": "failed", "reason": "550 no such user"} if way != "arrived" else {}
    sent = {"status": "sent", "settled_at": now}
    Letter.objects.update(**sent | (status if way != "came back" else {}))
    if way == "came back":
        ProviderEvent.objects.create(
            event_id="1",
            notification_id=letter.public_id,
            kind="bounce",
            occurred_at=now,
            received_at=now,
        )
    if way == "mended":
        letters.write("alerts", study=study, researcher=researcher, now=now)
        Letter.objects.filter(status="planned").update(**sent)
    rules = reverse("admin:studies_study_alert_rules", args=[study.pk])

    shown = browser_of("observer", study).get(rules).content.decode()

    assert ("Mail about alerts does not reach" in shown) is (way in ("failed", "came back"))
    assert ("550 no such user" in shown) is (way == "failed")
