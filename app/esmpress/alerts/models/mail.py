"""Who wants to be mailed what, and what was."""

from __future__ import annotations

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from esmpress.alerts.models.alert import Alert
from esmpress.delivery.models import Letter
from esmpress.studies.models import Membership, check_time_zone

_LAST_HOUR = [MaxValueValidator(23)]


class Way(models.TextChoices):
    """How a member is mailed alerts of a kind."""

    AT_ONCE = "at_once", _("at once")
    DIGEST = "digest", _("once a day")
    NONE = "none", _("not at all")


class MailWishes(models.Model):
    """A member's wishes for one study; who has no row gets risk at once, and nothing else."""

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="mail_wishes"
    )
    # A column for each kind of rule, by its name.
    risk = models.CharField(max_length=7, choices=Way, default=Way.AT_ONCE)
    missed = models.CharField(max_length=7, choices=Way, default=Way.NONE)
    compliance = models.CharField(max_length=7, choices=Way, default=Way.NONE)
    bounced = models.CharField(max_length=7, choices=Way, default=Way.NONE)
    silence = models.CharField(max_length=7, choices=Way, default=Way.NONE)
    time_zone = models.CharField(max_length=64, validators=[check_time_zone])
    digest_hour = models.PositiveSmallIntegerField(default=8, validators=_LAST_HOUR)
    # Full hours between which only risk is mailed at once; both empty for none.
    quiet_from = models.PositiveSmallIntegerField(null=True, blank=True, validators=_LAST_HOUR)
    quiet_until = models.PositiveSmallIntegerField(null=True, blank=True, validators=_LAST_HOUR)
    # The local day of the latest digest, also of one that had nothing to tell.
    digest_on = models.DateField(null=True, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="mail_wishes_quiet_has_both_ends",
            ),
        )

    def __str__(self) -> str:
        return f"wishes of {self.membership}"


class AlertMail(models.Model):
    """An alert that a researcher was mailed, once; the letter goes before this row does."""

    alert = models.ForeignKey(Alert, on_delete=models.CASCADE, related_name="mails")
    researcher = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    # Letters are deleted after some weeks; that it was told stays.
    letter = models.ForeignKey(
        Letter, on_delete=models.SET_NULL, null=True, related_name="alert_mails"
    )
    told_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("alert", "researcher"), name="alert_mailed_once"),
        )

    def __str__(self) -> str:
        return f"mail of {self.alert}"
