"""Forms of what has a name of its own: whoever is second at the same instant is told so."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from esmpress.questionnaires.making import is_taken


class NamedOnceAdmin(ModelAdmin):
    """Lets the form look once more when the database found a name taken that was free before."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form; what was typed stays, and the name that is taken is named."""
        try:
            response: HttpResponse = super().changeform_view(
                request, object_id, form_url, extra_context
            )
        except IntegrityError as error:
            if not is_taken(error):
                raise
            response = super().changeform_view(request, object_id, form_url, extra_context)
        return response
