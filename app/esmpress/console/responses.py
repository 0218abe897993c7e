"""Responses in the Admin: what was asked and answered, to read."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import patch_cache_control
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esmpress.console.answers_shown import answers_table
from esmpress.console.confirming import object_or_denied
from esmpress.console.courses import course_of_response
from esmpress.console.rights.filters import OwnStudiesFilter
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.responses.models import Response
from esmpress.responses.paradata import timings_of
from esmpress.studies.rights import Right


@admin.register(Response)
class ResponseAdmin(StudyScoped):
    """Answers as they came in."""

    study_path = "prompt__participant__study"
    view_right = Right.SEE_ANSWERS

    list_display = (
        "submitted",
        "participant",
        "study",
        "questionnaire_version",
        "study_day",
        "beep",
        "in_language",
        "receipt",
    )
    list_filter = (("prompt__participant__study", OwnStudiesFilter), "language")
    list_select_related = (
        "prompt__participant__study",
        "questionnaire_version__questionnaire",
    )
    list_per_page = 50
    search_fields = ("receipt",)
    search_help_text = lazily("By receipt, as the participant quotes it.")
    compressed_fields = False
    fieldsets: ClassVar[Any] = (
        (
            lazily("Response"),
            {
                "fields": (
                    ("study", "prompt", "questionnaire_version"),
                    ("submitted", "in_language", "receipt"),
                    "completeness",
                    "course",
                )
            },
        ),
        (lazily("Answers"), {"fields": ("answers_given",)}),
    )
    readonly_fields = (
        "study",
        "submitted",
        "in_language",
        "completeness",
        "course",
        "answers_given",
    )

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

    @admin.display(description=lazily("submitted (local time)"), ordering="submitted_at")
    def submitted(self, response: Response) -> str:
        """When it was sent, on the participant's wall clock."""
        return on_wall_clock(response.submitted_at, response.prompt.time_zone)

    @admin.display(description=lazily("language"), ordering="language")
    def in_language(self, response: Response) -> str:
        """The language it was answered in, by its own name."""
        return dict(settings.LANGUAGES).get(response.language, response.language)

    @admin.display(description=lazily("participant"))
    def participant(self, response: Response) -> str:
        """The participant's code."""
        return response.prompt.participant.code

    @admin.display(description=lazily("study"))
    def study(self, response: Response) -> str:
        """The study's name."""
        return str(response.prompt.participant.study)

    @admin.display(description=lazily("day"))
    def study_day(self, response: Response) -> int:
        """The study day of the prompt."""
        return response.prompt.study_day

    @admin.display(description=lazily("beep"))
    def beep(self, response: Response) -> int:
        """The prompt's place in its day."""
        return response.prompt.beep

    @admin.display(description=lazily("completeness"))
    def completeness(self, response: Response) -> str:
        """Complete; what was not sent stands among the partial responses."""
        del response
        return _("complete: the participant sent it")

    @admin.display(description=lazily("how it went"))
    def course(self, response: Response) -> str:
        """When it was opened, begun, sent and received."""
        definition = response.questionnaire_version.parsed()
        return course_of_response(response, timings_of(response, definition))

    @admin.display(description=lazily("answers"))
    def answers_given(self, response: Response) -> SafeString:
        """Each item with its question and its answer."""
        return answers_table(
            response.questionnaire_version.parsed(),
            response.answers,
            language=response.language,
            picture=partial(_picture, response),
        )


def _picture(response: Response, photo: str) -> SafeString:
    """The photo, small, with a link to all of it."""
    address = reverse("admin:responses_response_photo", args=[response.pk, photo])
    return format_html(
        '<a href="{0}"><img src="{0}" alt="Photo" loading="lazy"></a>',
        address,
    )
