"""What make says before anything else happens."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from devstack.layout import ROOT_DIR

NODE_SENTENCE = "ESMpress needs Node 20.19 or newer with npm: install it and try again.\n"


def make(*arguments: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run make where only the programs in one folder are found."""
    program = shutil.which("make")
    assert program is not None
    return subprocess.run(
        [program, *arguments],
        cwd=ROOT_DIR,
        env={"PATH": str(path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def add_program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{text}\n")
    (folder / name).chmod(0o755)


def test_a_missing_node_is_told_in_one_sentence(tmp_path: Path) -> None:
    result = make("preflight", f"PYTHON={sys.executable}", path=tmp_path)

    assert result.returncode != 0
    assert result.stderr.startswith(NODE_SENTENCE)


def test_a_node_without_npm_is_told_in_the_same_sentence(tmp_path: Path) -> None:
    add_program(tmp_path, "node", "exit 0")

    result = make("preflight", f"PYTHON={sys.executable}", path=tmp_path)

    assert result.stderr.startswith(NODE_SENTENCE)


@pytest.mark.parametrize(
    ("version", "good"),
    [("18.20.8", False), ("20.18.3", False), ("20.19.0", True), ("24.1.0", True)],
)
def test_node_is_new_enough_from_20_19(version: str, good: bool, tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node is not None
    versions = f"Object.defineProperty(process.versions, 'node', {{ value: '{version}' }});"
    add_program(tmp_path, "node", f'exec {node} -e "{versions} eval(process.argv[1])" "$2"')
    add_program(tmp_path, "npm", "exit 0")

    result = make("preflight", f"PYTHON={sys.executable}", path=tmp_path)

    assert (result.returncode == 0) is good


def test_a_missing_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    result = make("preflight", path=tmp_path)

    assert result.returncode != 0
    assert result.stderr.startswith("ESMpress needs Python 3.11 or newer with venv")


def test_an_older_python_is_passed_over(tmp_path: Path) -> None:
    add_program(tmp_path, "python3.13", "exit 1")
    add_program(tmp_path, "python3", f'exec {sys.executable} "$@"')
    add_program(tmp_path, "node", "exit 0")
    add_program(tmp_path, "npm", "exit 0")

    assert make("preflight", path=tmp_path).returncode == 0


def test_every_target_a_person_uses_is_explained_in_the_list() -> None:
    text = (ROOT_DIR / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)
    assert phony is not None

    explained = set(re.findall(r"^([a-z][a-z0-9-]*):.*## ", text, re.MULTILINE))

    assert explained == set(phony.group(1).split()) - {"preflight"}
