"""Format, validity, and each module's own tests, on a provider that is mocked."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from provider import TERRAFORM
from roots import Root, copy_tree

MODULES = sorted(path.name for path in (TERRAFORM / "modules").iterdir())
TESTED = ["bootstrap", "envs/prod", *(f"modules/{name}" for name in MODULES)]
FOLDERS = [*TESTED, "envs/staging"]


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


@pytest.fixture(scope="module")
def roots(program: str, environment: dict[str, str], tree: Path) -> dict[str, Root]:
    """Each root and module, with its provider."""
    made = {folder: Root(program, tree / folder, environment) for folder in FOLDERS}
    for root in made.values():
        root.succeed("init", "-backend=false")
    return made


@pytest.fixture(scope="module")
def verdicts(roots: dict[str, Root]) -> Iterator[dict[str, Future[str]]]:
    """What each one's own tests say: they run two at a time."""
    with ThreadPoolExecutor(2) as pool:
        yield {folder: pool.submit(roots[folder].succeed, "test") for folder in TESTED}


@pytest.mark.parametrize("folder", FOLDERS)
def test_it_is_valid(roots: dict[str, Root], folder: str) -> None:
    roots[folder].succeed("validate")


@pytest.mark.parametrize("folder", TESTED)
def test_it_passes_its_own_tests(verdicts: dict[str, Future[str]], folder: str) -> None:
    said = verdicts[folder].result()

    assert "0 failed" in said
    assert " 0 passed" not in said
