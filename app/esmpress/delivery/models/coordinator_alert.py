"""News a study's coordinator is to hear of: an address that mail does not reach any more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from esmpress.participants.models import Participant


class CoordinatorAlert(models.Model):
    """One piece of news about one participant; mailed to the study's contact, several at once."""

    class Kind(models.TextChoices):
        BOUNCED = "bounced", "mail came back"
        DROPPED = "dropped", "the provider dropped the mail"
        SPAM_REPORT = "spam_report", "reported as spam"
        UNSUBSCRIBED = "unsubscribed", "unsubscribed"

    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, related_name="coordinator_alerts"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    reason = models.CharField(max_length=300, blank=True)
    raised_at = models.DateTimeField()
    # A worker mails it, or did; the mail is tried again when nothing came of that.
    tried_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("raised_at", "pk")
        constraints = (
            # Who unsubscribed is found again by every sweep.
            models.UniqueConstraint(
                fields=("participant", "kind", "raised_at"), name="coordinator_alert_once"
            ),
        )
        indexes = (
            models.Index(
                fields=("raised_at",),
                name="coordinator_alert_waiting",
                condition=Q(mailed_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return f"{self.participant}: {self.get_kind_display()}"
