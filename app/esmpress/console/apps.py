"""The researchers' pages."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Has the texts of all models shown in the language of who reads them."""

    name = "esmpress.console"

    def ready(self) -> None:
        """Mark the texts for translation, now that models are there."""
        import_module("esmpress.console.language.model_texts").translate_models()
