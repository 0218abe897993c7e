"""What happened, to look at and never to edit: prompts, notifications, responses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin

from esmpress.delivery.models import Notification
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Response


class ReadOnlyAdmin(ModelAdmin):
    """Nothing can be added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never."""
        del request
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        del request, obj
        return False

    has_delete_permission = has_change_permission


@admin.register(Prompt)
class PromptAdmin(ReadOnlyAdmin):
    """Every planned prompt and how it went."""

    list_display = (
        "participant",
        "study",
        "schedule",
        "study_day",
        "beep",
        "scheduled_at",
        "status",
        "sent_at",
        "opened_at",
        "answered_at",
    )
    list_filter = ("participant__study", "status", "schedule")
    list_select_related = ("participant__study", "schedule")
    date_hierarchy = "scheduled_at"
    exclude = ("token_hash",)

    @admin.display(description="study", ordering="participant__study")
    def study(self, prompt: Prompt) -> str:
        """The study's name."""
        return str(prompt.participant.study)


@admin.register(Notification)
class NotificationAdmin(ReadOnlyAdmin):
    """The ledger: every message and what is known of it."""

    list_display = ("kind", "prompt", "channel", "status", "reason", "planned_at", "accepted_at")
    list_filter = ("status", "kind", "channel", "prompt__participant__study")
    list_select_related = ("prompt__participant",)


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers as they came in."""

    list_display = (
        "participant",
        "study",
        "study_day",
        "beep",
        "submitted_at",
        "language",
        "receipt",
    )
    list_filter = ("prompt__participant__study", "language")
    list_select_related = ("prompt__participant__study", "questionnaire_version__questionnaire")
    fields: ClassVar[Any] = (
        "prompt",
        "questionnaire_version",
        "language",
        "submitted_at",
        "receipt",
        "answers_given",
    )
    readonly_fields = ("answers_given",)

    @admin.display(description="participant")
    def participant(self, response: Response) -> str:
        """The participant's code."""
        return response.prompt.participant.code

    @admin.display(description="study")
    def study(self, response: Response) -> str:
        """The study's name."""
        return str(response.prompt.participant.study)

    @admin.display(description="day")
    def study_day(self, response: Response) -> int:
        """The study day of the prompt."""
        return response.prompt.study_day

    @admin.display(description="beep")
    def beep(self, response: Response) -> int:
        """The prompt's place in its day."""
        return response.prompt.beep

    @admin.display(description="answers")
    def answers_given(self, response: Response) -> SafeString:
        """Each item and its answer."""
        rows = format_html_join(
            "", "<tr><th align=left>{}&emsp;</th><td>{}</td></tr>", response.answers.items()
        )
        return format_html("<table>{}</table>", rows)
