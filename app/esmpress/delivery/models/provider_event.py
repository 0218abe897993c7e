"""What a provider reported of messages; each event once, however often it is repeated."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class ProviderEvent(models.Model):
    """One event of a provider, stored before it is applied; no address, no text of a message."""

    class Outcome(models.TextChoices):
        APPLIED = "applied", "applied"
        UNKNOWN_ROW = "unknown_row", "about a message that is not in the ledger"
        IGNORED = "ignored", "of a kind that says nothing new"

    # The provider's own id: repeated events are one row.
    event_id = models.CharField(max_length=200, unique=True)
    # The public id of the row in the ledger, as the event gives it; null when it gives none.
    notification_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=30)
    reason = models.CharField(max_length=300, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)

    class Meta:
        ordering = ("-occurred_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True, outcome="")
                | (Q(applied_at__isnull=False) & ~Q(outcome="")),
                name="provider_event_applied_has_its_outcome",
            ),
        )
        indexes = (
            models.Index(
                fields=("id",),
                name="provider_event_waiting",
                condition=Q(applied_at__isnull=True),
            ),
            models.Index(fields=("notification_id",), name="provider_event_of_row"),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.notification_id}"
