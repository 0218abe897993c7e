"""Long work, and who brings kinds of it."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Knows every kind of long work."""

    name = "esmpress.jobs"
    verbose_name = _("Long work")

    def ready(self) -> None:
        """Import `long_work` of each app that has one: there kinds are registered."""
        autodiscover_modules("long_work")
