"""The audit trail: who saw, changed, exported or launched what, and when."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """One thing that somebody did; added by the database in a chain, never changed or deleted.

    Researcher and study are numbers, not references, as the entry outlives both. `hash` is
    SHA-256 over the entry and the `hash` of the one before.
    """

    class Act(models.TextChoices):
        """What was done; the first three come from the rows themselves."""

        INSERT = "insert", "added"
        UPDATE = "update", "changed"
        DELETE = "delete", "deleted"
        DO = "do", "did"
        SEE = "see", "saw"
        LOG_IN = "log in", "logged in"
        LOG_OUT = "log out", "logged out"
        FAIL = "fail", "failed to log in"
        LOCK = "lock", "has to wait"

    number = models.BigIntegerField(primary_key=True, default=0)
    at = models.DateTimeField(default=timezone.now)
    researcher = models.BigIntegerField(null=True)
    act = models.CharField(max_length=20, choices=Act)
    study = models.BigIntegerField(null=True)
    subject_type = models.CharField("table", max_length=63, blank=True)
    subject = models.CharField("row", max_length=63, blank=True)
    words = models.TextField(blank=True)
    changes = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    previous = models.BinaryField(default=b"")
    hash = models.BinaryField(default=b"")

    class Meta:
        ordering = ("-number",)
        verbose_name = "audit entry"
        verbose_name_plural = "audit trail"
        indexes = (
            models.Index(fields=("study", "-number"), name="audit_of_study"),
            # Whether somebody saw this in the last hour already.
            models.Index(
                fields=("researcher", "subject_type", "subject", "-number"),
                condition=models.Q(act="see"),
                name="audit_seen",
            ),
        )

    def __str__(self) -> str:
        return f"{self.number}: {self.get_act_display()} {self.subject_type} {self.subject}"
