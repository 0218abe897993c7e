"""Ways to see that a process is ready."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path


def answers_ok(url: str) -> bool:
    """Whether the address answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310
            return bool(response.status == http.HTTPStatus.OK)
    except (urllib.error.URLError, OSError, http.client.HTTPException):
        return False


def touched_since(path: Path, instant: float) -> bool:
    """Whether the file was touched after the instant (seconds since the epoch)."""
    try:
        return path.stat().st_mtime >= instant
    except FileNotFoundError:
        return False
