"""The first page of the Admin: every study one may see, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from esmpress.console.compliance.admin import SEE_COMPLIANCE
from esmpress.console.progress import in_a_line, progress_by_study, state_of
from esmpress.console.still_standing import warnings_on_sending
from esmpress.studies.models import Study


def add_studies(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with a line on each study, the newest first, and what stands still.

    The same number of statements for any number of studies.
    """
    may_see = request.user.has_perm("studies.view_study")
    studies = list(Study.objects.order_by("-created_at")) if may_see else []
    runs = any(study.is_running for study in studies)
    progress = progress_by_study(studies)
    context["standing_still"] = warnings_on_sending(now=timezone.now()) if runs else []
    context["title"] = "Studies"
    context["may_see_compliance"] = request.user.has_perms(SEE_COMPLIANCE)
    context["studies"] = [
        {
            "pk": study.pk,
            "name": study.name,
            "summary": f"{state_of(study).capitalize()}; {in_a_line(progress[study.pk])}",
            "was_launched": study.launched_at is not None,
        }
        for study in studies
    ]
    return context
