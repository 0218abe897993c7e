"""What inventory/terraform.py makes of Terraform's outputs; needs no droplet."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playbooks import ANSIBLE

SITE = {"host": "esm.example.org", "topology": "cluster", "region": "fra1", "data_volume": None}


def machine(role: str, number: int, *, reserved: str | None = None) -> dict[str, Any]:
    address = f"192.0.2.{number}"
    return {
        "role": role,
        "public_ipv4": address,
        "private_ipv4": f"10.0.0.{number}",
        "reserved_ipv4": reserved,
    }


def outputs(folder: Path, **values: object) -> Path:
    path = folder / "outputs.json"
    path.write_text(json.dumps({name: {"value": value} for name, value in values.items()}))
    return path


def ask(**environment: str) -> subprocess.CompletedProcess[str]:
    bare = {"PATH": os.environ["PATH"]}
    script = ANSIBLE / "inventory" / "terraform.py"
    return subprocess.run(
        [script, "--list"], env=bare | environment, capture_output=True, text=True
    )


def test_machines_are_grouped_and_reached_at_their_reserved_address(tmp_path: Path) -> None:
    machines = {"a-1": machine("app", 1, reserved="198.51.100.9"), "w-1": machine("worker", 2)}
    path = outputs(tmp_path, inventory=machines, site=SITE, secret="not told")

    made = json.loads(ask(ESM_TERRAFORM_OUTPUT=str(path)).stdout)

    assert (made["app"]["hosts"], made["worker"]["hosts"], made["single"]["hosts"]) == (
        ["a-1"],
        ["w-1"],
        [],
    )
    assert made["_meta"]["hostvars"]["a-1"]["ansible_host"] == "198.51.100.9"
    assert made["_meta"]["hostvars"]["w-1"]["ansible_host"] == "192.0.2.2"
    assert made["all"]["vars"] == {"terraform_site": SITE}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "cannot be read"),
        ("[1]", "cannot be read"),
        ("{}", "run `terraform apply` first"),
        ('{"inventory": {"value": {"a": {"role": "queen"}}}}', "has the role 'queen'"),
    ],
)
def test_what_is_no_output_is_refused_with_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    path = tmp_path / "outputs.json"
    path.write_text(text)

    asked = ask(ESM_TERRAFORM_OUTPUT=str(path))

    assert (asked.returncode, asked.stdout) == (1, "")
    assert sentence in asked.stderr
    assert "Traceback" not in asked.stderr


def test_without_an_environment_it_says_how_to_name_one() -> None:
    assert "name an environment" in ask().stderr
    assert "name an environment" in ask(ESM_ENV="none-such").stderr
    assert "none.json: No such file" in ask(ESM_TERRAFORM_OUTPUT="none.json").stderr


def test_a_playbook_does_not_go_on_without_machines(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ESM_TERRAFORM_OUTPUT": str(tmp_path / "none.json"),
        "LC_ALL": "C.UTF-8",
    }

    ended = subprocess.run(
        ["ansible-playbook", "--list-hosts", "site.yml"],
        cwd=ANSIBLE,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert ended.returncode != 0
