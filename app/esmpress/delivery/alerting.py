"""Mails coordinators what happened to their participants' mail: together, and never lost."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from django.db import connection

from esmpress.delivery.alert_text import subject_of, text_of
from esmpress.delivery.models import CoordinatorAlert
from esmpress.delivery.outcomes import Accepted, TemporaryFailure
from esmpress.delivery.service_mail import send_service_mail
from esmpress.studies.models import Study

# One mail for a study in so long; and so long a worker may die on the way before it is tried again.
PACE = timedelta(minutes=15)

# Whoever unsubscribed, by a link of ours or at the provider: told by the row itself, so that no
# page has to think of it. Whoever did twice is told of twice.
_RAISE = """
INSERT INTO delivery_coordinatoralert (participant_id, kind, reason, raised_at)
SELECT id, 'unsubscribed', '', unsubscribed_at
  FROM participants_participant AS participant
 WHERE unsubscribed_at IS NOT NULL AND NOT EXISTS (
       SELECT FROM delivery_coordinatoralert AS alert
        WHERE alert.participant_id = participant.id AND alert.kind = 'unsubscribed'
          AND alert.raised_at = participant.unsubscribed_at)
    ON CONFLICT (participant_id, kind, raised_at) DO NOTHING
"""

# All alerts of the studies whose turn it is; a worker beside this one passes over them.
_CLAIM = """
WITH waiting AS MATERIALIZED (
    SELECT alert.id
      FROM delivery_coordinatoralert AS alert
      JOIN participants_participant AS participant ON participant.id = alert.participant_id
     WHERE alert.mailed_at IS NULL
       AND NOT EXISTS (
           SELECT FROM delivery_coordinatoralert AS tried
             JOIN participants_participant AS other ON other.id = tried.participant_id
            WHERE other.study_id = participant.study_id AND tried.tried_at > %(since)s)
       FOR UPDATE OF alert SKIP LOCKED)
UPDATE delivery_coordinatoralert SET tried_at = %(now)s
 WHERE id IN (SELECT id FROM waiting)
RETURNING id
"""

log = structlog.get_logger(__name__)


def mail_alerts(*, now: datetime) -> int:
    """Mail the alerts that wait, one mail for each study whose turn it is; how many were mailed.

    An alert is marked when the provider took the mail: rather two mails than none.
    """
    by_study: dict[Study, list[CoordinatorAlert]] = defaultdict(list)
    for alert in _claim(now=now):
        by_study[alert.participant.study].append(alert)
    return sum(_mail(study, alerts, now=now) for study, alerts in by_study.items())


def _claim(*, now: datetime) -> list[CoordinatorAlert]:
    with connection.cursor() as cursor:
        cursor.execute(_RAISE)
        cursor.execute(_CLAIM, {"now": now, "since": now - PACE})
        ids = [row[0] for row in cursor.fetchall()]
    claimed = CoordinatorAlert.objects.filter(pk__in=ids)
    return list(claimed.select_related("participant__study"))


def _mail(study: Study, alerts: list[CoordinatorAlert], *, now: datetime) -> int:
    outcome = send_service_mail(
        to=study.contact_email, subject=subject_of(study), text=text_of(study, alerts)
    )
    ours = CoordinatorAlert.objects.filter(
        pk__in=[alert.pk for alert in alerts], mailed_at__isnull=True
    )
    match outcome:
        case Accepted():
            return ours.update(mailed_at=now)
        case TemporaryFailure(reason):
            # Surely not sent: the next sweep tries again. Otherwise, not before the study's turn.
            ours.update(tried_at=None)
            log.warning("alerts_not_mailed", study=study.pk, reason=reason)
        case _:
            log.error("alerts_not_mailed", study=study.pk, reason=outcome.reason)
    return 0
