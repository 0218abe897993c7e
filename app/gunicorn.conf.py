"""Gunicorn: threads, no access log (paths could hold tokens), a restart now and then.

With METRICS_PORT it listens there too, whatever --bind says: /metrics is at that port alone.
"""

import os
import tempfile
from pathlib import Path
from typing import Any

worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 30
# Longer than whoever is in front keeps a connection open, so that none is closed under a request.
keepalive = 130
max_requests = 20_000
max_requests_jitter = 2_000
accesslog = None
control_socket_disable = True

_metrics_port = int(os.environ.get("METRICS_PORT") or "0")
_metrics_host = os.environ.get("METRICS_HOST", "0.0.0.0")  # noqa: S104
if _metrics_port and "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    # Read by prometheus-client when it is loaded, here and in the workers.
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="esmpress-metrics-")


def on_starting(server: Any) -> None:
    """Open the port of the figures beside the others."""
    if _metrics_port:
        listening = server.cfg.settings["bind"].get()
        server.cfg.set("bind", [*listening, f"{_metrics_host}:{_metrics_port}"])


def child_exit(_server: Any, worker: Any) -> None:
    """Keep what a worker has counted."""
    if _metrics_port:
        # Not before the folder is known.
        from esmpress.health.worker_files import fold_in  # noqa: PLC0415

        fold_in(Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]), pid=worker.pid)
