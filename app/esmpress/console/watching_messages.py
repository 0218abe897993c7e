"""The ledger of messages, to look at and never to edit, with what the provider reported of each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    kind_in_words,
    prompt_in_words,
    reason_in_words,
)
from esmpress.console.rights.filters import OwnStudiesFilter
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.timeline.steps import act_in_words
from esmpress.console.wall_clock import on_wall_clock, time_on_wall_clock
from esmpress.delivery.models import Notification, ProviderEvent
from esmpress.lazy_texts import lazily
from esmpress.studies.rights import Right

_INSTANTS = (
    (lazily("planned for"), "planned_at"),
    (lazily("tried, or tried again"), "due_at"),
    (lazily("picked up by a worker"), "claimed_at"),
    (lazily("handed over"), "handed_over_at"),
    ("accepted", "accepted_at"),
    (lazily("deferred by the mailbox"), "deferred_at"),
    ("delivered", "delivered_at"),
    (lazily("came back"), "bounced_at"),
    (lazily("dropped by the provider"), "dropped_at"),
    (lazily("outcome unknown"), "uncertain_at"),
    ("settled", "settled_at"),
)


class KindFilter(admin.AllValuesFieldListFilter):
    """Invitations, and each reminder there was."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        """All, and each kind in words."""
        everything, *kinds = super().choices(changelist)
        yield everything
        for one in kinds:
            yield dict(one) | {"display": kind_in_words(str(one["display"]))}


@admin.register(Notification)
class NotificationAdmin(StudyScoped):
    """Every message and what is known of it."""

    study_path = "prompt__participant__study"
    view_right = Right.SEE_PEOPLE

    list_display = ("planned", "name", "asked", "study", "channel", "status", "accepted", "why")
    list_filter = (
        ("prompt__participant__study", OwnStudiesFilter),
        "status",
        ("kind", KindFilter),
        "channel",
    )
    list_select_related = ("prompt__participant__study",)
    list_per_page = 50
    readonly_fields = ("participant", "name", "state", "why", "instants", "events")
    fieldsets = (
        (lazily("Message"), {"fields": (("participant", "name"), ("state", "why"))}),
        (lazily("On the participant's wall clock"), {"fields": ("instants",)}),
        (lazily("What the provider reported"), {"fields": ("events",)}),
        (
            lazily("Sending"),
            {"fields": (("channel", "attempts"), ("public_id", "provider_id"))},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notification]:
        """With the participant, whom every page names."""
        rows: QuerySet[Notification] = super().get_queryset(request)
        return rows.select_related("prompt__participant__study")

    @admin.display(description=lazily("planned for (local time)"), ordering="planned_at")
    def planned(self, message: Notification) -> str:
        """When it should go out."""
        return _local(message, message.planned_at)

    @admin.display(description=lazily("message"), ordering="kind")
    def name(self, message: Notification) -> str:
        """Invitation, or which reminder."""
        return kind_in_words(message.kind)

    @admin.display(description=lazily("prompt"), ordering="prompt")
    def asked(self, message: Notification) -> str:
        """The prompt it is about."""
        return prompt_in_words(message.prompt)

    @admin.display(description=lazily("accepted"), ordering="accepted_at")
    def accepted(self, message: Notification) -> str:
        """When the mail server took it."""
        return time_on_wall_clock(message.accepted_at, message.prompt.time_zone)

    @admin.display(description=lazily("study"))
    def study(self, message: Notification) -> str:
        """The study's short name."""
        return message.prompt.participant.study.slug

    @admin.display(description=lazily("participant"))
    def participant(self, message: Notification) -> str:
        """Whom it is for, and in which study."""
        return f"{message.prompt.participant} ({message.prompt.participant.study})"

    @admin.display(description=lazily("state"))
    def state(self, message: Notification) -> str:
        """The status in a researcher's words."""
        return MESSAGE_STATES[message.status].word.capitalize()

    @admin.display(description=lazily("reason"))
    def why(self, message: Notification) -> str:
        """The reason as a sentence."""
        return reason_in_words(message.reason) or "–"

    @admin.display(description=lazily("instants"))
    def instants(self, message: Notification) -> SafeString:
        """Every instant that is known, in order, with what researchers decided."""
        known: list[tuple[datetime, str]] = [
            (at, name) for name, field in _INSTANTS if (at := getattr(message, field))
        ]
        known += _acts_of(message)
        zone = message.prompt.time_zone
        return _list((_second(at, zone), name) for at, name in sorted(set(known)))

    @admin.display(description=lazily("events"))
    def events(self, message: Notification) -> SafeString | str:
        """What the provider reported, as it came; SMTP reports nothing."""
        found = ProviderEvent.objects.filter(notification_id=message.public_id)
        zone = message.prompt.time_zone
        told = [
            (_second(event.occurred_at, zone), f"{event.kind} {event.reason}".strip())
            for event in found.order_by("occurred_at", "pk")
        ]
        return _list(told) if told else _("Nothing. Over SMTP a provider reports nothing.")


def _acts_of(message: Notification) -> Iterator[tuple[datetime, str]]:
    """Each act with its reason, and what it found: the next attempt overwrites that."""
    for act in message.acts.select_related("researcher"):
        if act.handed_over_before and act.handed_over_before != message.handed_over_at:
            yield (
                act.handed_over_before,
                _("handed over, attempt %(attempts_before)s")
                % {"attempts_before": act.attempts_before},
            )
        if act.settled_before:
            state = MESSAGE_STATES[act.status_before].word
            yield act.settled_before, f"{state} {reason_in_words(act.reason_before)}".strip()
        yield (
            act.at,
            _("%(act_in_words)s, because: “%(why)s”")
            % {"act_in_words": act_in_words(act), "why": act.why},
        )


def _local(message: Notification, at: datetime) -> str:
    return on_wall_clock(at, message.prompt.time_zone)


def _second(at: datetime, zone: str) -> str:
    return f"{on_wall_clock(at, zone)}:{at:%S}"


def _list(lines: Any) -> SafeString:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}: {}</li>", lines))
