"""Tokens by which programs read a study: each belongs to one study and ends by itself."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from esmpress.accounts.models import Researcher
from esmpress.lazy_texts import lazily
from esmpress.studies.models.protocol import Study

LONGEST = timedelta(days=365)


class Scope(models.TextChoices):
    """What a token may read; `studies.rights` says which rights that takes."""

    STUDY = "read:study", lazily("the study: its design and its dates")
    PARTICIPANTS = "read:participants", lazily("participants: number, status, time zone, dates")
    PROMPTS = "read:prompts", lazily("prompts: when they were sent, opened, answered or missed")
    RESPONSES = "read:responses", lazily("responses: the answers")
    COMPLIANCE = "read:compliance", lazily("compliance: the figures of each participant")
    ARMS = "read:arms", lazily("arms: who is in which, and what would tell it")


class ApiToken(models.Model):
    """What is kept of a token: never the token itself, which is shown once to who makes it."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    scopes = ArrayField(models.CharField(max_length=20), size=len(Scope))
    # SHA-256 of it: it is drawn at random and too long to be guessed.
    token_hash = models.BinaryField(max_length=32, unique=True)
    made_by = models.ForeignKey(Researcher, on_delete=models.CASCADE, related_name="api_tokens")
    made_at = models.DateTimeField()
    # Whether its maker had shown a second factor then: a study may ask for it later.
    made_with_factor = models.BooleanField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(
        Researcher, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # A day of UTC: finer would be a row written at each request.
    last_used_on = models.DateField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        verbose_name = "API token"
        constraints = (
            models.CheckConstraint(
                condition=Q(scopes__len__gte=1, scopes__contained_by=list(Scope.values)),
                name="api_token_has_known_scopes",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at"))
                & Q(expires_at__lte=F("made_at") + LONGEST),
                name="api_token_ends_within_a_year",
            ),
        )

    def __str__(self) -> str:
        return self.name
