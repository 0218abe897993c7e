"""Partial responses in the Admin: what was answered of prompts that expired before the end."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe

from esmpress.console.answers_shown import answers_table
from esmpress.console.courses import course_of_part
from esmpress.console.rights.filters import OwnStudiesFilter
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.lazy_texts import lazily
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_to_show
from esmpress.responses.models import Draft
from esmpress.responses.partial import partial_answers
from esmpress.responses.timings import Timings
from esmpress.studies.rights import Right


@admin.register(Draft)
class PartialResponseAdmin(StudyScoped):
    """The answers of expired prompts, as they were last saved."""

    study_path = "prompt__participant__study"
    view_right = Right.SEE_ANSWERS

    list_display = ("saved", "participant", "study", "questionnaire", "study_day", "beep", "given")
    list_filter = (("prompt__participant__study", OwnStudiesFilter), "language")
    list_select_related = (
        "prompt__participant__study",
        "prompt__schedule__questionnaire",
        "prompt__questionnaire_version",
    )
    ordering = ("-saved_at",)
    list_per_page = 50
    compressed_fields = False
    readonly_fields = ("study", "questionnaire", "saved", "course", "answers_given")
    fieldsets: ClassVar[Any] = (
        (
            lazily("Partial response"),
            {"fields": (("study", "prompt", "questionnaire"), ("saved", "language"), "course")},
        ),
        (lazily("Answers"), {"fields": ("answers_given",)}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Draft]:
        """Nobody looks over the shoulder of a participant who still answers."""
        drafts: QuerySet[Draft] = super().get_queryset(request)
        return drafts.filter(prompt__status=Prompt.Status.EXPIRED).exclude(answers={})

    @admin.display(description=lazily("last saved (local time)"), ordering="saved_at")
    def saved(self, draft: Draft) -> str:
        """When the last answer was saved, on the participant's wall clock."""
        return on_wall_clock(draft.saved_at, draft.prompt.time_zone)

    @admin.display(description=lazily("participant"))
    def participant(self, draft: Draft) -> str:
        """The participant's code."""
        return draft.prompt.participant.code

    @admin.display(description=lazily("study"))
    def study(self, draft: Draft) -> str:
        """The study's name."""
        return str(draft.prompt.participant.study)

    @admin.display(description=lazily("questionnaire"))
    def questionnaire(self, draft: Draft) -> str:
        """The version that was shown."""
        return str(version_to_show(draft.prompt))

    @admin.display(description=lazily("day"))
    def study_day(self, draft: Draft) -> int:
        """The study day of the prompt."""
        return draft.prompt.study_day

    @admin.display(description=lazily("beep"))
    def beep(self, draft: Draft) -> int:
        """The prompt's place in its day."""
        return draft.prompt.beep

    @admin.display(description=lazily("items answered"))
    def given(self, draft: Draft) -> int:
        """How many items have an answer."""
        return len(draft.answers)

    @admin.display(description=lazily("how it went"))
    def course(self, draft: Draft) -> str:
        """When it was opened, begun and last saved."""
        timings = Timings.model_validate(draft.timings) if draft.timings else None
        return course_of_part(draft.prompt, draft.saved_at, timings)

    @admin.display(description=lazily("answers"))
    def answers_given(self, draft: Draft) -> SafeString:
        """Each item with its question and its answer, if it was shown."""
        return answers_table(
            version_to_show(draft.prompt).parsed(),
            partial_answers(draft.prompt),
            language=draft.language,
            picture=lambda _photo: mark_safe("a photo"),
        )
