"""Responses: one filled-in questionnaire for one prompt, what comes before it, and its photos."""

from __future__ import annotations

import secrets
from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

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
    # When the participant sent it, as the page tells, and when it came.
    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    # As paradata.py packs them; null where a page told nothing.
    device = models.CharField(max_length=7, blank=True)
    item_timings = ArrayField(models.IntegerField(), null=True)
    page_timings = ArrayField(models.IntegerField(), null=True)
    hidden = ArrayField(models.IntegerField(), null=True)

    class Meta:
        ordering = ("-submitted_at",)

    def __str__(self) -> str:
        return f"response to {self.prompt}"


class Draft(models.Model):
    """The answers to a prompt so far; once its time is over they are all that is kept of it.

    `changed` is when each was last touched, in milliseconds since the prompt was opened, also of
    answers that were taken away again.
    """

    prompt = models.OneToOneField(
        Prompt, on_delete=models.CASCADE, primary_key=True, related_name="draft"
    )
    language = models.CharField(max_length=6)
    answers = models.JSONField(default=dict)
    changed = models.JSONField(default=dict)
    page = models.CharField(max_length=40, blank=True)
    timings = models.JSONField(null=True)
    saved_at = models.DateTimeField()
    # Kept by a trigger, as of prompts: a phone may bring more after the prompt has expired.
    changed_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = "partial response"

    def __str__(self) -> str:
        return f"answers so far to {self.prompt}"


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
