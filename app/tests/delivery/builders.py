"""Rows for the tests of delivery."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from esmpress.delivery import claiming
from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import Outgoing
from esmpress.participants.models import Participant
from esmpress.prompts.links import make_link
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.factories import make_participant, make_prompt, make_study

T = TypeVar("T")


def make_prompts(count: int, study: Study | None = None) -> list[Prompt]:
    """Prompts of as many participants of one study, all due at 09:00 UTC."""
    study = study or make_study()
    return [make_prompt(make_participant(study)) for _ in range(count)]


def make_notification(prompt: Prompt | None = None, **fields: Any) -> Notification:
    """The invitation of a prompt, planned and not sent."""
    prompt = prompt or make_prompt()
    defaults: dict[str, Any] = {
        "prompt": prompt,
        "kind": Notification.INVITATION,
        "channel": Notification.Channel.SMTP,
        "planned_at": prompt.scheduled_at,
        "due_at": prompt.scheduled_at,
        "open_until": prompt.open_until,
    }
    return Notification.objects.create(**defaults | fields)


def claim(*, channel: str = "smtp", limit: int = 10, now: datetime) -> list[Outgoing]:
    """Due rows as a worker holds them that has not handed them over yet."""
    with transaction.atomic():
        rows = claiming.pick(limit=limit, now=now)
        if rows:
            claiming.hold(rows, channel=channel, now=now)
    return rows


def mark_handed_over(rows: list[Outgoing], *, now: datetime) -> list[Outgoing]:
    """Hand rows over with the links their messages would hold."""
    hashes = {row.prompt_id: make_link(row.prompt_id, row.token_hash)[1] for row in rows}
    return claiming.mark_handed_over(rows, links=hashes, now=now)


def invitation_of(prompt: Prompt) -> Notification:
    """The ledger's row for the invitation of a prompt, read anew."""
    return Notification.objects.get(prompt=prompt, kind=Notification.INVITATION)


def state_of(prompt: Prompt) -> tuple[str, str]:
    """Status of the invitation's row and of the prompt, read anew."""
    prompt.refresh_from_db()
    return invitation_of(prompt).status, prompt.status


def withdraw(participant: Participant, *, now: datetime) -> None:
    """Withdraw the participant, and leave the prompts as they are."""
    Participant.objects.filter(pk=participant.pk).update(status="withdrawn", withdrawn_at=now)


def as_worker(work: Callable[[], T]) -> T:
    """Run in a thread that gives its connection back."""
    try:
        return work()
    finally:
        connection.close()
