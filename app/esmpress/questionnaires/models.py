"""Questionnaires, the items of their draft, and their immutable versions."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.expression import PUBLISHED

NAME = RegexValidator(
    r"^[a-z][a-z0-9_]*$", "Use small letters, digits and underscores, beginning with a letter."
)


class Questionnaire(models.Model):
    """A form under one name; participants see its published versions, never the draft."""

    class Presentation(models.TextChoices):
        PAGE = "page", "a page at a time"
        ITEM = "item", "one question at a time"

    name = models.CharField(max_length=120, help_text="For researchers; participants never see it.")
    slug = models.SlugField(unique=True)
    title = models.JSONField(default=dict, help_text="What participants see, in each language.")
    introduction = models.JSONField(default=dict, blank=True)
    shuffle_pages = models.BooleanField(default=False)
    presentation = models.CharField(max_length=4, choices=Presentation, default=Presentation.PAGE)
    # Who sees it as long as no study uses it.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    def latest_version(self) -> QuestionnaireVersion | None:
        """The version participants get now, or None before the first publishing."""
        return self.versions.order_by("-number").first()

    def add_page(self, **fields: Any) -> DraftPage:
        """A new page at the end of the draft, with a name of its own unless one is given."""
        last = self.draft_pages.last()
        taken = set(self.draft_pages.values_list("name", flat=True))
        names = (f"page_{number}" for number in count(1))
        free = next(name for name in names if name not in taken)
        defaults = {"name": free, "position": last.position + 1 if last else 0}
        return DraftPage.objects.create(questionnaire=self, **defaults | fields)

    def add_item(self, **fields: Any) -> DraftItem:
        """A new item at the end of the draft's last page, or of the page that is given."""
        page = fields.pop("page", None) or self.draft_pages.last() or self.add_page()
        last = page.items.order_by("position").last()
        defaults = {"position": last.position + 1 if last else 0}
        return DraftItem.objects.create(questionnaire=self, page=page, **defaults | fields)


# Kinds nobody has to answer.
NEVER_REQUIRED = frozenset({"information", "computed"})


class DraftRotation(models.Model):
    """A group of draft items of which each prompt asks a few."""

    class Method(models.TextChoices):
        RANDOM = "random", "at random"
        IN_TURN = "in_turn", "one after the other"

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="draft_rotations"
    )
    name = models.CharField(max_length=40, validators=[NAME])
    show = models.PositiveSmallIntegerField(default=1, help_text="How many each prompt asks.")
    method = models.CharField(max_length=10, choices=Method, default=Method.RANDOM)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "name"), name="draft_rotation_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class DraftPage(models.Model):
    """One page of a questionnaire's draft; conditions are as the researcher wrote them."""

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="draft_pages"
    )
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=40, validators=[NAME])
    title = models.JSONField(default=dict, blank=True)
    show_if = models.TextField(blank=True)
    end_if = models.TextField(blank=True)
    shuffle = models.BooleanField(default=False)
    fixed = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "name"), name="draft_page_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


class DraftItem(models.Model):
    """One item of a questionnaire's draft; `settings` are the fields of its kind."""

    class Kind(models.TextChoices):
        SINGLE_CHOICE = "single_choice", "single choice"
        MULTIPLE_CHOICE = "multiple_choice", "multiple choice"
        LIKERT = "likert", "rating scale (Likert)"
        MATRIX = "matrix", "matrix of ratings"
        SLIDER = "slider", "slider (VAS)"
        AFFECT_GRID = "affect_grid", "affect grid"
        NUMBER = "number", "number"
        TEXT = "text", "text"
        YES_NO = "yes_no", "yes or no"
        DATE = "date", "date"
        TIME = "time", "time of day"
        DURATION = "duration", "duration"
        RANKING = "ranking", "ranking"
        IMAGE_CHOICE = "image_choice", "choice of pictures"
        PHOTO = "photo", "photo"
        CONSENT = "consent", "consent"
        INFORMATION = "information", "information, nothing to answer"
        COMPUTED = "computed", "computed, not shown"

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, related_name="draft_items"
    )
    page = models.ForeignKey(DraftPage, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(default=0, db_index=True)
    name = models.CharField(
        max_length=40,
        validators=[NAME],
        help_text="The column in the data, for example stress or sleep_hours.",
    )
    kind = models.CharField(max_length=20, choices=Kind)
    required = models.BooleanField(default=True)
    ask_again = models.BooleanField(default=False)
    can_decline = models.BooleanField(default=False)
    show_if = models.TextField(blank=True)
    rotation = models.CharField(max_length=40, blank=True)
    text = models.JSONField(default=dict)
    help = models.JSONField(default=dict, blank=True)
    range_message = models.JSONField(default=dict, blank=True)
    settings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("page__position", "page_id", "position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("questionnaire", "name"), name="draft_item_name_unique"
            ),
        )

    def __str__(self) -> str:
        return self.name


# Of a running study one or two; a large definition takes a few megabytes.
MOST_PARSED = 100
_PARSED: dict[tuple[int, str], Definition] = {}


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
        """The frozen definition, read once in each process: a version never changes."""
        # With its hash, for a simulation has tables of its own with the same keys.
        key = self.pk, self.content_hash
        if (known := _PARSED.get(key)) is not None:
            return known
        parsed = Definition.model_validate(self.definition, context=PUBLISHED)
        if self.pk is not None:
            if len(_PARSED) >= MOST_PARSED:
                _PARSED.clear()
            _PARSED[key] = parsed
        return parsed


def newest_versions(questionnaire_ids: Collection[int]) -> dict[int, QuestionnaireVersion]:
    """The version participants get now of each that has one, by its id: one statement."""
    found = QuestionnaireVersion.objects.filter(questionnaire__in=questionnaire_ids)
    newest = found.order_by("questionnaire_id", "-number").distinct("questionnaire_id")
    return {version.questionnaire_id: version for version in newest}


def item_fields(item: DraftItem) -> dict[str, Any]:
    """The draft item in the form of the definition language."""
    fields = {"kind": item.kind, "name": item.name, "text": item.text}
    if item.kind not in NEVER_REQUIRED:
        fields["required"] = item.required
    for name in ("help", "show_if", "rotation", "range_message", "ask_again", "can_decline"):
        if value := getattr(item, name):
            fields[name] = value
    return {**fields, **item.settings}


def page_fields(page: DraftPage, items: list[DraftItem]) -> dict[str, Any]:
    """The draft page with its items in the form of the definition language."""
    fields: dict[str, Any] = {"name": page.name, "items": [item_fields(item) for item in items]}
    for name in ("title", "show_if", "end_if", "shuffle", "fixed"):
        if value := getattr(page, name):
            fields[name] = value
    return fields
