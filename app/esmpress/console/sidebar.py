"""What stands in the Admin's sidebar: in the order a study is set up, run and taken home."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.apps import apps
from django.contrib.admin import site
from django.http import HttpRequest
from django.urls import reverse_lazy

from esmpress.console.alerts.seen import count_open
from esmpress.lazy_texts import lazily

ALERTS = "alerts.alert"
_SECTIONS: dict[str, tuple[tuple[str, str, str], ...]] = {
    lazily("Set up"): (
        (lazily("Studies"), "science", "studies.study"),
        (lazily("Questionnaires"), "checklist", "questionnaires.questionnaire"),
        (lazily("Participants"), "group", "participants.participant"),
    ),
    lazily("Watch"): (
        (lazily("Alerts"), "notification_important", ALERTS),
        (lazily("Prompts"), "notifications", "prompts.prompt"),
        (lazily("Notifications"), "mail", "delivery.notification"),
        (lazily("Responses"), "fact_check", "responses.response"),
        (lazily("Partial responses"), "rule", "responses.draft"),
        (lazily("Work"), "pending_actions", "jobs.job"),
    ),
    lazily("Access"): (
        (lazily("Researchers"), "badge", "accounts.researcher"),
        (lazily("Groups"), "key", "auth.group"),
        (lazily("Audit trail"), "history", "accounts.auditentry"),
    ),
}


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The sections of the sidebar; each entry shows only to those who may see its pages."""
    badges = {ALERTS: count_open(request)}
    return [
        {
            "title": title,
            "separator": True,
            "items": [_entry(*entry, badge=badges.get(entry[2], 0)) for entry in entries],
        }
        for title, entries in _SECTIONS.items()
    ]


def _entry(title: str, icon: str, model: str, *, badge: int) -> dict[str, Any]:
    app, name = model.split(".")
    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": partial(_may_see, f"{app}.{name}"),
        # Nothing where there is nothing to look at.
        "badge": badge or None,
    }


def _may_see(model: str, request: HttpRequest) -> bool:
    """By the model's name: the theme copies what it is given, and pages cannot be copied."""
    pages = site.get_model_admin(apps.get_model(model))
    return pages.has_view_permission(request)
