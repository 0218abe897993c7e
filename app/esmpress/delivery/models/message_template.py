"""A study's own text of a message, in one language."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from esmpress.studies.models import Study


class MessageTemplate(models.Model):
    """What replaces the standard text of one kind of message in one language of a study."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", "invitation"
        REMINDER = "reminder", "reminder"

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="message_templates")
    kind = models.CharField(max_length=12, choices=Kind)
    language = models.CharField(max_length=6, choices=settings.LANGUAGES)
    subject = models.CharField(max_length=200)
    body = models.TextField(help_text="Plain paragraphs, with places like {{link}}.")
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
