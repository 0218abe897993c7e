"""The ledger: one row for each message about a prompt, saying what is known of it."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from esmpress.delivery.outgoing import last_moment
from esmpress.prompts.models import Prompt


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Sets of notifications."""

    def lease_over(self, status: str, *, now: datetime) -> NotificationQuerySet:
        """In `status` although the worker's time with them is over: the worker died."""
        return self.filter(status=status, lease_until__lte=now)


class Notification(models.Model):
    """One message about one prompt; each instant is UTC and kept."""

    INVITATION: ClassVar = "invitation"

    class Status(models.TextChoices):
        PLANNED = "planned", "planned"
        DUE = "due", "due, trying again"
        CLAIMED = "claimed", "claimed by a worker"
        HANDED_OVER = "handed_over", "handed over"
        ACCEPTED = "accepted", "accepted by the provider"
        DEFERRED = "deferred", "deferred by the mailbox"
        DELIVERED = "delivered", "delivered"
        BOUNCED = "bounced", "bounced"
        DROPPED = "dropped", "dropped by the provider"
        UNCERTAIN = "uncertain", "outcome unknown"
        NOT_SENT = "not_sent", "not sent"
        FAILED = "failed", "failed"

    WAITING: ClassVar = (Status.PLANNED, Status.DUE)
    # The message has left for the mailbox; what came of it is in the instants below.
    TAKEN: ClassVar = (Status.ACCEPTED, Status.DEFERRED, Status.DELIVERED)
    RETURNED: ClassVar = (Status.BOUNCED, Status.DROPPED)

    class Channel(models.TextChoices):
        SMTP = "smtp", "SMTP"
        SENDGRID = "sendgrid", "SendGrid"

    # Opaque: what providers and Message-IDs see instead of the row's number.
    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    # Found by the unique constraint: each index of the table is written five times a row.
    prompt = models.ForeignKey(
        Prompt, on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(
        max_length=12,
        help_text="invitation, reminder_1 to reminder_9, snooze_1 to snooze_3, or resent_1 to "
        "resent_2.",
    )
    channel = models.CharField(max_length=10, choices=Channel)
    status = models.CharField(max_length=12, choices=Status, default=Status.PLANNED)
    reason = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    planned_at = models.DateTimeField(help_text="When it should go out.")
    due_at = models.DateTimeField(help_text="When it is tried, or tried again.")
    open_until = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    # What the provider's events say, whatever their order; the first of each kind counts.
    deferred_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    uncertain_at = models.DateTimeField(null=True, help_text="When its outcome became unknown.")
    settled_at = models.DateTimeField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        ordering = ("-due_at",)
        constraints = (
            # No second invitation for a prompt, whatever happens to workers and queues.
            models.UniqueConstraint(fields=("prompt", "kind", "channel"), name="notification_once"),
            # SMTP and SendGrid reach the same mailbox: one of them only, whichever came first.
            models.UniqueConstraint(
                fields=("prompt", "kind"),
                condition=Q(channel__in=("smtp", "sendgrid")),
                name="notification_mailed_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__regex=r"^(invitation|reminder_[1-9]|snooze_[1-3]|resent_[1-2])$"),
                name="notification_kind_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("claimed", "handed_over")) | Q(lease_until__isnull=False),
                name="notification_claim_has_a_lease",
            ),
        )
        indexes = (
            # The dispatch sweep reads only what still waits to go out, in the order it claims. What
            # is not due yet, like reminders, is passed over in the index itself.
            models.Index(
                fields=("open_until", "id", "due_at"),
                name="notification_waiting",
                condition=Q(status__in=("planned", "due")),
            ),
            models.Index(
                fields=("lease_until",),
                name="notification_leased",
                condition=Q(status__in=("claimed", "handed_over")),
            ),
            # Monitoring and the panel of a study look at the last hours and days.
            models.Index(fields=("planned_at",), name="notification_by_moment"),
            # Rows whose outcome is unknown, until events or the study's policy settle them.
            models.Index(
                fields=("uncertain_at",),
                name="notification_unsettled",
                condition=Q(status="uncertain", settled_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} for {self.prompt}"

    @property
    def last_moment(self) -> datetime:
        """Until when it can go out and leave the participant a fair share of the window."""
        return last_moment(self.planned_at, self.open_until)
