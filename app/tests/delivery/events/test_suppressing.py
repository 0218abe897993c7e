"""Whose mail stops after an event, and whom the coordinator hears of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.delivery.models import CoordinatorAlert, Notification
from esmpress.delivery.readdressing import change_address
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Contact, Participant
from esmpress.participants.suppressing import lift_suppression
from esmpress.withdrawal import Level
from esmpress.withdrawal import withdraw as withdraw_as_far_as
from tests.delivery.builders import make_notification, withdraw
from tests.delivery.events.builders import event, make_sent, tell
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

EMAIL = "Jan.Kowalski@example.org"


def stopped(participant: Participant) -> tuple[str, bool, bool]:
    """Why the address is suppressed, whether it is, and whether they unsubscribed; read anew."""
    participant.refresh_from_db()
    return (
        participant.suppressed_reason,
        participant.suppressed_at is not None,
        participant.unsubscribed_at is not None,
    )


def alerts() -> list[tuple[int, str]]:
    return list(CoordinatorAlert.objects.values_list("participant_id", "kind"))


@pytest.mark.parametrize(
    "kind, fields, reason",
    [
        ("bounce", {"type": "bounce", "reason": "550 5.1.1 unknown"}, "bounced"),
        ("bounce", {"reason": "550 5.1.1 unknown"}, "bounced"),
        ("dropped", {"reason": "Bounced Address"}, "dropped"),
        ("dropped", {"reason": "Unsubscribed Address"}, "dropped"),
        ("dropped", {"reason": "Spam Reporting Address"}, "dropped"),
        ("dropped", {"reason": "Invalid"}, "dropped"),
        ("spamreport", {}, "spam_report"),
    ],
)
def test_a_bad_address_is_suppressed_and_the_coordinator_told_once(
    now: datetime, kind: str, fields: dict[str, str], reason: str
) -> None:
    row = make_sent()
    participant = row.prompt.participant
    second = make_sent(participant)

    tell(event(row, kind, at=now, **fields), now=now)
    tell(event(second, kind, at=now, **fields), now=now)

    assert stopped(participant) == (reason, True, False)
    assert participant.suppressed_at == now
    assert alerts() == [(participant.pk, reason)]
    assert CoordinatorAlert.objects.get().reason == fields.get("reason", "")


@pytest.mark.parametrize(
    "kind, fields",
    [
        ("bounce", {"type": "blocked", "reason": "554 listed"}),
        ("dropped", {"reason": "Spam Content"}),
        ("dropped", {"reason": "Recipient List over Package Quota"}),
        ("dropped", {"reason": "something new"}),
        ("dropped", {}),
        ("deferred", {"response": "452 full"}),
        ("delivered", {}),
        ("open", {}),
        ("group_resubscribe", {}),
    ],
)
def test_what_is_not_about_the_address_suppresses_nobody(
    now: datetime, kind: str, fields: dict[str, str]
) -> None:
    row = make_sent()

    tell(event(row, kind, at=now, **fields), now=now)

    assert stopped(row.prompt.participant) == ("", False, False)
    assert alerts() == []


def test_the_address_is_suppressed_wherever_it_takes_part(now: datetime) -> None:
    one = make_participant(email=EMAIL)
    same = make_participant(email=EMAIL.lower())
    left = make_participant(email=EMAIL)
    withdraw(left, now=now)
    ended = make_participant(make_study(ended_at=now), email=EMAIL)
    other = make_participant()

    tell(event(make_sent(one), "bounce", at=now), now=now)

    found = [stopped(each)[1] for each in (one, same, left, ended, other)]
    assert found == [True, True, False, False, False]
    assert alerts() == [(one.pk, "bounced"), (same.pk, "bounced")]


@pytest.mark.parametrize("kind", ["unsubscribe", "group_unsubscribe"])
def test_unsubscribing_concerns_one_study(now: datetime, kind: str) -> None:
    one, same = make_participant(email=EMAIL), make_participant(email=EMAIL)

    tell(event(make_sent(one), kind, at=now), now=now)

    assert [stopped(each) for each in (one, same)] == [("", False, True), ("", False, False)]
    assert one.unsubscribed_at == now


def test_who_unsubscribed_before_did_so_then(now: datetime) -> None:
    row = make_sent()
    Participant.objects.update(unsubscribed_at=row.planned_at)

    tell(event(row, "unsubscribe", at=now), now=now)

    row.prompt.participant.refresh_from_db()
    assert row.prompt.participant.unsubscribed_at == row.planned_at


def test_the_worst_news_of_one_batch_counts(now: datetime) -> None:
    row = make_sent()
    kinds = [("dropped", {"reason": "Invalid"}), ("spamreport", {}), ("bounce", {"reason": "550"})]

    tell(*(event(row, kind, at=now, **fields) for kind, fields in kinds), now=now)

    assert stopped(row.prompt.participant)[0] == "bounced"
    assert CoordinatorAlert.objects.values_list("kind", "reason").get() == ("bounced", "550")


def test_an_address_that_cannot_be_unsealed_stops_its_own_participant_alone(now: datetime) -> None:
    one, other = make_participant(email=EMAIL), make_participant(email=EMAIL)
    Contact.objects.filter(participant=one).update(sealed_email=b"\x09" + b"0" * 40)

    tell(event(make_sent(one), "bounce", at=now), now=now)

    assert [stopped(each)[1] for each in (one, other)] == [True, False]


def test_after_lifting_the_next_bounce_suppresses_and_tells_again(now: datetime) -> None:
    row = make_sent()
    participant = row.prompt.participant
    tell(event(row, "bounce", at=now), now=now)

    lifted = [lift_suppression(participant) for _ in range(2)]
    assert stopped(participant) == ("", False, False)
    later = row.open_until
    tell(event(make_sent(participant), "bounce", at=later), now=later)

    assert lifted == [True, False]
    assert stopped(participant) == ("bounced", True, False)
    assert len(alerts()) == 2


def test_a_suppressed_participant_is_sent_nothing_more(now: datetime) -> None:
    row = make_sent()
    waiting = make_notification(make_prompt(row.prompt.participant))
    tell(event(row, "bounce", at=now), now=now)

    assert dispatch_due_notifications(now=now) == 0

    waiting.refresh_from_db()
    assert (waiting.status, waiting.reason) == (Notification.Status.NOT_SENT, "suppressed")


@pytest.mark.parametrize(
    "kind, fields",
    [("bounce", {}), ("dropped", {"reason": "Bounced Address"}), ("spamreport", {})],
)
def test_what_comes_late_of_an_old_address_does_not_stop_the_new_one(
    now: datetime, kind: str, fields: dict[str, str]
) -> None:
    row = make_sent()
    participant = row.prompt.participant
    elsewhere = make_participant(make_study(), email=EMAIL)
    change_address(participant, EMAIL, now=row.planned_at + timedelta(minutes=1))

    tell(event(row, kind, at=now, **fields), now=now)

    assert stopped(participant) == ("", False, False)
    assert stopped(elsewhere) == ("", False, False)
    assert alerts() == []


def test_a_message_to_the_new_address_stops_it(now: datetime) -> None:
    participant = make_participant()
    change_address(participant, EMAIL, now=now - timedelta(days=1))
    late, row = (make_sent(participant, claimed_at=now - timedelta(days=ago)) for ago in (2, 0))

    tell(event(late, "spamreport", at=now), event(row, "bounce", at=now), now=now)

    assert stopped(participant) == ("bounced", True, False)


def test_whoever_unsubscribes_in_the_old_mailbox_is_heard(now: datetime) -> None:
    row = make_sent(claimed_at=now - timedelta(days=2))
    change_address(row.prompt.participant, EMAIL, now=now - timedelta(days=1))

    tell(event(row, "unsubscribe", at=now), now=now)

    assert stopped(row.prompt.participant) == ("", False, True)


def test_a_late_report_of_somebody_forgotten_leaves_no_words_about_them(now: datetime) -> None:
    row = make_sent(make_participant(email=EMAIL))
    withdraw_as_far_as(row.prompt.participant, Level.FORGET, now=now)

    tell(event(row, "bounce", at=now, reason="550 no such person here"), now=now)

    assert alerts() == []
