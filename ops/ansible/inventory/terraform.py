#!/usr/bin/env python3
"""The machines Terraform made, as an inventory for Ansible.

Reads `terraform output -json`: of the file ESM_TERRAFORM_OUTPUT, else of the environment ESM_ENV
by running Terraform in ops/terraform/envs/$ESM_ENV.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ENVIRONMENTS = Path(__file__).resolve().parents[2] / "terraform" / "envs"
GROUPS = ("single", "app", "worker")
# What the roles are told beside the machines.
TOLD = ("site", "backup", "backup_key", "database", "broker")


class NoInventory(Exception):
    """There is nothing to read machines from; says what to do."""


def read_outputs(environment: dict[str, str]) -> dict[str, Any]:
    """The values of Terraform's outputs by name."""
    try:
        outputs = json.loads(_output_text(environment))
        return {name: output["value"] for name, output in outputs.items()}
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NoInventory("What Terraform put out cannot be read: is it `output -json`?") from error


def _output_text(environment: dict[str, str]) -> str:
    if path := environment.get("ESM_TERRAFORM_OUTPUT"):
        try:
            return Path(path).read_text()
        except OSError as error:
            raise NoInventory(f"ESM_TERRAFORM_OUTPUT: {path}: {error.strerror}.") from error
    name = environment.get("ESM_ENV", "")
    folder = ENVIRONMENTS / name
    if not name or not folder.is_dir():
        raise NoInventory(
            f"ESM_ENV is {name!r}, and ops/terraform/envs has no such folder: name an environment, "
            "or a file with `terraform output -json` by ESM_TERRAFORM_OUTPUT."
        )
    return _ask_terraform(folder)


def _ask_terraform(folder: Path) -> str:
    command = ["terraform", f"-chdir={folder}", "output", "-json"]
    try:
        asked = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError as error:
        raise NoInventory("There is no `terraform` to ask: install it.") from error
    if asked.returncode:
        raise NoInventory(f"`terraform output` in {folder} failed: {asked.stderr.strip()}")
    return asked.stdout


def make_inventory(outputs: dict[str, Any]) -> dict[str, Any]:
    """The machines in groups by their role, and what all of them are told."""
    machines = outputs.get("inventory")
    if not machines:
        raise NoInventory("Terraform has no machine yet: run `terraform apply` first.")
    groups: dict[str, Any] = {name: {"hosts": []} for name in GROUPS}
    variables = {}
    for name, machine in sorted(machines.items()):
        if machine["role"] not in groups:
            raise NoInventory(f"{name} has the role {machine['role']!r}; there are {GROUPS}.")
        groups[machine["role"]]["hosts"].append(name)
        variables[name] = {
            "ansible_host": machine["reserved_ipv4"] or machine["public_ipv4"],
            "private_address": machine["private_ipv4"],
        }
    told = {f"terraform_{name}": outputs[name] for name in TOLD if name in outputs}
    return {"_meta": {"hostvars": variables}, "all": {"vars": told, "children": [*GROUPS]}} | groups


def main(arguments: list[str]) -> int:
    """Print what Ansible asks for; the exit status."""
    try:
        inventory = make_inventory(read_outputs(dict(os.environ)))
    except NoInventory as error:
        print(error, file=sys.stderr)
        return 1
    # Variables of single machines are in the list already.
    print(json.dumps({} if "--host" in arguments else inventory, indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
