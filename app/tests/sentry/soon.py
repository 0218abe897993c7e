"""The product's Celery application; what Beat does once a minute or less often is due at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from esmpress.beat import SWEEPS
from esmpress.celery import app

MONITORED = {
    sweep.name: sweep
    for sweep in SWEEPS
    if not isinstance(sweep.every, timedelta) or sweep.every >= timedelta(minutes=1)
}
for name in MONITORED:
    app.conf.beat_schedule[name]["last_run_at"] = datetime.now(UTC) - timedelta(hours=2)
