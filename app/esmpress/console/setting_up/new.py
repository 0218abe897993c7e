"""New studies: empty, from a template, as a copy of another, or from a study file."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.exchange_studies import StudyFilesAdmin
from esmpress.console.rights.asking import access_of, forget_access
from esmpress.console.rights.scoping import own_studies
from esmpress.console.setting_up.forms import CopyForm, NamingForm
from esmpress.console.setting_up.template_page import template_page
from esmpress.lazy_texts import lazily
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
from esmpress.studies.members import make_owner
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

NEW = lazily("New study from …")
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
        return access_of(request).may_make_studies()

    def has_copy_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study, and add one."""
        return self.may(request, Right.SEE_STUDY, object_id) and self.has_new_permission(request)

    @action(description=NEW, permissions=["new"], url_path="new", icon="library_add")
    def new_study(self, request: HttpRequest) -> HttpResponse:
        """What a study can be made from."""
        studies = own_studies(request, Right.SEE_STUDY).order_by("-created_at")[:MOST_LISTED]
        values = {"templates": TEMPLATES, "studies": studies}
        return render(request, "console/new_study.html", self._frame(request, NEW) | values)

    def template_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """What a template makes; a post makes it."""
        if not self.has_new_permission(request):
            raise PermissionDenied
        try:
            template = find_template(key)
        except UnknownTemplate as error:
            raise Http404 from error
        form = NamingForm(request.POST or None, initial=_names(request, template))
        if request.method == "POST" and form.is_valid():
            try:
                study = _make(request, template, form)
            except SlugTaken as error:
                form.add_error("slug", str(error))
            else:
                return self._made(
                    request,
                    study,
                    _("Made from the template “%(title)s”.") % {"title": template.title},
                )
        frame = self._frame(request, template.title)
        frame["trail"] = [*frame["trail"], (NEW, reverse("admin:studies_study_new_study"))]
        page = template_page(template, today=timezone.now().date())
        status = 422 if form.errors else 200
        values = {"page": page, "form": form}
        return render(request, "console/template.html", frame | values, status=status)

    @action(description=lazily("Copy"), permissions=["copy"], url_path="copy", icon="content_copy")
    def copy(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what comes along, and copy the study on a post."""
        study = object_or_denied(self, request, object_id)
        form = CopyForm(request.POST or None, initial=_names_of_copy(study))
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
            title=_("Copy this study"),
            sentences=[
                _(
                    "A new draft with the same arms, phases, schedules, texts of messages, "
                    "charts, and with its consent as a draft."
                ),
                _(
                    "Nothing comes along of participants, their answers, what was sent, or the "
                    "launch."
                ),
            ],
            problems=problems,
            button=_("Copy"),
            form=form,
            status=422 if problems or form.errors else 200,
        )

    def _copy(self, request: HttpRequest, study: Study, form: CopyForm) -> HttpResponse:
        researcher = acting_researcher(request)
        with transaction.atomic():
            made = copy_study(
                study,
                form.naming,
                own_questionnaires=form.cleaned_data["own_questionnaires"],
                researcher=researcher,
            )
            make_owner(made, researcher, now=timezone.now())
        return self._made(
            request, made, _("Copied from the study “%(slug)s”.") % {"slug": study.slug}
        )

    def _made(self, request: HttpRequest, study: Study, how: str) -> HttpResponse:
        forget_access(request)
        self.log_addition(request, study, how)
        self.message_user(
            request, _("“%(study)s” is made, as a draft.") % {"study": study}, messages.SUCCESS
        )
        return redirect("admin:studies_study_set_up", study.pk)

    def _frame(self, request: HttpRequest, title: str) -> dict[str, Any]:
        studies = reverse("admin:studies_study_changelist")
        own: dict[str, Any] = {
            "title": title,
            "page_name": title,
            "subject": _("Studies"),
            "trail": [(_("Studies"), studies)],
            "back": studies,
            "opts": self.model._meta,
        }
        frame: dict[str, Any] = self.admin_site.each_context(request) | own
        return frame


def _make(request: HttpRequest, template: Template, form: NamingForm) -> Study:
    researcher = acting_researcher(request)
    with transaction.atomic():
        study = make_from_template(template, form.naming, researcher=researcher)
        make_owner(study, researcher, now=timezone.now())
    return study


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
        "name": (_("Copy of %(name)s") % {"name": study.name})[:longest],
        "slug": free_slug(study.slug, among=Study),
        "contact_name": study.contact_name,
        "contact_email": study.contact_email,
    }
