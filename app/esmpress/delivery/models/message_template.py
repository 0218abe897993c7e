"""A study's own text of a message, in one language."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from esmpress.languages.choosing import language_choices
from esmpress.studies.models import Study

MAX_SUBJECT = 120


class MessageTemplate(models.Model):
    """What replaces the standard text of one kind of message in one language of a study."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "invitation"
        REMINDER = "reminder", "reminder"

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="message_templates")
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=6, choices=language_choices)
    subject = models.CharField(max_length=MAX_SUBJECT)
    # Plain paragraphs with a small markup, and placeholders like {{link}}.
    body = models.TextField()
    # Shown instead of what the body makes, where a study writes its own; cleaned.
    html = models.TextField(blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("study", "kind", "language")
        constraints = (
            models.UniqueConstraint(
                fields=("study", "kind", "language"), name="message_template_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"
