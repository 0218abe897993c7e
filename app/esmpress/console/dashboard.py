"""The first page of the Admin: every study one may see, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from esmpress.console.compliance.admin import SEE_COMPLIANCE
from esmpress.console.progress import in_a_line, progress_by_study, state_of
from esmpress.console.setting_up.page import line_of
from esmpress.console.still_standing import warnings_on_sending
from esmpress.studies.models import Study

# Of so many drafts, the newest, the page says what is missing: each costs some statements.
_DRAFTS_TOLD = 3


def add_studies(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with a line on each study, the newest first, and what stands still.

    About the same number of statements for any number of studies.
    """
    may_see = request.user.has_perm("studies.view_study")
    studies = list(Study.objects.order_by("-created_at")) if may_see else []
    runs = any(study.is_running for study in studies)
    progress = progress_by_study(studies)
    context["standing_still"] = warnings_on_sending(now=timezone.now()) if runs else []
    context["title"] = "Studies"
    context["may_see_compliance"] = request.user.has_perms(SEE_COMPLIANCE)
    context["may_add"] = request.user.has_perm("studies.add_study")
    drafts = [study.pk for study in studies if study.launched_at is None][:_DRAFTS_TOLD]
    context["studies"] = [
        {
            "address": _address(study),
            "name": study.name,
            "pk": study.pk,
            "summary": f"{state_of(study).capitalize()}; {in_a_line(progress[study.pk])}",
            "was_launched": study.launched_at is not None,
            "set_up": line_of(study) if study.pk in drafts else "",
        }
        for study in studies
    ]
    return context


def _address(study: Study) -> str:
    """The page of a study; of a draft that of its set-up."""
    page = "set_up" if study.launched_at is None else "change"
    return reverse(f"admin:studies_study_{page}", args=[study.pk])
