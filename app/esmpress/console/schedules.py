"""The schedules on a study's page: forms before the launch, a plain list after it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import StackedInline

from esmpress.console.schedule_form import ScheduleForm, described
from esmpress.studies.models import Schedule


class ScheduleInline(StackedInline):
    """The schedules of a draft."""

    model = Schedule
    form = ScheduleForm
    extra = 0
    fields: ClassVar[Any] = (
        ("name", "questionnaire"),
        ("kind", "days"),
        ("window_from", "window_to"),
        ("blocks", "block_margin_minutes"),
        ("times", "jitter_minutes"),
        ("min_gap_minutes", "max_gap_minutes"),
        ("response_window_minutes", "finish_within_minutes"),
        "reminders",
    )


class LaunchedScheduleInline(StackedInline):
    """The schedules of a launched study, which stay as they are: prompts were drawn from them."""

    model = Schedule
    extra = 0
    can_delete = False
    fields = readonly_fields = ("questionnaire", "timing")

    @admin.display(description="timing")
    def timing(self, schedule: Schedule) -> SafeString:
        """The scheme in the words of the form; a form that was tampered with has none."""
        rows = format_html_join(
            "",
            '<tr><th class="pr-6 text-left font-medium">{}</th><td>{}</td></tr>',
            described(schedule.scheme) if schedule.scheme else (),
        )
        return format_html("<table>{}</table>", rows)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False

    has_change_permission = has_delete_permission = has_add_permission
