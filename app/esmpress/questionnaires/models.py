"""Questionnaires, the items of their draft, and their immutable versions."""

from __future__ import annotations

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from esmpress.questionnaires.definition import Definition


class Questionnaire(models.Model):
    """A form under one name; participants see its published versions, never the draft."""

    name = models.CharField(max_length=120, help_text="For researchers; participants never see it.")
    slug = models.SlugField(unique=True)
    title = models.JSONField(default=dict, help_text="What participants see, in each language.")
    introduction = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def latest_version(self) -> QuestionnaireVersion | None:
        """The version participants get now, or None before the first publishing."""
        return self.versions.order_by("-number").first()


class DraftItem(models.Model):
    """One item of a questionnaire's draft; `settings` are the fields of its kind."""

    class Kind(models.TextChoices):
        SINGLE_CHOICE = "single_choice", "single choice"
        SLIDER = "slider", "slider (VAS)"
        NUMBER = "number", "number"
        TEXT = "text", "text"

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="draft_items"
    )
    position = models.PositiveSmallIntegerField(default=0, db_index=True)
    name = models.CharField(
        max_length=40,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_]*$",
                "Use small letters, digits and underscores, beginning with a letter.",
            )
        ],
        help_text="The column in the data, for example stress or sleep_hours.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    required = models.BooleanField(default=True)
    text = models.JSONField(default=dict)
    help = models.JSONField(default=dict, blank=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "name"), name="draft_item_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class QuestionnaireVersion(models.Model):
    """What participants were asked, frozen: the database refuses any change to a row."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar[list[str]] = ["questionnaire", "-number"]
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "number"), name="questionnaire_version_number_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.questionnaire}, version {self.number}"

    def parsed(self) -> Definition:
        """The frozen definition."""
        return self._parsed

    @cached_property
    def _parsed(self) -> Definition:
        # Read once for each object: a version never changes.
        return Definition.model_validate(self.definition)


def item_fields(item: DraftItem) -> dict[str, Any]:
    """The draft item in the form of the definition language."""
    fields = {"kind": item.kind, "name": item.name, "required": item.required, "text": item.text}
    if item.help:
        fields["help"] = item.help
    return {**fields, **item.settings}
