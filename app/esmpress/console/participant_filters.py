"""Filters of the list of participants: how it goes with them, and whether mail reaches them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import timedelta
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from esmpress.participants.models import Participant
from esmpress.prompts.shares import answered_since, has_answered, with_share, without_share

# Above every share there is.
_OVER = 2.0
_SHARES = {"low": (0.0, 0.5), "middle": (0.5, 0.8), "high": (0.8, _OVER)}
_DAYS = {"1": 1, "3": 3, "7": 7}


class _Choice(admin.SimpleListFilter, ABC):
    """A filter with few fixed choices; anything else in the address filters nothing."""

    options: ClassVar[dict[str, str | Promise]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Each choice with its words."""
        del request, model_admin
        return list(self.options.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those who fit what was chosen."""
        del request
        value = self.value()
        return queryset.filter(self.fits(value)) if value in self.options else queryset

    @abstractmethod
    def fits(self, value: str) -> Q:
        """The condition of a choice."""


class MailFilter(_Choice):
    """Whether mail reaches them, or why not."""

    title = _("mail")
    parameter_name = "mail"
    options: ClassVar = {
        "yes": _("Gets mail"),
        "no": _("Gets no mail"),
        "unsubscribed": _("Unsubscribed"),
        "suppressed": _("Mail does not reach them"),
    }

    def fits(self, value: str) -> Q:
        """By the instants of the row."""
        unsubscribed = Q(unsubscribed_at__isnull=False)
        suppressed = Q(suppressed_at__isnull=False)
        return {
            "yes": ~unsubscribed & ~suppressed,
            "no": unsubscribed | suppressed,
            "unsubscribed": unsubscribed,
            "suppressed": suppressed,
        }[value]


class ComplianceFilter(_Choice):
    """How much of what ended they answered."""

    title = _("compliance")
    parameter_name = "compliance"
    options: ClassVar = {
        "low": _("Under 50%"),
        "middle": _("50% to under 80%"),
        "high": _("80% and more"),
        "none": _("None yet"),
    }

    def fits(self, value: str) -> Q:
        """The same number as in the column."""
        return without_share() if value == "none" else with_share(*_SHARES[value])


class LastAnswerFilter(_Choice):
    """How long ago they answered something, who takes part."""

    title = _("last answer")
    parameter_name = "silent"
    options: ClassVar = {
        "1": _("None for a day"),
        "3": _("None for 3 days"),
        "7": _("None for 7 days"),
        "never": _("Never"),
    }

    def fits(self, value: str) -> Q:
        """Silent for so long; whoever has left is not meant."""
        takes_part = Q(status__in=Participant.TAKING_PART)
        if value == "never":
            return takes_part & ~has_answered()
        return takes_part & ~answered_since(timezone.now() - timedelta(days=_DAYS[value]))
