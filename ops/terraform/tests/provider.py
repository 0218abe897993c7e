"""Where Terraform and the DigitalOcean provider come from: the registry, else the stand-in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

TERRAFORM = Path(__file__).resolve().parents[1]
REPOSITORY = TERRAFORM.parents[1]
NO_PROGRAM = "Left out: neither terraform nor tofu is on PATH (or set TERRAFORM)."
NO_PROVIDER = (
    "Left out: `terraform init` cannot fetch the DigitalOcean provider here, and there is no"
    " stand-in in ../shared/tools/terraform."
)


@dataclass(frozen=True)
class Provider:
    """A provider and the environment in which Terraform finds it."""

    real: bool
    environment: dict[str, str]


def find_program() -> str | None:
    """Terraform, or OpenTofu, which speaks the same language."""
    named = os.environ.get("TERRAFORM")
    return shutil.which(named) if named else shutil.which("terraform") or shutil.which("tofu")


def find_provider(program: str, scratch: Path) -> Provider | None:
    """The real provider where it can be fetched, else the stand-in of the project's tools."""
    cache = scratch / "plugins"
    cache.mkdir()
    # For tests alone: the lock file that Terraform would ask for is thrown away with them.
    cached = {
        "TF_PLUGIN_CACHE_DIR": str(cache),
        "TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE": "1",
    }
    if _can_init(program, scratch, cached):
        return Provider(real=True, environment=cached)
    mirror = find_shared("terraform/provider-mirror.sh")
    if mirror is None:
        return None
    told = subprocess.run(
        ["/bin/bash", str(mirror)], capture_output=True, text=True, check=True, timeout=300
    ).stdout
    settings = dict(re.findall(r"(\w+)=(\S+)", told))
    return Provider(real=False, environment=settings)


def find_shared(name: str) -> Path | None:
    """A file of the project's shared tools, which lie beside the repository or above it."""
    places = (parent / "shared" / "tools" / name for parent in REPOSITORY.parents)
    return next((place for place in places if place.is_file()), None)


def _can_init(program: str, scratch: Path, environment: dict[str, str]) -> bool:
    probe = scratch / "probe"
    probe.mkdir()
    shutil.copy(TERRAFORM / "modules" / "network" / "versions.tf", probe)
    finished = subprocess.run(
        [program, "init", "-input=false"],
        cwd=probe,
        env={**os.environ, **environment},
        capture_output=True,
        timeout=300,
        check=False,
    )
    return finished.returncode == 0
