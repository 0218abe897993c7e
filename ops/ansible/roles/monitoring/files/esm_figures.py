#!/usr/bin/python3
"""Writes what Prometheus is to know of the machine and node_exporter does not tell by itself.

Each file is written beside and moved into place: node_exporter never reads half of one.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

SETTINGS = Path("/etc/esmpress/heartbeat.json")
FOLDER = Path("/var/lib/esmpress/metrics")
REBOOT_REQUIRED = Path("/run/reboot-required")
PATIENCE_SECONDS = 20
LASTING = "label=com.docker.compose.project=esmpress"
ONE_SHOT = ("migrate", "assets")


def containers(inspected: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Health and restarts of the services; one that has just started counts as healthy."""
    for container in inspected:
        service = container["Config"]["Labels"]["com.docker.compose.service"]
        if service in ONE_SHOT:
            continue
        state = container["State"]
        health = state.get("Health", {}).get("Status", "healthy")
        healthy = int(state["Running"] and health != "unhealthy")
        yield f'esmpress_container_healthy{{service="{service}"}} {healthy}'
        restarts = container["RestartCount"]
        yield f'esmpress_container_restarts_total{{service="{service}"}} {restarts}'


def certificate(host: str, dated: str) -> Iterator[str]:
    """When the certificate ends, from what openssl says: notAfter=Feb 26 12:00:00 2027 GMT."""
    ends = datetime.strptime(dated.strip(), "notAfter=%b %d %H:%M:%S %Y %Z").replace(tzinfo=UTC)
    name = "esmpress_certificate_expires_timestamp_seconds"
    yield f'{name}{{host="{host}"}} {ends.timestamp():.0f}'


def reboot() -> Iterator[str]:
    """Whether updates ask for one."""
    yield f"node_reboot_required {int(REBOOT_REQUIRED.exists())}"


def write(name: str, lines: Iterable[str]) -> None:
    """At once or not at all."""
    beside = FOLDER / f".{name}"
    beside.write_text("".join(f"{line}\n" for line in lines))
    beside.chmod(0o644)
    beside.rename(FOLDER / f"{name}.prom")


def said_by(*command: str, given: str = "") -> str:
    """What a program printed."""
    return subprocess.run(
        command,
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
        check=True,
    ).stdout


def write_containers() -> None:
    """Of the product's project."""
    names = said_by("docker", "ps", "--all", "--quiet", "--filter", LASTING).split()
    inspected = json.loads(said_by("docker", "inspect", *names)) if names else []
    write("containers", containers(inspected))


def write_certificate() -> None:
    """As the site shows it."""
    host = json.loads(SETTINGS.read_text())["site"]
    shown = said_by("openssl", "s_client", "-connect", f"{host}:443", "-servername", host)
    write(
        "certificate",
        certificate(host, said_by("openssl", "x509", "-noout", "-enddate", given=shown)),
    )


def main() -> int:
    """Write all that can be known; the exit status."""
    status = 0
    for job in (write_containers, write_certificate, lambda: write("reboot", reboot())):
        try:
            job()
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            print(f"Not known: {error}", file=sys.stderr)
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
