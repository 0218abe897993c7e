"""Copies of the configuration in which Terraform is run."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from double.server import Server
from provider import TERRAFORM, Provider

LOCAL_BACKEND = 'terraform {\n  backend "local" {}\n}\n'
Site = Callable[..., "Root"]
GUARD = re.compile(r"prevent_destroy = true")


@dataclass(frozen=True)
class Root:
    """One root module of a copy, with the environment it is run in."""

    program: str
    folder: Path
    environment: dict[str, str] = field(default_factory=dict)

    def run(self, *arguments: str, seconds: float = 600) -> subprocess.CompletedProcess[str]:
        """Run Terraform; what it said has no colours and no line breaks in sentences."""
        finished = subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env={**self.environment, "TF_IN_AUTOMATION": "1", "TF_INPUT": "0", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        plain = re.sub(r"\x1b\[[0-9;]*m", "", finished.stdout + finished.stderr)
        said = re.sub(r"\s*\n[│ ]*", " ", plain)
        return subprocess.CompletedProcess(finished.args, finished.returncode, said, plain)

    def succeed(self, *arguments: str) -> str:
        """Run Terraform, which must end well; what it said."""
        finished = self.run(*arguments)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    def init(self) -> None:
        """Fetch provider and modules."""
        self.succeed("init")

    def plan(self, *arguments: str) -> dict[str, Any]:
        """What an apply would do."""
        self.succeed("plan", "-out=plan.bin", *arguments)
        return self.read_json("show", "-json", "plan.bin")

    def read_json(self, *arguments: str) -> dict[str, Any]:
        """An answer of Terraform's that is JSON."""
        finished = subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        read: dict[str, Any] = json.loads(finished.stdout)
        return read

    def remove_guards(self) -> None:
        """What somebody does who means to destroy everything."""
        for file in self.folder.parents[1].rglob("*.tf"):
            if not file.is_symlink():
                file.write_text(GUARD.sub("prevent_destroy = false", file.read_text()))


def base_environment(provider: Provider) -> dict[str, str]:
    """What Terraform needs of this process's environment, and how it finds the provider."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, **provider.environment, "CHECKPOINT_DISABLE": "1"}


def double_environment(double: Server) -> dict[str, str]:
    """How the provider finds the double, Spaces by its proxy: buckets are names of hosts there."""
    return {
        "DIGITALOCEAN_API_URL": double.url,
        "DIGITALOCEAN_TOKEN": "test-token",
        "DIGITALOCEAN_HTTP_RETRY_MAX": "0",
        "HTTP_PROXY": double.url,
        "SPACES_ENDPOINT_URL": "http://spaces.invalid",
        "SPACES_ACCESS_KEY_ID": "test-spaces-key",
        "SPACES_SECRET_ACCESS_KEY": "test-secret",
    }


def copy_environment(
    target: Path, program: str, name: str, environment: dict[str, str], **variables: object
) -> Root:
    """The root of one environment, with its example's variables and a local state."""
    copy_tree(target)
    folder = target / "envs" / name
    (folder / "backend_override.tf").write_text(LOCAL_BACKEND)
    shutil.copy(folder / "terraform.tfvars.example", folder / "terraform.tfvars")
    (folder / "zz.auto.tfvars.json").write_text(json.dumps(variables))
    root = Root(program, folder, environment)
    root.init()
    return root


def copy_tree(target: Path) -> None:
    """All configurations, without what Terraform left beside them."""
    left_out = shutil.ignore_patterns(".terraform*", "*.tfstate*", "double", "__pycache__")
    shutil.copytree(TERRAFORM, target, symlinks=True, ignore=left_out, dirs_exist_ok=True)
