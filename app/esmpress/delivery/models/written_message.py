"""What a researcher wrote once, to one participant or many of a study."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from esmpress.delivery.models.message_template import MAX_SUBJECT
from esmpress.studies.models import Study


class WrittenMessage(models.Model):
    """One text; whom it goes to stands in the letters that carry it."""

    # Made with the form: posting it twice writes once.
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="written_messages")
    subject = models.CharField(max_length=MAX_SUBJECT)
    body = models.TextField()
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.subject
