"""The first page of the Admin: every study one may see, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from esmpress.console.progress import state_of, summary_of
from esmpress.console.still_standing import warnings_on_sending
from esmpress.studies.models import Study


def add_studies(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with a line on each study, the newest first, and what stands still."""
    may_see = request.user.has_perm("studies.view_study")
    studies = Study.objects.order_by("-created_at") if may_see else Study.objects.none()
    runs = may_see and Study.objects.running().exists()
    context["standing_still"] = warnings_on_sending(now=timezone.now()) if runs else []
    context["title"] = "Studies"
    context["studies"] = [
        {
            "pk": study.pk,
            "name": study.name,
            "summary": f"{state_of(study).capitalize()}; {summary_of(study)}",
        }
        for study in studies
    ]
    return context
