"""A prompt's way from sent to its end; each step is one conditional UPDATE and cannot be undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import OtherVersion, version_to_show
from esmpress.questionnaires.models import QuestionnaireVersion

Status = Prompt.Status

# The reason of a prompt whose invitation may have gone out or not.
UNCERTAIN = "uncertain"
LATE = "late"
# The reasons of a prompt whose invitation reached nobody.
BOUNCED = "bounced"
DROPPED = "dropped"
# Why a prompt was called off, or never had a moment to be sent at.
PAUSED = "paused"
ARM_CHANGED = "arm_changed"
MOVED = "moved"
NO_ROOM = "no_room"

# What the steps change. What a prompt belongs to stays as it was read.
STEPS = (
    "status",
    "status_reason",
    "opened_at",
    "started_at",
    "answered_at",
    "ended_at",
    "finish_until",
    "questionnaire_version",
)

# A response sent in time may arrive late; the participant was promised `finish_until`.
SUBMIT_GRACE = timedelta(seconds=30)


# Written out: each is done for every message or answer, and Django takes longer to find the words
# than PostgreSQL to follow them.
# `sent` are the prompts with the instants their invitations went out, and whether it is certain.
MARK_SENT = """
UPDATE prompts_prompt
   SET sent_at = coalesce(sent_at, sent.at),
       status = CASE WHEN status = 'planned' THEN 'sent'
                     WHEN status = 'not_sent' AND status_reason = 'late' THEN 'expired'
                     WHEN status = 'not_sent' AND status_reason = 'delivery_failed' THEN 'sent'
                     ELSE status END,
       status_reason = CASE WHEN status = 'planned' OR status_reason = 'uncertain'
                              OR status = 'not_sent'
                                 AND status_reason IN ('late', 'delivery_failed')
                            THEN sent.reason ELSE status_reason END,
       ended_at = CASE WHEN status = 'not_sent' AND status_reason = 'delivery_failed'
                       THEN NULL ELSE ended_at END
  FROM sent
 WHERE prompts_prompt.id = sent.prompt_id AND (sent_at IS NULL OR status_reason = 'uncertain')
"""
_MARK_SENT_AT = f"""
WITH sent AS (SELECT unnest(%(ids)s::bigint[]) AS prompt_id, %(now)s::timestamptz AS at,
                     %(reason)s AS reason)
{MARK_SENT}
"""

_OPEN = """
UPDATE prompts_prompt
   SET status = 'opened', status_reason = '', opened_at = %(now)s,
       finish_until = greatest(open_until, %(finish_until)s), questionnaire_version_id = %(version)s
 WHERE id = %(id)s AND status IN ('planned', 'sent')
   AND scheduled_at <= %(now)s AND open_until > %(now)s
"""

_START = """
UPDATE prompts_prompt SET status = 'started', started_at = %(now)s
 WHERE id = %(id)s AND status = 'opened' AND finish_until > %(now)s
"""

# The same condition as `Prompt.objects.answerable`, and the version it was opened with.
_ANSWER = """
UPDATE prompts_prompt
   SET status = 'answered', status_reason = '', opened_at = coalesce(opened_at, %(now)s),
       started_at = coalesce(started_at, %(now)s), answered_at = %(now)s, ended_at = %(now)s,
       finish_until = coalesce(finish_until, open_until), questionnaire_version_id = %(version)s
 WHERE id = %(id)s
   AND CASE WHEN status IN ('opened', 'started') THEN finish_until > %(latest)s
            WHEN status IN ('planned', 'sent')
              THEN scheduled_at <= %(now)s AND open_until > %(now)s END
   AND (questionnaire_version_id IS NULL OR questionnaire_version_id = %(version)s)
"""


class PromptClosed(Exception):
    """The prompt's time is over, or it was cancelled."""


class PromptAnswered(Exception):
    """The prompt was answered before."""


class PromptNotOpened(Exception):
    """The prompt has time left, but the participant has not begun."""


def mark_sent(prompt_ids: Collection[int], *, now: datetime, certain: bool = True) -> int:
    """Note that the invitations went out at `now`; a prompt opened in the meantime stays opened.

    Unless `certain`, the reason of the prompts is `uncertain`, until it is known that they went.
    A prompt that had been ended as never sent in the meantime was in truth missed; one whose
    sending had failed, as far as anybody knew, goes on.
    """
    reason = "" if certain else UNCERTAIN
    with connection.cursor() as cursor:
        cursor.execute(_MARK_SENT_AT, {"ids": list(prompt_ids), "now": now, "reason": reason})
        return int(cursor.rowcount)


def mark_not_sent(prompt_ids: Collection[int], *, reason: str, now: datetime) -> int:
    """End prompts whose invitation will never go out."""
    return (
        Prompt.objects.unsent()
        .filter(pk__in=prompt_ids)
        .update(status=Status.NOT_SENT, status_reason=reason, ended_at=now)
    )


def plan_again(prompt_ids: Collection[int]) -> int:
    """Plan prompts again that ended because their invitation did not go out; how many."""
    never_sent = Prompt.objects.filter(status=Status.NOT_SENT, sent_at__isnull=True)
    return never_sent.filter(pk__in=prompt_ids).update(
        status=Status.PLANNED, status_reason="", ended_at=None
    )


def mark_undelivered(prompt_ids: Collection[int], *, reason: str, now: datetime) -> int:
    """End prompts whose messages all came back, unless the participant began; how many.

    `reason` is `bounced`, or `dropped` by the provider: then nothing was ever sent. News may come
    after the response window: what had expired unopened was never missed.
    """
    unreached = (
        Q(status__in=Prompt.UNOPENED)
        | Q(status=Status.EXPIRED, opened_at__isnull=True)
        | Q(status=Status.NOT_SENT, status_reason__in=(BOUNCED, DROPPED))
    )
    return Prompt.objects.filter(unreached, pk__in=prompt_ids).update(
        status=Status.NOT_SENT,
        status_reason=reason,
        sent_at=None if reason == DROPPED else F("sent_at"),
        ended_at=Coalesce("ended_at", now),
    )


def mark_opened(
    prompt: Prompt, *, version: QuestionnaireVersion | None = None, now: datetime
) -> None:
    """The participant deliberately began; freezes the version they see and the time to finish.

    Opening twice changes nothing. Raises PromptClosed or PromptAnswered.
    """
    version = version or version_to_show(prompt)
    finish_until = now + timedelta(minutes=prompt.finish_within_minutes)
    # Whatever was doubtful about the invitation, it has arrived.
    opened = _changes(_OPEN, prompt, now=now, finish_until=finish_until, version=version.pk)
    if opened:
        # What the statement wrote, without reading the row once more; so with the other steps.
        prompt.status, prompt.status_reason, prompt.opened_at = Status.OPENED, "", now
        prompt.finish_until = max(prompt.open_until, finish_until)
        prompt.questionnaire_version = version
        return
    prompt.refresh_from_db(fields=STEPS)
    _raise_unless_in_progress(prompt, now=now)


def mark_started(prompt: Prompt, *, now: datetime) -> None:
    """The first answer was touched; raises PromptNotOpened, PromptClosed or PromptAnswered."""
    started = _changes(_START, prompt, now=now)
    if started:
        prompt.status, prompt.started_at = Status.STARTED, now
    else:
        prompt.refresh_from_db(fields=STEPS)
        if prompt.status in Prompt.UNOPENED and prompt.is_open(now=now):
            raise PromptNotOpened
        _raise_unless_in_progress(prompt, now=now)


def mark_answered(prompt: Prompt, *, version: QuestionnaireVersion, now: datetime) -> None:
    """`version` was submitted; raises PromptClosed, PromptAnswered or OtherVersion.

    A page that could not report its steps is taken to have opened and started now.
    """
    latest = now - SUBMIT_GRACE
    answered = _changes(_ANSWER, prompt, now=now, latest=latest, version=version.pk)
    if answered:
        prompt.status, prompt.status_reason = Status.ANSWERED, ""
        prompt.answered_at = prompt.ended_at = now
        prompt.questionnaire_version = version
        return
    prompt.refresh_from_db(fields=STEPS)
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
    answerable = Prompt.objects.answerable(now=now, grace=SUBMIT_GRACE).filter(pk=prompt.pk)
    raise OtherVersion if answerable.exists() else PromptClosed


def expire_overdue_prompts(*, now: datetime) -> int:
    """End every prompt whose time is over, and with it its link; how many ended.

    A prompt nobody was invited to is `not_sent`, the others are `expired`.
    """
    never_sent = Q(status=Status.PLANNED, sent_at__isnull=True)
    return Prompt.objects.overdue(now=now, grace=SUBMIT_GRACE).update(
        status=Case(When(never_sent, then=Value(Status.NOT_SENT)), default=Value(Status.EXPIRED)),
        status_reason=Case(When(never_sent, then=Value(LATE)), default=F("status_reason")),
        ended_at=now,
    )


def cancel_prompts(prompts: QuerySet[Prompt], *, reason: str, now: datetime) -> int:
    """Cancel those of `prompts` that are planned or sent but not begun; how many."""
    return prompts.filter(status__in=Prompt.UNOPENED).update(
        status=Status.CANCELLED, status_reason=reason, ended_at=now
    )


def reinstate_prompts(prompts: QuerySet[Prompt], *, now: datetime) -> int:
    """Plan those of `prompts` again that a pause called off and that are still ahead; how many.

    What was due within the minute of the pause has a message, which is settled, and stays off.
    """
    return prompts.filter(
        status=Status.CANCELLED,
        status_reason=PAUSED,
        scheduled_at__gt=now,
        notifications__isnull=True,
    ).update(status=Status.PLANNED, status_reason="", ended_at=None)


def _changes(statement: str, prompt: Prompt, **values: Any) -> bool:
    """Whether the statement found its prompt as it has to be, and changed it."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {**values, "id": prompt.pk})
        return bool(cursor.rowcount)


def _raise_unless_in_progress(prompt: Prompt, *, now: datetime) -> None:
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
    if not (prompt.status in Prompt.OPENED and prompt.is_open(now=now)):
        raise PromptClosed
