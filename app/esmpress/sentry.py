"""Sentry, when a DSN is given: errors without people in them."""

from __future__ import annotations

from typing import Any, cast

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.types import Event, Hint

from esmpress.redaction import redact

_UNWANTED = ("cookies", "data", "env", "query_string", "headers")


def strip_event(event: Event, _hint: Hint) -> Event:
    """The event without request data, user, tokens or addresses."""
    request = event.get("request")
    if request:
        for name in _UNWANTED:
            request.pop(name, None)
    event.pop("user", None)
    event.pop("server_name", None)
    return cast("Event", redact(dict(event)))


def strip_breadcrumb(crumb: dict[str, Any], _hint: Hint) -> dict[str, Any]:
    """The breadcrumb without tokens or addresses."""
    return cast("dict[str, Any]", redact(crumb))


def start_sentry(*, dsn: str, environment: str, release: str | None, **options: Any) -> None:
    """Initialise Sentry for Django, Celery workers and Beat; nothing happens without a DSN."""
    if not dsn:
        return
    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        release=release,
        integrations=[DjangoIntegration(), CeleryIntegration(monitor_beat_tasks=True)],
        include_local_variables=False,
        max_request_body_size="never",
        before_send=strip_event,
        before_send_transaction=strip_event,
        before_breadcrumb=strip_breadcrumb,
        traces_sample_rate=0.0,
        **options,
    )
