from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from esmpress.accounts.models import Researcher
from esmpress.delivery import message_acts
from esmpress.delivery.message_acts import Acted, Decision
from esmpress.delivery.models import MessageAct, Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.delivery.builders import (
    as_worker,
    claim,
    invitation_of,
    make_notification,
    state_of,
    withdraw,
)
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
FAILED_PROMPT: dict[str, Any] = {"status": "not_sent", "status_reason": "delivery_failed"}


def decision() -> Decision:
    """Dr Nowak has mended the key."""
    researcher, _ = Researcher.objects.get_or_create(email="n@uni.pl", name="Dr Nowak")
    return Decision(researcher.pk, "the key was wrong")


def try_again(*rows: Notification, now: datetime) -> Acted:
    study = rows[0].prompt.participant.study_id
    return message_acts.try_again([row.pk for row in rows], decision(), study_id=study, now=now)


def call_off(*rows: Notification, now: datetime) -> Acted:
    study = rows[0].prompt.participant.study_id
    return message_acts.call_off([row.pk for row in rows], decision(), study_id=study, now=now)


def failed(now: datetime, **fields: Any) -> Notification:
    """An invitation given up, with its prompt ended as not sent."""
    prompt = make_prompt(**FAILED_PROMPT, ended_at=now)
    return make_notification(prompt, status="failed", reason="550 no", settled_at=now, **fields)


def uncertain(now: datetime) -> Notification:
    """An invitation of which nobody knows whether it went out."""
    prompt = make_sent_prompt(status_reason="uncertain")[0]
    return make_notification(prompt, status="uncertain", uncertain_at=now, attempts=1)


def test_a_failed_invitation_is_tried_again_and_arrives(smtp: SmtpServer, now: datetime) -> None:
    row = failed(now, attempts=1)

    acted = try_again(row, now=now)
    assert state_of(row.prompt) == ("due", "planned")
    dispatch_due_notifications(now=now + MINUTE)

    assert acted == Acted(frozenset([row.pk]), {})
    assert state_of(row.prompt) == ("accepted", "sent")
    assert len(smtp.messages()) == 1


def test_an_uncertain_invitation_is_sent_again_and_its_prompt_stays_sent(
    smtp: SmtpServer, now: datetime
) -> None:
    row = uncertain(now)

    try_again(row, now=now)
    assert state_of(row.prompt) == ("due", "sent")
    dispatch_due_notifications(now=now + MINUTE)

    assert state_of(row.prompt) == ("accepted", "sent")
    assert len(smtp.messages()) == 1


def test_an_invitation_that_failed_after_it_was_uncertain_is_tried_again(now: datetime) -> None:
    row = uncertain(now)
    Notification.objects.filter(pk=row.pk).update(status="failed", settled_at=now)

    assert try_again(row, now=now).changed == {row.pk}
    assert state_of(row.prompt) == ("due", "sent")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "due"}, "It waits to be sent, and will be tried by itself."),
        ({"status": "claimed"}, "A worker is sending it at this moment."),
        ({"status": "handed_over"}, "A worker is sending it at this moment."),
        ({"status": "delivered"}, "It has gone out."),
        ({"status": "bounced"}, "It came back: the address does not take mail."),
        ({"status": "not_sent", "reason": "late"}, "Too little of the time to answer is left."),
    ],
)
def test_only_what_failed_or_did_not_go_out_is_tried_again(
    fields: dict[str, str], sentence: str, now: datetime
) -> None:
    row = make_notification(make_prompt(**FAILED_PROMPT), lease_until=now, **fields)

    acted = try_again(row, now=now)

    assert acted == Acted(frozenset(), {row.pk: sentence})
    assert invitation_of(row.prompt).status == fields["status"]


@pytest.mark.parametrize(("minutes", "changed"), [(22, 1), (23, 0)])
def test_nothing_is_tried_again_after_its_last_moment(
    minutes: int, changed: int, now: datetime
) -> None:
    row = failed(now)

    assert len(try_again(row, now=now + minutes * MINUTE).changed) == changed


@pytest.mark.parametrize(
    ("field", "sentence"),
    [("unsubscribed_at", "asked for no more mail"), ("suppressed_at", "is suppressed")],
)
def test_nobody_gets_mail_again_who_must_not(field: str, sentence: str, now: datetime) -> None:
    row = failed(now)
    Participant.objects.update(**{field: now})

    acted = try_again(row, now=now)

    assert not acted.changed
    assert sentence in acted.refused[row.pk]


def test_nothing_is_tried_again_for_who_withdrew_or_in_an_ended_study(now: datetime) -> None:
    gone, ended = failed(now), failed(now)
    withdraw(gone.prompt.participant, now=now)
    Study.objects.filter(participants__prompts=ended.prompt).update(ended_at=now)

    assert "withdrawn" in try_again(gone, now=now).refused[gone.pk]
    assert "does not run" in try_again(ended, now=now).refused[ended.pk]


def test_an_invitation_whose_prompt_was_answered_meanwhile_stays(now: datetime) -> None:
    row = uncertain(now)
    Prompt.objects.update(status="answered", answered_at=now)

    acted = try_again(row, now=now)

    assert acted.refused == {row.pk: "Its prompt is answered."}
    assert state_of(row.prompt) == ("uncertain", "answered")


@pytest.mark.parametrize(
    ("until", "status", "changed"),
    [("opened", "sent", 1), ("opened", "opened", 0), ("answered", "opened", 1)],
)
def test_a_reminder_is_tried_again_while_the_study_would_remind(
    until: str, status: str, changed: int, now: datetime
) -> None:
    study = make_study(reminders_until=until)
    opened = {"opened_at": now, "finish_until": now + 30 * MINUTE} if status == "opened" else {}
    prompt = make_sent_prompt(make_participant(study), status=status, **opened)[0]
    row = make_notification(prompt, kind="reminder_1", status="failed", planned_at=now + MINUTE)

    acted = try_again(row, now=now + 2 * MINUTE)

    assert len(acted.changed) == changed
    assert len(acted.refused) == 1 - changed


def test_a_reminder_from_before_its_invitation_stays(now: datetime) -> None:
    prompt = make_sent_prompt(sent_at=now + 2 * MINUTE)[0]
    row = make_notification(prompt, kind="reminder_1", status="failed", planned_at=now + MINUTE)

    assert "later than this reminder" in try_again(row, now=now + 3 * MINUTE).refused[row.pk]


def test_an_invitation_of_a_prompt_that_had_gone_out_stays(now: datetime) -> None:
    prompt = make_prompt(status="not_sent", status_reason="bounced", sent_at=now, ended_at=now)
    row = make_notification(prompt, status="failed")

    acted = try_again(row, now=now)

    assert acted == Acted(frozenset(), {row.pk: "Its prompt is not sent."})
    assert state_of(prompt) == ("failed", "not_sent")


def test_rows_of_another_study_are_not_touched(now: datetime) -> None:
    mine, other = failed(now), failed(now)

    acted = message_acts.try_again(
        [mine.pk, other.pk], decision(), study_id=mine.prompt.participant.study_id, now=now
    )

    assert acted == Acted(frozenset([mine.pk]), {})
    assert invitation_of(other.prompt).status == "failed"


@pytest.mark.parametrize("status", ["planned", "due"])
def test_an_invitation_called_off_ends_its_prompt(
    status: str, smtp: SmtpServer, now: datetime
) -> None:
    row = make_notification(status=status)

    acted = call_off(row, now=now)
    dispatch_due_notifications(now=now)

    row.refresh_from_db()
    assert acted == Acted(frozenset([row.pk]), {})
    assert (row.status, row.reason, row.settled_at) == ("not_sent", "called_off", now)
    assert state_of(row.prompt) == ("not_sent", "not_sent")
    assert row.prompt.status_reason == "called_off"
    assert not smtp.messages()


def test_a_reminder_called_off_leaves_its_prompt(now: datetime) -> None:
    prompt = make_sent_prompt()[0]
    row = make_notification(prompt, kind="reminder_1")

    assert call_off(row, now=now).changed == {row.pk}
    prompt.refresh_from_db()
    assert prompt.status == Prompt.Status.SENT


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("claimed", "A worker is sending it at this moment."),
        ("handed_over", "A worker is sending it at this moment."),
        ("accepted", "It has gone out."),
        ("uncertain", "It may have gone out."),
        ("failed", "It is not sent anyway."),
    ],
)
def test_what_does_not_wait_any_more_cannot_be_called_off(
    status: str, sentence: str, now: datetime
) -> None:
    row = make_notification(status=status, lease_until=now)

    acted = call_off(row, now=now)

    assert acted == Acted(frozenset(), {row.pk: sentence})
    assert state_of(row.prompt) == (status, "planned")


def test_called_off_and_tried_again_goes_out(smtp: SmtpServer, now: datetime) -> None:
    row = make_notification()

    call_off(row, now=now)
    try_again(row, now=now)
    dispatch_due_notifications(now=now)

    assert state_of(row.prompt) == ("accepted", "sent")


@pytest.mark.parametrize("kind", ["invitation", "reminder_1"])
def test_what_may_have_gone_out_before_stays_unknown_when_called_off(
    kind: str, smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_sent_prompt(status_reason="uncertain")[0]
    row = make_notification(prompt, kind=kind, status="due", uncertain_at=now, attempts=1)

    assert call_off(row, now=now + MINUTE).changed == {row.pk}
    dispatch_due_notifications(now=now + MINUTE)

    row.refresh_from_db()
    prompt.refresh_from_db()
    assert (row.status, row.reason, row.settled_at) == ("uncertain", "called_off", now + MINUTE)
    assert (prompt.status, prompt.status_reason) == ("sent", "uncertain")
    assert not smtp.messages()


def test_an_act_keeps_who_what_why_and_what_was_known_before(now: datetime) -> None:
    row = failed(now, attempts=2, handed_over_at=now)

    try_again(row, now=now + MINUTE)
    call_off(row, now=now + 2 * MINUTE)

    again, off = MessageAct.objects.values_list(
        "notification",
        "researcher__name",
        "act",
        "at",
        "why",
        "status_before",
        "reason_before",
        "attempts_before",
        "handed_over_before",
        "settled_before",
    )
    who, why = (row.pk, "Dr Nowak"), "the key was wrong"
    assert again == (*who, "try_again", now + MINUTE, why, "failed", "550 no", 2, now, now)
    assert off == (*who, "call_off", now + 2 * MINUTE, why, "due", "", 2, now, None)


def test_what_was_refused_leaves_no_act(now: datetime) -> None:
    assert not try_again(make_notification(status="delivered"), now=now).changed
    assert not MessageAct.objects.exists()


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_an_act_as_it_was(change: str, now: datetime) -> None:
    try_again(failed(now), now=now)
    acts = MessageAct.objects.all()

    with pytest.raises(IntegrityError, match="cannot be changed or deleted"), transaction.atomic():
        acts.update(why="other") if change == "update" else acts.delete()

    assert acts.get().why == "the key was wrong"


def test_acts_go_with_their_message(now: datetime) -> None:
    row = failed(now)
    try_again(row, now=now)

    row.prompt.delete()

    assert not MessageAct.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_claims_at_this_moment_is_not_called_off(now: datetime) -> None:
    row = make_notification()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            claim(channel="smtp", limit=1, now=now)
            off = pool.submit(as_worker, lambda: call_off(row, now=now))
            wait_for_a_lock()
        acted = off.result()

    assert acted.refused == {row.pk: "A worker is sending it at this moment."}
    assert invitation_of(row.prompt).status == "claimed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("of", ["row", "prompt"])
def test_what_is_settled_at_this_moment_is_not_tried_again(of: str, now: datetime) -> None:
    row = uncertain(now)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            if of == "row":
                Notification.objects.update(status="delivered")
            else:
                Prompt.objects.update(status="answered", answered_at=now)
            again = pool.submit(as_worker, lambda: try_again(row, now=now))
            wait_for_a_lock()
        acted = again.result()

    assert not acted.changed
    assert invitation_of(row.prompt).status == ("delivered" if of == "row" else "uncertain")


def wait_for_a_lock() -> None:
    """Until some other connection waits for a row that this one holds."""
    for _ in range(500):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.django_db(transaction=True)
def test_two_researchers_at_once_try_a_message_again_once(now: datetime) -> None:
    row = failed(now)

    with ThreadPoolExecutor(2) as pool:
        acts = [pool.submit(as_worker, lambda: try_again(row, now=now)) for _ in range(2)]

    assert sorted(len(act.result().changed) for act in acts) == [0, 1]
