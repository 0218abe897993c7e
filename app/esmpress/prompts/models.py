"""Prompts: each moment a participant is asked, from plan to end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from esmpress.participants.models import Participant
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Schedule, ScheduleVersion


class PromptQuerySet(models.QuerySet["Prompt"]):
    """Sets of prompts."""

    def overdue(self, *, now: datetime, grace: timedelta) -> PromptQuerySet:
        """Neither answered nor ended, and no time is left to begin, or to finish with `grace`."""
        waiting = Q(status__in=Prompt.UNOPENED, open_until__lte=now)
        opened = Q(status__in=Prompt.OPENED, finish_until__lte=now - grace)
        return self.filter(waiting | opened)

    def unsent(self) -> PromptQuerySet:
        """Planned, with no invitation out yet."""
        return self.filter(status=Prompt.Status.PLANNED, sent_at__isnull=True)


class Prompt(models.Model):
    """One request to one participant to fill in one questionnaire; every instant is UTC."""

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        SENT = "sent", "sent"
        OPENED = "opened", "opened"
        STARTED = "started", "started"
        ANSWERED = "answered", "answered"
        EXPIRED = "expired", "expired"
        NOT_SENT = "not_sent", "not sent"
        CANCELLED = "cancelled", "cancelled"

    class Trigger(models.TextChoices):
        SCHEDULE = "schedule", "schedule"
        FOLLOW_UP = "follow_up", "answers to another prompt"
        EVENT = "event", "an event the participant reported"

    UNOPENED: ClassVar = (Status.PLANNED, Status.SENT)
    OPENED: ClassVar = (Status.OPENED, Status.STARTED)

    # Each index costs at every insertion: the rows of a participant are found by the unique
    # constraint, and nothing is looked up by version or questionnaire.
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="prompts", db_index=False
    )
    # One constraint checks both, and that the version is the schedule's own: migration 0003.
    schedule = models.ForeignKey(
        Schedule, on_delete=models.PROTECT, related_name="prompts", db_constraint=False
    )
    schedule_version = models.ForeignKey(
        ScheduleVersion,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    trigger = models.CharField(max_length=10, choices=Trigger, default=Trigger.SCHEDULE)
    triggered_by = models.ForeignKey(
        "self", on_delete=models.RESTRICT, null=True, related_name="follow_ups", db_index=False
    )
    study_day = models.PositiveSmallIntegerField()
    beep = models.PositiveSmallIntegerField(help_text="Place in the schedule's day, from 1.")

    scheduled_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64)
    utc_offset_minutes = models.SmallIntegerField()
    dst = models.CharField(max_length=4, blank=True, help_text="gap or fold at a clock change.")
    open_until = models.DateTimeField()
    finish_within_minutes = models.PositiveSmallIntegerField()
    finish_until = models.DateTimeField(null=True)
    algorithm = models.PositiveSmallIntegerField()

    status = models.CharField(max_length=10, choices=Status, default=Status.PLANNED)
    status_reason = models.CharField(max_length=30, blank=True)
    sent_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    # SHA-256 of the link token; the token itself is never stored.
    token_hash = models.BinaryField(max_length=32, null=True)
    questionnaire_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    # Of what programs are told by the API: kept by a trigger, as rows change in many places.
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    # What linked.py reads beside the row: the version it would show, and whether its study has
    # follow-ups. None where nobody has read it.
    newest_version: QuestionnaireVersion | None = None
    leads_on: bool | None = None

    objects = PromptQuerySet.as_manager()

    class Meta:
        ordering = ("scheduled_at",)
        constraints = (
            # Two planners at once insert the same rows; the second finds them there.
            models.UniqueConstraint(
                fields=("participant", "schedule", "study_day", "beep"), name="prompt_planned_once"
            ),
            # Follow-ups and reported events get their link a moment after their row.
            models.UniqueConstraint(
                fields=("token_hash",),
                name="prompt_token_hash_unique",
                condition=Q(token_hash__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(trigger="follow_up", triggered_by__isnull=False)
                | (~Q(trigger="follow_up") & Q(triggered_by__isnull=True)),
                name="prompt_follow_up_has_its_trigger",
            ),
            models.CheckConstraint(
                condition=Q(open_until__gt=F("scheduled_at")), name="prompt_closes_after_scheduled"
            ),
            models.CheckConstraint(
                condition=~Q(status="answered") | Q(answered_at__isnull=False),
                name="prompt_answered_has_its_instant",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("opened", "started"))
                | Q(opened_at__isnull=False, finish_until__isnull=False),
                name="prompt_opened_has_its_instants",
            ),
        )
        indexes = (
            # Planning asks who has follow-ups and reports nearby; most rows are of neither kind.
            models.Index(
                fields=("participant", "scheduled_at"),
                name="prompt_triggered",
                condition=~Q(trigger="schedule"),
            ),
            # Whoever deletes a prompt is asked whether something follows it; few rows follow any.
            models.Index(
                fields=("triggered_by",),
                name="prompt_follows",
                condition=Q(triggered_by__isnull=False),
            ),
            # The dispatch sweep looks for prompts that come due; most rows are long past.
            models.Index(
                fields=("scheduled_at",), name="prompt_planned", condition=Q(status="planned")
            ),
            # The expiry sweep reads only prompts that can still end.
            models.Index(
                fields=("open_until",),
                name="prompt_unopened",
                condition=Q(status__in=("planned", "sent")),
            ),
            models.Index(
                fields=("finish_until",),
                name="prompt_opened",
                condition=Q(status__in=("opened", "started")),
            ),
            # Compliance is counted in the index alone, of everybody when people are sorted by it;
            # what is only planned costs it nothing. ADR 52.
            models.Index(
                fields=("participant", "status"),
                name="prompt_counted",
                condition=Q(status__in=("answered", "expired")) & ~Q(trigger="event"),
            ),
            # The end of each participant's answers is their last one.
            models.Index(
                fields=("participant", "answered_at"),
                name="prompt_answers",
                condition=Q(answered_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant} day {self.study_day} beep {self.beep}"

    def is_open(self, *, now: datetime) -> bool:
        """Whether the prompt can be opened or answered, from the row and the clock alone."""
        if self.status in self.OPENED:
            return self.finish_until is not None and now < self.finish_until
        return self.status in self.UNOPENED and self.scheduled_at <= now < self.open_until
