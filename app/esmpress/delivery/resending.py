"""Sending the link of an open prompt once more when a researcher asks: one link, a new mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.delivery.channels import active_channel
from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt

# For one prompt; its own reminders come beside.
MOST = 2
# So long a mail has to be out before another can be of use, and so long there must be to answer.
SOONEST = timedelta(minutes=5)

Status = Notification.Status
_UNDER_WAY = (*Notification.WAITING, Status.CLAIMED, Status.HANDED_OVER)


class CannotResend(Exception):
    """There is no link to send again, or not now; the sentence says why."""


@dataclass(frozen=True)
class _Open:
    """An invited prompt that can still be opened, and its messages."""

    prompt: Prompt
    rows: list[Notification]

    @property
    def resent(self) -> list[Notification]:
        return [row for row in self.rows if row.kind.startswith("resent")]


def why_not_resent(people: Sequence[Participant], *, now: datetime) -> dict[int, str]:
    """Why the link is not sent again, by the id of each for whom it is not; two statements."""
    found = _open_of(people, now=now)
    reasons = {one.pk: _why_not(one, found.get(one.pk), now=now) for one in people}
    return {pk: why for pk, why in reasons.items() if why}


@transaction.atomic
def resend(participant: Participant, *, now: datetime) -> Prompt:
    """Let a mail with the link of the participant's open prompt go out now; raises CannotResend.

    The link is the one they have: whichever mail they open, it is one prompt that counts.
    """
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    held = rows.select_related("study").get(pk=participant.pk)
    found = _open_of([held], now=now).get(held.pk)
    if why := _why_not(held, found, now=now):
        raise CannotResend(why)
    assert found is not None
    Notification.objects.create(
        prompt=found.prompt,
        kind=f"resent_{len(found.resent) + 1}",
        channel=active_channel(),
        planned_at=now,
        due_at=now,
        open_until=found.prompt.open_until,
    )
    return found.prompt


def _open_of(people: Sequence[Participant], *, now: datetime) -> dict[int, _Open]:
    """The invited prompt of each that closes last, with its messages."""
    prompts = Prompt.objects.filter(
        participant__in=[one.pk for one in people],
        status=Prompt.Status.SENT,
        scheduled_at__lte=now,
        open_until__gt=now,
    )
    ordered = prompts.order_by("open_until", "pk").prefetch_related("notifications")
    return {one.participant_id: _Open(one, list(one.notifications.all())) for one in ordered}


def _why_not(participant: Participant, found: _Open | None, *, now: datetime) -> str:
    if participant.status == Participant.Status.PAUSED:
        return _("Paused.")
    if participant.status == Participant.Status.WITHDRAWN:
        return _("Withdrawn.")
    if not participant.gets_mail:
        return _("Gets no mail.")
    if not participant.study.is_running:
        return _("The study does not run.")
    if found is None:
        return _("No invitation can still be opened.")
    return _not_now(found, now=now)


def _not_now(found: _Open, *, now: datetime) -> str:
    if len(found.resent) >= MOST:
        return _("The link was sent again %(most)d times already.") % {"most": MOST}
    if found.prompt.open_until - now < SOONEST:
        return _("Too little of the time to answer is left.")
    if any(row.status in _UNDER_WAY and row.due_at <= now + SOONEST for row in found.rows):
        return _("A message about it is on its way.")
    last = max((row.handed_over_at for row in found.rows if row.handed_over_at), default=None)
    if last is not None and now - last < SOONEST:
        return _("A message about it went out just now.")
    return ""
