"""How long a study keeps what it holds of people, for each class of data."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from esmpress.lazy_texts import lazily
from esmpress.studies.models.protocol import Study

LONGEST_DAYS = 36_525


class RetentionRule(models.Model):
    """One class of data goes so many days after an end; without a rule it is kept."""

    class Data(models.TextChoices):
        """What a rule is about; `retention.classes` says which rows that are."""

        CONTACT = "contact", lazily("contact data")
        ANSWERS = "answers", lazily("answers and photos")
        PHOTOS = "photos", lazily("photos")
        MESSAGES = "messages", lazily("messages and their delivery")

    class CountedFrom(models.TextChoices):
        """The end the days are counted from."""

        STUDY = "study", lazily("the end of the study")
        PARTICIPANT = "participant", lazily("each participant's own end, or that of the study")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="retention_rules")
    data = models.CharField(max_length=10, choices=Data)
    days = models.PositiveIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_DAYS)]
    )
    counted_from = models.CharField(max_length=12, choices=CountedFrom, default=CountedFrom.STUDY)

    class Meta:
        ordering = ("study", "pk")
        constraints = (
            models.UniqueConstraint(fields=("study", "data"), name="retention_rule_once"),
            models.CheckConstraint(
                condition=Q(days__range=(1, LONGEST_DAYS)), name="retention_rule_lasts_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_data_display()}: {self.days} days"
