"""How people join a study by themselves, and the versions of what they agree to."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from esmpress.questionnaires.models import NAME, Questionnaire
from esmpress.studies.models.protocol import STRATUM_LENGTH, Study


class Joining(models.Model):
    """A study's own page for people who want to take part, and the draft of what they agree to."""

    study = models.OneToOneField(Study, on_delete=models.CASCADE, related_name="joining")
    is_open = models.BooleanField(
        default=False,
        verbose_name="open",
        help_text="Whether people can join by themselves now.",
    )
    quota = models.PositiveIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="places",
        help_text="How many can take part at the same time, however they came; empty: any number.",
    )
    information = models.JSONField(default=dict, blank=True)
    consent_title = models.JSONField(default=dict, blank=True)
    consent_text = models.JSONField(default=dict, blank=True)
    eligibility = models.ForeignKey(
        Questionnaire,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Questions that decide who can join; their answers are not kept.",
    )
    eligible_if = models.TextField(blank=True)
    # Of those who join by themselves, where the study has strata.
    stratum = models.CharField(max_length=STRATUM_LENGTH, blank=True)

    class Meta:
        verbose_name = "joining"
        verbose_name_plural = "joining"
        constraints = (
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(quota__gte=1), name="joining_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(eligibility__isnull=True, eligible_if="")
                | Q(eligibility__isnull=False) & ~Q(eligible_if=""),
                name="joining_condition_goes_with_its_questions",
            ),
        )

    def __str__(self) -> str:
        return f"joining {self.study}"


class Purpose(models.Model):
    """One thing people agree to, or may refuse, in the draft of the next version."""

    joining = models.ForeignKey(Joining, on_delete=models.CASCADE, related_name="purposes")
    name = models.CharField(
        max_length=40,
        validators=[NAME],
        help_text="For the data, for example: taking_part, interview.",
    )
    text = models.JSONField(default=dict)
    is_required = models.BooleanField(default=True, verbose_name="needed to take part")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("joining", "name"), name="purpose_name_unique"),
        )

    def __str__(self) -> str:
        return self.name


class ConsentDocument(models.Model):
    """One version of what people agree to, frozen: the database refuses any change to a row."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="consent_documents")
    number = models.PositiveSmallIntegerField()
    title = models.JSONField()
    text = models.JSONField()
    # In their order: {"name", "text" by language, "required"}.
    purposes = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("study", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("study", "number"), name="consent_document_number_unique"
            ),
        )

    def __str__(self) -> str:
        return f"{self.study}, consent version {self.number}"
