"""The first page of the Admin: every study one may see, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from esmpress.console.progress import state_of, summary_of
from esmpress.console.setting_up.page import line_of
from esmpress.console.still_standing import warnings_on_sending
from esmpress.studies.models import Study


def add_studies(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with a line on each study, the newest first, and what stands still."""
    may_see = request.user.has_perm("studies.view_study")
    studies = Study.objects.order_by("-created_at") if may_see else Study.objects.none()
    runs = may_see and Study.objects.running().exists()
    context["standing_still"] = warnings_on_sending(now=timezone.now()) if runs else []
    context["title"] = "Studies"
    context["may_add"] = request.user.has_perm("studies.add_study")
    context["studies"] = [
        {
            "address": _address(study),
            "name": study.name,
            "summary": f"{state_of(study).capitalize()}; {summary_of(study)}",
            "set_up": line_of(study) if study.launched_at is None else "",
        }
        for study in studies
    ]
    return context


def _address(study: Study) -> str:
    """The page of a study; of a draft that of its set-up."""
    page = "set_up" if study.launched_at is None else "change"
    return reverse(f"admin:studies_study_{page}", args=[study.pk])
