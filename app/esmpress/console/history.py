"""The history of an object in the Admin: what was done to it, the newest first."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.admin.views.main import PAGE_VAR
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from esmpress.console.audit_trail.telling import in_readers_words
from esmpress.console.confirming import trail_to
from esmpress.console.rights.scoping import StudyScoped

_A_PAGE = 100
# Beside Django's flags of an entry: nothing was changed, somebody saw what is kept apart.
LOOK = 4


class HistoryAdmin(StudyScoped):
    """Tells the history on the wall clock of the object, a study or a participant."""

    object_history_template = "console/history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's page, which asks for the rights, with its lines in another order and zone."""
        found = self.get_object(request, object_id)
        told = {} if found is None else self._told(request, found)
        response: HttpResponse = super().history_view(
            request, object_id, told | (extra_context or {})
        )
        return response

    def _told(self, request: HttpRequest, found: Any) -> dict[str, Any]:
        entries = LogEntry.objects.filter(
            object_id=str(found.pk), content_type=ContentType.objects.get_for_model(self.model)
        )
        pages = self.get_paginator(
            request, entries.select_related("user").order_by("-action_time", "-pk"), _A_PAGE
        )
        page = pages.get_page(request.GET.get(PAGE_VAR, "1"))
        for entry in page:
            entry.told = in_readers_words(entry.get_change_message())
        return {
            "action_list": page,
            "page_range": pages.get_elided_page_range(page.number),
            "zone": found.time_zone,
            "subject": found,
            "page_name": _("History"),
            "trail": trail_to(found),
        }
