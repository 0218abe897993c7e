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

admin.site.index_template = "console/index.html"

__all__ = [
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
