"""One TLS context for all requests of a process.

The official client opens each request with urllib's `build_opener`, which reads the machine's
certificate authorities anew: 50 ms of CPU (OpenSSL 3.0), three times the work of a request with
1000 messages. It lets nobody pass an opener or a context; PEP 476 names the hook used here.
"""

from __future__ import annotations

import ssl
from functools import cache
from typing import Any


def share_tls_context() -> None:
    """Let urllib use the shared context, which verifies certificates as its own would."""
    ssl._create_default_https_context = _shared


@cache
def tls_context() -> ssl.SSLContext:
    """The context: the machine's authorities, host names checked."""
    return ssl.create_default_context()


def _shared(*_args: Any, **_options: Any) -> ssl.SSLContext:
    return tls_context()
