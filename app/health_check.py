"""Docker's health check: `health_check.py page`, or `health_check.py sign NAME`.

A page is the backend's liveness; a sign is the file that worker and Beat touch every 5 seconds.
The standard library alone: it is started anew at every look.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from pathlib import Path

PORT = 8000
TIMEOUT_SECONDS = 4
# A dozen signs missed: no longer a pause of the machine.
OLDEST_SECONDS = 60


def page_answers() -> bool:
    """Whether the backend answers at all; what it stands on is not asked."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=TIMEOUT_SECONDS)
    connection.request("GET", "/healthz/live")
    return connection.getresponse().status == http.client.OK


def is_fresh(sign: Path, *, now: float) -> bool:
    """Whether the sign of life is there and not old."""
    return sign.exists() and now - sign.stat().st_mtime <= OLDEST_SECONDS


def main(argv: list[str]) -> int:
    """0 for healthy; also an error ends with 1."""
    match argv:
        case ["page"]:
            return 0 if page_answers() else 1
        case ["sign", name]:
            sign = Path(os.environ["HEARTBEAT_DIR"]) / name
            return 0 if is_fresh(sign, now=time.time()) else 1
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
