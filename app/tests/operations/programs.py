"""Runs programs of ops/ci, and writes stand-ins for those of others that they call."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from devstack.layout import ROOT_DIR

CI = ROOT_DIR / "ops" / "ci"


def run(
    program: str,
    *arguments: str,
    settings: Mapping[str, str] | None = None,
    path: Path | None = None,
) -> subprocess.CompletedProcess[str]:
    """How a program of ops/ci ended, which finds others in the folder `path` first."""
    found = os.environ["PATH"] if path is None else f"{path}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        [CI / program, *arguments],
        env={"PATH": found, "TMPDIR": os.environ.get("TMPDIR", "/tmp"), **(settings or {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def stand_in(folder: Path, name: str, script: str) -> Path:
    """A shell script in place of a program; what it is called with goes line by line to a file."""
    called = folder / f"{name}.called"
    (folder / name).write_text(f'#!/bin/sh\nprintf "%s\\n" "$*" >> "{called}"\n{script}\n')
    (folder / name).chmod(0o755)
    called.touch()
    return called
