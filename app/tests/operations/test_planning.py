"""A look at what Terraform would do, and a search for secrets: neither shows more than it must."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from devstack.steps import BIN
from tests.operations.programs import CI, run, stand_in

SETTINGS = {
    "STATE_BUCKET": "uni-state",
    "STATE_ENDPOINT": "https://fra1.example.org",
    "TFVARS": 'host = "esm.example.org"',
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "DIGITALOCEAN_TOKEN": "token",
}
PLAN = """\
  # module.network.digitalocean_firewall.this will be updated in-place
  ~ source_addresses = ["192.0.2.7/32"]
Plan: 0 to add, 1 to change, 0 to destroy.
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The program in a checkout that has an environment, and a folder of stand-ins."""
    for folder in ("ops/ci", "ops/terraform/envs/prod", "bin"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "ops/ci/plan").write_bytes((CI / "plan").read_bytes())
    (tmp_path / "ops/ci/plan").chmod(0o755)
    return tmp_path


def plan(
    checkout: Path, event: str, *, status: int, **changed: str
) -> subprocess.CompletedProcess[str]:
    ends = f"cat <<'END'\n{PLAN}END\nexit {status}"
    stand_in(checkout / "bin", "terraform", f"case $1 in plan) {ends}\n;; esac")
    program = str(checkout / "ops/ci/plan")
    return run(program, "prod", event, path=checkout / "bin", settings={**SETTINGS, **changed})


def test_a_pull_request_sees_the_names_of_what_would_change(checkout: Path) -> None:
    result = plan(checkout, "pull_request", status=2)

    assert result.returncode == 0, result.stderr
    assert "digitalocean_firewall.this will be updated" in result.stdout
    assert "Plan: 0 to add, 1 to change" in result.stdout
    assert "192.0.2.7" not in result.stdout


def test_a_difference_in_the_weekly_look_is_a_failure(checkout: Path) -> None:
    result = plan(checkout, "schedule", status=2)

    assert result.returncode == 1
    assert "not what ops/terraform says" in result.stderr


@pytest.mark.parametrize("event", ["pull_request", "schedule"])
def test_a_plan_that_fails_is_a_failure(event: str, checkout: Path) -> None:
    assert plan(checkout, event, status=1).returncode == 1


def test_nothing_is_locked_or_changed(checkout: Path) -> None:
    plan(checkout, "schedule", status=0)

    init, planned = (checkout / "bin/terraform.called").read_text().splitlines()
    assert init.startswith("init -input=false")
    assert planned.startswith("plan -input=false -no-color -lock=false -detailed-exitcode")


@pytest.mark.parametrize("name", SETTINGS)
def test_what_is_missing_is_said_before_anything_is_asked(name: str, checkout: Path) -> None:
    result = plan(checkout, "schedule", status=0, **{name: ""})

    assert result.returncode == 64
    assert f"{name} is not set" in result.stderr
    assert (checkout / "bin/terraform.called").read_text() == ""


def test_a_key_of_a_provider_is_found_before_it_is_committed(tmp_path: Path) -> None:
    def git(*words: str) -> None:
        subprocess.run(["git", *words], cwd=tmp_path, check=True, capture_output=True)

    def search() -> subprocess.CompletedProcess[str]:
        argv = [CI / "find-secrets", BIN / "betterleaks"]
        return subprocess.run(argv, cwd=tmp_path, capture_output=True, text=True, check=False)

    git("init", "--quiet")
    (tmp_path / "notes.txt").write_text("no key in here\n")
    git("add", "notes.txt")
    clean = search()
    key = "dop_v1_" + "0f1e2d3c4b5a6978" * 4
    (tmp_path / "notes.txt").write_text(f"token = {key}\n")
    git("add", "notes.txt")
    found = search()

    assert clean.returncode == 0, clean.stdout
    assert found.returncode == 1
    assert "notes.txt" in found.stdout
    assert key not in found.stdout + found.stderr
