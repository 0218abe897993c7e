#!/usr/bin/python3
"""Looks at the machine and tells somebody outside: all is well, or what is not.

Who is told misses the sign of life when the machine is gone. The sentences name no person and no
secret.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Settings = dict[str, Any]

SETTINGS = Path("/etc/esmpress/heartbeat.json")
DISKS = ("/", "/srv/data")
REBOOT_REQUIRED = Path("/run/reboot-required")
DAY = 86400
PATIENCE_SECONDS = 10


class Silent(Exception):
    """A program that knows cannot be asked; says which."""


def find_troubles(settings: Settings) -> list[str]:
    """All that is wrong, a sentence each."""
    looks = (
        site_trouble,
        disk_troubles,
        unit_troubles,
        container_troubles,
        reboot_trouble,
        clock_trouble,
    )
    troubles: list[str] = []
    for look in looks:
        try:
            troubles += look(settings)
        except Silent as silent:
            troubles.append(str(silent))
    return troubles


def site_trouble(settings: Settings) -> Iterator[str]:
    """Whether the site answers, and worker and Beat live."""
    url = f"https://{settings['site']}/healthz/delivery"
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE_SECONDS):
            return
    except urllib.error.HTTPError as error:
        yield f"The site answers {error.code} to /healthz/delivery."
    except OSError as error:
        yield f"The site does not answer: {getattr(error, 'reason', error)}."


def disk_troubles(settings: Settings) -> Iterator[str]:
    """Disks that are fuller than they may be."""
    for disk in filter(lambda path: Path(path).is_mount(), DISKS):
        room = shutil.disk_usage(disk)
        percent = 100 * (room.total - room.free) // room.total
        if percent > settings["disk_percent"]:
            yield f"{disk} is {percent} % full."


def unit_troubles(_settings: Settings) -> Iterator[str]:
    """Units of the machine that failed."""
    for line in said_by("systemctl", "list-units", "--failed", "--plain", "--no-legend"):
        yield f"{line.split()[0]} failed."


def container_troubles(_settings: Settings) -> Iterator[str]:
    """Containers that are unhealthy or restart."""
    names = "{{.Names}} {{.State}} {{.Status}}"
    for line in said_by("docker", "ps", "--all", "--format", names):
        name, state, *status = line.split()
        if state == "restarting" or "(unhealthy)" in status:
            yield f"{name} is {'restarting' if state == 'restarting' else 'unhealthy'}."


def reboot_trouble(settings: Settings) -> Iterator[str]:
    """Whether a reboot has waited for too long."""
    if REBOOT_REQUIRED.exists():
        days = (time.time() - REBOOT_REQUIRED.stat().st_mtime) / DAY
        if days > settings["reboot_days"]:
            yield f"A reboot has waited for {days:.0f} days."


def clock_trouble(_settings: Settings) -> Iterator[str]:
    """Whether the clock follows nobody."""
    if not any(line.startswith("NTPSynchronized=yes") for line in said_by("timedatectl", "show")):
        yield "The clock is not synchronised."


def said_by(*command: str) -> list[str]:
    """The lines a program printed."""
    try:
        asked = subprocess.run(
            command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise Silent(f"{command[0]} does not answer.") from error
    return asked.stdout.splitlines()


def tell(url: str, troubles: list[str]) -> None:
    """Call the address: the one for failure with what is wrong, if anything is."""
    body = "\n".join(troubles).encode()
    called = f"{url.rstrip('/')}/fail" if troubles else url
    with urllib.request.urlopen(called, data=body, timeout=PATIENCE_SECONDS):  # noqa: S310
        pass


def main() -> int:
    """Look, print, tell; the exit status."""
    settings = json.loads(SETTINGS.read_text())
    troubles = find_troubles(settings)
    print("\n".join(troubles) or "All is well.")
    if settings["url"]:
        try:
            tell(settings["url"], troubles)
        except (OSError, ValueError):
            # Not the address: it is a secret.
            print("Nobody outside could be told.", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
