"""Studies in the Admin: set up, enrol from pasted lines, launch, take the data home."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from unfold.admin import ModelAdmin, StackedInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextareaWidget

from esmpress.console.confirming import confirm, object_or_denied
from esmpress.console.schedule_form import ScheduleForm, in_form_words
from esmpress.console.texts import TextsField
from esmpress.export.table import stream_csv
from esmpress.participants.enrolment import enrol_lines
from esmpress.prompts.planning import plan_study
from esmpress.studies import launching
from esmpress.studies.models import Schedule, Study


class StudyForm(forms.ModelForm[Study]):
    """A study's own fields."""

    title = TextsField(label="Title", help_text="What participants see.")
    languages = forms.MultipleChoiceField(
        choices=settings.LANGUAGES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )

    class Meta:
        model = Study
        fields = (
            "name",
            "slug",
            "title",
            "languages",
            "time_zone",
            "contact_name",
            "contact_email",
            "start_rule",
        )


class PastedParticipantsForm(forms.Form):
    """Lines of e-mail addresses."""

    lines = forms.CharField(
        label="One participant a line",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 12}),
        help_text="An e-mail address; after a comma, if they differ from the study's: the "
        "language and the time zone. Example: ola@example.org, pl, Europe/London",
    )


class ScheduleInline(StackedInline):
    """The study's schedules; fixed once the study runs."""

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
        ("response_window_minutes", "finish_within_minutes", "reminders"),
    )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A launched study's schedules stay as they are: prompts were drawn from them."""
        launched = obj is not None and obj.launched_at is not None
        return not launched and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Likewise."""
        launched = obj is not None and obj.launched_at is not None
        return not launched and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Likewise."""
        launched = obj is not None and obj.launched_at is not None
        return not launched and super().has_delete_permission(request, obj)


@admin.register(Study)
class StudyAdmin(ModelAdmin):
    """Set a study up, launch it, export it."""

    form = StudyForm
    list_display = ("name", "slug", "state", "time_zone", "launched_at")
    search_fields = ("name", "slug")
    prepopulated_fields: ClassVar = {"slug": ("name",)}
    readonly_fields = ("state", "launched_at")
    inlines = (ScheduleInline,)
    actions_detail: ClassVar = ["launch", "add_participants", "export_csv"]

    @admin.display(description="state")
    def state(self, study: Study) -> str:
        """Draft, running or ended."""
        if study.launched_at is None:
            return "draft"
        return "running" if study.ended_at is None else "ended"

    @action(description="Launch", permissions=["change"], url_path="launch", icon="rocket_launch")
    def launch(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what is missing, or ask; then start the study and plan its first two days."""
        study = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return self._before_launch(request, study)
        now = timezone.now()
        try:
            launching.launch(study, now=now)
        except launching.NotReady as error:
            for reason in error.reasons:
                self.message_user(request, in_form_words(reason), messages.ERROR)
        except launching.AlreadyLaunched as error:
            self.message_user(request, str(error), messages.ERROR)
        else:
            planned = plan_study(study, now=now)
            self.log_change(request, study, "Launched.")
            self.message_user(
                request, f"“{study}” runs. {planned} prompts are planned for the next 48 hours."
            )
        return redirect("admin:studies_study_change", object_id)

    def _before_launch(self, request: HttpRequest, study: Study) -> HttpResponse:
        if study.launched_at is not None:
            sentences, button = ["This study was launched before."], ""
        elif reasons := launching.missing_for_launch(study):
            sentences = ["The study cannot be launched yet:", *map(in_form_words, reasons)]
            button = ""
        else:
            enrolled = study.participants.enrolled().count()
            sentences = [
                f"{enrolled} participants are enrolled; more can join later.",
                "Invitations will go out by the schedules, which then stay as they are.",
            ]
            button = "Launch"
        return confirm(self, request, study, title="Launch", sentences=sentences, button=button)

    @action(
        description="Add participants",
        permissions=["change"],
        url_path="add-participants",
        icon="group_add",
    )
    def add_participants(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Enrol pasted lines; the refused ones stay in the box, each named with its reason."""
        study = object_or_denied(self, request, object_id)
        form = PastedParticipantsForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            now = timezone.now()
            result = enrol_lines(study, form.cleaned_data["lines"], now=now)
            if study.is_running:
                plan_study(study, now=now)
            if result.enrolled:
                self.log_change(request, study, f"Enrolled {len(result.enrolled)} participants.")
                self.message_user(request, f"{len(result.enrolled)} participants were enrolled.")
            if not result.refused:
                return redirect("admin:studies_study_change", object_id)
            for line in result.refused:
                self.message_user(request, str(line), messages.ERROR)
            form = PastedParticipantsForm(
                initial={"lines": "\n".join(line.text for line in result.refused)}
            )
        return confirm(
            self,
            request,
            study,
            title="Add participants",
            sentences=["Good lines are enrolled at once; the others stay here to be mended."],
            button="Enrol",
            form=form,
        )

    @action(description="Export CSV", permissions=["view"], url_path="export", icon="download")
    def export_csv(self, request: HttpRequest, object_id: str) -> StreamingHttpResponse:
        """The data so far, one row for each planned prompt."""
        study = object_or_denied(self, request, object_id)
        self.log_change(request, study, "Exported the data as CSV.")
        return StreamingHttpResponse(
            stream_csv(study),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{study.slug}.csv"'},
        )
