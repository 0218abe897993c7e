"""What the DNS said of the sending domain when somebody last asked."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SenderCheck(models.Model):
    """One look at the records of a sending domain, and of the domain replies go to."""

    domain = models.CharField(max_length=253)
    channel = models.CharField(max_length=10)
    # The study contact whose domain was looked up too, if any.
    reply_to = models.EmailField(blank=True)
    # Findings as delivery.preflight.findings.Finding writes them.
    results = models.JSONField()
    checked_at = models.DateTimeField()
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-checked_at", "-pk")
        indexes = (
            models.Index(
                fields=("domain", "channel", "reply_to", "checked_at"), name="sender_check_latest"
            ),
        )

    def __str__(self) -> str:
        return f"{self.domain} by {self.channel}"
