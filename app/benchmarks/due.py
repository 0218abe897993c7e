"""Prompts that are due, and the ledger's rows of their invitations, as many as one likes."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from benchmarks.rows import add_participants, make_study
from benchmarks.statements import INVITATIONS, PROMPTS
from esmpress.participants.models import Contact, Participant
from esmpress.studies.launching import launch
from esmpress.studies.models import Study

WINDOW = timedelta(minutes=30)
# The study's own days are long past: nothing is planned beside what is made here.
LONG_AGO = date(2026, 1, 1)
BATCH = 5000


def make_mailed_study(slug: str, participants: int, *, now: datetime) -> Study:
    """A running study whose participants all have an address, each another."""
    study = make_study(slug, prompts_per_day=1)
    launch(study, now=now)
    add_participants(study, participants, now=now)
    study.participants.update(start_date=LONG_AGO, planned_through=now.date() + timedelta(days=365))
    rows = study.participants.order_by("number").select_related("study")
    Contact.objects.bulk_create(map(_contact, rows.iterator()), batch_size=BATCH)
    return study


def add_prompts(
    study: Study,
    count: int,
    *,
    scheduled_at: datetime,
    study_day: int = 1,
    window: timedelta = WINDOW,
) -> None:
    """One prompt for each of the first `count` participants, all at one instant."""
    _execute(
        PROMPTS,
        study=study.pk,
        count=count,
        scheduled_at=scheduled_at,
        open_until=scheduled_at + window,
        study_day=study_day,
    )


def enter_invitations(*, channel: str) -> None:
    """The invitations of all planned prompts in the ledger; both tables are analysed."""
    _execute(INVITATIONS, channel=channel)
    _execute("ANALYZE prompts_prompt, delivery_notification")


def forget_prompts() -> None:
    """Empty the tables of prompts and of what depends on them."""
    _execute("TRUNCATE prompts_prompt RESTART IDENTITY CASCADE")


def _contact(participant: Participant) -> Contact:
    contact = Contact(participant=participant)
    contact.set_email(f"participant{participant.number}@s{participant.study_id}.example.org")
    return contact


def _execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
