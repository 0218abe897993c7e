"""Runs Lighthouse as it judges a phone on a slow connection, and reads what it found."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

from devstack import chromium
from devstack.errors import StackError
from devstack.layout import FRONTEND_DIR

PROGRAM = FRONTEND_DIR / "node_modules" / ".bin" / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices")
RUNS = 5
CHROME = "--headless=new --no-sandbox --disable-background-networking --disable-component-update"


@dataclass(frozen=True)
class Load:
    """One load of a page: Lighthouse's scores, its timings, and every request."""

    report: Mapping[str, Any]

    def score(self, category: str) -> float:
        """Out of 100."""
        return float(self.report["categories"][category]["score"] or 0) * 100

    def timing(self, audit: str) -> float:
        """In milliseconds; of the layout's shifts, their sum."""
        return float(self.report["audits"][audit]["numericValue"])

    @property
    def requests(self) -> list[Mapping[str, Any]]:
        """What the browser fetched."""
        items = self.report["audits"]["network-requests"]["details"]["items"]
        return [item for item in items if urlsplit(item["url"]).scheme in ("http", "https")]

    def sent(self, kind: str | None = None) -> int:
        """Bytes that came over the line, with headers; all of them or those of one kind."""
        chosen = (one for one in self.requests if kind in (None, one["resourceType"]))
        return sum(int(one["transferSize"]) for one in chosen)

    def foreign(self, origin: str) -> int:
        """How many requests went to anybody else."""
        return sum(not one["url"].startswith(f"{origin}/") for one in self.requests)

    def shortcomings(self) -> list[str]:
        """What lost points, by the names of the audits."""
        return [
            f"{name}: {audit['title']}"
            for name, audit in self.report["audits"].items()
            if audit.get("scoreDisplayMode") == "binary" and audit.get("score") == 0
        ]


def loads(url: str, folder: Path) -> list[Load]:
    """The page loaded RUNS times, each by a new browser with an empty cache."""
    return [Load(_run(url, folder / f"{number}.json")) for number in range(RUNS)]


def typical(found: list[Load], audit: str) -> float:
    """The median of a timing."""
    return median(load.timing(audit) for load in found)


def _run(url: str, report: Path) -> Mapping[str, Any]:
    report.parent.mkdir(parents=True, exist_ok=True)
    argv = (
        *(str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={report}"),
        *(f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}"),
    )
    environment = {**os.environ, "CHROME_PATH": chromium.find_or_install()}
    done = subprocess.run(  # noqa: S603
        argv, env=environment, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
    )
    if done.returncode != 0:
        # Its words quote the address, which holds the token of a prompt that is gone in a minute.
        raise StackError(f"Lighthouse ended with status {done.returncode}: {done.stderr[-2000:]}")
    read: Mapping[str, Any] = json.loads(report.read_text())
    return read
