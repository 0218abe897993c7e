"""A test mail of a study that somebody is to open on a phone before the launch."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from esmpress.studies.models import Study


class PhoneCheck(models.Model):
    """One test mail; where it went and who opened it is not kept, but on what kind of device."""

    class Device(models.TextChoices):
        PHONE = "phone", "a phone"
        COMPUTER = "computer", "a computer"

    TOKEN_BYTES: ClassVar = 32

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="phone_checks")
    domain = models.CharField(max_length=253)
    channel = models.CharField(max_length=10)
    # SHA-256 of the token in its link; the token itself is never stored.
    token_hash = models.BinaryField(max_length=32, unique=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_on = models.CharField(max_length=8, choices=Device, blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(opened_at__isnull=True, opened_on="")
                | Q(opened_at__isnull=False) & ~Q(opened_on=""),
                name="phone_check_opened_on_something",
            ),
        )

    def __str__(self) -> str:
        return f"test mail of {self.study}"
