"""Gunicorn: threads, no access log (paths could hold tokens), a restart now and then."""

import os

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
