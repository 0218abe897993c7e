"""The sweep that writes members the mails they asked for: each alert to each of them once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from esmpress.alerts.mail_text import subject_of, text_of
from esmpress.alerts.models import Alert, AlertMail, MailWishes
from esmpress.alerts.quiet import digest_day, is_quiet
from esmpress.alerts.turns import take_turn
from esmpress.alerts.waiting import Waiting, latest_mails, waiting_by_member
from esmpress.delivery import letters
from esmpress.delivery.models import Letter
from esmpress.studies.models import Membership

# A member gets one mail in so long about a study; an answer that needs a human does not wait.
PACE = timedelta(minutes=15)

_SWEEP = "mail"


@transaction.atomic
def mail_members(*, now: datetime) -> int:
    """Write the letters that are due; how many. They stand or fall with the note of who was told.

    What was told stays told, also when the letter does not arrive: the page of alerts says so.
    """
    waiting = waiting_by_member()
    if not waiting or take_turn(_SWEEP) is None:
        return 0
    # Read again: another worker may have written meanwhile.
    waiting = waiting_by_member()
    members = Membership.objects.select_related("study", "researcher", "mail_wishes")
    recent = latest_mails(list(waiting), since=now - PACE)
    return sum(
        _mail(member, waiting[member.pk], is_recent=member.pk in recent, now=now)
        for member in members.filter(pk__in=waiting).order_by("pk")
    )


def _mail(member: Membership, waiting: Waiting, *, is_recent: bool, now: datetime) -> int:
    """The member's letter at once and their digest, where they are due; how many."""
    wishes: MailWishes | None = getattr(member, "mail_wishes", None)
    due = [*waiting.risk]
    if not (is_recent or is_quiet(wishes, now=now)):
        due += waiting.at_once
    written = _write(member, due, wishes, now=now)
    day = digest_day(wishes, now=now)
    if wishes is not None and day is not None:
        written += _write(member, waiting.digest, wishes, now=now)
        MailWishes.objects.filter(pk=wishes.pk).update(digest_on=day)
    return written


def _write(
    member: Membership, alert_ids: Iterable[int], wishes: MailWishes | None, *, now: datetime
) -> int:
    found = Alert.objects.filter(pk__in=alert_ids).select_related("rule", "participant")
    alerts = list(found.order_by("raised_at", "pk"))
    if not alerts:
        return 0
    zone = wishes.time_zone if wishes is not None else member.study.time_zone
    letter = letters.write(
        Letter.Kind.ALERTS,
        study=member.study,
        researcher=member.researcher,
        payload={
            "subject": subject_of(member.study, alerts),
            "text": text_of(member.study, alerts, zone=zone),
        },
        now=now,
    )
    AlertMail.objects.bulk_create(
        AlertMail(alert=alert, researcher=member.researcher, letter=letter, told_at=now)
        for alert in alerts
    )
    return 1
