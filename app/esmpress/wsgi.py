"""The WSGI application gunicorn serves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application

# Before requests call workers: a task of no application knows no broker.
from esmpress.celery import app as celery_app

__all__ = ["application", "celery_app"]

MOST_READ = 8 * 1024 * 1024
_PART = 64 * 1024

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def reading_to_the_end(answer: Wsgi) -> Wsgi:
    """The same application, which leaves nothing of a request unread.

    Who refuses a photo without a look at it would close the connection on the rest, and whoever is
    in front might find it broken before the answer.
    """

    def read_and_answer(
        environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        response = answer(environ, start_response)
        rest = MOST_READ
        while rest > 0 and (part := environ["wsgi.input"].read(_PART)):
            rest -= len(part)
        return response

    return read_and_answer


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")

application = reading_to_the_end(get_wsgi_application())
