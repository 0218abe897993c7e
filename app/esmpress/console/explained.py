"""Rows on the page of what they belong to, with a sentence beside the fields that need one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest


class Explained:
    """Gives an inline without a form of its own its help texts."""

    help_texts: ClassVar[dict[str, Any]]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The rows' forms, with the sentences in them."""
        kwargs.setdefault("help_texts", self.help_texts)
        return super().get_formset(request, obj, **kwargs)  # type: ignore[misc]
