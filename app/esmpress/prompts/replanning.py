"""Replanning: prompts not yet sent are drawn anew from a local day on; what was sent stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from esmpress.accounts.models import Researcher
from esmpress.jobs.models import Job
from esmpress.participants.models import Participant, ParticipantQuerySet
from esmpress.prompts.long_work import AT_ONCE, Change, ask_for_plan
from esmpress.prompts.planning import plan_participants
from esmpress.studies.models import Schedule, ScheduleVersion, Study
from esmpress.studies.versions import add_version

# Messages are entered into the ledger a minute before they are due; what is due sooner stands.
MARGIN = timedelta(minutes=5)

# What nobody was told of yet: waiting to be sent, called off by a pause or without room, not due
# soon, and without a message. In one statement with its removal, so that no worker comes between.
_REPLACEABLE = """
FROM unnest(%(ids)s::bigint[]) AS held (id)
JOIN participants_participant AS participant ON participant.id = held.id
JOIN prompts_prompt AS prompt ON prompt.participant_id = participant.id
WHERE participant.start_date + prompt.study_day - 1 >= %(from_date)s
  AND prompt.trigger = 'schedule'
  AND (prompt.status = 'planned' AND prompt.sent_at IS NULL
       OR prompt.status = 'cancelled' AND prompt.status_reason = 'paused'
       OR prompt.status = 'not_sent' AND prompt.status_reason = 'no_room')
  AND prompt.scheduled_at > %(soon)s
  AND NOT EXISTS (SELECT FROM delivery_notification AS row WHERE row.prompt_id = prompt.id)
"""
_FIND = f"SELECT prompt.id {_REPLACEABLE}"
_REMOVE = f"DELETE FROM prompts_prompt WHERE id IN (SELECT prompt.id {_REPLACEABLE})"  # noqa: S608
_REWIND = """
UPDATE participants_participant
   SET planned_through = GREATEST(%(from_date)s, start_date) - 1
  FROM unnest(%(ids)s::bigint[]) AS held (id)
 WHERE participants_participant.id = held.id
   AND planned_through >= GREATEST(%(from_date)s, start_date)
RETURNING held.id
"""


@dataclass(frozen=True)
class Withdrawn:
    """Who has to be planned anew, by id, and how many of their prompts were removed."""

    people: list[int]
    prompts: int


@dataclass(frozen=True)
class Confirmed:
    """A version that was added; with the work that plans anew, where that takes long."""

    version: ScheduleVersion
    job: Job | None


@transaction.atomic
def replace_unsent(participants: ParticipantQuerySet, *, from_date: date, now: datetime) -> int:
    """Draw the unsent prompts of local days from a date on anew; how many there are now.

    The participants are of one study. Prompts that were sent, or are due within minutes, stand,
    and the new ones keep their distance from them.
    """
    # The study before its participants, as everybody who plans locks them.
    its_id = participants.order_by().values("study")
    study = Study.objects.select_for_update(no_key=True).filter(pk__in=its_id).first()
    if study is None or not study.is_running:
        return 0
    ids = _hold(participants)
    _withdraw_unsent(ids, from_date=from_date, now=now)
    return plan_participants(study, Participant.objects.filter(pk__in=ids), now=now)


@transaction.atomic
def confirm_version(
    schedule: Schedule,
    scheme: Any,
    *,
    apply_from: date,
    now: datetime,
    researcher: Researcher | None,
) -> Confirmed:
    """Add a version to a running study's schedule; what is unsent from its date on goes.

    A few people are planned anew at once, many by the work that is asked for. Until then they have
    no prompts from that date on, so that nothing is sent by the version before. Raises
    ValidationError naming the field.
    """
    version = add_version(schedule, scheme, apply_from=apply_from, now=now, researcher=researcher)
    study = Study.objects.get(pk=schedule.study_id)
    if not study.is_running:
        return Confirmed(version, job=None)
    # All of them, also who has no such day yet: a planner may be at it, by the version before.
    ids = _hold(study.participants.all())
    withdrawn = _withdraw_unsent(ids, from_date=apply_from, now=now)
    if researcher is not None and len(withdrawn.people) > AT_ONCE:
        job = ask_for_plan(
            study,
            asked_by=researcher,
            people=len(withdrawn.people),
            change=Change(version.pk, apply_from, withdrawn.prompts),
            now=now,
        )
        return Confirmed(version, job)
    plan_participants(study, Participant.objects.filter(pk__in=withdrawn.people), now=now)
    return Confirmed(version, job=None)


def _hold(participants: ParticipantQuerySet) -> list[int]:
    """Those who take part, by id, locked: who plans or withdraws one of them is waited for."""
    locked = participants.taking_part().select_for_update(of=("self",), no_key=True)
    return list(locked.order_by("pk").values_list("pk", flat=True))


def _withdraw_unsent(ids: list[int], *, from_date: date, now: datetime) -> Withdrawn:
    """Remove the unsent prompts of local days from a date on, so that they are planned anew."""
    values: dict[str, Any] = {"ids": ids, "from_date": from_date, "soon": now + MARGIN}
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, values)
        prompts = cursor.rowcount
        cursor.execute(_REWIND, values)
        return Withdrawn([pk for (pk,) in cursor.fetchall()], prompts)


def find_replaceable(ids: Iterable[int], *, from_date: date, now: datetime) -> set[int]:
    """The prompts of participants that a change from a local day on would remove, by id."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"ids": list(ids), "from_date": from_date, "soon": now + MARGIN})
        return {pk for (pk,) in cursor.fetchall()}
