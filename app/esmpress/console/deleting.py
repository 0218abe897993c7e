"""Deleting a study: a draft nobody is enrolled in; of any other the page says why it stays."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from esmpress.console.confirming import confirm
from esmpress.studies.models import Study


class DeletingAdmin(ModelAdmin):
    """Adds the reasons to an Admin of studies."""

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Ask first, or say why the study stays."""
        study: Study | None = self.get_object(request, object_id)
        may_see = study is not None and self.has_view_permission(request, study)
        if study is None or not may_see or not (reason := _why_it_stays(study)):
            response: HttpResponse = super().delete_view(request, object_id, extra_context)
            return response
        status = 422 if request.method == "POST" else 200
        return confirm(self, request, study, title=_("Delete"), sentences=[reason], status=status)


def _why_it_stays(study: Study) -> str:
    """Why deleting would lose data; empty for a draft without people."""
    if study.launched_at is not None:
        return _("This study was launched: it stays, with what people have answered.")
    if study.participants.exists():
        return _("Somebody was enrolled in this study: it stays, with the record of who took part.")
    return ""
