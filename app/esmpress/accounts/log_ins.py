"""What the audit trail is told when somebody logs in or out, wherever that is."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from esmpress.accounts.auditing import record
from esmpress.accounts.models import AuditEntry, Researcher

Act = AuditEntry.Act


def listen() -> None:
    """Hear of every log-in from now on."""
    user_logged_in.connect(_logged_in)
    user_logged_out.connect(_logged_out)
    user_login_failed.connect(_failed)


def _logged_in(*, user: Researcher, **_signal: Any) -> None:
    record(Act.LOG_IN, now=timezone.now(), researcher_id=user.pk)


def _logged_out(*, user: Researcher | None, **_signal: Any) -> None:
    if user is not None:
        record(Act.LOG_OUT, now=timezone.now(), researcher_id=user.pk)


def _failed(*, credentials: dict[str, Any], **_signal: Any) -> None:
    """Of somebody we know: what strangers try is only counted, and would fill the trail."""
    tried = str(credentials.get("username", ""))
    researcher = Researcher.objects.filter(email__iexact=tried).first()
    if researcher is not None:
        record(Act.FAIL, now=timezone.now(), researcher_id=researcher.pk)
