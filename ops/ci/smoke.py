#!/usr/bin/env python3
"""smoke.py URL: looks at a site from outside, as people reach it, and says what is wrong.

Certificate (14 days or more left), headers, a page, a page that asks the backend. Each
look is repeated for a minute before it counts; ends with 0 when all is well.
"""

from __future__ import annotations

import os
import socket
import ssl
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

PATIENCE_SECONDS = 20
REPEATED_SECONDS = float(os.environ.get("SMOKE_SECONDS", "60"))
LASTING = timedelta(days=14)
HEADERS = ("strict-transport-security", "content-security-policy", "x-content-type-options")
# Paths with the status that each is to be answered with, whoever asks.
PAGES = {"/me": 200, "/join/none": 404}


class Wrong(Exception):
    """What is not as it should be, in a sentence."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Being sent elsewhere is an answer of its own."""

    def redirect_request(self, *_: object) -> None:
        """Follow nothing."""


_opener = urllib.request.build_opener(_Stay)


def look_at_page(url: str, path: str, status: int) -> None:
    """Raise Wrong unless the path is answered with this status and with our headers."""
    try:
        answer = _opener.open(url + path, timeout=PATIENCE_SECONDS)
    except urllib.error.HTTPError as error:
        answer = error
    except OSError as error:
        raise Wrong(f"{path} is not answered: {error}.") from error
    with answer:
        if answer.status != status:
            raise Wrong(f"{path} is answered with {answer.status} instead of {status}.")
        missing = [name for name in HEADERS if name not in answer.headers]
    if missing:
        raise Wrong(f"{path} comes without {', '.join(missing)}.")


def look_at_certificate(host: str, port: int) -> None:
    """Raise Wrong unless the certificate is good, and for some time to come."""
    context = ssl.create_default_context()
    try:
        with (
            socket.create_connection((host, port), timeout=PATIENCE_SECONDS) as plain,
            context.wrap_socket(plain, server_hostname=host) as secured,
        ):
            until = str((secured.getpeercert() or {})["notAfter"])
    except OSError as error:
        raise Wrong(f"{host}:{port} gives no good certificate: {error}.") from error
    ends = datetime.fromtimestamp(ssl.cert_time_to_seconds(until), UTC)
    if ends - datetime.now(UTC) < LASTING:
        raise Wrong(f"The certificate of {host} ends at {until}: Caddy does not renew it.")


def is_well(look: Callable[[], None]) -> bool:
    """Whether the look finds nothing wrong in the end; says what, when it does."""
    end = time.monotonic() + REPEATED_SECONDS
    while True:
        try:
            look()
        except Wrong as wrong:
            if time.monotonic() > end:
                print(f"smoke: {wrong}", file=sys.stderr)
                return False
            time.sleep(1)
        else:
            return True


def main(url: str) -> int:
    """Look at everything; the exit status."""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path.strip("/"):
        print("usage: smoke.py https://HOST", file=sys.stderr)
        return 64
    host, port = parts.hostname, parts.port or 443
    looks: list[Callable[[], None]] = [lambda: look_at_certificate(host, port)]
    for path, status in PAGES.items():
        looks.append(lambda path=path, status=status: look_at_page(url.rstrip("/"), path, status))  # type: ignore[misc]
    well = [is_well(look) for look in looks]
    print(f"smoke: {sum(well)} of {len(well)} looks at {host} are well.")
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) == 2 else ""))
