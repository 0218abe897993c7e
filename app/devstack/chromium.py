"""Finds the browser of the end-to-end tests."""

from __future__ import annotations

import os
import shutil
import subprocess

from devstack.errors import StackError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_or_install() -> str:
    """Path of a Chromium: CHROMIUM, one on PATH, or (for root with apt-get) a new one."""
    found = os.environ.get("CHROMIUM") or _on_path()
    if found is None and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium ...", flush=True)
        _install()
        found = _on_path()
    if found is None:
        raise StackError(
            "The end-to-end tests need Chromium: install it or set CHROMIUM to its path."
        )
    return found


def _on_path() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (("update",), ("install", "--yes", "--no-install-recommends", "chromium")):
        subprocess.run(  # noqa: S603
            ("/usr/bin/apt-get", "-q", *words),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
        )
