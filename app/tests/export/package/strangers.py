"""Runs programs of others on a package, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from devstack.layout import ROOT_DIR

PROOF = ROOT_DIR / ".venv-proof/bin/python"
SCRIPTS = Path(__file__).parent / "scripts"
HERE = Path(sys.executable)
needs_proof = pytest.mark.skipif(not PROOF.exists(), reason="make setup installs .venv-proof")


def run(*words: object, folder: Path, succeeds: bool = True) -> str:
    """What the program prints; it has to succeed, or to fail."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert (done.returncode == 0) is succeeds, done.stdout + done.stderr
    return done.stdout + done.stderr
