"""The first page of the Admin: every study one may see, and how it goes."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.console.alerts.seen import open_by_study
from esmpress.console.progress import in_a_line, progress_by_study, state_of
from esmpress.console.rights.asking import access_of
from esmpress.console.rights.scoping import own_studies
from esmpress.console.setting_up.page import line_of
from esmpress.console.still_standing import warnings_on_sending
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

# Of so many drafts, the newest, the page says what is missing: each costs some statements.
_DRAFTS_TOLD = 3


def add_studies(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The page's context with a line on each study, the newest first, and what stands still.

    About the same number of statements for any number of studies.
    """
    access = access_of(request)
    studies = list(own_studies(request, Right.SEE_STUDY).order_by("-created_at"))
    watched = access.studies(Right.SEE_PEOPLE)
    runs = any(study.is_running for study in studies)
    progress = progress_by_study(studies)
    context["standing_still"] = warnings_on_sending(now=timezone.now()) if runs else []
    context["title"] = _("Studies")
    context["may_add"] = access.may_make_studies()
    drafts = [study.pk for study in studies if study.launched_at is None][:_DRAFTS_TOLD]
    alerts = open_by_study(request)
    context["studies"] = [
        {
            "address": _address(study),
            "name": study.name,
            "pk": study.pk,
            "summary": f"{state_of(study).capitalize()}; {in_a_line(progress[study.pk])}",
            "is_watched": study.launched_at is not None
            and (watched is None or study.pk in watched),
            "alerts": alerts.get(study.pk, 0),
            "set_up": line_of(study) if study.pk in drafts else "",
        }
        for study in studies
    ]
    return context


def _address(study: Study) -> str:
    """The page of a study; of a draft that of its set-up."""
    page = "set_up" if study.launched_at is None else "change"
    return reverse(f"admin:studies_study_{page}", args=[study.pk])
