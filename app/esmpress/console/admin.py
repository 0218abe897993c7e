"""Registers the pages of the console with the Django Admin."""

from django.contrib import admin

from esmpress.console import (
    partial_responses,
    participants,
    questionnaires,
    researchers,
    responses,
    schedule_versions,
    studies,
    watching,
    watching_messages,
)
from esmpress.console.alerts import admin as alerts
from esmpress.console.audit_trail import admin as audit_trail
from esmpress.console.jobs import admin as jobs

admin.site.index_template = "console/index.html"

__all__ = [
    "alerts",
    "audit_trail",
    "jobs",
    "partial_responses",
    "participants",
    "questionnaires",
    "researchers",
    "responses",
    "schedule_versions",
    "studies",
    "watching",
    "watching_messages",
]
