"""Settings of an environment, and Ansible run with them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyrage
import yaml
from machines import HOST

ANSIBLE = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
RECAP = re.compile(r"ok=(\d+) +changed=(\d+) +unreachable=(\d+) +failed=(\d+)")


@dataclass(frozen=True)
class Run:
    """How a playbook ended."""

    status: int
    output: str
    seconds: float

    @property
    def changed(self) -> int:
        """How many tasks changed something."""
        found = RECAP.search(self.output)
        assert found, self.output[-3000:]
        return int(found.group(2))

    def require(self) -> Run:
        """Itself, when all went well."""
        assert self.status == 0, self.output[-6000:]
        return self

    @property
    def words(self) -> str:
        """What it printed, however the lines were broken."""
        return " ".join(self.output.split())


@dataclass
class Operator:
    """Somebody with a key for SSH and one for the secrets, and a folder of settings."""

    folder: Path
    ports: Mapping[str, int]
    settings: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """The keys are drawn at once, unless they are there."""
        self.settings_dir = self.folder / "settings"
        self.settings_dir.mkdir(exist_ok=True)
        self.age_key = self.folder / "age.txt"
        if not self.age_key.exists():
            self.age_key.write_text(str(pyrage.x25519.Identity.generate()))
        self.identity = pyrage.x25519.Identity.from_str(self.age_key.read_text())
        self.ssh_key = draw_ssh_key(self.folder / "operator")
        self.deploy_key = draw_ssh_key(self.folder / "ci")

    @property
    def recipient(self) -> str:
        """Whom the secrets are encrypted for."""
        return str(self.identity.to_public())

    @property
    def secrets_file(self) -> Path:
        """Encrypted."""
        return self.settings_dir / "secrets.sops.yml"

    def write_settings(self, **changes: Any) -> None:
        """The settings as they are, but for some of them."""
        (self.settings_dir / "settings.yml").write_text(yaml.safe_dump(self.settings | changes))

    def set_secret(self, name: str, value: str) -> None:
        """In the encrypted file, by sops."""
        path, text = f'["{name}"]', json.dumps(value)
        run_sops(self, "set", str(self.secrets_file), path, text)

    def play(self, playbook: str, *arguments: str, **environment: str) -> Run:
        """How a playbook ended."""
        began = time.monotonic()
        ended = subprocess.run(
            [BIN / "ansible-playbook", playbook, *self._connection(), *arguments],
            cwd=ANSIBLE,
            env=self.environment() | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=2400,
        )
        return Run(ended.returncode, ended.stdout, time.monotonic() - began)

    def _connection(self) -> list[str]:
        extra = {"ansible_port": self.ports["ssh"], "preflight_https_port": self.ports["https"]}
        return ["--private-key", str(self.ssh_key), "--extra-vars", json.dumps(extra)]

    def environment(self) -> dict[str, str]:
        """Of all programs an operator runs."""
        return {
            **os.environ,
            "PATH": f"{BIN}:{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_NOCOLOR": "1",
            "ANSIBLE_SSH_ARGS": f"-F {self.ssh_config()}",
            "ESM_SETTINGS": str(self.settings_dir),
            "ESM_TERRAFORM_OUTPUT": str(self.folder / "outputs.json"),
            "SOPS_AGE_KEY_FILE": str(self.age_key),
        }

    def ssh_config(self) -> Path:
        """As ansible.cfg has it, with a file of known hosts of its own."""
        path = self.folder / "ssh_config"
        # A path of a socket may not be long.
        path.write_text(
            f"Host *\n  IdentityFile {self.ssh_key}\n  IdentitiesOnly yes\n"
            f"  UserKnownHostsFile {self.folder / 'known_hosts'}\n"
            "  StrictHostKeyChecking accept-new\n  HostKeyAlgorithms ssh-ed25519\n"
            "  ControlMaster auto\n  ControlPersist 120s\n  ControlPath /tmp/esm-%C\n"
        )
        return path

    def write_outputs(self, **changes: Any) -> None:
        """What Terraform puts out of one machine, but for some of it."""
        machine = {"private_ipv4": "10.0.0.2", "reserved_ipv4": None, "role": "single"}
        values = {
            "inventory": {"droplet": {"public_ipv4": "127.0.0.1", **machine}},
            "site": {"host": HOST, "topology": "single", "region": "fra1", "data_volume": None},
        } | changes
        outputs = {name: {"value": value, "sensitive": False} for name, value in values.items()}
        (self.folder / "outputs.json").write_text(json.dumps(outputs))


def draw_ssh_key(path: Path) -> Path:
    """A new private key, unless it is there."""
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", path.name, "-f", str(path)]
    if not path.exists():
        subprocess.run(command, check=True)
    return path


def public(key: Path) -> str:
    """The public half of a private key."""
    return key.with_suffix(".pub").read_text().strip()


def run_sops(operator: Operator, *arguments: str) -> None:
    """Change secrets as an operator does."""
    subprocess.run([BIN / "sops", *arguments], env=operator.environment(), check=True)
