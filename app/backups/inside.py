"""Runs within the stack: `python -m backups.inside ORDER ARGUMENT...`, prints JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import django


def plan(study_day: str, count: str, seconds: str) -> object:
    """Prompts that come due in so many seconds."""
    from pathlib import Path  # noqa: PLC0415

    from faults.ledger import Ledger  # noqa: PLC0415

    ledger = Ledger(Path(os.environ["DATABASE_URL_FILE"]).read_text())
    at = datetime.now(UTC) + timedelta(seconds=int(seconds))
    ledger.plan(int(count), study_day=int(study_day), scheduled_at=at)
    return at.isoformat()


def leave(number: str, level: str) -> object:
    """The participant of this number withdraws as far as that, or only from mail."""
    from django.utils import timezone  # noqa: PLC0415

    from esmpress.participants.models import Participant  # noqa: PLC0415
    from esmpress.participants.unsubscribing import mark_unsubscribed  # noqa: PLC0415
    from esmpress.withdrawal import Level, withdraw  # noqa: PLC0415

    participant = Participant.objects.get(number=number)
    if level == "unsubscribe":
        mark_unsubscribed(participant, now=timezone.now())
    else:
        withdraw(participant, Level(level), now=timezone.now())
    return participant.pk


def person(number: str) -> object:
    """What the database has of the participant of this number."""
    from esmpress.participants.models import Contact, Participant  # noqa: PLC0415
    from esmpress.prompts.models import Prompt  # noqa: PLC0415

    row = Participant.objects.get(number=number)
    return {
        "level": row.withdrawal_level,
        "gets_mail": row.gets_mail,
        "contact": Contact.objects.filter(participant=row).exists(),
        "prompts": Prompt.objects.filter(participant=row).count(),
    }


def main(order: str, *arguments: str) -> None:
    """Carry out the order."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    orders: dict[str, Callable[..., object]] = {"plan": plan, "leave": leave, "person": person}
    print(json.dumps(orders[order](*arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
