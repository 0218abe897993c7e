"""What stands in the menu under one's name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def in_menu(_request: HttpRequest) -> list[dict[str, Any]]:
    """The way to the pages of one's own account."""
    return [{"title": _("My account"), "link": reverse("admin:account")}]
