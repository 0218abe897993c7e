"""A prompt's way from sent to its end; each step is one conditional UPDATE and cannot be undone."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import OtherVersion, version_to_show
from esmpress.questionnaires.models import QuestionnaireVersion

Status = Prompt.Status

# The reason of a prompt whose invitation may have gone out or not.
UNCERTAIN = "uncertain"
LATE = "late"
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


class PromptClosed(Exception):
    """The prompt's time is over, or it was cancelled."""


class PromptAnswered(Exception):
    """The prompt was answered before."""


class PromptNotOpened(Exception):
    """The prompt has time left, but the participant has not begun."""


def mark_sent(prompt_ids: Collection[int], *, now: datetime, certain: bool = True) -> int:
    """Note that the invitations went out at `now`; a prompt opened in the meantime stays opened.

    Unless `certain`, the reason of the prompts is `uncertain`, until it is known that they went.
    A prompt that had been ended as never sent in the meantime was in truth missed.
    """
    planned, doubted = Q(status=Status.PLANNED), Q(status_reason=UNCERTAIN)
    ended = Q(status=Status.NOT_SENT, status_reason=LATE)
    reason = Value("" if certain else UNCERTAIN)
    return Prompt.objects.filter(Q(sent_at__isnull=True) | doubted, pk__in=prompt_ids).update(
        sent_at=Coalesce("sent_at", now),
        status=Case(
            When(planned, then=Value(Status.SENT)),
            When(ended, then=Value(Status.EXPIRED)),
            default=F("status"),
        ),
        status_reason=Case(
            When(planned | doubted | ended, then=reason), default=F("status_reason")
        ),
    )


def mark_not_sent(prompt_ids: Collection[int], *, reason: str, now: datetime) -> int:
    """End prompts whose invitation will never go out."""
    return (
        Prompt.objects.unsent()
        .filter(pk__in=prompt_ids)
        .update(status=Status.NOT_SENT, status_reason=reason, ended_at=now)
    )


def mark_opened(
    prompt: Prompt, *, version: QuestionnaireVersion | None = None, now: datetime
) -> None:
    """The participant deliberately began; freezes the version they see and the time to finish.

    Opening twice changes nothing. Raises PromptClosed or PromptAnswered.
    """
    version = version or version_to_show(prompt)
    finish_until = now + timedelta(minutes=prompt.finish_within_minutes)
    opened = (
        Prompt.objects.openable(now=now)
        .filter(pk=prompt.pk)
        .update(
            status=Status.OPENED,
            # Whatever was doubtful about the invitation, it has arrived.
            status_reason="",
            opened_at=now,
            finish_until=Greatest(F("open_until"), Value(finish_until)),
            questionnaire_version=version,
        )
    )
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
    started = Prompt.objects.filter(
        pk=prompt.pk, status=Status.OPENED, finish_until__gt=now
    ).update(status=Status.STARTED, started_at=now)
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
    answerable = Prompt.objects.answerable(now=now, grace=SUBMIT_GRACE).filter(pk=prompt.pk)
    as_opened = Q(questionnaire_version=None) | Q(questionnaire_version=version)
    answered = answerable.filter(as_opened).update(
        status=Status.ANSWERED,
        status_reason="",
        opened_at=Coalesce("opened_at", now),
        started_at=Coalesce("started_at", now),
        answered_at=now,
        ended_at=now,
        finish_until=Coalesce("finish_until", "open_until"),
        questionnaire_version=version,
    )
    if answered:
        prompt.status, prompt.status_reason = Status.ANSWERED, ""
        prompt.answered_at = prompt.ended_at = now
        prompt.questionnaire_version = version
        return
    prompt.refresh_from_db(fields=STEPS)
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
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


def _raise_unless_in_progress(prompt: Prompt, *, now: datetime) -> None:
    if prompt.status == Status.ANSWERED:
        raise PromptAnswered
    if not (prompt.status in Prompt.OPENED and prompt.is_open(now=now)):
        raise PromptClosed
