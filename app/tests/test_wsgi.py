"""How requests come in and answers go out."""

import subprocess
import sys
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

from django.conf import settings

from esmpress.wsgi import MOST_READ, reading_to_the_end


def refuse(environ: dict[str, Any], _start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer without a look at what was sent."""
    return [b"refused"]


def rest_of(length: int) -> int:
    """How much is still unread when a request of so many bytes has its answer."""
    sent = BytesIO(b"x" * length)
    assert list(reading_to_the_end(refuse)({"wsgi.input": sent}, print)) == [b"refused"]
    return len(sent.read())


# In a process of its own, as other tests make apps of Celery that become the current one.
_WHOSE_TASK = """
from esmpress.wsgi import celery_app
from esmpress.jobs.tasks import run_waiting_job
assert run_waiting_job.app is celery_app
print(celery_app.conf.broker_url)
"""


def test_requests_call_workers_through_the_broker_of_the_settings() -> None:
    said = subprocess.check_output(
        [sys.executable, "-c", _WHOSE_TASK], text=True, cwd=settings.APP_DIR
    )

    assert said.split() == [settings.REDIS_URL]


def test_what_was_refused_is_read_to_its_end_all_the_same() -> None:
    assert rest_of(5_000_000) == 0


def test_what_is_larger_than_anything_that_is_taken_is_not() -> None:
    assert rest_of(MOST_READ + 1_000_000) > 0
