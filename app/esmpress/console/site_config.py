"""Which site the Admin is: our own, in Unfold's look."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig


class ConsoleSiteConfig(AdminConfig):
    """Django's Admin with log-in in two steps and the pages of one's own account."""

    default_site = "esmpress.console.site.ConsoleSite"
