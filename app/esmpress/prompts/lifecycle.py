"""A prompt's way from sent to its end; each step is one conditional UPDATE and cannot be undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Literal, NoReturn

from django.db import connection
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce

from esmpress.participants.models import Participant
from esmpress.prepared import prepared_cursor
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
# The reason of an answered prompt whose response was finished in time, and came after it.
UPLOADED_LATE = "uploaded_late"

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
# How long after `finish_until` a response that was finished in time is waited for: a phone may
# have had no network. ADR 0016.
LATE_UPLOAD = timedelta(days=7)


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
UPDATE prompts_prompt SET status = 'started', started_at = %(at)s
 WHERE id = %(id)s AND status = 'opened' AND finish_until > %(in_grace)s
"""

# `at` is when the participant sent, `now` when it came. Where a page tells the first, `told`, and
# it was in time, what comes late is taken too, even from a prompt that expired meanwhile.
_CAN_BE_ANSWERED = """
CASE WHEN status IN ('opened', 'started') AND finish_until > %(in_grace)s THEN true
     WHEN status IN ('opened', 'started', 'expired')
       THEN %(told)s AND finish_until > %(at_in_grace)s AND finish_until > %(not_too_late)s
            AND NOT EXISTS (SELECT 1 FROM participants_participant AS participant
                             WHERE participant.id = prompts_prompt.participant_id
                               AND participant.status = 'withdrawn')
     WHEN status IN ('planned', 'sent') THEN scheduled_at <= %(now)s AND open_until > %(now)s
END
"""

# The version has to be the one it was opened with.
_ANSWER = f"""
UPDATE prompts_prompt
   SET status = 'answered',
       status_reason = CASE WHEN finish_until <= %(in_grace)s THEN '{UPLOADED_LATE}' ELSE '' END,
       opened_at = coalesce(opened_at, %(at)s), started_at = coalesce(started_at, %(started_at)s),
       answered_at = %(at)s, ended_at = %(at)s,
       finish_until = coalesce(finish_until, open_until), questionnaire_version_id = %(version)s
 WHERE id = %(id)s AND {_CAN_BE_ANSWERED}
   AND (questionnaire_version_id IS NULL OR questionnaire_version_id = %(version)s)
RETURNING status_reason
"""  # noqa: S608
_COULD_BE_ANSWERED = f"""
SELECT 1 FROM prompts_prompt WHERE id = %(id)s AND {_CAN_BE_ANSWERED}
"""  # noqa: S608


ClosedReason = Literal["expired", "partial", "cancelled", "paused", "withdrawn", "study_ended"]


class PromptClosed(Exception):
    """The prompt's time is over, or it was cancelled; `reason` where its row does not tell."""

    def __init__(self, reason: ClosedReason | None = None) -> None:
        """Keep the reason."""
        super().__init__()
        self.reason = reason


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


def mark_started(prompt: Prompt, *, at: datetime, now: datetime) -> None:
    """The first answer was touched `at`; starting twice changes nothing.

    Raises PromptNotOpened, PromptClosed or PromptAnswered.
    """
    started = _changes(_START, prompt, at=at, in_grace=now - SUBMIT_GRACE)
    if started:
        prompt.status, prompt.started_at = Status.STARTED, at
    else:
        prompt.refresh_from_db(fields=STEPS)
        raise_unless_begun(prompt, now=now)


def note_late_start(prompt: Prompt, *, at: datetime) -> None:
    """The first answer to a prompt whose time is over was touched `at`; it stays where it ended."""
    if Prompt.objects.filter(pk=prompt.pk, started_at__isnull=True).update(started_at=at):
        prompt.started_at = at


def mark_answered(
    prompt: Prompt,
    *,
    version: QuestionnaireVersion,
    at: datetime | None = None,
    started_at: datetime | None = None,
    now: datetime,
) -> None:
    """`version` was submitted; raises PromptClosed, PromptAnswered or OtherVersion.

    `at` is when the participant sent it, where the page tells: finished in time, it may come up to
    LATE_UPLOAD late. A page that could not report its steps is taken to have opened and started at
    that moment.
    """
    answered_at = now if at is None else at
    values: dict[str, Any] = {
        "id": prompt.pk,
        "version": version.pk,
        "at": answered_at,
        "started_at": started_at or answered_at,
        "now": now,
        "told": at is not None,
        "in_grace": now - SUBMIT_GRACE,
        "at_in_grace": answered_at - SUBMIT_GRACE,
        "not_too_late": now - LATE_UPLOAD,
    }
    with prepared_cursor() as cursor:
        cursor.execute(_ANSWER, values)
        if row := cursor.fetchone():
            [prompt.status_reason] = row
            prompt.status, prompt.questionnaire_version = Status.ANSWERED, version
            prompt.answered_at = prompt.ended_at = answered_at
            return
        cursor.execute(_COULD_BE_ANSWERED, values)
        if cursor.fetchone():
            raise OtherVersion
    _raise_why_not_answered(prompt, told=at is not None)


def _raise_why_not_answered(prompt: Prompt, *, told: bool) -> NoReturn:
    prompt.refresh_from_db(fields=STEPS)
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
    has_withdrawn = prompt.participant.status == Participant.Status.WITHDRAWN
    raise PromptClosed("withdrawn" if told and has_withdrawn else None)


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
    with prepared_cursor() as cursor:
        cursor.execute(statement, {**values, "id": prompt.pk})
        return bool(cursor.rowcount)


def is_over(prompt: Prompt, *, now: datetime) -> bool:
    """Whether the time to finish a prompt that was opened has ended, with SUBMIT_GRACE."""
    return prompt.finish_until is not None and now >= prompt.finish_until + SUBMIT_GRACE


def raise_unless_begun(prompt: Prompt, *, now: datetime) -> None:
    """Raise PromptNotOpened, PromptClosed or PromptAnswered unless its answers may change.

    What was sent in time may arrive SUBMIT_GRACE late.
    """
    if prompt.status in Prompt.UNOPENED and prompt.is_open(now=now):
        raise PromptNotOpened
    _raise_unless_in_progress(prompt, now=now - SUBMIT_GRACE)


def raise_unless_awaited(prompt: Prompt, *, now: datetime) -> None:
    """Raise PromptClosed or PromptAnswered unless a response can still come, however late."""
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
    if prompt.is_open(now=now):
        return
    is_awaited = prompt.status in {*Prompt.OPENED, Status.EXPIRED}
    if not is_awaited or prompt.finish_until is None or now >= prompt.finish_until + LATE_UPLOAD:
        raise PromptClosed
    if prompt.participant.status == Participant.Status.WITHDRAWN:
        raise PromptClosed("withdrawn")


def _raise_unless_in_progress(prompt: Prompt, *, now: datetime) -> None:
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
    if not (prompt.status in Prompt.OPENED and prompt.is_open(now=now)):
        raise PromptClosed
