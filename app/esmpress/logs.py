"""Structured logs: one JSON object a line, with a request id, without tokens or addresses."""

from __future__ import annotations

import logging.config
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from structlog.types import Processor

from esmpress.redaction import redact_text

REQUEST_ID_HEADER = "X-Request-ID"
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

log = structlog.get_logger("esmpress.request")


def _processors() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


class RedactingFormatter(structlog.stdlib.ProcessorFormatter):
    """Formats records of every library; the finished line is redacted, whatever it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """One line without tokens or addresses, tracebacks included."""
        return redact_text(super().format(record))


def logging_settings(form: str, *, level: str) -> dict[str, Any]:
    """Logging configuration for `form` "json" (production) or "console" (people)."""
    renderer: Processor = structlog.processors.JSONRenderer(ensure_ascii=False)
    if form == "console":
        renderer = structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": RedactingFormatter,
                "foreign_pre_chain": _processors(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        # The request middleware says the same by route; Django's own lines repeat raw paths.
        # Celery would write two lines for every tick; failures it writes at ERROR.
        # SendGrid's client writes its key and whole messages at DEBUG.
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            "celery.worker.strategy": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.beat": {"level": "WARNING"},
            "python_http_client": {"level": "INFO"},
            # It would name passkeys.
            "fido2": {"level": "WARNING"},
        },
    }


def configure_logging(settings: dict[str, Any]) -> None:
    """Point the standard library and structlog at the same handlers."""
    logging.config.dictConfig(settings)
    structlog.configure(
        processors=[*_processors(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


class RequestLogMiddleware:
    """Gives each request an id and writes one line for it, by route and never by path."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response, with the request's id in its header."""
        given = request.headers.get(REQUEST_ID_HEADER, "")
        request_id = given if _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        response = self.get_response(request)
        response[REQUEST_ID_HEADER] = request_id
        route = getattr(request.resolver_match, "route", None) if request.resolver_match else None
        if route is None or not route.startswith(("healthz/", "metrics")):
            log.info(
                "request",
                method=request.method,
                route=route,
                status=response.status_code,
                duration_ms=round((time.perf_counter() - began) * 1000, 1),
            )
        return response
