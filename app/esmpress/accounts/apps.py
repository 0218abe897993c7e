"""Researchers, and who did what."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Tells the audit trail of log-ins."""

    name = "esmpress.accounts"

    def ready(self) -> None:
        """Listen to Django's log-in, now that models are there."""
        import_module("esmpress.accounts.log_ins").listen()
