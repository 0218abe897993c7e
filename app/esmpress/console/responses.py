"""Responses in the Admin: what was asked and answered, to read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from esmpress.console.confirming import object_or_denied
from esmpress.console.read_only import ReadOnlyAdmin
from esmpress.console.wall_clock import on_wall_clock
from esmpress.questionnaires.answer_words import in_words
from esmpress.questionnaires.items import Photo
from esmpress.responses.models import Response


@admin.register(Response)
class ResponseAdmin(ReadOnlyAdmin):
    """Answers as they came in."""

    list_display = (
        "submitted",
        "participant",
        "study",
        "questionnaire_version",
        "study_day",
        "beep",
        "language",
        "receipt",
    )
    list_filter = ("prompt__participant__study", "language")
    list_select_related = (
        "prompt__participant__study",
        "questionnaire_version__questionnaire",
    )
    list_per_page = 50
    search_fields = ("receipt",)
    search_help_text = "By receipt, as the participant quotes it."
    compressed_fields = False
    fieldsets: ClassVar[Any] = (
        (
            "Response",
            {
                "fields": (
                    ("study", "prompt", "questionnaire_version"),
                    ("submitted", "language", "receipt"),
                )
            },
        ),
        ("Answers", {"fields": ("answers_given",)}),
    )
    readonly_fields = ("study", "submitted", "answers_given")

    def get_urls(self) -> list[URLPattern]:
        """Each response's photos have addresses below it."""
        mine = path(
            "<path:object_id>/photos/<uuid:photo_id>/",
            self.admin_site.admin_view(self.show_photo),
            name="responses_response_photo",
        )
        return [mine, *super().get_urls()]

    def show_photo(self, request: HttpRequest, object_id: str, photo_id: UUID) -> HttpResponse:
        """A photo of the response, for who may see the response; no browser keeps it."""
        response = object_or_denied(self, request, object_id)
        photo = response.prompt.photos.filter(pk=photo_id, is_kept=True).first()
        if photo is None:
            raise Http404
        name = f"{photo.item}_{photo.pk}.jpg"
        shown = HttpResponse(
            bytes(photo.content),
            content_type=photo.content_type,
            headers={
                "Content-Disposition": f'inline; filename="{name}"',
                "Content-Security-Policy": "default-src 'none'; sandbox",
                "X-Content-Type-Options": "nosniff",
            },
        )
        patch_cache_control(shown, no_store=True)
        return shown

    @admin.display(description="submitted (local time)", ordering="submitted_at")
    def submitted(self, response: Response) -> str:
        """When it came in, on the participant's wall clock."""
        return on_wall_clock(response.submitted_at, response.prompt.time_zone)

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
        """Each item with its question and its answer."""
        rows = format_html_join(
            "",
            "<tr><th>{}</th><td>{}</td><td>{}</td></tr>",
            _questions_and_answers(response),
        )
        return format_html('<table class="answers">{}</table>', rows)


def _questions_and_answers(response: Response) -> Iterator[tuple[str, str, str | SafeString]]:
    """Name, question and answer of each item; a chosen option with its label."""
    language = response.language
    for item in response.questionnaire_version.parsed().items:
        if item.kind != "information":
            given = response.answers.get(item.name)
            is_photo = isinstance(item, Photo) and isinstance(given, str)
            answer = _picture(response, given) if is_photo else in_words(item, given, language)
            yield item.name, item.text.get(language, ""), answer


def _picture(response: Response, photo: str) -> SafeString:
    """The photo, small, with a link to all of it."""
    address = reverse("admin:responses_response_photo", args=[response.pk, photo])
    return format_html(
        '<a href="{0}"><img src="{0}" alt="Photo" loading="lazy"></a>',
        address,
    )
