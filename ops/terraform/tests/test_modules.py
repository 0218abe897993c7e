"""Format, validity, and each module's own tests, on a provider that is mocked."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from provider import TERRAFORM
from roots import Root, copy_tree

MODULES = sorted(path.name for path in (TERRAFORM / "modules").iterdir())
TESTED = ["bootstrap", "envs/prod", *(f"modules/{name}" for name in MODULES)]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of all configurations."""
    target = tmp_path_factory.mktemp("modules") / "terraform"
    copy_tree(target)
    return target


def test_everything_is_formatted(program: str) -> None:
    finished = subprocess.run(
        [program, "fmt", "-check", "-recursive", "-diff", str(TERRAFORM)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert finished.returncode == 0, finished.stdout


@pytest.mark.parametrize("folder", [*TESTED, "envs/staging"])
def test_it_is_valid_and_passes_its_own_tests(
    program: str, environment: dict[str, str], tree: Path, folder: str
) -> None:
    root = Root(program, tree / folder, environment)
    root.succeed("init", "-backend=false")

    root.succeed("validate")

    if folder in TESTED:
        said = root.succeed("test")
        assert "0 failed" in said
        assert " 0 passed" not in said
