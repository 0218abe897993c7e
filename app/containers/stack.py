"""The stack of docker-compose.prod.yml under a name of its own, with a provider of its own."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from containers.docker import docker, in_image, inspect
from devstack.layout import APP_DIR
from devstack.ports import free_port
from devstack.sendgrid_double.server import KEY

# Another name keeps two runs on one machine apart.
PROJECT = os.environ.get("CONTAINERS_PROJECT", "esmpress-test")
BACKEND_IMAGE, FRONTEND_IMAGE = f"{PROJECT}-backend:built", f"{PROJECT}-frontend:built"
BASES = {"CADDY_IMAGE": "caddy:2", "POSTGRES_IMAGE": "postgres:17", "REDIS_IMAGE": "redis:8"}
FILES = ("docker-compose.prod.yml", "app/containers/compose.yml")
LOOK_SECONDS = 0.5


class Stack:
    """What the tests ask of the running stack."""

    seconds_to_be_healthy = 90

    def __init__(self, folder: Path, *, project: str = PROJECT) -> None:
        """Not running yet; `folder` keeps its secrets and settings."""
        self.folder, self.project = folder, project
        self.https, self.http, self.provider = free_port(), free_port(), free_port()
        self.url = f"https://localhost:{self.https}"
        self.seconds_to_start = 0.0
        self.files: tuple[str, ...] = FILES
        self._settings = BASES | {
            "COMPOSE_PROFILES": "blue",
            "SITE_HOST": "localhost",
            "PUBLIC_URL": self.url,
            "BIND_ADDRESS": "127.0.0.1",
            "HTTPS_PORT": str(self.https),
            "HTTP_PORT": str(self.http),
            "PROVIDER_PORT": str(self.provider),
            "BACKEND_IMAGE": BACKEND_IMAGE,
            "FRONTEND_IMAGE": FRONTEND_IMAGE,
            "SECRETS_DIR": str(folder / "secrets"),
            "DEFAULT_FROM_EMAIL": "ESMpress <esm@example.org>",
        }

    def draw_secrets(self) -> None:
        """In a container, as root: the files are for the groups of their readers."""
        (self.folder / "secrets").mkdir()
        key = self.folder / "secrets" / "sendgrid_api_key"
        key.write_text(KEY)
        key.chmod(0o444)
        mounts = (f"{APP_DIR.parent / 'ops'}:/ops:ro", f"{self.folder / 'secrets'}:/secrets")
        options = [option for mount in mounts for option in ("--volume", mount)]
        in_image(BACKEND_IMAGE, "/ops/draw-secrets /secrets", *options)

    def up(self, *arguments: str, **settings: str) -> None:
        """Start what does not run as the settings say, and wait until all of it is healthy."""
        self._settings |= settings
        self.compose(
            "up",
            "--detach",
            "--wait",
            "--wait-timeout",
            str(self.seconds_to_be_healthy),
            *arguments,
        )

    def down(self) -> None:
        """Stop everything and remove its data."""
        self.compose("--profile", "*", "down", "--volumes", "--timeout", "5")
        in_image(BACKEND_IMAGE, "rm -rf /all/*", "--volume", f"{self.folder}:/all")

    def compose(self, *arguments: str, seconds: float = 300) -> str:
        """What `docker compose` prints."""
        files = [option for file in self.files for option in ("--file", file)]
        chosen = ("--project-name", self.project, *files)
        environment = {**os.environ, **self._settings}
        return docker("compose", *chosen, *arguments, seconds=seconds, environment=environment)

    def write_settings(self) -> Path:
        """An env file of what the stack was started with, as ops/deploy reads one."""
        path = self.folder / "env"
        path.write_text("".join(f"{name}={value}\n" for name, value in self._settings.items()))
        return path

    def run_inside(self, *command: str) -> str:
        """What a command prints that runs as the owner of the tables, in this folder."""
        mount = ("--volume", f"{APP_DIR}:/srv/tests:ro", "--workdir", "/srv/tests")
        return self.compose("run", "--rm", "--no-deps", *mount, "migrate", *command)

    def execute(self, service: str, *command: str) -> str:
        """What a command prints inside a running service."""
        return self.compose("exec", "-T", service, *command)

    def container(self, service: str) -> dict[str, Any]:
        """All that the engine knows of a service's container."""
        return inspect(f"{self.project}-{service}-1")

    def health(self, service: str) -> str:
        """Healthy, unhealthy or starting; empty while it does not run."""
        state = self.container(service)["State"]
        return str(state["Health"]["Status"]) if state["Running"] else ""

    def signal_main(self, service: str, name: str) -> None:
        """Send a signal to the process that does a service's work, the first child of its init."""
        children = "/proc/1/task/1/children"
        self.execute(service, "sh", "-c", f"read -r main rest < {children}; kill -{name} $main")

    def wait_until(self, holds: Callable[[], bool], what: str, *, seconds: float) -> float:
        """How many seconds it took until `holds()`."""
        began = time.monotonic()
        while not holds():
            if time.monotonic() - began > seconds:
                raise AssertionError(f"Not within {seconds:.0f} s: {what}.")
            time.sleep(LOOK_SECONDS)
        return time.monotonic() - began

    def order_provider(self, **orders: Any) -> None:
        """Have the provider treat requests like this from now on; nothing given: well."""
        self._ask_provider("orders", json.dumps(orders).encode())

    def is_sending(self) -> bool:
        """Whether the provider is just being told of a mail."""
        return bool(self._ask_provider("counts")["in_progress"])

    def taken(self) -> list[dict[str, Any]]:
        """The mails that the provider took."""
        found: list[dict[str, Any]] = self._ask_provider("taken")
        return found

    def _ask_provider(self, what: str, body: bytes | None = None) -> Any:
        url = f"http://127.0.0.1:{self.provider}/double/{what}"
        with urllib.request.urlopen(url, body, timeout=20) as answer:
            return json.loads(answer.read())


@contextmanager
def running(folder: Path) -> Iterator[Stack]:
    """A stack of the images as they are, until the block ends."""
    stack = Stack(folder)
    stack.draw_secrets()
    try:
        began = time.monotonic()
        stack.up()
        stack.seconds_to_start = time.monotonic() - began
        yield stack
    finally:
        stack.down()
