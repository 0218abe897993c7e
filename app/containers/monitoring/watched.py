"""What the tests ask of Prometheus and Alertmanager beside the stack."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from containers.docker import docker, in_image
from containers.stack import BACKEND_IMAGE, PROJECT, Stack
from devstack.layout import ROOT_DIR
from devstack.ports import free_port

IMAGE = f"{PROJECT}-watching:built"
FILES = ("docker-compose.monitoring.yml", "app/containers/monitoring/compose.yml")
SERVICES = ("prometheus", "alertmanager", "host", "listener")
WATCHDOG_PATH = "/ping/" + "canary" * 4
_TARGETS = """\
- targets: ["host:9100"]
  labels: { backups: "yes" }
"""


class Watched:
    """A stack that is watched."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        """Not watched yet; `folder` keeps what its machine tells of itself."""
        self.stack, self.figures = stack, folder / "figures"
        self.figures.mkdir()
        (folder / "targets").mkdir()
        (folder / "targets/hosts.yml").write_text(_TARGETS)
        folder.chmod(0o755)
        self.port = free_port()
        self.settings = {
            "PROMETHEUS_IMAGE": IMAGE,
            "ALERTMANAGER_IMAGE": IMAGE,
            # Grafana has no Debian package: it is not started.
            "GRAFANA_IMAGE": "none",
            "PROMETHEUS_TARGETS": str(folder / "targets"),
            "PROMETHEUS_PORT": str(self.port),
            "ALERTMANAGER_PORT": str(free_port()),
            "FIGURES_DIR": str(self.figures),
            "ALERT_SMTP": "listener:2525",
            "ALERT_SMTP_TLS": "false",
            "ALERT_MAIL_FROM": "alerts@example.org",
            "ALERT_MAIL_PAGE": "now@example.org",
            "ALERT_MAIL_TICKET": "tomorrow@example.org",
            "WATCHDOG_EVERY": "10s",
        }

    def leave_figure(self, file: str, line: str) -> None:
        """A line for node_exporter, as scripts of the machine leave them."""
        draft = self.figures / f".{file}"
        draft.write_text(f"{line}\n")
        draft.chmod(0o644)
        draft.replace(self.figures / file)

    def ask(self, what: str, **values: str) -> Any:
        """The data of an answer of Prometheus."""
        query = urllib.parse.urlencode(values)
        url = f"http://127.0.0.1:{self.port}/api/v1/{what}?{query}"
        with urllib.request.urlopen(url, timeout=20) as answer:
            return json.loads(answer.read())["data"]

    def query(self, expression: str) -> list[Any]:
        """What an expression gives now."""
        found: list[Any] = self.ask("query", query=expression)["result"]
        return found

    def heard(self) -> str:
        """All that got to somebody."""
        return self.stack.compose("logs", "--no-log-prefix", "listener")


@contextmanager
def watched(stack: Stack, folder: Path) -> Iterator[Watched]:
    """The stack with Prometheus and Alertmanager beside it, until the block ends."""
    directory = str(ROOT_DIR / "app/containers/monitoring")
    docker("build", "--tag", IMAGE, directory, seconds=600)
    one = Watched(stack, folder)
    url = f"http://listener:8080{WATCHDOG_PATH}"
    script = f"printf %s {url} > /secrets/alert_watchdog_url"
    in_image(BACKEND_IMAGE, script, "--volume", f"{stack.folder / 'secrets'}:/secrets")
    before = stack.files
    stack.files = (*before, *FILES)
    try:
        stack.up("backend-blue", *SERVICES, **one.settings)
        yield one
    finally:
        stack.compose("rm", "--stop", "--force", "--volumes", *SERVICES)
        stack.files = before
        stack.up("--no-deps", "backend-blue")
        for kind, names in (
            ("network", ("monitoring", "watching")),
            ("volume", ("prometheus", "alertmanager")),
        ):
            docker(kind, "rm", "--force", *(f"{PROJECT}_{name}" for name in names))
