"""Responses: one filled-in questionnaire for one prompt, and the photos that belong to it."""

from __future__ import annotations

import secrets
from uuid import uuid4

from django.db import models
from django.db.models import Q

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import QuestionnaireVersion

# Without letters and digits that are easily mistaken for each other when read aloud.
RECEIPT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RECEIPT_LENGTH = 8


def new_receipt() -> str:
    """A random receipt a participant can quote."""
    return "".join(secrets.choice(RECEIPT_ALPHABET) for _ in range(RECEIPT_LENGTH))


class Response(models.Model):
    """The answers to one prompt, by item name; submitted once."""

    prompt = models.OneToOneField(Prompt, on_delete=models.CASCADE, related_name="response")
    questionnaire_version = models.ForeignKey(
        QuestionnaireVersion, on_delete=models.PROTECT, related_name="responses"
    )
    language = models.CharField(max_length=6)
    answers = models.JSONField()
    # What was shown in another order than it is defined, or left out; empty for most.
    arrangement = models.JSONField(null=True)
    receipt = models.CharField(max_length=RECEIPT_LENGTH, default=new_receipt)
    submitted_at = models.DateTimeField()

    class Meta:
        ordering = ("-submitted_at",)

    def __str__(self) -> str:
        return f"response to {self.prompt}"


class Photo(models.Model):
    """A photo sent for an item of a prompt; answers name it by its id.

    It is kept once a response names it: `is_kept`. Until then `item` may be unknown.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    prompt = models.ForeignKey(Prompt, on_delete=models.CASCADE, related_name="photos")
    item = models.CharField(max_length=40, blank=True)
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    is_kept = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("created_at",)
        indexes = (
            # The sweep looks for photos that no response named; most were.
            models.Index(fields=("created_at",), name="photo_not_kept", condition=Q(is_kept=False)),
        )

    def __str__(self) -> str:
        return f"photo of {self.prompt}"
