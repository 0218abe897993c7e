"""The record of processing of a study, to read and to take home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.rights.scoping import StudyScoped
from esmpress.lazy_texts import lazily
from esmpress.privacy.document import processing_document
from esmpress.studies.models import Study
from esmpress.studies.rights import Right


class ProcessingAdmin(StudyScoped):
    """Adds the page to an Admin of studies."""

    def has_processing_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study's people."""
        return self.may(request, Right.SEE_PEOPLE, object_id)

    @action(
        description=lazily("Record of processing"),
        permissions=["processing"],
        url_path="processing-record",
        icon="gavel",
    )
    def processing_record(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The document on a page; as a file where that is asked for."""
        study: Study = object_or_denied(self, request, object_id)
        text = processing_document(study, now=timezone.now())
        if "file" in request.GET:
            name = f"processing-{study.slug}.md"
            return HttpResponse(
                text,
                content_type="text/markdown; charset=utf-8",
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
        values = page_values(self, request, study, title=_("Record of processing"))
        return render(request, "console/processing.html", values | {"text": text})
