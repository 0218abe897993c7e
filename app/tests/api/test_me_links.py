from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from esmpress.delivery.models import Letter
from esmpress.delivery.portal_mail import MOST_A_DAY, mail_requested_links
from esmpress.participants.models import LinkRequest, Participant
from esmpress.participants.portal_links import revoke_links
from esmpress.withdrawal import Level, withdraw
from tests.api.conftest import At
from tests.api.portal import ME, act, token_of
from tests.factories import make_participant

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
OLA = "ola@example.org"


def ask(email: object = OLA) -> Any:
    return Client().post(f"{ME}/link", {"email": email}, content_type="application/json")


def letters() -> list[int | None]:
    """Whose links were mailed."""
    mailed = Letter.objects.filter(kind=Letter.Kind.PORTAL_LINK).order_by("pk")
    return list(mailed.values_list("participant_id", flat=True))


def test_an_address_gets_the_link_of_each_study_it_takes_part_in(at: At, now: datetime) -> None:
    at(now)
    mine = [make_participant(email=OLA).pk, make_participant(email=OLA.upper()).pk]
    make_participant()

    answer = ask(" Ola@example.org ")
    written = mail_requested_links(now=now)

    assert (answer.status_code, answer.json()) == (202, {})
    assert (written, letters()) == (2, mine)


def test_nothing_tells_whether_an_address_is_known(at: At, now: datetime) -> None:
    at(now)
    make_participant(email=OLA)
    done: list[tuple[int, bytes, list[str]]] = []

    for email in (OLA, "nobody@example.org", "not an address"):
        with CaptureQueriesContext(connection) as statements:
            answer = ask(email)
        kinds = [one["sql"].split(" ")[0] for one in statements.captured_queries]
        done.append((answer.status_code, answer.content, kinds))

    assert done[0] == done[1] == done[2]
    assert done[0][:2] == (202, b"{}")


def test_the_address_is_not_kept_and_the_request_goes_with_its_letters(
    at: At, now: datetime
) -> None:
    at(now)
    make_participant(email=OLA)
    ask()
    kept = LinkRequest.objects.values().get()

    mail_requested_links(now=now)

    assert "ola" not in str([bytes(index) for index in kept["indexes"]]).lower()
    assert not LinkRequest.objects.exists()


def test_three_links_in_a_day_are_the_most(at: At, now: datetime) -> None:
    at(now)
    make_participant(email=OLA)

    def ask_at(moment: datetime) -> int:
        ask()
        return mail_requested_links(now=moment)

    written = [ask_at(now + hours * HOUR) for hours in (0, 1, 2, 3, 23, 24, 25)]

    assert written == [1, 1, 1, 0, 0, 1, 1]
    assert MOST_A_DAY == 3


@pytest.mark.parametrize(
    ("change", "is_mailed"),
    [
        ({"unsubscribed": True}, True),
        ({"suppressed": True}, False),
        ({"level": Level.STOP}, True),
        ({"level": Level.FORGET}, False),
    ],
)
def test_links_go_to_who_has_a_page_and_can_be_reached(
    change: dict[str, Any], is_mailed: bool, now: datetime
) -> None:
    participant = make_participant(email=OLA)
    if "level" in change:
        withdraw(participant, change["level"], now=now)
    elif "suppressed" in change:
        Participant.objects.update(suppressed_at=now, suppressed_reason="bounced")
    else:
        Participant.objects.update(unsubscribed_at=now)
    ask()

    assert mail_requested_links(now=now) == is_mailed


@pytest.mark.parametrize("body", [{}, {"email": 7}, {"email": "a" * 300}, {"email": OLA, "x": 1}])
def test_a_request_that_cannot_be_read_is_malformed(body: Any, at: At, now: datetime) -> None:
    at(now)

    answer = Client().post(f"{ME}/link", body, content_type="application/json")

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")


def test_an_old_link_is_renewed_by_mail_to_whose_it_was(at: At, now: datetime) -> None:
    participant = make_participant()
    token = token_of(participant, now=now)
    at(now + timedelta(days=100))

    answer = act(token, "renew")

    assert (answer.status_code, answer.json()) == (202, {})
    assert letters() == [participant.pk]


@pytest.mark.parametrize("kind", ["forged", "revoked"])
def test_what_was_never_a_link_or_is_revoked_is_not_renewed(
    kind: str, at: At, now: datetime
) -> None:
    at(now)
    participant = make_participant()
    token = token_of(participant, now=now)
    if kind == "revoked":
        revoke_links(participant)
    else:
        token = token[:-1] + ("A" if token[-1] != "A" else "B")

    assert act(token, "renew").status_code == 404
    assert letters() == []
