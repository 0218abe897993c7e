"""Where the stack's programs and files are."""

from __future__ import annotations

import os
from pathlib import Path

ROOT_DIR = Path(__file__).resolve().parent.parent.parent
APP_DIR = ROOT_DIR / "app"
FRONTEND_DIR = ROOT_DIR / "frontend"
SERVER_ENTRY = FRONTEND_DIR / "dist" / "server" / "entry.mjs"
PAGE_SERVER = FRONTEND_DIR / "serve.mjs"
MAIL_CATCHER = FRONTEND_DIR / "node_modules" / ".bin" / "maildev"

DEMO_STATE = ROOT_DIR / ".state" / "demo"


def state_folder() -> Path:
    """The folder of the stack a command is about: DEVSTACK_STATE, else the demo's."""
    return Path(os.environ.get("DEVSTACK_STATE", DEMO_STATE)).resolve()


def shown(path: Path) -> str:
    """The path as short as it can be shown to somebody in the project's folder."""
    return str(path.relative_to(ROOT_DIR)) if path.is_relative_to(ROOT_DIR) else str(path)
