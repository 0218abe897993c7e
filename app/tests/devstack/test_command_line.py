"""What the person at the terminal reads when the stack cannot do as told."""

import os
import subprocess
import sys
from pathlib import Path

from devstack import lock
from devstack.layout import APP_DIR


def devstack(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "devstack", *arguments],
        cwd=APP_DIR,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def is_one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.endswith(".\n")


def test_demo_without_node_says_so_in_one_sentence(tmp_path: Path) -> None:
    result = devstack("demo", PATH="/nonexistent", DEVSTACK_STATE=str(tmp_path))

    assert result.returncode == 1
    assert "Node is missing" in result.stderr
    assert is_one_sentence(result.stderr)


def test_check_without_a_demo_says_how_to_start_one(tmp_path: Path) -> None:
    result = devstack("check", DEVSTACK_STATE=str(tmp_path))

    assert result.returncode == 1
    assert "The demo does not run: start it with make demo" in result.stderr
    assert is_one_sentence(result.stderr)


def test_clean_is_refused_while_a_stack_runs(tmp_path: Path) -> None:
    with lock.held(tmp_path):
        result = devstack("idle", str(tmp_path))

    assert result.returncode == 1
    assert f"process {os.getpid()}" in result.stderr
    assert is_one_sentence(result.stderr)


def test_clean_goes_on_when_nothing_runs(tmp_path: Path) -> None:
    result = devstack("idle", str(tmp_path), str(tmp_path / "absent"))

    assert (result.returncode, result.stderr) == (0, "")
