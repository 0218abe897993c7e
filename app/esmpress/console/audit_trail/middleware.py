"""Tells the audit trail who acts in the Admin, and what they look at."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from esmpress.accounts.auditing import Page, acting, record_seen, was_seen
from esmpress.console.audit_trail.seen import page_of, study_of

_LOOKS = ("GET", "HEAD")


class AuditMiddleware:
    """Stands behind the session: whatever a researcher's request changes is told to be theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; what was looked at is recorded once it was shown."""
        if not request.path.startswith("/admin/") or not request.user.is_authenticated:
            return self.get_response(request)
        researcher_id = int(request.user.pk)
        if request.method not in _LOOKS:
            with acting(researcher_id):
                return self.get_response(request)
        response = self.get_response(request)
        page = page_of(request.resolver_match) if response.status_code == 200 else None
        if page is not None:
            _record_look(page, researcher_id)
        return response


def _record_look(page: Page, researcher_id: int) -> None:
    now = timezone.now()
    if not was_seen(page, now=now, researcher_id=researcher_id):
        record_seen(page, now=now, researcher_id=researcher_id, study_id=study_of(page))
