"""Somebody asked for the links to the personal pages of an address."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LinkRequest(models.Model):
    """One request, for the few seconds until a worker looks whether the address is known.

    It holds the blind index of the address in each study, and not the address.
    """

    indexes = ArrayField(models.BinaryField(max_length=32))
    requested_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"request of {self.requested_at}"
