"""Charts of their own answers that participants get to see."""

from __future__ import annotations

from django.db import models

from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models.protocol import Study


class FeedbackChart(models.Model):
    """One chart: which answers it shows, under which title, and how; changed at any time."""

    class Kind(models.TextChoices):
        LINE = "line", "a line over time"
        BARS = "bars", "a bar for each answer"

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="feedback_charts")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="+")
    # As in the export: the item's name, or with its row or side behind it.
    column = models.CharField(max_length=90)
    title = models.JSONField(default=dict)
    kind = models.CharField(max_length=4, choices=Kind, default=Kind.LINE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("study", "questionnaire", "column", "kind"), name="feedback_chart_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.questionnaire}: {self.column}"
