"""Asks a bucket whether it refuses to write a file that is there already, as locks of states need.

Reads ENDPOINT, BUCKET, AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Ends with 1 and a sentence when
it does not, or when it cannot be asked. A new key is not known everywhere at once: it is tried for
PATIENCE_SECONDS, 60 unless set.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from urllib.parse import urlsplit

BODY = b"locked"
REGION = "us-east-1"


class NotUsable(Exception):
    """The bucket cannot hold states; the text says why and what to do."""


def probe(settings: Mapping[str, str]) -> None:
    """Return when the second of two equal writes was refused."""
    key = f"lock-probe-{uuid.uuid4()}"
    first = _put_patiently(settings, key, float(settings.get("PATIENCE_SECONDS", "60")))
    if first != 200:
        raise NotUsable(
            f"Bucket {settings['BUCKET']} takes no file ({first}). Has the key readwrite on it,"
            " and is the name right? Nothing else was changed."
        )
    try:
        second = _send(settings, "PUT", key)
    finally:
        _send(settings, "DELETE", key)
    if second != 412:
        raise NotUsable(
            f"{settings['ENDPOINT']} wrote a lock that was there already ({second} instead of"
            " 412): two runs at once would destroy the state. Take another region for the bucket."
        )


def _put_patiently(settings: Mapping[str, str], key: str, patience: float) -> int:
    until = time.monotonic() + patience
    while (status := _send(settings, "PUT", key)) in (403, 404) and time.monotonic() < until:
        time.sleep(min(3, patience))
    return status


def _send(settings: Mapping[str, str], method: str, key: str) -> int:
    body = BODY if method == "PUT" else b""
    url = f"{settings['ENDPOINT'].rstrip('/')}/{settings['BUCKET']}/{key}"
    if not url.startswith(("https://", "http://")):
        raise NotUsable(f"ENDPOINT begins with https://: {settings['ENDPOINT']} does not.")
    headers = _signed(settings, method, url, body, datetime.now(UTC))
    request = urllib.request.Request(url, data=body or None, headers=headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code
    except OSError as failure:
        reason = getattr(failure, "reason", failure)
        raise NotUsable(f"{settings['ENDPOINT']} does not answer: {reason}.") from failure


def _signed(
    settings: Mapping[str, str], method: str, url: str, body: bytes, moment: datetime
) -> dict[str, str]:
    """The headers of the request, with its signature (AWS version 4)."""
    where = urlsplit(url)
    stamp = moment.strftime("%Y%m%dT%H%M%SZ")
    headers = {
        "host": where.netloc,
        "x-amz-content-sha256": hashlib.sha256(body).hexdigest(),
        "x-amz-date": stamp,
    }
    if method == "PUT":
        headers["if-none-match"] = "*"
    names = sorted(headers)
    signed = ";".join(names)
    lines = "".join(f"{name}:{headers[name]}\n" for name in names)
    parts = [method, where.path, "", lines, signed, headers["x-amz-content-sha256"]]
    scope = f"{stamp[:8]}/{REGION}/s3/aws4_request"
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    text = "\n".join(["AWS4-HMAC-SHA256", stamp, scope, digest])
    key = f"AWS4{settings['AWS_SECRET_ACCESS_KEY']}".encode()
    for part in [*scope.split("/"), text]:
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    headers["authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={settings['AWS_ACCESS_KEY_ID']}/{scope},"
        f" SignedHeaders={signed}, Signature={key.hex()}"
    )
    return headers


if __name__ == "__main__":
    try:
        probe(os.environ)
    except NotUsable as fault:
        sys.exit(str(fault))
