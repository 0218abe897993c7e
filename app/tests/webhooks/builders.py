"""Makes endpoints and events for tests."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esmpress.studies.models import Study
from esmpress.webhooks.models import Delivery, Endpoint, Kind
from esmpress.webhooks.signing import new_secret
from tests.factories import LAUNCHED_AT, make_study

URL = "https://lab.example.org/hook"


def make_endpoint(study: Study | None = None, **fields: Any) -> Endpoint:
    """An endpoint that is on and wants everything."""
    values: dict[str, Any] = {
        "name": "Lab",
        "url": URL,
        "kinds": list(Kind.values),
        "made_at": LAUNCHED_AT,
    }
    endpoint = Endpoint(study=study or make_study(), **values | fields)
    endpoint.set_secret(new_secret())
    endpoint.save()
    return endpoint


def make_delivery(endpoint: Endpoint | None = None, *, now: datetime, **fields: Any) -> Delivery:
    """An event that is due."""
    values: dict[str, Any] = {
        "kind": Kind.RECEIVED,
        "participant": "P0001",
        "prompt": 4711,
        "created_at": now,
        "due_at": now,
    }
    return Delivery.objects.create(endpoint=endpoint or make_endpoint(), **values | fields)
