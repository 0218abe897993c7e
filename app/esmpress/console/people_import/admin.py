"""The pages of imports, behind a button of the study's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from esmpress.console.confirming import acting_researcher, object_or_denied, page_values
from esmpress.console.exchange_uploads import NoUpload, upload_of
from esmpress.console.people_import.acts import ONE, ImportActs
from esmpress.console.people_import.forms import ChoicesForm, PeopleFileForm
from esmpress.console.people_import.page import import_values
from esmpress.console.people_import.words import STATES, reasons_in_words, refusal_in_words
from esmpress.console.wall_clock import on_wall_clock
from esmpress.participants.models import PeopleImport
from esmpress.people_import.mending import stream_refused
from esmpress.people_import.reading.limits import MAX_BYTES
from esmpress.people_import.reading.rows import RefusedFile
from esmpress.people_import.storing import store
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

State = PeopleImport.State


class PeopleImportAdmin(ImportActs):
    """Adds the pages to an Admin of studies: all imports, one of them, its refused lines."""

    def get_urls(self) -> list[Any]:
        """Before the address that stands for any study."""
        under = "<path:object_id>/people-import/<int:import_id>/"
        view, file = map(self.admin_site.admin_view, (self.import_view, self.refused_view))
        return [
            path(under, view, name="studies_study_people_import_one"),
            path(f"{under}refused/", file, name="studies_study_people_import_refused"),
            *super().get_urls(),
        ]

    def has_enrol_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may add participants may import them."""
        return self.may(request, Right.ENROL, object_id)

    @action(
        description=gettext_lazy("Import people"),
        permissions=["enrol"],
        url_path="people-import",
        icon="upload_file",
    )
    def people_import(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """All imports of the study; a post brings another file."""
        study: Study = object_or_denied(self, request, object_id)
        if request.method != "POST":
            return self._list_page(request, study)
        try:
            upload = upload_of(request, limit=MAX_BYTES)
            stored = store(
                study,
                upload.content,
                uploaded_by=acting_researcher(request),
                now=timezone.now(),
            )
        except NoUpload as error:
            return self._list_page(request, study, problem=str(error))
        except RefusedFile as refused:
            problem = refusal_in_words(refused.refusal, refused.line)
            return self._list_page(request, study, problem=problem)
        self.log_change(request, study, "Uploaded a file of people.")
        return redirect(ONE, study.pk, stored.pk)

    def import_view(self, request: HttpRequest, object_id: str, import_id: int) -> HttpResponse:
        """One import; a post acts on it."""
        stored = self._found(request, object_id, import_id)
        if request.method != "POST":
            return self.import_page(request, stored)
        return self.act_on_import(request, stored, is_uploader=_is_uploader(request, stored))

    def refused_view(
        self, request: HttpRequest, object_id: str, import_id: int
    ) -> HttpResponseBase:
        """The refused lines as a file, for who uploaded them."""
        stored = self._found(request, object_id, import_id)
        if not _is_uploader(request, stored) or stored.state != State.CHECKED:
            said = _(
                "The refused lines are there as long as they are checked, for who uploaded them."
            )
            self.message_user(request, said, messages.WARNING)
            return redirect(ONE, object_id, import_id)
        lines = stream_refused(
            stored, heads=(_("Line"), _("What is wrong")), in_words=reasons_in_words
        )
        return StreamingHttpResponse(
            lines,
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": 'attachment; filename="refused-lines.csv"',
                "Cache-Control": "no-store",
            },
        )

    def _found(self, request: HttpRequest, object_id: str, import_id: int) -> PeopleImport:
        """The import; raises Http404 for none of the study, PermissionDenied for who may not."""
        if not self.has_enrol_permission(request, object_id):
            raise PermissionDenied
        study = object_or_denied(self, request, object_id)
        stored = study.people_imports.select_related("study", "uploaded_by").filter(pk=import_id)
        found: PeopleImport | None = stored.first()
        if found is None:
            raise Http404
        return found

    def import_page(
        self,
        request: HttpRequest,
        stored: PeopleImport,
        *,
        form: ChoicesForm | None = None,
        problem: str = "",
        status: int = 200,
    ) -> HttpResponse:
        """The page of an import, kept by no browser: it has addresses."""
        is_uploader = _is_uploader(request, stored)
        frame = page_values(self, request, stored.study, title=_("Import people"))
        values = import_values(request, stored, is_uploader=is_uploader, form=form)
        page = frame | values | {"problem": problem}
        answer = render(request, "console/people_import.html", page, status=status)
        add_never_cache_headers(answer)
        return answer

    def _list_page(self, request: HttpRequest, study: Study, *, problem: str = "") -> HttpResponse:
        values = page_values(self, request, study, title=_("Import people")) | {
            "form": PeopleFileForm(),
            "problem": problem,
            "imports": [_listed(one) for one in study.people_imports.select_related("uploaded_by")],
        }
        status = 422 if problem else 200
        return render(request, "console/people_imports.html", values, status=status)


def _is_uploader(request: HttpRequest, stored: PeopleImport) -> bool:
    return stored.uploaded_by_id == acting_researcher(request).pk


def _listed(stored: PeopleImport) -> dict[str, Any]:
    return {
        "number": stored.pk,
        "at": on_wall_clock(stored.uploaded_at, stored.study.time_zone),
        "by": stored.uploaded_by,
        "state": STATES[State(stored.state)],
        "lines": stored.counts.get("lines", ""),
        "enrolled": stored.counts.get("enrolled", ""),
    }
