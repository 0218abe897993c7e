"""Prompts that are due, and the ledger's rows of their invitations, as many as one likes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import numpy as np
from django.db import connection, transaction

from benchmarks.rows import REMINDERS, make_study
from benchmarks.statements import INVITATIONS, PARTICIPANTS, PAST_INVITATIONS, PAST_PROMPTS
from esmpress.participants.models import Contact, Participant
from esmpress.prompts.inserting import ROW, insert_planned, to_microseconds
from esmpress.studies.launching import launch
from esmpress.studies.models import ScheduleVersion, Study

WINDOW = timedelta(minutes=30)


def make_mailed_study(
    slug: str, participants: int, *, now: datetime, reminders: Sequence[int] = REMINDERS
) -> Study:
    """A running study whose participants all have an address, each another."""
    study = make_study(slug, prompts_per_day=1, reminders=reminders)
    launch(study, now=now)
    # The study's own days are over and planned: nothing comes beside what is made here.
    _execute(
        PARTICIPANTS,
        study=study.pk,
        count=participants,
        time_zone=study.time_zone,
        now=now,
        start_date=now.date() - timedelta(days=365),
        planned_through=now.date() + timedelta(days=365),
    )
    _copy_contacts(study)
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
    version = ScheduleVersion.objects.get(schedule__study=study)
    participants = study.participants.filter(number__lte=count).order_by("number")
    rows = np.zeros(count, dtype=ROW)
    rows["participant_id"] = list(participants.values_list("pk", flat=True))
    rows["schedule_id"], rows["schedule_version_id"] = version.schedule_id, version.pk
    rows["study_day"], rows["beep"] = study_day, 1
    rows["scheduled_at"] = to_microseconds(scheduled_at)
    rows["open_until"] = to_microseconds(scheduled_at + window)
    rows["finish_within_minutes"], rows["utc_offset_minutes"] = 15, 60
    with transaction.atomic():
        insert_planned(rows, zones=[study.time_zone], algorithm=1, now=scheduled_at)


def enter_invitations(*, channel: str) -> None:
    """The invitations of all planned prompts in the ledger; both tables are analysed."""
    _execute(INVITATIONS, channel=channel)
    _execute("ANALYZE prompts_prompt, delivery_notification")


def add_past(study: Study, prompts_each: int, *, last: datetime) -> None:
    """So many answered prompts of each participant, hour by hour until `last`, all invited to."""
    _execute(PAST_PROMPTS, study=study.pk, per_participant=prompts_each, last=last)
    _execute(PAST_INVITATIONS)
    _execute("ANALYZE prompts_prompt, delivery_notification")


def forget_prompts() -> None:
    """Empty the tables of prompts and of what depends on them."""
    _execute("TRUNCATE prompts_prompt RESTART IDENTITY CASCADE")


def _copy_contacts(study: Study) -> None:
    """An address for each participant; by COPY, for there are many."""
    participants = list(study.participants.values_list("pk", "number"))
    contact = Contact(participant=Participant(study=study))
    columns = "participant_id, seal_id, sealed_email, email_index"
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY participants_contact ({columns}) FROM STDIN") as copy,
    ):
        for pk, number in participants:
            contact.seal_id = uuid4()
            contact.set_email(f"participant{number}@s{study.pk}.example.org")
            copy.write_row((pk, contact.seal_id, contact.sealed_email, contact.email_index))


def _execute(statement: str, **values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
