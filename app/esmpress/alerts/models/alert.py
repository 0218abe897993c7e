"""What a rule found: one row for each time it began to be so."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from esmpress.alerts.models.rule import AlertRule
from esmpress.participants.models import Participant
from esmpress.responses.models import Response
from esmpress.studies.models import Study

NOTE_LENGTH = 500


class AlertQuerySet(models.QuerySet["Alert"]):
    """Sets of alerts."""

    def open(self) -> AlertQuerySet:
        """Not over, and nobody has said that it is done."""
        return self.filter(ended_at__isnull=True, done_at__isnull=True)


class Alert(models.Model):
    """A rule and whom it found, from when to when, and what people did about it.

    What ends by itself has `ended_at`; what somebody settled has `done_at`, and is not raised again
    before it was over. An answer is there for good: its alert never ends by itself.
    """

    class End(models.TextChoices):
        OVER = "over", _("it is not so any more")
        RULE_OFF = "rule_off", _("the rule was switched off")
        STUDY_OVER = "study_over", _("the study does not run any more")
        PAUSED = "paused", _("the participant is paused")
        WITHDRAWN = "withdrawn", _("the participant has left")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="alerts")
    # Goes with its study; a rule by itself is switched off once it has raised something.
    rule = models.ForeignKey(AlertRule, on_delete=models.RESTRICT, related_name="alerts")
    participant = models.ForeignKey(
        Participant, on_delete=models.CASCADE, null=True, related_name="alerts"
    )
    response = models.ForeignKey(
        Response, on_delete=models.CASCADE, null=True, related_name="alerts"
    )
    # What was counted when it was raised: answered of all that ended, missed, asked in vain.
    part = models.PositiveIntegerField(null=True)
    whole = models.PositiveIntegerField(null=True)
    raised_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=10, choices=End, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    note = models.CharField(max_length=NOTE_LENGTH, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )

    objects = AlertQuerySet.as_manager()

    class Meta:
        ordering = ("-raised_at", "-pk")
        constraints = (
            # Raised once for each time it is so, by however many workers.
            models.UniqueConstraint(
                fields=("rule", "participant"),
                name="alert_once_at_a_time",
                condition=Q(
                    ended_at__isnull=True, response__isnull=True, participant__isnull=False
                ),
            ),
            models.UniqueConstraint(
                fields=("rule",),
                name="alert_of_a_study_once_at_a_time",
                condition=Q(ended_at__isnull=True, participant__isnull=True),
            ),
            models.UniqueConstraint(
                fields=("rule", "response"),
                name="alert_once_for_an_answer",
                condition=Q(response__isnull=False),
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end_reason="")
                | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="alert_ends_for_a_reason",
            ),
        )
        indexes = (
            # Pages count and sweeps mail what is open; most are long over.
            models.Index(
                fields=("study",),
                name="alert_open",
                condition=Q(ended_at__isnull=True, done_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return str(self.rule)

    @property
    def time_zone(self) -> str:
        """The study's, by whose wall clock researchers read instants."""
        return self.study.time_zone

    @property
    def is_open(self) -> bool:
        """Not over, and nobody has said that it is done."""
        return self.ended_at is None and self.done_at is None
