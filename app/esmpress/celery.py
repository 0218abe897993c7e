"""The Celery application of worker and Beat."""

from __future__ import annotations

import gc
import os
from typing import Any

from celery import Celery, signals

from esmpress.beat import beat_schedule
from esmpress.heartbeat import WorkerHeartbeat
from esmpress.task_figures import note_begin, note_end

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")

app = Celery("esmpress")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = beat_schedule()
app.steps["consumer"].add(WorkerHeartbeat)
app.autodiscover_tasks()
signals.task_prerun.connect(note_begin)
signals.task_postrun.connect(note_end)


@signals.worker_process_init.connect
def keep_what_lasts(**_kwargs: Any) -> None:
    """What is loaded now is there until the process ends: garbage is not looked for in it.

    A request to SendGrid makes ten thousand objects at once, and each time all would be looked at.
    """
    gc.collect()
    gc.freeze()


@signals.setup_logging.connect
def keep_our_logging(**_kwargs: Any) -> None:
    """Celery configures no logging of its own: Django's settings did."""
