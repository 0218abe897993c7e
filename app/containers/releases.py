"""Releases of the stack: made of the images under test, put into place by ops/deploy."""

from __future__ import annotations

import os
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


class Releases:
    """Deploys to a stack that runs."""

    def __init__(self, stack: Stack) -> None:
        """Nothing was deployed yet; what runs is the first release."""
        self.stack = stack
        self.folder = stack.folder / "releases"
        self._environment = {
            **os.environ,
            "COMPOSE_FILE": os.pathsep.join(FILES),
            "COMPOSE_PROJECT_NAME": PROJECT,
            "ESMPRESS_ENV": str(stack.write_settings()),
            "ESMPRESS_RELEASES": str(self.folder),
        }

    def deploy(self, release: Release, **settings: str) -> subprocess.CompletedProcess[str]:
        """How ops/deploy ended."""
        return self._run("deploy", release.backend, release.frontend, settings=settings)

    def roll_back(self) -> subprocess.CompletedProcess[str]:
        """How ops/rollback ended."""
        return self._run("rollback")

    def rotate(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """How ops/rotate-secret ended, which is given something on standard input."""
        return self._run("rotate-secret", *arguments, given=given)

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

    def _run(
        self,
        script: str,
        *arguments: str,
        settings: Mapping[str, str] | None = None,
        given: str = "",
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603
            [ROOT_DIR / "ops" / script, *arguments],
            env={**self._environment, **(settings or {})},
            input=given,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
