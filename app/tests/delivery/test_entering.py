"""Rows of one study stand in the way of no other's."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection

from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.prompts.models import Prompt
from esmpress.studies.versions import add_version
from tests.delivery.builders import invitation_of, state_of
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db


def forbid_rows(condition: str) -> None:
    """Let the database refuse such rows of the ledger until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE delivery_notification ADD CHECK (NOT ({condition}))")


@pytest.mark.parametrize(
    "scheme", [{"kind": "unheard of"}, FIXED | {"reminders": list(range(1, 11))}]
)
def test_a_stored_scheme_that_cannot_be_read_costs_its_own_reminders_only(
    scheme: dict[str, object], smtp: SmtpServer, now: datetime
) -> None:
    broken, good = make_prompt(make_participant(make_study(scheme=scheme))), make_prompt()

    dispatch_due_notifications(now=now)

    assert state_of(broken) == state_of(good) == ("accepted", "sent")
    assert Notification.objects.filter(kind="reminder_1").get().prompt == good


def test_reminders_the_database_refuses_do_not_hold_up_their_invitations(
    smtp: SmtpServer, now: datetime
) -> None:
    refused, good = make_prompt(), make_prompt()
    forbid_rows(f"prompt_id = {refused.pk} AND kind = 'reminder_1'")

    dispatch_due_notifications(now=now)

    assert state_of(refused) == state_of(good) == ("accepted", "sent")


def test_a_schedule_the_database_refuses_does_not_hold_up_the_others(
    smtp: SmtpServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    refused, good = make_prompt(), make_prompt()
    forbid_rows(f"prompt_id = {refused.pk}")

    dispatch_due_notifications(now=now)

    assert invitation_of(good).status == "accepted"
    assert Prompt.objects.get(pk=refused.pk).status == "planned"
    assert "messages_not_entered" in caplog.text


def test_reminders_follow_the_version_a_prompt_was_drawn_by(
    now: datetime, smtp: SmtpServer
) -> None:
    prompt = make_prompt()
    add_version(
        prompt.schedule,
        FIXED | {"reminders": []},
        apply_from=date(2027, 1, 12),
        now=now,
        researcher=None,
    )

    dispatch_due_notifications(now=now)

    assert set(Notification.objects.values_list("kind", flat=True)) == {"invitation", "reminder_1"}


def test_nine_reminders_are_entered(now: datetime, smtp: SmtpServer) -> None:
    scheme = FIXED | {"reminders": list(range(1, 10))}
    make_prompt(make_participant(make_study(scheme=scheme)))

    dispatch_due_notifications(now=now)

    kinds = set(Notification.objects.values_list("kind", flat=True))
    assert kinds == {"invitation", *(f"reminder_{n}" for n in range(1, 10))}
