"""Releases of the stack: made of the images under test, put into place by ops/deploy."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from containers.docker import DockerFailed, docker
from containers.stack import BACKEND_IMAGE, FILES, FRONTEND_IMAGE, PROJECT, Stack
from devstack.layout import ROOT_DIR

COLOURS = ("blue", "green")


@dataclass(frozen=True)
class Release:
    """The names of its images."""

    backend: str
    frontend: str


FIRST = Release(BACKEND_IMAGE, FRONTEND_IMAGE)


def make(name: str, *, backend: str = "", frontend: str = "") -> Release:
    """The images under test by another name, each changed by a line of a Dockerfile."""
    made = Release(f"{PROJECT}-backend:{name}", f"{PROJECT}-frontend:{name}")
    for source, image, line in (
        (FIRST.backend, made.backend, backend),
        (FIRST.frontend, made.frontend, frontend),
    ):
        container = docker("create", source).strip()
        docker("commit", "--change", line or f"ENV RELEASE={name}", container, image)
        docker("rm", container)
    return made


@dataclass(frozen=True)
class Ended:
    """How a deploy ended, and all it said."""

    status: int
    said: str


class UnderWay:
    """A deploy that runs, and what it has said so far."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Its words are read as they are asked for."""
        self._process = process
        self._said: list[str] = []

    def wait_for(self, words: str) -> None:
        """Until it says so; raises AssertionError if it ends without."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.append(line)
            if words in line:
                return
        raise AssertionError(f"It never said {words!r}:\n{''.join(self._said)}")

    def tell(self, number: signal.Signals) -> None:
        """Send it a signal, and nobody else."""
        self._process.send_signal(number)

    def end(self) -> Ended:
        """How it ended."""
        rest, _ = self._process.communicate(timeout=600)
        return Ended(self._process.returncode, "".join(self._said) + rest)


class Releases:
    """Deploys to a stack that runs."""

    def __init__(self, stack: Stack) -> None:
        """Nothing was deployed yet; what runs is the first release."""
        self.stack = stack
        self.folder = stack.folder / "releases"
        self._environment = {
            **os.environ,
            "COMPOSE_FILE": os.pathsep.join(FILES),
            "COMPOSE_PROJECT_NAME": stack.project,
            "ESMPRESS_ENV": str(stack.write_settings()),
            "ESMPRESS_RELEASES": str(self.folder),
        }

    def deploy(self, release: Release, **settings: str) -> Ended:
        """How ops/deploy ended."""
        return self.start(release, **settings).end()

    def start(self, release: Release, **settings: str) -> UnderWay:
        """Begin ops/deploy."""
        return self._start("deploy", release.backend, release.frontend, settings=settings)

    def roll_back(self) -> Ended:
        """How ops/rollback ended."""
        return self._start("rollback").end()

    def running(self) -> dict[str, Release]:
        """The colours that run, each with its images."""
        found = {}
        for colour in COLOURS:
            try:
                images = [self.image(f"{name}-{colour}") for name in ("backend", "frontend")]
            except DockerFailed:
                continue
            found[colour] = Release(*images)
        return found

    def image(self, service: str) -> str:
        """The name of the image a service's container was made of."""
        return str(self.stack.container(service)["Config"]["Image"])

    def audit(self) -> list[str]:
        """The lines of the log."""
        return (self.folder / "audit.log").read_text().splitlines()

    def files(self) -> dict[str, str]:
        """What is written down of releases, without the log."""
        return {name: self._read(self.folder / name) for name in ("current", "previous")}

    def _read(self, path: Path) -> str:
        return path.read_text() if path.exists() else ""

    def _start(
        self, script: str, *arguments: str, settings: Mapping[str, str] | None = None
    ) -> UnderWay:
        return UnderWay(
            subprocess.Popen(  # noqa: S603
                # Whatever this run has been told to ignore, as `nohup` does: the script hears it.
                ["/usr/bin/env", "--default-signal", ROOT_DIR / "ops" / script, *arguments],
                env={**self._environment, **(settings or {})},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
        )
