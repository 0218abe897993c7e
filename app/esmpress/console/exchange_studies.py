"""Studies as files in the Admin: one is written, another is looked at and imported."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from esmpress.console.confirming import acting_researcher, confirm, object_or_denied
from esmpress.console.exchange_uploads import FileField, NoUpload, Upload, upload_of
from esmpress.console.exchange_words import parts_in_words
from esmpress.console.jobs.admin import to_job
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import StudyScoped
from esmpress.exchange.study_file import MAX_BYTES
from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import ReadStudy, read_study_file
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.exchange.study_writing import NotExportable, study_text, unpublished_changes
from esmpress.jobs.asking import ask_for
from esmpress.jobs.tasks import wake
from esmpress.lazy_texts import lazily
from esmpress.questionnaires.making import free_slug
from esmpress.studies.members import make_owner
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

TITLE = lazily("Import a study file")
# A megabyte is read in about two seconds.
READ_AT_ONCE = 1_000_000


class DraftsForm(forms.Form):
    """Which of the questionnaires' texts are written."""

    drafts = forms.BooleanField(
        label=lazily("Write the drafts of questionnaires in place of what is published"),
        help_text=lazily("For a study that is still being written; else leave it unticked."),
        required=False,
        widget=UnfoldBooleanWidget,
    )


class StudyFileForm(forms.Form):
    """The file that is looked at."""

    file = FileField(
        accept=".json",
        label=lazily("Study file"),
        help_text=gettext_lazy(
            "You see what would come before anything is imported; a file of more than 1 MB is "
            "imported as a draft in the background."
        ),
    )


class SlugForm(forms.Form):
    """The short name of the study that comes."""

    slug = forms.SlugField(
        label=lazily("Slug"),
        max_length=50,
        required=False,
        help_text=lazily("Short name in file names and commands."),
        widget=UnfoldAdminTextInputWidget,
    )

    def clean_slug(self) -> str:
        """The slug; raises ValidationError where another study has it."""
        slug: str = self.cleaned_data["slug"]
        if Study.objects.filter(slug=slug).exists():
            raise forms.ValidationError(
                _("There is a study “%(slug)s” already; choose another.") % {"slug": slug}
            )
        return slug


class StudyFilesAdmin(StudyScoped):
    """Adds both pages to an Admin of studies."""

    def has_file_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study: all that stands in the file is of its design."""
        return self.may(request, Right.SEE_STUDY, object_id)

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add all that stands in the file."""
        return access_of(request).may_make_studies()

    @action(
        description=lazily("Export as a file"),
        permissions=["file"],
        url_path="export-file",
        icon="file_save",
    )
    def export_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say what will stand in the file, then hand it out on a post."""
        study = object_or_denied(self, request, object_id)
        drafts = "drafts" in request.POST
        try:
            text = study_text(study, drafts=drafts)
        except NotExportable as error:
            return self._cannot_export(request, study, error.faults)
        if request.method != "POST":
            return self._before_export(request, study)
        self.log_change(request, study, "Exported the study as a file.")
        return HttpResponse(
            text,
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{study.slug}.study.json"'},
        )

    def _cannot_export(self, request: HttpRequest, study: Study, faults: list[str]) -> HttpResponse:
        return confirm(
            self,
            request,
            study,
            title=_("Export as a file"),
            sentences=[_("A file of this study could not be imported again. Mend this first:")],
            problems=faults,
            status=422 if request.method == "POST" else 200,
        )

    def _before_export(self, request: HttpRequest, study: Study) -> HttpResponse:
        changed = unpublished_changes(study)
        sentences = [
            _(
                "One JSON file with the study, its arms, phases and schedules, its "
                "questionnaires and its message texts. Another server can import it, and "
                "two of them can be compared."
            ),
            _("There is nothing in it of participants, their answers, keys, or the random seed."),
        ]
        if changed:
            names = ", ".join(f"“{name}”" for name in changed)
            sentences.append(
                _("%(names)s: the published version is written, without later changes.")
                % {"names": names}
            )
        return confirm(
            self,
            request,
            study,
            title=_("Export as a file"),
            sentences=sentences,
            button=_("Download"),
            form=DraftsForm() if changed else None,
        )

    @action(description=TITLE, permissions=["import"], url_path="import-file", icon="upload_file")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Take a file, show what would come, and keep it on a second post."""
        if request.method != "POST":
            return self._import_page(request)
        form = SlugForm(request.POST)
        try:
            upload = upload_of(request, limit=MAX_BYTES)
            if len(upload.content) > READ_AT_ONCE:
                return self._import_later(request, upload)
            read = read_study_file(upload.content)
            if upload.confirmed and form.is_valid():
                return self._keep_import(request, upload, read, form)
        except NoUpload as error:
            return self._import_page(request, problems=[str(error)])
        except RefusedStudyFile as error:
            return self._import_page(request, problems=error.faults)
        return self._import_page(
            request, upload=upload, read=read, form=form if upload.confirmed else None
        )

    def _import_later(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        """A draft does no harm: a file that takes long to read is imported without a look."""
        with transaction.atomic():
            job = ask_for(
                "study_file",
                study=None,
                asked_by=acting_researcher(request),
                parameters={"digest": upload.digest},
                given=upload.content,
                now=timezone.now(),
            )
            transaction.on_commit(wake)
        return to_job(job)

    def _keep_import(
        self, request: HttpRequest, upload: Upload, read: ReadStudy, form: SlugForm
    ) -> HttpResponse:
        researcher = acting_researcher(request)
        try:
            with transaction.atomic():
                slug = form.cleaned_data["slug"] or None
                study = import_study(read, slug=slug, researcher=researcher)
                make_owner(study, researcher, now=timezone.now())
        except RefusedStudyFile as error:
            # Somebody took the name at the same moment.
            form.add_error("slug", error.faults)
            return self._import_page(request, upload=upload, read=read, form=form)
        self.log_addition(request, study, "Imported from a study file.")
        sentence = _("“%(study)s” is imported as the draft “%(slug)s”.") % {
            "study": study,
            "slug": study.slug,
        }
        self.message_user(request, sentence, messages.SUCCESS)
        for remark in read.remarks:
            self.message_user(request, remark, messages.WARNING)
        return redirect("admin:studies_study_set_up", study.pk)

    def _import_page(
        self,
        request: HttpRequest,
        *,
        problems: list[str] | None = None,
        upload: Upload | None = None,
        read: ReadStudy | None = None,
        form: SlugForm | None = None,
    ) -> HttpResponse:
        address = reverse("admin:studies_study_changelist")
        values: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": TITLE,
            "page_name": TITLE,
            "subject": _("Studies"),
            "trail": [(_("Studies"), address)],
            "back": address,
            "opts": self.model._meta,
            "intro": _("A file that “Export as a file” has written, here or on another server."),
            "choices": StudyFileForm(),
            "problems": problems,
            "upload": upload,
        }
        if read is not None:
            slug = free_slug(read.file.study.slug, among=Study)
            values |= {
                "form": form or SlugForm(initial={"slug": slug}),
                "comes": list(parts_in_words(read)),
                "remarks": read.remarks,
            }
        failed = bool(problems) or bool(form and form.errors)
        return render(
            request, "console/exchange_import.html", values, status=422 if failed else 200
        )
