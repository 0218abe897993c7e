"""What a withdrawal leaves of alerts."""

from __future__ import annotations

from datetime import datetime

import pytest

from esmpress.accounts.models import AuditEntry
from esmpress.alerts.models import Alert
from esmpress.withdrawal import Level, withdraw
from tests.alerts.builders import make_alert, make_rule
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("level", "notes"),
    [
        (Level.STOP, ["called", "other"]),
        (Level.FORGET, ["", "other"]),
        (Level.EXCLUDE, ["", "other"]),
        (Level.ERASE, ["other"]),
    ],
)
def test_notes_go_with_the_address_and_alerts_with_the_answers(
    now: datetime, level: Level, notes: list[str]
) -> None:
    rule = make_rule(make_study(), "missed")
    leaver = make_participant(rule.study)
    make_alert(rule, leaver, note="called")
    make_alert(rule, note="other")

    withdraw(leaver, level, now=now)

    assert list(Alert.objects.order_by("pk").values_list("note", flat=True)) == notes


def test_the_trail_does_not_keep_what_was_erased(now: datetime) -> None:
    rule = make_rule(make_study(), "missed")
    leaver = make_participant(rule.study)
    make_alert(rule, leaver, note="called")

    withdraw(leaver, Level.ERASE, now=now)

    told = str(list(AuditEntry.objects.filter(subject_type="alerts_alert").values("changes")))
    assert "called" not in told
    assert "participant_id" not in told.replace("'participant_id': []", "")
