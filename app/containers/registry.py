"""A registry on this machine, from which releases are fetched by digest."""

from __future__ import annotations

import urllib.request

from containers.docker import docker, inspect
from containers.releases import Release
from containers.stack import PROJECT
from devstack.ports import free_port

NAME = f"{PROJECT}-registry"
FOLDER = "app/containers"


class Registry:
    """What was published there is known by its digest."""

    def __init__(self) -> None:
        """Docker takes one on this machine without TLS."""
        self._address = f"127.0.0.1:{free_port()}"

    def start(self) -> None:
        """Build and start it; it answers a moment later."""
        docker("build", "--file", f"{FOLDER}/registry.Dockerfile", "--tag", NAME, FOLDER)
        ports = ("--publish", f"{self._address}:5000")
        docker("run", "--detach", "--rm", "--name", NAME, "--tmpfs", "/tmp", *ports, NAME)  # noqa: S108

    def stop(self) -> None:
        """Remove it and all that was published."""
        docker("rm", "--force", NAME)

    def answers(self) -> bool:
        """Whether it takes requests by now."""
        try:
            with urllib.request.urlopen(f"http://{self._address}/v2/", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def publish(self, release: Release) -> Release:
        """The release by digest; on this machine it is not known by that any more."""
        return Release(self._push(release.backend), self._push(release.frontend))

    def name_of_nothing(self, release: Release) -> Release:
        """The release with a backend that nobody published."""
        name, _, _ = release.backend.partition("@")
        return Release(f"{name}@sha256:{'0' * 64}", release.frontend)

    def _push(self, image: str) -> str:
        name = f"{self._address}/{image.partition(':')[0]}"
        docker("tag", image, f"{name}:published")
        docker("push", "--quiet", f"{name}:published")
        references: list[str] = inspect(f"{name}:published")["RepoDigests"]
        docker("rmi", f"{name}:published")
        return next(one for one in references if one.startswith(name))
