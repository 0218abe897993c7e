"""Studies: their arms and phases, the schedules by which they ask, and each schedule's versions."""

from __future__ import annotations

import re
import secrets
import zoneinfo
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext

from esmpress.languages.choosing import language_choices
from esmpress.questionnaires.models import Questionnaire
from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.schemes import MalformedScheme, Scheme, parse_scheme
from esmpress.sampling.tables import InfeasibleDesign

SEED_BYTES = 16
MAX_WEIGHT = 20
MAX_STUDY_DAYS = 3660
MAX_SNOOZE_MINUTES = 240
STRATUM_LENGTH = 40
STRATUM = re.compile(r"[^\s,;@/]+")


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
        raise ValidationError(
            gettext("“%(name)s” is not a time zone; write one like Europe/Warsaw.") % {"name": name}
        )


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
        NEXT_MONDAY = "next_monday", "the first Monday after enrolment"
        FIXED_DATE = "fixed_date", "a date for all; whoever joins later starts the next day"

    class TravelRule(models.TextChoices):
        NEXT_DAY = "next_day", "from the next local day"
        AT_ONCE = "at_once", "at once"

    class RemindersUntil(models.TextChoices):
        OPENED = "opened", "the questionnaire is opened"
        ANSWERED = "answered", "the questionnaire is answered"

    class FeedbackRule(models.TextChoices):
        NEVER = "never", "never"
        AFTER_ANSWERS = "after_answers", "after so many answered questionnaires"
        AT_END = "at_end", "when they are asked no more"

    name = models.CharField(max_length=120, help_text="For researchers; participants never see it.")
    slug = models.SlugField(unique=True, help_text="Short name in file names and commands.")
    title = models.JSONField(default=dict, help_text="What participants see, in each language.")
    languages = ArrayField(models.CharField(max_length=6, choices=language_choices), size=10)
    time_zone = models.CharField(
        max_length=64, default="Europe/Warsaw", validators=[check_time_zone]
    )
    contact_name = models.CharField(max_length=120)
    contact_email = models.EmailField()
    start_rule = models.CharField(
        max_length=20, choices=StartRule, default=StartRule.NEXT_DAY, verbose_name="first day"
    )
    start_date = models.DateField(
        null=True, blank=True, help_text="Only with a fixed date: study day 1, in each local zone."
    )
    travel_rule = models.CharField(
        max_length=20,
        choices=TravelRule,
        default=TravelRule.NEXT_DAY,
        verbose_name="after a move",
        help_text="When a participant's new time zone counts.",
    )
    strata = ArrayField(
        models.CharField(max_length=STRATUM_LENGTH),
        default=list,
        blank=True,
        help_text="Groups within which the arms are balanced, for example: clinic, community.",
    )
    reminders_until = models.CharField(
        max_length=10,
        choices=RemindersUntil,
        default=RemindersUntil.OPENED,
        verbose_name="remind until",
    )
    snooze_minutes = models.PositiveSmallIntegerField(
        default=0,
        validators=[MaxValueValidator(MAX_SNOOZE_MINUTES)],
        verbose_name="remind me later",
        help_text="Minutes after which participants can ask to be reminded again; 0: not offered.",
    )
    resend_uncertain = models.BooleanField(
        default=False,
        verbose_name="send again when it is unknown whether a message went out",
        help_text="Rather two invitations than none. Off: rather none than two.",
    )
    mail_color = models.CharField(
        max_length=7,
        default="#0f5c5c",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Write a colour like #0f5c5c.")],
        verbose_name="colour of messages",
    )
    # Members are led to set one up, and reach nothing of the study before.
    requires_second_factor = models.BooleanField(default=False, db_default=False, editable=False)
    feedback_rule = models.CharField(
        max_length=14,
        choices=FeedbackRule,
        default=FeedbackRule.NEVER,
        verbose_name="show charts of own answers",
        help_text="On each participant's own page; which charts, see below.",
    )
    feedback_after = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        verbose_name="how many questionnaires",
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
            models.CheckConstraint(
                condition=Q(start_rule="fixed_date", start_date__isnull=False)
                | (~Q(start_rule="fixed_date") & Q(start_date__isnull=True)),
                name="study_start_date_goes_with_its_rule",
            ),
            models.CheckConstraint(
                condition=Q(feedback_rule="after_answers", feedback_after__gte=1)
                | (~Q(feedback_rule="after_answers") & Q(feedback_after__isnull=True)),
                name="study_feedback_number_goes_with_its_rule",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Raise ValidationError naming the field when start date or strata do not hold.

        A pasted line names a stratum by a word, which must not be mistaken for another.
        """
        needs_date = self.start_rule == self.StartRule.FIXED_DATE
        if needs_date != (self.start_date is not None):
            sentence = gettext("start_date: this first day has no date; leave it empty.")
            if needs_date:
                sentence = gettext("start_date: this first day needs a date.")
            raise ValidationError({"start_date": sentence})
        folded = [stratum.casefold() for stratum in self.strata or ()]
        other = {code for code, _ in settings.LANGUAGES} | {
            zone.casefold() for zone in known_time_zones()
        }
        for stratum in folded:
            if not STRATUM.fullmatch(stratum) or stratum in other or folded.count(stratum) > 1:
                sentence = gettext(
                    "strata: “%(stratum)s” is no single word of its own; write another."
                ) % {"stratum": stratum}
                raise ValidationError({"strata": sentence})

    @property
    def is_running(self) -> bool:
        """Launched and not ended."""
        return self.launched_at is not None and self.ended_at is None

    @property
    def seed_bytes(self) -> bytes:
        """The seed as the sampling engine takes it."""
        return bytes.fromhex(self.seed)


class Arm(models.Model):
    """A path through a study that participants are allocated to; frozen by the launch."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="arms")
    name = models.CharField(max_length=40)
    weight = models.PositiveSmallIntegerField(
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(MAX_WEIGHT)],
        help_text="Its share of the participants: with 2 and 1, two of three.",
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("study", "name"), name="arm_name_unique"),
            models.CheckConstraint(
                condition=Q(weight__range=(1, MAX_WEIGHT)), name="arm_weight_at_least_1"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Phase(models.Model):
    """A consecutive part of an arm, or of every arm; frozen by the launch."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="phases")
    arm = models.ForeignKey(
        Arm, on_delete=models.CASCADE, null=True, blank=True, related_name="phases"
    )
    name = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(1), MaxValueValidator(MAX_STUDY_DAYS)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("study", "name"), name="phase_name_unique"),
            models.CheckConstraint(
                condition=Q(days__range=(1, MAX_STUDY_DAYS)), name="phase_lasts_a_day_at_least"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Schedule(models.Model):
    """When a study asks one questionnaire; `scheme` is the newest its moments are drawn by."""

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="schedules")
    name = models.CharField(max_length=60, help_text="For example: moments, evening.")
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="schedules"
    )
    phase = models.ForeignKey(
        Phase,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="schedules",
        help_text="The whole study when left empty.",
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


class ScheduleVersion(models.Model):
    """A scheme and the date it applies from, frozen: the database refuses any change to a row."""

    schedule = models.ForeignKey(Schedule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    scheme = models.JSONField()
    # Local dates of the participants; null: from the beginning.
    apply_from = models.DateField(null=True)
    confirmed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("schedule", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("schedule", "number"), name="schedule_version_number_unique"
            ),
            # What prompts refer to: a version together with its schedule.
            models.UniqueConstraint(
                fields=("id", "schedule"), name="schedule_version_of_schedule_unique"
            ),
            models.CheckConstraint(
                condition=Q(number=1, apply_from__isnull=True)
                | Q(number__gt=1, apply_from__isnull=False),
                name="schedule_version_applies_from_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.schedule}, version {self.number}"

    def parsed_scheme(self) -> Scheme:
        """The scheme as the sampling engine takes it."""
        return parse_scheme(self.scheme)


def checked_scheme(data: Any) -> Scheme:
    """`data` as a scheme; raises ValidationError with the sentence that names the fault."""
    try:
        scheme = parse_scheme(data)
        check_feasible(scheme)
    except (MalformedScheme, InfeasibleDesign) as error:
        raise ValidationError(str(error)) from error
    return scheme
