"""New studies: empty, from a template, as a copy of another, or from a study file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.exchange_studies import ADD_ALL, SEE_ALL, StudyFilesAdmin
from esmpress.console.setting_up.forms import CopyForm, NamingForm
from esmpress.console.setting_up.template_page import template_page
from esmpress.questionnaires.making import free_slug
from esmpress.setting_up.copying import NotCopied, copy_study
from esmpress.setting_up.naming import SlugTaken
from esmpress.setting_up.templates import (
    TEMPLATES,
    Template,
    UnknownTemplate,
    find_template,
    make_from_template,
    read_template,
)
from esmpress.studies.models import Study

NEW = "New study from …"
# The others can be copied from their own pages.
MOST_LISTED = 20


class NewStudyAdmin(StudyFilesAdmin):
    """Adds the pages to an Admin of studies, for whoever may add one."""

    actions_list: ClassVar = ["new_study", "import_file"]

    def get_urls(self) -> list[Any]:
        """The page of a template, before the address that stands for any study."""
        view = self.admin_site.admin_view(self.template_page)
        return [
            path("new/<slug:key>/", view, name="studies_study_template"),
            *super().get_urls(),
        ]

    def has_new_permission(self, request: HttpRequest) -> bool:
        """Whoever may add studies."""
        return request.user.has_perm("studies.add_study")

    def has_copy_permission(self, request: HttpRequest, _object_id: str | None = None) -> bool:
        """Whoever may see all of a study, and add one."""
        return request.user.has_perms((*SEE_ALL, "studies.add_study"))

    @action(description=NEW, permissions=["new"], url_path="new", icon="library_add")
    def new_study(self, request: HttpRequest) -> HttpResponse:
        """What a study can be made from."""
        may_copy = self.has_copy_permission(request)
        values = {
            "templates": TEMPLATES if request.user.has_perms(ADD_ALL) else (),
            "may_import": self.has_import_permission(request),
            "studies": Study.objects.order_by("-created_at")[:MOST_LISTED] if may_copy else (),
        }
        return render(request, "console/new_study.html", self._frame(request, NEW) | values)

    def template_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """What a template makes; a post makes it."""
        if not request.user.has_perms(ADD_ALL):
            raise PermissionDenied
        try:
            template = find_template(key)
        except UnknownTemplate as error:
            raise Http404 from error
        form = NamingForm(request.POST or None, initial=_names(request, template))
        if request.method == "POST" and form.is_valid():
            try:
                study = make_from_template(
                    template, form.naming, researcher=acting_researcher(request)
                )
            except SlugTaken as error:
                form.add_error("slug", str(error))
            else:
                return self._made(request, study, f"Made from the template “{template.title}”.")
        frame = self._frame(request, template.title)
        frame["trail"] = [*frame["trail"], (NEW, reverse("admin:studies_study_new_study"))]
        page = template_page(template, today=timezone.now().date())
        status = 422 if form.errors else 200
        values = {"page": page, "form": form}
        return render(request, "console/template.html", frame | values, status=status)

    @action(description="Copy", permissions=["copy"], url_path="copy", icon="content_copy")
    def copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what comes along, and copy the study on a post."""
        study = object_or_denied(self, request, object_id)
        form = CopyForm(request.POST or None, initial=_names_of_copy(study))
        if not request.user.has_perms(ADD_ALL):
            del form.fields["own_questionnaires"]
        problems: list[str] = []
        if request.method == "POST" and form.is_valid():
            try:
                return self._copy(request, study, form)
            except SlugTaken as error:
                form.add_error("slug", str(error))
            except NotCopied as error:
                problems = error.faults
        return confirm(
            self,
            request,
            study,
            title="Copy this study",
            sentences=[
                "A new draft with the same arms, phases, schedules, texts of messages, charts, and "
                "with its consent as a draft.",
                "Nothing comes along of participants, their answers, what was sent, or the launch.",
            ],
            problems=problems,
            button="Copy",
            form=form,
            status=422 if problems or form.errors else 200,
        )

    def _copy(self, request: HttpRequest, study: Study, form: CopyForm) -> HttpResponse:
        made = copy_study(
            study,
            form.naming,
            own_questionnaires=form.cleaned_data.get("own_questionnaires", False),
            researcher=acting_researcher(request),
        )
        return self._made(request, made, f"Copied from the study “{study.slug}”.")

    def _made(self, request: HttpRequest, study: Study, how: str) -> HttpResponse:
        self.log_addition(request, study, how)
        self.message_user(request, f"“{study}” is made, as a draft.", messages.SUCCESS)
        return redirect("admin:studies_study_set_up", study.pk)

    def _frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        studies = reverse("admin:studies_study_changelist")
        own: dict[str, Any] = {
            "title": title,
            "page_name": title,
            "subject": "Studies",
            "trail": [("studies", studies)],
            "back": studies,
            "opts": self.model._meta,
        }
        frame: dict[str, Any] = self.admin_site.each_context(request) | own
        return frame


def _names(request: HttpRequest, template: Template) -> dict[str, str]:
    """What the form of a template begins with; contact is who asks."""
    study = read_template(template).file.study
    researcher = acting_researcher(request)
    return {
        "name": study.name,
        "slug": free_slug(study.slug, among=Study),
        "contact_name": researcher.name,
        "contact_email": researcher.email,
    }


def _names_of_copy(study: Study) -> dict[str, str]:
    longest = Study._meta.get_field("name").max_length
    return {
        "name": f"Copy of {study.name}"[:longest],
        "slug": free_slug(study.slug, among=Study),
        "contact_name": study.contact_name,
        "contact_email": study.contact_email,
    }
