"""Studies and the schedules by which they ask."""

from __future__ import annotations

import secrets
import zoneinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from esmpress.questionnaires.models import Questionnaire
from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.schemes import MalformedScheme, Scheme, parse_scheme
from esmpress.sampling.tables import InfeasibleDesign

SEED_BYTES = 16


def new_seed() -> str:
    """A random study seed: 128 bits in hex digits."""
    return secrets.token_hex(SEED_BYTES)


@cache
def known_time_zones() -> frozenset[str]:
    """The names of all IANA time zones; reading them takes many files."""
    return frozenset(zoneinfo.available_timezones())


def check_time_zone(name: str) -> None:
    """Raise ValidationError unless `name` is an IANA time zone."""
    if name not in known_time_zones():
        raise ValidationError(f"“{name}” is not a time zone; write one like Europe/Warsaw.")


class StudyQuerySet(models.QuerySet["Study"]):
    """Sets of studies."""

    def running(self) -> StudyQuerySet:
        """Launched and not ended."""
        return self.filter(launched_at__isnull=False, ended_at__isnull=True)


class Study(models.Model):
    """A protocol: who is asked what, when, in which languages, and whom to turn to."""

    class StartRule(models.TextChoices):
        NEXT_DAY = "next_day", "the day after enrolment"
        SAME_DAY = "same_day", "the day of enrolment, with the prompts that remain"

    name = models.CharField(max_length=120, help_text="For researchers; participants never see it.")
    slug = models.SlugField(unique=True, help_text="Short name in file names and commands.")
    title = models.JSONField(default=dict, help_text="What participants see, in each language.")
    languages = ArrayField(models.CharField(max_length=6, choices=settings.LANGUAGES), size=10)
    time_zone = models.CharField(
        max_length=64, default="Europe/Warsaw", validators=[check_time_zone]
    )
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    start_rule = models.CharField(
        max_length=20, choices=StartRule, default=StartRule.NEXT_DAY, verbose_name="first day"
    )
    seed = models.CharField(max_length=64, default=new_seed, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    launched_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "studies"
        constraints = (
            models.CheckConstraint(condition=Q(languages__len__gte=1), name="study_has_a_language"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("launched_at")),
                name="study_ends_after_launch",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        """Launched and not ended."""
        return self.launched_at is not None and self.ended_at is None

    @property
    def seed_bytes(self) -> bytes:
        """The seed as the sampling engine takes it."""
        return bytes.fromhex(self.seed)


class Schedule(models.Model):
    """When a study asks one questionnaire; `scheme` is what the sampling engine draws from."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="schedules")
    name = models.CharField(max_length=60, help_text="For example: moments, evening.")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="schedules"
    )
    scheme = models.JSONField()

    class Meta:
        ordering = ("study", "pk")
        constraints = (
            models.UniqueConstraint(fields=("study", "name"), name="schedule_name_unique"),
        )

    def __str__(self) -> str:
        return self.name

    def parsed_scheme(self) -> Scheme:
        """The scheme as the sampling engine takes it."""
        return parse_scheme(self.scheme)

    def clean(self) -> None:
        """Raise ValidationError when the scheme is malformed or can never be satisfied.

        A form that could make no scheme has said why.
        """
        if self.scheme is not None:
            checked_scheme(self.scheme)


def checked_scheme(data: Any) -> Scheme:
    """`data` as a scheme; raises ValidationError with the sentence that names the fault."""
    try:
        scheme = parse_scheme(data)
        check_feasible(scheme)
    except (MalformedScheme, InfeasibleDesign) as error:
        raise ValidationError(str(error)) from error
    return scheme
