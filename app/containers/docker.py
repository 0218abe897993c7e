"""Runs `docker`."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

from devstack.layout import ROOT_DIR


class DockerFailed(AssertionError):
    """A command of Docker ended with another status than 0."""


def docker(
    *arguments: str, seconds: float = 300, environment: Mapping[str, str] | None = None
) -> str:
    """What the command printed; raises DockerFailed with what it said."""
    result = subprocess.run(  # noqa: S603
        ["docker", *arguments],  # noqa: S607
        cwd=ROOT_DIR,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
    )
    if result.returncode:
        said = "\n".join((result.stdout + result.stderr).splitlines()[-30:])
        raise DockerFailed(f"docker {' '.join(arguments)}: status {result.returncode}\n{said}")
    return result.stdout


def inspect(name: str) -> dict[str, Any]:
    """All that the engine knows of a container or an image."""
    found: Sequence[dict[str, Any]] = json.loads(docker("inspect", name))
    return found[0]


def in_image(image: str, script: str, *options: str) -> str:
    """What a shell script prints that runs as root in a new container of the image."""
    arguments = ("--rm", "--network", "none", "--user", "0", "--entrypoint", "sh", *options)
    return docker("run", *arguments, image, "-c", script)
