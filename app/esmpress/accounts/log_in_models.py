"""Who is logged in where, and how often somebody tried in vain."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class LogIn(models.Model):
    """One browser somebody is logged in with; its session holds the number of this row.

    `confirmed_at` is when they showed last that it is them.
    """

    class Factor(models.TextChoices):
        """What was shown beside the password."""

        NONE = "", _("password alone")
        AUTHENTICATOR = "authenticator", _("authenticator app")
        PASSKEY = "passkey", _("passkey")
        RECOVERY_CODE = "recovery code", _("recovery code")

    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="log_ins"
    )
    factor = models.CharField(max_length=20, choices=Factor, blank=True, default=Factor.NONE)
    device = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=45, blank=True)
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    confirmed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-seen_at", "-pk")

    def __str__(self) -> str:
        return f"log-in {self.pk}"


class Attempts(models.Model):
    """Attempts that failed, or are under way, by account, known device or network.

    The key is a hash: what strangers type stands nowhere.
    """

    key = models.BinaryField(primary_key=True)
    failures = models.PositiveIntegerField()
    blocked_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("last_at",), name="attempts_by_age"),)

    def __str__(self) -> str:
        return f"{self.failures} attempts"
