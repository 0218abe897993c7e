"""The Celery application of worker and Beat."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, signals

from esmpress.beat import beat_schedule
from esmpress.heartbeat import WorkerHeartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")

app = Celery("esmpress")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.steps["worker"].add(WorkerHeartbeat)
app.autodiscover_tasks()


@signals.setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Celery configures no logging of its own: Django's settings did."""
