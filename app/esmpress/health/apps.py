"""What is counted wherever it happens."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_login_failed

from esmpress.delivery.signs_of_life import count_failed_login


class HealthConfig(AppConfig):
    """Liveness, readiness and figures."""

    name = "esmpress.health"

    def ready(self) -> None:
        """Count who is not let in."""
        user_login_failed.connect(_count_failed_login)


def _count_failed_login(**_signal: Any) -> None:
    count_failed_login()
