"""Whether the collected static files still fit the code: collecting takes seconds of each start."""

from __future__ import annotations

import hashlib
from pathlib import Path

from devstack.layout import APP_DIR, ROOT_DIR

MARK = "collected-from"


def are_current(folder: Path) -> bool:
    """Whether the folder was collected from what is there now."""
    mark = folder / MARK
    return mark.exists() and mark.read_text() == _origin()


def mark_current(folder: Path) -> None:
    """Note what the folder has just been collected from."""
    (folder / MARK).write_text(_origin())


def _origin() -> str:
    """A digest of the installed packages, the settings and our own static files."""
    digest = hashlib.sha256()
    own = sorted(path for path in APP_DIR.glob("esmpress/**/static/**/*") if path.is_file())
    settings = APP_DIR / "esmpress" / "settings.py"
    for path in [ROOT_DIR / "requirements-dev.lock", settings, *own]:
        digest.update(f"{path}\n".encode() + path.read_bytes())
    return digest.hexdigest()
