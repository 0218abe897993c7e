"""Runs commands as a shell does: in a process of their own, without any environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

APP = Path(__file__).resolve().parents[2]
EXAMPLES = APP.parent / "docs" / "examples"


def run_bare(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py with nothing but a PATH in the environment."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=APP,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
