"""Which versions a study's data has had in its packages."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from esmpress.studies.models import Study


class DatasetVersion(models.Model):
    """One content of a study's data tables, and its number; rows are added and never changed.

    The digest is all that is kept of the data.
    """

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="dataset_versions")
    number = models.PositiveIntegerField()
    # SHA-256, in hex digits, of the digests of the tables.
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("study", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("study", "number"), name="dataset_version_number_unique"
            ),
            models.UniqueConstraint(
                fields=("study", "digest"), name="dataset_version_of_content_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="dataset_version_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.study}, dataset version {self.number}"
