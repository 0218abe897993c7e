"""A launched schedule in the Admin: its versions, and a new one after a look at the difference."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import dateformat, timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from unfold.admin import TabularInline
from unfold.decorators import action
from unfold.forms import AdminForm

from esmpress.console.arms import Frozen
from esmpress.console.blinding import sees_arms
from esmpress.console.confirming import (
    acting_researcher,
    confirm,
    object_or_denied,
    page_values,
    trail_to,
)
from esmpress.console.plan_notice import PlanNoticeAdmin
from esmpress.console.rights.filters import OwnStudiesFilter
from esmpress.console.rights.scoping import OfParent, StudyScoped
from esmpress.console.schedules import phase_of, timing_table
from esmpress.console.version_difference import difference_of
from esmpress.console.version_form import VERSION_ROWS, VersionForm
from esmpress.console.wall_clock import on_wall_clock
from esmpress.jobs.tasks import wake
from esmpress.lazy_texts import lazily
from esmpress.prompts.replanning import confirm_version
from esmpress.studies.models import Schedule, ScheduleVersion, Study
from esmpress.studies.rights import Right

MENDED = lazily("Nothing was changed: a field below has to be mended.")
STALE = lazily("Another version was confirmed in the meantime: look at the difference again.")
# What the page of a difference posts beside the fields of the form.
_BUTTONS = ("csrfmiddlewaretoken", "based_on", "confirm", "edit")


class VersionInline(Frozen, OfParent, TabularInline):
    """The versions, which nobody can change."""

    model = ScheduleVersion
    readonly_fields = ("confirmed", "timing")
    fields: ClassVar[Any] = ("number", "applies_from", "confirmed", "confirmed_by", "timing")
    verbose_name_plural = lazily("versions")
    hide_title = True

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """All of them."""
        del request, obj
        return self.fields

    @admin.display(description=lazily("apply from"))
    def applies_from(self, version: ScheduleVersion) -> str:
        """The first local date."""
        if version.apply_from is None:
            return _("the launch")
        return dateformat.format(version.apply_from, _("D d M Y"))

    @admin.display(description=lazily("confirmed"))
    def confirmed(self, version: ScheduleVersion) -> str:
        """When, on the study's wall clock."""
        return on_wall_clock(version.confirmed_at, version.schedule.study.time_zone)

    @admin.display(description=lazily("timing"))
    def timing(self, version: ScheduleVersion) -> SafeString:
        """The scheme in the words of the form."""
        return timing_table(version.scheme)


@admin.register(Schedule)
class ScheduleAdmin(PlanNoticeAdmin, StudyScoped):
    """A schedule and its versions; drafts are changed on the page of their study."""

    study_path = "study"
    view_right = Right.SEE_STUDY
    delete_right = Right.DELETE

    change_form_template = "console/schedule.html"
    compressed_fields = False
    list_display = ("name", "study", "questionnaire", "asks_in")
    list_filter = (("study", OwnStudiesFilter),)
    list_select_related = ("study", "questionnaire", "phase")
    readonly_fields = ("asks_in",)
    fields: ClassVar[Any] = (("name", "study"), ("questionnaire", "asks_in"))
    inlines = (VersionInline,)
    actions_detail: ClassVar = ["new_version"]

    class Media:
        css: ClassVar = {"all": ("console/kinds.css",)}

    def get_actions_detail(self, request: HttpRequest, object_id: int) -> Any:
        """The button of a new version, while the study runs."""
        schedule = self.get_object(request, str(object_id))
        if schedule is None or not schedule.study.is_running:
            return []
        return super().get_actions_detail(request, object_id)

    @admin.display(description=lazily("phase"))
    def asks_in(self, schedule: Schedule) -> str:
        """The phase, if it is only one."""
        return phase_of(schedule)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft's schedule goes with its study; a launched one stays."""
        is_draft = isinstance(obj, Schedule) and obj.study.launched_at is None
        return is_draft and super().has_delete_permission(request, obj)

    def has_new_version_permission(
        self, request: HttpRequest, object_id: str | None = None
    ) -> bool:
        """Whoever may edit the design may confirm a version of a schedule."""
        return self.may(request, Right.EDIT_DESIGN, object_id)

    @action(
        description=lazily("New version"),
        permissions=["new_version"],
        url_path="new-version",
        icon="edit_calendar",
    )
    def new_version(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a changed scheme, show what it changes, and confirm it on a second post."""
        schedule: Schedule = object_or_denied(self, request, object_id)
        if not schedule.study.is_running:
            sentences = [_("Versions belong to a running study, and this one does not run.")]
            return confirm(self, request, schedule, title=_("New version"), sentences=sentences)
        now = timezone.now()
        if request.method != "POST":
            return self._form_page(request, VersionForm(schedule=schedule, now=now))
        with transaction.atomic():
            # Who else confirms a version waits here, so that the number cannot change below us.
            Study.objects.select_for_update(no_key=True).get(pk=schedule.study_id)
            return self._answer(request, VersionForm(request.POST, schedule=schedule, now=now))

    def _answer(self, request: HttpRequest, form: VersionForm) -> HttpResponse:
        """What follows a post: the form again, the difference, or the confirmed version."""
        confirms = "confirm" in request.POST
        if "edit" in request.POST:
            return self._form_page(request, form)
        if confirms and request.POST.get("based_on") != _newest(form.schedule):
            return self._refuse_stale(request, form)
        if not form.is_valid():
            return self._form_page(request, form, problem=MENDED, status=422)
        return (self._confirm if confirms else self._difference_page)(request, form)

    def _confirm(self, request: HttpRequest, form: VersionForm) -> HttpResponse:
        confirmed = confirm_version(
            form.schedule,
            form.scheme,
            apply_from=form.cleaned_data["apply_from"],
            now=form.now,
            researcher=acting_researcher(request),
        )
        if confirmed.job is not None:
            transaction.on_commit(wake)
        sentence = _("Version %(number)s applies from %(apply_from)s.") % {
            "number": confirmed.version.number,
            "apply_from": confirmed.version.apply_from,
        }
        self.log_change(request, form.schedule, f"Confirmed: {sentence}")
        self.message_user(request, sentence, messages.SUCCESS)
        return redirect("admin:studies_schedule_change", form.schedule.pk)

    def _refuse_stale(self, request: HttpRequest, form: VersionForm) -> HttpResponse:
        """Show what there is to confirm now; a button pressed twice has confirmed it before."""
        if form.is_valid():
            return self._difference_page(request, form, problem=STALE, status=409)
        if form.repeats_newest():
            self.message_user(request, _("This version was confirmed before."))
            return redirect("admin:studies_schedule_change", form.schedule.pk)
        return self._form_page(request, form, problem=STALE, status=409)

    def _frame(self, request: HttpRequest, schedule: Schedule, *, title: str) -> dict[str, Any]:
        """What both pages show; they stand below the study: the menu has no list of schedules."""
        _list, own_page = trail_to(schedule)
        frame = page_values(self, request, schedule, title=title)
        return frame | {"trail": [*trail_to(schedule.study), own_page]}

    def _form_page(
        self, request: HttpRequest, form: VersionForm, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        rows = [(None, {"fields": VERSION_ROWS})]
        values = self._frame(request, form.schedule, title=_("New version"))
        values |= {
            "adminform": AdminForm(form, rows, {}, model_admin=self),
            "problem": problem,
            "media": self.media + form.media,
        }
        return render(request, "console/version_form.html", values, status=status)

    def _difference_page(
        self, request: HttpRequest, form: VersionForm, *, problem: str = "", status: int = 200
    ) -> HttpResponse:
        apply_from = form.cleaned_data["apply_from"]
        values = self._frame(request, form.schedule, title=_("Confirm this version?"))
        values |= {
            "difference": difference_of(
                form.schedule,
                form.scheme,
                apply_from=apply_from,
                now=form.now,
                shows_arms=sees_arms(request, form.schedule.study_id),
            ),
            "apply_from": apply_from,
            "based_on": _newest(form.schedule),
            "problem": problem,
            "media": self.media,
            "posted": [
                (name, value)
                for name, given in request.POST.lists()
                for value in given
                if name not in _BUTTONS
            ],
        }
        return render(request, "console/version_difference.html", values, status=status)


def _newest(schedule: Schedule) -> str:
    """The number of the newest version, as a form posts it."""
    return str(schedule.versions.count())
