"""The variables all processes of a stack get."""

from __future__ import annotations

import os
from pathlib import Path

from devstack.addresses import Addresses
from devstack.ports import LOOPBACK
from devstack.secrets import Secrets

RESEARCHER_EMAIL = "researcher@example.org"
# Settings of a real deployment that must not reach a demo: it would send real mail.
NOT_INHERITED = ("SENDGRID_", "SENTRY_", "EMAIL_", "DJANGO_", "CELERY_", "GUNICORN_")


def stack_environment(
    *, addresses: Addresses, secrets: Secrets, state: Path, database_url: str, redis_url: str
) -> dict[str, str]:
    """This process' own variables, without another deployment's, and the stack's."""
    return _inherited() | {
        "SECRET_KEY": secrets.secret_key,
        "LINK_KEYS": f"1:{secrets.link_key}",
        "VAULT_KEYS": f"1:{secrets.vault_key}",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "PUBLIC_URL": addresses.participant,
        "PUBLIC_API_URL": addresses.backend,
        "API_URL": addresses.backend,
        "ALLOWED_HOSTS": f"{LOOPBACK},localhost",
        "CSRF_TRUSTED_ORIGINS": addresses.backend,
        "EMAIL_URL": f"smtp://{LOOPBACK}:{addresses.smtp_port}",
        "DEFAULT_FROM_EMAIL": "ESMpress demo <demo@example.org>",
        "HEARTBEAT_DIR": str(state / "heartbeat"),
        "STATIC_ROOT": str(state / "static"),
        "LOG_FORMAT": "console",
        "DEBUG": "false",
        # Plain http on loopback: secure cookies would never come back.
        "SECURE": "false",
        # Whoever tries the demo needs no phone.
        "REQUIRE_SECOND_FACTOR": "never",
        "WEB_WORKERS": "1",
        "DEMO_EMAIL": RESEARCHER_EMAIL,
        "DEMO_PASSWORD": secrets.researcher_password,
        "PYTHONUNBUFFERED": "1",
        "ASTRO_TELEMETRY_DISABLED": "1",
    }


def _inherited() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(NOT_INHERITED) and not name.endswith("_FILE")
    }
