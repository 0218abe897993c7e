"""The first page of the Admin: every study one may see, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from esmpress.console.progress import state_of, summary_of
from esmpress.console.rights.scoping import own_studies
from esmpress.console.still_standing import warnings_on_sending
from esmpress.studies.rights import Right


def add_studies(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with a line on each study, the newest first, and what stands still."""
    studies = own_studies(request, Right.SEE_STUDY).order_by("-created_at")
    runs = any(study.is_running for study in studies)
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
