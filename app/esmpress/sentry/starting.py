"""Sentry, when a DSN is given: errors, durations and Beat's monitors, without people in them."""

from __future__ import annotations

from typing import Any

import sentry_sdk
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.types import Event, Hint, SamplingContext

from esmpress.sentry.breadcrumbs import stripped_breadcrumb
from esmpress.sentry.events import stripped_event
from esmpress.sentry.room import Room

# Asked every few seconds, by nobody who waits.
_NOT_SAMPLED = ("/healthz/", "/metrics")


def start_sentry(
    *, dsn: str, environment: str, release: str | None, traces: float, **options: Any
) -> None:
    """Initialise Sentry for Django, Celery workers and Beat; nothing happens without a DSN.

    `traces` is the share of requests and tasks whose duration is told, from 0 to 1.
    """
    if not dsn:
        return

    def share_of(context: SamplingContext) -> float:
        # Whoever asks cannot have their request sampled: a decision that came with it is not read.
        path = context.get("wsgi_environ", {}).get("PATH_INFO", "")
        return 0.0 if path.startswith(_NOT_SAMPLED) else traces

    room = Room()

    def stripped_error(event: Event, hint: Hint) -> Event | None:
        # Check-ins come this way, too, and are few.
        is_error = event.get("type") is None
        return stripped_event(event, hint) if not is_error or room.take() else None

    sentry_sdk.init(
        dsn=dsn,
        environment=environment,
        release=release,
        integrations=[DjangoIntegration(), CeleryIntegration(monitor_beat_tasks=True)],
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_request_body_size="never",
        before_send=stripped_error,
        before_send_transaction=stripped_event,
        before_breadcrumb=stripped_breadcrumb,
        traces_sampler=share_of,
        # No provider is told of our traces.
        trace_propagation_targets=[],
        **options,
    )
