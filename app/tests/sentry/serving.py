"""Requests through the application as gunicorn calls it; Django's test client goes around it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory


def serve(
    path: str,
    body: object = None,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
) -> int:
    """The status of the answer; a body is sent as JSON."""
    statuses: list[str] = []

    def start_response(status: str, *_rest: Any) -> Any:
        statuses.append(status)

    data = b"" if body is None else json.dumps(body).encode()
    request = RequestFactory(headers=headers).generic(method, path, data, "application/json")
    answer: Any = WSGIHandler()(request.environ, start_response)
    b"".join(answer)
    answer.close()
    return int(statuses[0].split()[0])
