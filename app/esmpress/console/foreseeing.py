"""Pages of a study that look ahead and change nothing: its preview, and its methods text."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.preview.page import preview_page
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.scheme_words import in_form_words
from esmpress.lazy_texts import lazily
from esmpress.sampling.malformed import MalformedScheme
from esmpress.sampling.methods_text import methods_paragraph, preregistration
from esmpress.studies.design import design_of
from esmpress.studies.models import Study
from esmpress.studies.rights import Right


class ForeseeingAdmin(StudyScoped):
    """Adds the pages to an Admin of studies; whoever may see a study may see them."""

    def has_foresee_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study."""
        return self.may(request, Right.SEE_STUDY, object_id)

    @action(
        description=lazily("Preview"),
        permissions=["foresee"],
        url_path="preview",
        icon="insights",
    )
    def preview(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What the study will be like, tried out on virtual participants."""
        study = object_or_denied(self, request, object_id)
        page = preview_page(study, request.GET, today=timezone.now().date())
        values = {"page": page}
        return self._show(
            request,
            study,
            "console/preview.html",
            values,
            page_name=_("Preview"),
            status=page.status,
        )

    @action(
        description=lazily("Methods text"),
        permissions=["foresee"],
        url_path="methods-text",
        icon="article",
    )
    def methods_text(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The design in words, to copy into a paper or a preregistration."""
        study = object_or_denied(self, request, object_id)
        try:
            design = design_of(study)
        except MalformedScheme as error:
            values: dict[str, Any] = {"problem": in_form_words(str(error))}
        else:
            values = {
                "texts": [
                    (_("For the methods section"), methods_paragraph(design)),
                    (_("For the preregistration"), preregistration(design)),
                ],
                "digest": design.digest(),
            }
        return self._show(
            request, study, "console/methods_text.html", values, page_name=_("Methods text")
        )

    def _show(
        self,
        request: HttpRequest,
        study: Study,
        template: str,
        values: dict[str, Any],
        *,
        page_name: str,
        status: int = 200,
    ) -> HttpResponse:
        frame = page_values(self, request, study, title=str(study), page_name=page_name)
        return render(request, template, frame | values, status=status)
