"""What preflight says of token, keys and files."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from double.server import serving
from provider import TERRAFORM

SECRETS = {
    "DIGITALOCEAN_TOKEN": "test-token",
    "SPACES_ACCESS_KEY_ID": "key",
    "SPACES_SECRET_ACCESS_KEY": "secret",
    "AWS_ACCESS_KEY_ID": "key",
    "AWS_SECRET_ACCESS_KEY": "secret",
}


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """The script beside an environment that has its files."""
    folder = tmp_path / "envs" / "prod"
    folder.mkdir(parents=True)
    (folder / "terraform.tfvars").touch()
    (tmp_path / "envs" / "state.s3.tfbackend").touch()
    return Path(shutil.copy(TERRAFORM / "preflight.py", tmp_path))


@pytest.fixture
def api(tmp_path: Path) -> Iterator[str]:
    """Where DigitalOcean's double is."""
    with serving(tmp_path / "requests.log") as double:
        yield double.url


def test_it_is_ready_when_all_is_there(prepared: Path, api: str) -> None:
    finished = _run(prepared, {**SECRETS, "DIGITALOCEAN_API_URL": api})

    assert finished.returncode == 0, finished.stderr
    assert "Ready" in finished.stdout


@pytest.mark.parametrize("name", SECRETS)
def test_a_missing_secret_is_named_with_where_to_get_it(
    prepared: Path, api: str, name: str
) -> None:
    settings = {**SECRETS, "DIGITALOCEAN_API_URL": api, name: ""}

    finished = _run(prepared, settings)

    assert finished.returncode == 1
    assert f"{name} is not set: " in finished.stderr
    assert "Nothing was changed." in finished.stdout


def test_a_token_that_is_not_known_is_told_and_not_shown(prepared: Path, api: str) -> None:
    settings = {**SECRETS, "DIGITALOCEAN_API_URL": api, "DIGITALOCEAN_TOKEN": "dop_v1_canary"}

    finished = _run(prepared, settings)

    assert finished.returncode == 1
    assert "does not know the token" in finished.stderr
    assert "canary" not in finished.stderr + finished.stdout


def test_missing_files_are_named(prepared: Path, api: str) -> None:
    (prepared.parent / "envs" / "prod" / "terraform.tfvars").unlink()
    (prepared.parent / "envs" / "state.s3.tfbackend").unlink()

    finished = _run(prepared, {**SECRETS, "DIGITALOCEAN_API_URL": api})

    assert finished.returncode == 1
    assert "copy terraform.tfvars.example" in finished.stderr
    assert "state.s3.tfbackend is not there" in finished.stderr


def test_an_api_that_does_not_answer_is_told(prepared: Path) -> None:
    finished = _run(prepared, {**SECRETS, "DIGITALOCEAN_API_URL": "http://127.0.0.1:9"})

    assert finished.returncode == 1
    assert "is this machine online?" in finished.stderr


def _run(script: Path, settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(script), "prod"],
        env=settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
