"""Endpoints and what they were told, in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from esmpress.console.wall_clock import on_wall_clock
from esmpress.studies.models import Study
from esmpress.webhooks.models import TEST, Delivery, Endpoint, Kind

SHOWN = 50
State, Failure = Delivery.State, Delivery.Failure


def endpoint_row(endpoint: Endpoint, study: Study, *, now: datetime) -> dict[str, Any]:
    """An endpoint as its pages show it."""
    counts_until = endpoint.old_secret_until
    return {
        "endpoint": endpoint,
        "kinds": [Kind(kind).label for kind in endpoint.kinds],
        "state": _state(endpoint, study.time_zone),
        "made": on_wall_clock(endpoint.made_at, study.time_zone),
        "both_until": (
            on_wall_clock(counts_until, study.time_zone)
            if counts_until is not None and now < counts_until
            else ""
        ),
    }


def delivery_rows(endpoint: Endpoint, study: Study) -> list[dict[str, Any]]:
    """The newest events an endpoint was told of, or is to be."""
    return [
        {
            "delivery": one,
            "at": on_wall_clock(one.created_at, study.time_zone),
            "kind": _("a test") if one.kind == TEST else Kind(one.kind).label,
            "result": _result(one, study.time_zone),
            "is_over": one.state != State.WAITING,
        }
        for one in endpoint.deliveries.all()[:SHOWN]
    ]


def _state(endpoint: Endpoint, zone: str) -> str:
    if endpoint.off_at is not None:
        values = {
            "since": on_wall_clock(endpoint.off_at, zone),
            "why": Endpoint.Off(endpoint.off_reason).label,
        }
        return _("Off since %(since)s: %(why)s.") % values
    if endpoint.failing_since is not None:
        since = on_wall_clock(endpoint.failing_since, zone)
        return _("On, but nothing has reached it since %(since)s.") % {"since": since}
    return _("On.")


def _result(delivery: Delivery, zone: str) -> str:
    """What became of it, with the code that was answered, or why none was."""
    why = _why(delivery)
    if delivery.state == State.TAKEN:
        return _("Taken (%(code)s).") % {"code": delivery.status_code}
    if delivery.state == State.GIVEN_UP:
        return _("Given up (attempts: %(count)s): %(why)s.") % {
            "count": delivery.attempts,
            "why": why,
        }
    if not why:
        return _("Goes out in a moment.")
    due = on_wall_clock(delivery.due_at, zone)
    return _("Not taken yet: %(why)s. Next attempt: %(due)s.") % {"why": why, "due": due}


def _why(delivery: Delivery) -> str:
    if not delivery.failure:
        return ""
    if delivery.status_code is not None:
        return _("it answered %(code)s") % {"code": delivery.status_code}
    return str(Failure(delivery.failure).label)
