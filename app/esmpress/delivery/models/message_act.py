"""What a researcher decided about a message, and what was known of it until then."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from esmpress.delivery.models.notification import Notification


class MessageAct(models.Model):
    """One act on one message; the database refuses to change or delete it by itself.

    Whatever the next attempt overwrites in the ledger stands here as it was before the act.
    """

    class Act(models.TextChoices):
        TRY_AGAIN = "try_again", "try again"
        CALL_OFF = "call_off", "do not send"

    # The database deletes the acts with their message: migration 0008 makes the constraint.
    notification = models.ForeignKey(
        Notification, on_delete=models.DO_NOTHING, related_name="acts", db_constraint=False
    )
    act = models.CharField(max_length=10, choices=Act)
    at = models.DateTimeField()
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    why = models.CharField(max_length=150)
    status_before = models.CharField(max_length=12, choices=Notification.Status)
    reason_before = models.CharField(max_length=200, blank=True)
    attempts_before = models.PositiveSmallIntegerField()
    handed_over_before = models.DateTimeField(null=True)
    settled_before = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.notification}"
