"""The page with the compliance of a study, behind a button of its page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.blinding import sees_arms
from esmpress.console.compliance.filters import FiltersForm
from esmpress.console.compliance.heat import legend
from esmpress.console.compliance.page import compliance_page
from esmpress.console.confirming import object_or_denied, page_values
from esmpress.console.rights.scoping import StudyScoped
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.cremas.stages import read_stages
from esmpress.lazy_texts import lazily
from esmpress.studies.rights import Right


class ComplianceAdmin(StudyScoped):
    """Adds the page to an Admin of studies."""

    def has_compliance_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may see the study's people and prompts."""
        return self.may(request, Right.SEE_PEOPLE, object_id)

    @action(
        description=lazily("Compliance"),
        permissions=["compliance"],
        url_path="compliance",
        icon="monitoring",
    )
    def compliance(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """How the study goes now, in the figures CREMAS asks for."""
        study, now = object_or_denied(self, request, object_id), timezone.now()
        stages, unblinded = read_stages(study), sees_arms(request, study.pk)
        form = FiltersForm(study, stages, request.GET, sees_arms=unblinded)
        values: dict[str, Any] = {
            "form": form,
            "at": on_wall_clock(now, study.time_zone),
            "legend": legend(),
            "chosen": _without_page(request),
        }
        if form.is_valid():
            asked = request.GET.get("page", "")
            values["page"] = compliance_page(
                study, stages, form.wanted, asked, sees_arms=unblinded, now=now
            )
        frame = page_values(self, request, study, title=_("Compliance"))
        status = 200 if form.is_valid() else 422
        return render(request, "console/compliance.html", frame | values, status=status)


def _without_page(request: HttpRequest) -> str:
    """The filters as they stand in the address, for links to other pages of participants."""
    chosen = request.GET.copy()
    chosen.pop("page", None)
    return chosen.urlencode()
