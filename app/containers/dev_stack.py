"""The stack of docker-compose.dev.yml on a copy of this tree, which tests may change."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from containers.docker import docker
from containers.stack import LOOK_SECONDS, PROJECT
from devstack.ports import LOOPBACK, free_port


class DevStack:
    """What the tests ask of the running stack, and do to its files."""

    def __init__(self, tree: Path) -> None:
        """Not running yet, on the files of `tree`."""
        self.tree = tree
        backend, page, mail = free_port(), free_port(), free_port()
        self.backend = f"http://{LOOPBACK}:{backend}"
        self.page, self.mail = f"http://{LOOPBACK}:{page}", f"http://{LOOPBACK}:{mail}"
        self._settings = {
            "COMPOSE_PROJECT_NAME": f"{PROJECT}-dev",
            "DEV_IMAGES": f"{PROJECT}-dev",
            "BACKEND_PORT": str(backend),
            "FRONTEND_PORT": str(page),
            "MAIL_PORT": str(mail),
        }

    def compose(self, *arguments: str, seconds: float = 900) -> str:
        """What `docker compose` prints."""
        file = ("--file", str(self.tree / "docker-compose.dev.yml"))
        environment = {**os.environ, **self._settings}
        return docker("compose", *file, *arguments, seconds=seconds, environment=environment)

    def execute(self, service: str, *command: str) -> str:
        """What a command prints inside a running service."""
        return self.compose("exec", "-T", service, *command)

    def change(self, path: str, old: str, new: str) -> None:
        """Write a file of the tree anew, as an editor does."""
        file = self.tree / path
        text = file.read_text()
        assert old in text, f"{path} does not hold {old!r} any more"
        file.write_text(text.replace(old, new, 1))

    def wait_until(self, holds: Callable[[], bool], what: str, *, seconds: float = 120) -> None:
        """Return once `holds()`."""
        give_up = time.monotonic() + seconds
        while not holds():
            assert time.monotonic() < give_up, f"Not within {seconds:.0f} s: {what}."
            time.sleep(LOOK_SECONDS)


@contextmanager
def running(folder: Path, source: Path) -> Iterator[DevStack]:
    """A stack on a copy of the files of `source`, healthy, until the block ends."""
    stack = DevStack(_copied(source, folder / "tree"))
    try:
        stack.compose("build", seconds=1800)
        stack.compose("up", "--detach", "--wait", "--wait-timeout", "300")
        yield stack
    finally:
        stack.compose("down", "--volumes", "--timeout", "5")


def _copied(source: Path, tree: Path) -> Path:
    """The files that git knows or would take, as they stand on the disk."""
    known = ("git", "-C", str(source), "ls-files", "-z", "--cached", "--others")
    listed = subprocess.run((*known, "--exclude-standard"), check=True, capture_output=True)  # noqa: S603
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (source / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, tree / name)
    return tree
