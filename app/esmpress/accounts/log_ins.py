"""What is kept and told when somebody logs in or out, wherever that is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from esmpress.accounts import logged_in
from esmpress.accounts.auditing import record
from esmpress.accounts.devices import device_in_words, network_of
from esmpress.accounts.models import AuditEntry, Researcher

Act = AuditEntry.Act


def listen() -> None:
    """Hear of every log-in from now on."""
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_failed)


def address_of(request: HttpRequest) -> str:
    """Where a request comes from: behind the proxy what that says, which overwrites the header."""
    told = request.META.get("HTTP_X_REAL_IP", "") if settings.SECURE else ""
    return told or str(request.META.get("REMOTE_ADDR", ""))


def begin_log_in(request: HttpRequest, researcher: Researcher) -> None:
    """Keep which browser it is."""
    logged_in.begin(
        request.session,
        researcher,
        device=device_in_words(request.META.get("HTTP_USER_AGENT", "")),
        network=network_of(address_of(request)),
        now=timezone.now(),
    )


def _logged_in(*, user: Researcher, request: HttpRequest, **_signal: Any) -> None:
    begin_log_in(request, user)
    record(Act.LOG_IN, now=timezone.now(), researcher_id=user.pk)


def _logged_out(*, user: Researcher | None, request: HttpRequest, **_signal: Any) -> None:
    if user is None:
        return
    if number := request.session.get(logged_in.KEPT_AS):
        logged_in.end(user, now=timezone.now(), only=number)
    record(Act.LOG_OUT, now=timezone.now(), researcher_id=user.pk)


def _failed(*, credentials: dict[str, Any], **_signal: Any) -> None:
    """Of somebody we know: what strangers try is only counted, and would fill the trail."""
    tried = str(credentials.get("username", ""))
    researcher = Researcher.objects.with_address(tried).first() if tried else None
    if researcher is not None:
        record(Act.FAIL, now=timezone.now(), researcher_id=researcher.pk)
