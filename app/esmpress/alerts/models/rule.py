"""What a study's coordinators want to hear of."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Arm, Phase, Study

COLUMN_LENGTH = 100
MOST_VALUES = 50


class AlertRule(models.Model):
    """One thing that is watched in one study, for everybody or for an arm or a phase."""

    class Kind(models.TextChoices):
        RISK = "risk", _("an answer that needs a human")
        MISSED = "missed", _("prompts missed in a row")
        COMPLIANCE = "compliance", _("low compliance")
        BOUNCED = "bounced", _("mail does not arrive")
        SILENCE = "silence", _("nobody opens anything")

    class Comparison(models.TextChoices):
        AT_LEAST = "at_least", _("is at least")
        AT_MOST = "at_most", _("is at most")
        ONE_OF = "one_of", _("is one of")

    study = models.ForeignKey(Study, on_delete=models.CASCADE, related_name="alert_rules")
    kind = models.CharField(max_length=10, choices=Kind)
    is_on = models.BooleanField(default=True)
    arm = models.ForeignKey(Arm, on_delete=models.CASCADE, null=True, related_name="+")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, null=True, related_name="+")
    # Of compliance: below so many percent of at least so many prompts in so many days.
    percent = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)
    # Of silence too: so many prompts, in so many hours.
    least = models.PositiveSmallIntegerField(null=True)
    hours = models.PositiveSmallIntegerField(null=True)
    missed = models.PositiveSmallIntegerField(null=True)
    # Of risk: a column of the questionnaire, as exports name it, and the values that count.
    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.CASCADE, null=True, related_name="+"
    )
    column = models.CharField(max_length=COLUMN_LENGTH, blank=True)
    comparison = models.CharField(max_length=8, choices=Comparison, blank=True)
    values = ArrayField(models.FloatField(), default=list, size=MOST_VALUES)
    # Answers that came before are not looked at.
    since = models.DateTimeField()

    class Meta:
        ordering = ("study", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(kind="compliance", percent__range=(1, 100), days__gte=1, least__gte=1)
                | Q(kind="missed", missed__gte=1)
                | Q(kind="bounced")
                | Q(kind="silence", hours__gte=1, least__gte=1)
                | Q(kind="risk", questionnaire__isnull=False, values__len__gte=1)
                & ~Q(column="")
                & ~Q(comparison=""),
                name="alert_rule_says_what_its_kind_needs",
            ),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def tells_arm(self) -> bool:
        """Whether an alert of it would tell which arm its participant is in."""
        return self.arm_id is not None or (self.phase is not None and self.phase.arm_id is not None)


def tells_arms(*, path: str = "") -> Q:
    """The same of rules at a path of a row, as a filter: “rule__” for alerts."""
    lookups: dict[str, Any] = {"arm__isnull": False, "phase__arm__isnull": False}
    found = Q()
    for name, value in lookups.items():
        found |= Q(**{f"{path}{name}": value})
    return found
