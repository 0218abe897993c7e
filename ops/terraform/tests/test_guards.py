"""What the configuration says of itself, without any provider: guards, ignored changes, secrets."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provider import TERRAFORM

GUARDED = (
    "digitalocean_database_cluster",
    "digitalocean_domain",
    "digitalocean_reserved_ip",
    "digitalocean_spaces_bucket",
    "digitalocean_volume",
)
BLOCK = re.compile(r'^resource "(\w+)" "(\w+)" \{\n(.*?)^\}', re.M | re.S)
VARIABLE = re.compile(r'^variable "(\w+)" \{\n(.*?)^\}', re.M | re.S)
FILES = sorted(file for file in TERRAFORM.rglob("*.tf") if ".terraform" not in file.parts)
BLOCKS = [
    match for file in FILES if not file.is_symlink() for match in BLOCK.findall(file.read_text())
]


@pytest.mark.parametrize("kind", GUARDED)
def test_data_and_addresses_are_not_destroyed_by_an_apply(kind: str) -> None:
    bodies = [body for found, _, body in BLOCKS if found == kind]

    assert bodies
    assert all("prevent_destroy = true" in body for body in bodies)


def test_a_new_image_key_or_cloud_config_replaces_no_machine() -> None:
    (machine,) = [body for kind, _, body in BLOCKS if kind == "digitalocean_droplet"]

    assert "ignore_changes = [image, ssh_keys, user_data]" in machine


def test_a_volume_has_no_description_whose_change_would_replace_it() -> None:
    (volume,) = [body for kind, _, body in BLOCKS if kind == "digitalocean_volume"]

    assert "description" not in volume


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TERRAFORM)))
def test_variables_have_a_type_and_a_description(file: Path) -> None:
    for name, body in VARIABLE.findall(file.read_text()):
        assert "  type " in body, name
        assert "  description = " in body, name
        assert (
            "  nullable    = false" in body
            or "default     = null" in body
            or ("  default = null" in body)
        ), name


def test_every_module_says_what_it_is_and_has_tests() -> None:
    for module in (TERRAFORM / "modules").iterdir():
        names = {path.name for path in module.iterdir()}
        assert {"README.md", "outputs.tf", "tests", "variables.tf", "versions.tf"} <= names
        assert list((module / "tests").glob("*.tftest.hcl")), module.name


def test_prod_and_staging_differ_in_state_and_settings_alone() -> None:
    folder = TERRAFORM / "envs"
    own = {"backend.tf", "environment.auto.tfvars", "terraform.tfvars.example"}

    for file in (folder / "prod").iterdir():
        other = folder / "staging" / file.name
        if file.suffix in (".tf", ".tfvars", ".example"):
            assert (file.read_bytes() == other.read_bytes()) == (file.name not in own), file.name
